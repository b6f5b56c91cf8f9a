
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
 * The awaited page can be iterated as well, and gives all items too: those in hand, then the following pages. So an async function
 * that returns a list loses none of it, though JavaScript awaits what such a function returns. The page has a `Symbol.asyncIterator`
 * for that, which is not enumerable: keys, JSON, copies and comparisons are those of the document that was sent. A `for` without
 * `await`, over a document that is an array, is the page. What looks for async iterables before documents (React Server Components,
 * tRPC, seroval) takes a page for a stream: hand it `{ ...page }`.
 *
 * Nothing is sent until the list is awaited or iterated. The first who does either takes what the first request brings, and awaiting it
 * again gives that same page. An iteration that begins later asks afresh, as does a second one over an awaited page, so that no
 * iteration mixes an old page with new ones. What has failed is not remembered: the next use asks again. Leaving a loop ends the requests.
 */
export interface Paged<Page, Item> extends PromiseLike<Page & AsyncIterable<Item>>, AsyncIterable<Item> {
  then<A = Page & AsyncIterable<Item>, B = never>(
    fulfilled?: ((page: Page & AsyncIterable<Item>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  catch<B = never>(
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<(Page & AsyncIterable<Item>) | B>;
  finally(settled?: (() => void) | null): Promise<Page & AsyncIterable<Item>>;
  /** The first page with status, headers and request id of the response it came with. */
  withResponse(): Promise<WithResponse<Page & AsyncIterable<Item>>>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
  /** All pages, each as the service sent it. */
  pages(): AsyncGenerator<Page, void, undefined>;
  /** All items, as an iterator that is not a promise too. */
  items(): AsyncGenerator<Item, void, undefined>;
  /** All items, or the first `max` of them. */
  toArray(options?: { max?: number }): Promise<Item[]>;
}
