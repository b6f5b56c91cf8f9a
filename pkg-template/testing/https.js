// @ts-check
import { PathError, readUpload } from "./files.js";
import { httpsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").RequestContext} Call
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").File} File
 * @typedef {{ start: number, end: number }} Range positions of bytes; `end` is exclusive
 */

const CHUNK_BYTES = 256 * 1024;
const UPLOAD_LIMIT_MESSAGE = "This fake Globus stores uploads of at most";

/** A refusal. Its message is the body of the response: GridFTP's text, as the server of a collection sends it. */
class Refusal extends Error {
  /** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
  constructor(status, text, headers = {}) {
    super(text);
    this.status = status;
    this.headers = headers;
  }
}

const fileNotFound = () => new Refusal(404, "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n");
const notAFile = () => new Refusal(409, "Is a directory\nGlobusError: v=1 c=NOT_A_FILE\n");
const permissionDenied = () =>
  new Refusal(403, "Permission denied\nGlobusError: v=1 c=PERMISSION_DENIED\nGridFTP-Errno: 13\n");

/**
 * Builds the HTTPS servers of collections. The host of a request names the collection.
 *
 * Documented by Globus: HTTPS reads and writes files, not directories, and applies the rules of the collection.
 *
 * Recorded by public clients of live collections:
 * - one or several ranges that count from the beginning, with a `Content-Range` without a total size
 * - 416 for a range that counts from the end
 * - 404 with GridFTP's text for a missing file
 * - without a token, a redirect to the login page, or 401 if the request has `X-Requested-With: XMLHttpRequest`
 * - 404 with `c=ENDPOINT_ERROR` from a server with a failure. To get it here:
 *   `inject({ service: "https", status: 404, body: "GlobusError: v=1 c=ENDPOINT_ERROR" })`
 *
 * Assumed, because no record exists:
 * - an invalid token counts as no token
 * - all other refusals have a text body too
 * - a response to HEAD has no body, and a range in a HEAD is ignored
 * - no header tells the version of a file (neither `ETag` nor `Last-Modified`), so conditional headers are ignored
 * - uploads and deletions get status 200
 * @param {World} world
 */
export const httpsService = (world) => ({
  /** @param {Request} request @param {Call} call @returns {Promise<Response>} */
  async fetch(request, call) {
    try {
      return await handleRequest(request, /** @type {Collection} */ (call.collection), world);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message, headers } = error;
      const body = request.method === "HEAD" ? null : message;
      return new Response(body, { status, headers: { "Content-Type": "text/plain", ...headers } });
    }
  },
});

/** @param {Request} request @param {Collection} collection @param {World} world */
async function handleRequest(request, collection, world) {
  const { method } = request;
  const path = readPath(request);
  if (!["GET", "HEAD", "PUT", "DELETE"].includes(method)) {
    throw new Refusal(405, "Method not allowed\n");
  }
  requireAccess(request, collection, path, method === "PUT" || method === "DELETE" ? "write" : "read", world);
  if (method === "PUT") return uploadFile(request, collection, path, world.uploadLimit);
  const node = collection.tree.stat(path);
  if (node?.type !== "file") throw fileNotFound();
  if (method !== "DELETE") return downloadFile(request, node);
  collection.tree.remove(path);
  return new Response(null, { status: 200 });
}

/** @param {Request} request */
function readPath(request) {
  try {
    return decodeURIComponent(new URL(request.url).pathname);
  } catch {
    throw new Refusal(400, "Bad request\n");
  }
}

/**
 * @param {Request} request
 * @param {Collection} collection
 * @param {string} path
 * @param {import("./collections.js").AccessMode} wish
 * @param {World} world
 */
function requireAccess(request, collection, path, wish, world) {
  if (collection.settings.enable_https === false) throw permissionDenied();
  const token = world.tokens.fromHeader(request.headers.get("Authorization") ?? undefined);
  if (token === "missing") {
    if (collection.type === "guest" && collection.allows(undefined, path, wish)) return;
    throw unauthenticated(request);
  }
  const scope = httpsScope(collection.id);
  if (token === "inactive" || token.resourceServer !== collection.id || !token.scopes.has(scope))
    throw unauthenticated(request);
  if (!collection.allows(token.clientId, path, wish)) throw permissionDenied();
}

/** Refuses a request without a valid token. @param {Request} request */
function unauthenticated(request) {
  if (request.headers.get("X-Requested-With") === "XMLHttpRequest") return new Refusal(401, "Unauthorized\n");
  return new Refusal(302, "", { Location: "https://auth.globus.org/v2/oauth2/authorize" });
}

/** @param {Request} request @param {File} file */
function downloadFile(request, file) {
  const type = "application/octet-stream";
  const headers = new Headers({ "Accept-Ranges": "bytes", "Content-Type": type });
  const isHead = request.method === "HEAD";
  const ranges = isHead ? undefined : readRanges(request.headers.get("Range"), file.size);
  if (!ranges) {
    headers.set("Content-Length", String(file.size));
    return new Response(isHead ? null : fileBody(file, { start: 0, end: file.size }), { headers });
  }
  const [firstRange] = ranges;
  if (!firstRange) return new Response(null, { status: 416 });
  if (ranges.length > 1) {
    headers.set("Content-Type", `multipart/byteranges; boundary=${BOUNDARY}`);
    return new Response(joinBodies(multipartBodies(file, ranges, type)), { status: 206, headers });
  }
  headers.set("Content-Length", String(firstRange.end - firstRange.start));
  headers.set("Content-Range", contentRange(firstRange));
  return new Response(fileBody(file, firstRange), { status: 206, headers });
}

const BOUNDARY = "THIS_STRING_SEPARATES";

/** @param {Range} range */
const contentRange = ({ start, end }) => `bytes ${start}-${end - 1}/*`;

/**
 * Reads a Range header. Returns the ranges that begin inside the file, or undefined for a header that is not a list of
 * byte ranges. A server ignores such a header.
 * @param {string | null} header
 * @param {number} size
 * @returns {Range[] | undefined}
 */
function readRanges(header, size) {
  const [, list] = /^bytes=(.*)$/.exec(header?.trim() ?? "") ?? [];
  const parts = list?.split(",").map((part) => /^\s*(\d*)-(\d*)\s*$/.exec(part));
  const ranges = (parts ?? []).map((part) => {
    const [, firstByte = "", lastByte = ""] = part ?? [];
    if (firstByte === "" && lastByte === "") return undefined;
    // A range that counts from the end is not served: this empty range is filtered out below.
    if (firstByte === "") return { start: size, end: size };
    if (lastByte !== "" && Number(lastByte) < Number(firstByte)) return undefined;
    return { start: Number(firstByte), end: lastByte === "" ? size : Math.min(size, Number(lastByte) + 1) };
  });
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
  return /** @type {Range[]} */ (ranges).filter(({ start }) => start < size);
}

/**
 * Returns the parts of a multipart/byteranges body.
 * @param {File} file
 * @param {Range[]} ranges
 * @param {string} type
 */
function* multipartBodies(file, ranges, type) {
  for (const range of ranges) {
    yield `\r\n--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range)}\r\n\r\n`;
    yield fileBody(file, range);
  }
  yield `\r\n--${BOUNDARY}--\r\n`;
}

/**
 * Joins bodies into one stream. Opens each body only when the stream reaches it.
 * @param {Iterator<BodyInit, void>} bodies
 */
function joinBodies(bodies) {
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        if (!reader) {
          const { done, value } = bodies.next();
          if (done) return controller.close();
          reader = new Response(value).body?.getReader();
        }
        const part = await reader?.read();
        if (part && !part.done) return controller.enqueue(part.value);
        reader = undefined;
      }
    },
    async cancel(reason) {
      await reader?.cancel(reason);
    },
  });
}

