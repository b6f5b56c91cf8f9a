// @ts-check
import { PathError, readUpload } from "./files.js";
import { httpsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").RequestContext} Call
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").File} File
 * @typedef {{ start: number, end: number }} Range from the first byte to the one after the last
 */

const CHUNK = 256 * 1024;
const TOO_LARGE = "This fake Globus keeps uploads of at most";

/** A refusal: GridFTP's text, as the server passes it on. */
class Refusal extends Error {
  /** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
  constructor(status, text, headers = {}) {
    super(text);
    this.status = status;
    this.headers = headers;
  }
}

const missing = () => new Refusal(404, "File not found\nGlobusError: v=1 c=PATH_NOT_FOUND\nGridFTP-Errno: 2\n");
const inTheWay = () => new Refusal(409, "Is a directory\nGlobusError: v=1 c=NOT_A_FILE\n");
const denied = () => new Refusal(403, "Permission denied\nGlobusError: v=1 c=PERMISSION_DENIED\nGridFTP-Errno: 13\n");

/**
 * The files of a collection over HTTPS: which collection is told by the host.
 *
 * Documented: files, not directories, are read and written this way, with the rules of the collection.
 * Recorded, by public clients of live collections: one range or several that count from the beginning, `Content-Range`
 * without a total; 416 for a range from the end; 404 with the text of a file that is missing; without a token a redirect to
 * where a person logs in, or 401 for who sends `X-Requested-With: XMLHttpRequest`. A server in trouble answers 404 with
 * `c=ENDPOINT_ERROR`: `inject({ service: "https", status: 404, body: "GlobusError: v=1 c=ENDPOINT_ERROR" })`.
 * Assumed: that a token that is no good counts as none; all other refusals, in their text form; no body of a HEAD's; no
 * range of a HEAD; that nothing tells a file's version (no `ETag`, no `Last-Modified`: neither is on record), so that conditions in headers are not looked at; status 200 of
 * uploads and deletions.
 * @param {World} world
 */
export const httpsService = (world) => ({
  /** @param {Request} request @param {Call} call @returns {Promise<Response>} */
  async fetch(request, call) {
    try {
      return await answer(request, /** @type {Collection} */ (call.collection), world);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message, headers } = error;
      const body = request.method === "HEAD" ? null : message;
      return new Response(body, { status, headers: { "Content-Type": "text/plain", ...headers } });
    }
  },
});

/** @param {Request} request @param {Collection} collection @param {World} world */
async function answer(request, collection, world) {
  const { method } = request;
  const path = pathOf(request);
  if (!["GET", "HEAD", "PUT", "DELETE"].includes(method)) {
    throw new Refusal(405, "Method not allowed\n");
  }
  requireAccess(request, collection, path, method === "PUT" || method === "DELETE" ? "write" : "read", world);
  if (method === "PUT") return put(request, collection, path, world.uploadLimit);
  const node = collection.tree.stat(path);
  if (node?.type !== "file") throw missing();
  if (method !== "DELETE") return get(request, node);
  collection.tree.remove(path);
  return new Response(null, { status: 200 });
}

/** @param {Request} request */
function pathOf(request) {
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
  if (collection.settings.enable_https === false) throw denied();
  const token = world.tokens.fromHeader(request.headers.get("Authorization") ?? undefined);
  if (token === "missing") {
    if (collection.type === "guest" && collection.allows(undefined, path, wish)) return;
    throw unknown(request);
  }
  const scope = httpsScope(collection.id);
  if (token === "inactive" || token.resourceServer !== collection.id || !token.scopes.has(scope)) throw unknown(request);
  if (!collection.allows(token.clientId, path, wish)) throw denied();
}

/** What somebody hears of whom the server does not know who it is. @param {Request} request */
function unknown(request) {
  if (request.headers.get("X-Requested-With") === "XMLHttpRequest") return new Refusal(401, "Unauthorized\n");
  return new Refusal(302, "", { Location: "https://auth.globus.org/v2/oauth2/authorize" });
}

/** @param {Request} request @param {File} file */
function get(request, file) {
  const type = "application/octet-stream";
  const headers = new Headers({ "Accept-Ranges": "bytes", "Content-Type": type });
  const isHead = request.method === "HEAD";
  const ranges = isHead ? undefined : readRanges(request.headers.get("Range"), file.size);
  if (!ranges) {
    headers.set("Content-Length", String(file.size));
    return new Response(isHead ? null : bodyOf(file, { start: 0, end: file.size }), { headers });
  }
  const [first] = ranges;
  if (!first) return new Response(null, { status: 416 });
  if (ranges.length > 1) {
    headers.set("Content-Type", `multipart/byteranges; boundary=${BOUNDARY}`);
    return new Response(joined(several(file, ranges, type)), { status: 206, headers });
  }
  headers.set("Content-Length", String(first.end - first.start));
  headers.set("Content-Range", contentRange(first));
  return new Response(bodyOf(file, first), { status: 206, headers });
}

const BOUNDARY = "THIS_STRING_SEPARATES";

/** @param {Range} range */
const contentRange = ({ start, end }) => `bytes ${start}-${end - 1}/*`;

/**
 * The ranges that there are bytes for; undefined for what is none, which a server ignores.
 * @param {string | null} header
 * @param {number} size
 * @returns {Range[] | undefined}
 */
function readRanges(header, size) {
  const [, list] = /^bytes=(.*)$/.exec(header?.trim() ?? "") ?? [];
  const parts = list?.split(",").map((part) => /^\s*(\d*)-(\d*)\s*$/.exec(part));
  const ranges = (parts ?? []).map((part) => {
    const [, first = "", last = ""] = part ?? [];
    if (first === "" && last === "") return undefined;
    // What counts from the end is not served.
    if (first === "") return { start: size, end: size };
    if (last !== "" && Number(last) < Number(first)) return undefined;
    return { start: Number(first), end: last === "" ? size : Math.min(size, Number(last) + 1) };
  });
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
  return /** @type {Range[]} */ (ranges).filter(({ start }) => start < size);
}

/** The parts of a document of several ranges. @param {File} file @param {Range[]} ranges @param {string} type */
function* several(file, ranges, type) {
  for (const range of ranges) {
    yield `\r\n--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range)}\r\n\r\n`;
    yield bodyOf(file, range);
  }
  yield `\r\n--${BOUNDARY}--\r\n`;
}

/** One stream of several bodies, each opened when it is reached. @param {Iterator<BodyInit, void>} bodies */
function joined(bodies) {
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
function bodyOf({ content, stream, size }, range) {
  if (content) return /** @type {Uint8Array<ArrayBuffer>} */ (content.slice(range.start, range.end));
  return stream ? partOf(stream, range) : zeros(range.end - range.start, size);
}

/** The bytes of a file that has only a size, made as they are read. @param {number} length @param {number} size */
function zeros(length, size) {
  let left = Math.min(length, size);
  return new ReadableStream({
    pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK, left));
      left -= chunk.length;
      if (chunk.length > 0) controller.enqueue(chunk);
      if (left === 0) controller.close();
    },
  });
}

