
/** Options of one call. They are never sent. */
export interface CallOptions {
  /** Ends the call: it rejects with `signal.reason`. */
  signal?: AbortSignal | undefined;
  /** The longest wait of one HTTP attempt, in ms, in place of the account's `timeout`. */
  timeout?: number | undefined;
  /** The number of retries after the first attempt, in place of the account's `retries`. */
  retries?: number | undefined;
  /** Additional request headers. An `authorization` header of your own replaces the account's token. */
  headers?: Record<string, string> | Headers | undefined;
}

/**
 * The value of a query parameter. `undefined` and `null` omit the parameter. A list is comma-joined or repeated, as the
 * service requires.
 */
export type QueryValue =
  | string
  | number
  | boolean
  | Date
  | null
  | undefined
  | readonly (string | number | boolean)[];

/** Query parameters of a call that documents no parameters. */
export interface Query {
  [name: string]: QueryValue;
  signal?: never;
  timeout?: never;
  retries?: never;
  headers?: never;
}

/** The data of a successful response, and the response's metadata. */
export interface WithResponse<T> {
  /** The value that the promise itself resolves to. */
  data: T;
  /** The HTTP status. */
  status: number;
  headers: Headers;
  /** The service's id of the request, to quote to its support; undefined if the service does not send one. */
  requestId: string | undefined;
}

/**
 * The promise that a call returns. It resolves to the data, and can return the response's metadata too.
 *
 * ```js
 * const { data, requestId } = await account.transfer.getTask(taskId).withResponse();
 * ```
 */
export interface CallPromise<T> extends Promise<T> {
  /** Returns the data with the status, headers and request id of the response. It rejects as the promise does. */
  withResponse(): Promise<WithResponse<T>>;
}

/**
 * A list that may span several pages. If you await it, you get the first page as the service sent it. If you iterate
 * it, you get all items:
 *
 * ```js
 * const page = await account.transfer.taskList();
 * for await (const task of account.transfer.taskList()) console.log(task.task_id);
 * ```
 *
 * You can also iterate the awaited page. You then get all items: those of the page, then those of the following pages.
 * An async function can therefore return a list, although JavaScript awaits what such a function returns. The page has
 * a `Symbol.asyncIterator` for this purpose. The property is not enumerable: keys, JSON, copies and comparisons see
 * only the document that the service sent. If the document is an array, a `for` loop without `await` visits this page
 * only. Some libraries check for async iterables first (React Server Components, tRPC, seroval) and treat a page as a
 * stream: pass them `{ ...page }`.
 *
 * The list sends nothing until you await or iterate it. The first use gets the reply to the first request, and awaiting
 * again gives that same page. A later iteration sends new requests, and so does a second iteration over an awaited
 * page, so that no iteration mixes an old page with new ones. The list does not remember a failure: the next use sends
 * the request again. Leaving a loop ends the requests.
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
  /** Returns the first page with the status, headers and request id of its response. */
  withResponse(): Promise<WithResponse<Page & AsyncIterable<Item>>>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
  /** Returns an iterator of all pages, each as the service sent it. */
  pages(): AsyncGenerator<Page, void, undefined>;
  /** Returns an iterator of all items that is not also a promise. */
  items(): AsyncGenerator<Item, void, undefined>;
  /** Returns all items, or the first `max` items. */
  toArray(options?: { max?: number }): Promise<Item[]>;
}
