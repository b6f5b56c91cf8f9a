// @ts-check
/**
 * Builds a Request from the arguments of `fetch`. A Request that the caller passes is read by its public members
 * alone: it may be from another runtime or a polyfill, and the constructor rejects such an object.
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 */
export async function toRequest(input, init) {
  if (typeof input === "string" || input instanceof URL) return new Request(input, init);
  const definedInit = Object.fromEntries(Object.entries(init ?? {}).filter(([, value]) => value !== undefined));
  const { url, method, headers } = input;
  const body = "body" in definedInit ? null : await readRequestBody(input, false);
  return new Request(url, { method, headers, body, ...definedInit });
}

/**
 * Returns the body of a request, or null. Some runtimes do not show a body before it is read (Firefox), so only
 * reading it shows whether the request has one.
 * @param {Request} request
 * @param {boolean} asStream whether the body may be returned as a stream, where the runtime supports it
 * @returns {Promise<ReadableStream<Uint8Array> | ArrayBuffer | null>}
 */
export async function readRequestBody(request, asStream) {
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
export const toBodyInit = (body) => ({ body: body ?? null, ...(isStream(body) && { duplex: "half" }) });