/** @param {File} file @param {Range} range */
function fileBody({ content, stream, size }, range) {
  if (content) return /** @type {Uint8Array<ArrayBuffer>} */ (content.slice(range.start, range.end));
  return stream ? streamRange(stream, range) : zeroStream(range.end - range.start, size);
}

/**
 * Returns the bytes of a file that has only a size, as a stream of zeros.
 * @param {number} length
 * @param {number} size
 */
function zeroStream(length, size) {
  let remaining = Math.min(length, size);
  return new ReadableStream({
    pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, remaining));
      remaining -= chunk.length;
      if (chunk.length > 0) controller.enqueue(chunk);
      if (remaining === 0) controller.close();
    },
  });
}

/**
 * Returns a part of a stream. Opens the stream only when the first byte is read.
 * @param {() => ReadableStream<Uint8Array>} open
 * @param {Range} range
 */
function streamRange(open, { start, end }) {
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  let position = 0;
  return new ReadableStream({
    async pull(controller) {
      reader ??= open().getReader();
      while (position < end) {
        const { done, value } = await reader.read();
        if (done) return controller.error(new Error("the stream ended before the declared size of the file"));
        const part = value.subarray(Math.max(0, start - position), Math.max(0, end - position));
        position += value.length;
        if (part.length === 0) continue;
        controller.enqueue(part);
        if (position < end) return;
      }
      controller.close();
      await reader.cancel();
    },
    async cancel(reason) {
      await reader?.cancel(reason);
    },
  });
}

/** @param {Request} request @param {Collection} collection @param {string} path @param {number} limit */
async function uploadFile(request, collection, path, limit) {
  const { tree } = collection;
  const parent = tree.stat(`/${tree.splitPath(path).slice(0, -1).join("/")}`);
  if (parent?.type !== "dir") throw fileNotFound();
  if (path.endsWith("/") || tree.stat(path)?.type === "dir") throw notAFile();
  // A server without partial PUT should refuse Content-Range with 400 (RFC 9110, section 14.5). Otherwise a part would
  // replace the whole file.
  if (request.headers.has("Content-Range")) throw new Refusal(400, "A PUT must contain the whole file\n");
  const content = await readUpload(request, limit);
  if (!content) throw new Refusal(413, `${UPLOAD_LIMIT_MESSAGE} ${limit} bytes: raise its option uploadLimit\n`);
  try {
    tree.put(path, content);
  } catch (error) {
    if (error instanceof PathError) throw notAFile();
    throw error;
  }
  return new Response(null, { status: 200 });
}
