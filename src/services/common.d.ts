
/** Options of one call; they are never sent. */
export interface CallOptions {
  /** Ends the call: it rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** ms for each HTTP attempt, instead of the account's `timeout`. */
  timeout?: number | undefined;
  /** Repetitions after the first attempt, instead of the account's `retries`. */
  retries?: number | undefined;
  /** More request headers. An `authorization` of your own is sent instead of the account's token. */
  headers?: Record<string, string> | Headers | undefined;
}

/** A value of a query parameter. `undefined` and `null` leave the parameter out; a list is comma-joined or repeated, as the service wants it. */
export type QueryValue =
  | string
  | number
  | boolean
  | Date
  | null
  | undefined
  | readonly (string | number | boolean)[];

/** Query parameters of a call that documents none. */
export interface Query {
  [name: string]: QueryValue;
  signal?: never;
  timeout?: never;
  retries?: never;
  headers?: never;
}

/** What a service sent, and how it answered. */
export interface WithResponse<T> {
  /** What the promise gives by itself. */
  data: T;
  /** HTTP status. */
  status: number;
  headers: Headers;
  /** What the service calls the request by, to be told to its support; undefined if it does not say. */
  requestId: string | undefined;
}

/**
 * What a call gives: a promise of what the service sent, which can tell of the response too.
 *
 * ```js
 * const { data, requestId } = await account.transfer.getTask(taskId).withResponse();
 * ```
 */
export interface CallPromise<T> extends Promise<T> {
  /** The same with status, headers and request id of the response. It fails as the promise does. */
  withResponse(): Promise<WithResponse<T>>;
}

/**
 * A list that may span several pages. Awaited, it is the first page as the service sent it; iterated, it is all items:
 *
 * ```js
 * const page = await account.transfer.taskList();
 * for await (const task of account.transfer.taskList()) console.log(task.task_id);
 * ```
 *
 * Nothing is sent until it is awaited or iterated, and the first page is fetched once, however often it is used. Leaving a
 * loop ends the requests.
 */
export interface Paged<Page, Item> extends PromiseLike<Page>, AsyncIterable<Item> {
  then<A = Page, B = never>(
    fulfilled?: ((page: Page) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page | B>;
  finally(settled?: (() => void) | null): Promise<Page>;
  /** The first page with status, headers and request id of the response it came with. */
  withResponse(): Promise<WithResponse<Page>>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
  /** All pages, each as the service sent it. */
  pages(): AsyncGenerator<Page, void, undefined>;
  /** All items, as an iterator that is not a promise too: an async function can return it. */
  items(): AsyncGenerator<Item, void, undefined>;
  /** All items, or the first `max` of them. */
  toArray(options?: { max?: number }): Promise<Item[]>;
}
