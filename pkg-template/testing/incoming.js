// @ts-check
/**
 * What `fetch` was called with, as a Request. One that is given is read by its public members alone: it may be another
 * runtime's or a polyfill's, which the constructor does not take.
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 */
export async function requestOf(input, init) {
  if (typeof input === "string" || input instanceof URL) return new Request(input, init);
  const given = Object.fromEntries(Object.entries(init ?? {}).filter(([, value]) => value !== undefined));
  const { url, method, headers } = input;
  const body = "body" in given ? null : await bodyOf(input, false);
  return new Request(url, { method, headers, body, ...given });
}

/**
 * The body of a request, or null. Not every runtime shows a body before it is read (Firefox does not), so only reading it
 * tells whether there is one.
 * @param {Request} request
 * @param {boolean} asStream whether it may be a stream, where the runtime has one
 * @returns {Promise<ReadableStream<Uint8Array> | ArrayBuffer | null>}
 */
export async function bodyOf(request, asStream) {
  if (request.method === "GET" || request.method === "HEAD") return null;
  if (asStream && request.body) return request.body;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > 0 ? bytes : null;
}

/**
 * @param {ReadableStream<Uint8Array> | ArrayBuffer | null | undefined} body
 * @returns {body is ReadableStream<Uint8Array>}
 */
export const isStream = (body) => body !== null && body !== undefined && "getReader" in body;

/** @param {ReadableStream<Uint8Array> | ArrayBuffer | null | undefined} body @returns {RequestInit} */
export const asInit = (body) => ({ body: body ?? null, ...(isStream(body) && { duplex: "half" }) });