/**
 * A part of a stream, which begins to be read only when its reader does.
 * @param {() => ReadableStream<Uint8Array>} open
 * @param {Range} range
 */
function partOf(open, { start, end }) {
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      reader ??= open().getReader();
      while (at < end) {
        const { done, value } = await reader.read();
        if (done) return controller.error(new Error("the stream ended before the size of its file"));
        const part = value.subarray(Math.max(0, start - at), Math.max(0, end - at));
        at += value.length;
        if (part.length === 0) continue;
        controller.enqueue(part);
        if (at < end) return;
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
async function put(request, collection, path, limit) {
  const { tree } = collection;
  const above = tree.stat(`/${tree.splitPath(path).slice(0, -1).join("/")}`);
  if (above?.type !== "dir") throw missing();
  if (path.endsWith("/") || tree.stat(path)?.type === "dir") throw inTheWay();
  // After RFC 9110, which lets nobody take a part for the whole.
  if (request.headers.has("Content-Range")) throw new Refusal(400, "A file is put as a whole\n");
  const content = await readUpload(request, limit);
  if (!content) throw new Refusal(413, `${TOO_LARGE} ${limit} bytes: raise its option uploadLimit\n`);
  try {
    tree.put(path, content);
  } catch (error) {
    if (error instanceof PathError) throw inTheWay();
    throw error;
  }
  return new Response(null, { status: 200 });
}
