// @ts-check
import { ServiceError } from "./errors.js";
import { PathError } from "./files.js";
import { gcsError } from "./gcs-documents.js";
import { httpsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Call} Call
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").File} File
 * @typedef {{ start: number, end: number }} Range from the first byte to the one after the last
 */

/** An upload that is larger is taken in full and remembered by its size, so that memory stays flat. */
const LARGEST_KEPT = 64 * 1024 * 1024;
const CHUNK = 256 * 1024;

/**
 * The files of a collection over HTTPS: which collection is told by the host. Documented is that files, not directories,
 * are read and written this way, with the rules of the collection. The bodies of refusals, the answer 401 where a browser
 * would be sent to log in, and the status of a deletion are not on record; an upload answers 200.
 * @param {World} world
 */
export const httpsService = (world) => ({
  /** @param {Request} request @param {Call} call @returns {Promise<Response>} */
  async fetch(request, call) {
    try {
      return await answer(request, /** @type {Collection} */ (call.collection), world);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const body = request.method === "HEAD" ? null : JSON.stringify(error.document);
      return new Response(body, { status: error.status, headers: { "Content-Type": "application/json" } });
    }
  },
});

/** @param {Request} request @param {Collection} collection @param {World} world */
async function answer(request, collection, world) {
  const { method } = request;
  const path = pathOf(request);
  if (!["GET", "HEAD", "PUT", "DELETE"].includes(method)) {
    throw gcsError(405, "method_not_allowed", `The method ${method} is not allowed`);
  }
  requireAccess(request, collection, path, method === "PUT" || method === "DELETE" ? "write" : "read", world);
  if (method === "PUT") return put(request, collection, path);
  const node = collection.tree.stat(path);
  if (node?.type !== "file") throw gcsError(404, "not_found", `No such file: ${path}`);
  if (method !== "DELETE") return get(request, node);
  collection.tree.remove(path);
  return new Response(null, { status: 200 });
}

/** @param {Request} request */
function pathOf(request) {
  try {
    return decodeURIComponent(new URL(request.url).pathname);
  } catch {
    throw gcsError(400, "bad_request", "The path is not percent-encoded UTF-8");
  }
}

/**
 * @param {Request} request
 * @param {Collection} collection
 * @param {string} path
 * @param {import("./collections.js").Wish} wish
 * @param {World} world
 */
function requireAccess(request, collection, path, wish, world) {
  if (collection.settings.enable_https === false) throw gcsError(403, "permission_denied", "HTTPS is not enabled");
  const token = world.tokens.fromHeader(request.headers.get("Authorization") ?? undefined);
  if (token === "missing") {
    if (collection.type === "guest" && collection.allows(undefined, path, wish)) return;
    throw gcsError(401, "not_authorized", "The request has no token");
  }
  const scope = httpsScope(collection.id);
  if (token === "inactive" || token.resourceServer !== collection.id || !token.scopes.has(scope)) {
    const detail = { DATA_TYPE: "missing_required_scopes#1.0.0", required_scopes: [scope] };
    throw gcsError(401, "not_authorized", "The request has no valid token for this collection", { detail });
  }
  if (!collection.allows(token.clientId, path, wish)) throw gcsError(403, "permission_denied", "Permission denied");
}

/** @param {Request} request @param {File} file */
function get(request, file) {
  const headers = new Headers({
    "Accept-Ranges": "bytes",
    "Content-Type": "application/octet-stream",
    "Last-Modified": new Date(file.modified).toUTCString(),
  });
  const range = readRange(request.headers.get("Range"), file.size);
  if (range === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${file.size}` } });
  }
  const { start, end } = range ?? { start: 0, end: file.size };
  headers.set("Content-Length", String(end - start));
  if (range) headers.set("Content-Range", `bytes ${start}-${end - 1}/${file.size}`);
  const body = request.method === "HEAD" ? null : bodyOf(file, { start, end });
  return new Response(body, { status: range ? 206 : 200, headers });
}

/**
 * One range. A list of several, which a server may ignore, gives the whole file, and so does what is no range at all.
 * @param {string | null} header
 * @param {number} size
 * @returns {Range | "unsatisfiable" | undefined}
 */
function readRange(header, size) {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "")
    return last === "0" || size === 0 ? "unsatisfiable" : { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size : Math.min(size, Number(last) + 1) };
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

/** @param {Request} request @param {Collection} collection @param {string} path */
async function put(request, collection, path) {
  const { tree } = collection;
  const above = tree.stat(`/${tree.parts(path).slice(0, -1).join("/")}`);
  if (above?.type !== "dir") throw gcsError(404, "not_found", `No such directory above ${path}`);
  if (path.endsWith("/") || tree.stat(path)?.type === "dir")
    throw gcsError(409, "conflict", "A directory is in the way");
  const content = await receive(request.body);
  try {
    tree.put(path, content);
  } catch (error) {
    if (error instanceof PathError) throw gcsError(409, "conflict", error.message);
    throw error;
  }
  return new Response(null, { status: 200 });
}

/** @param {ReadableStream<Uint8Array> | null} body @returns {Promise<Uint8Array | { size: number }>} */
async function receive(body) {
  /** @type {Uint8Array[]} */
  let chunks = [];
  let size = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size <= LARGEST_KEPT) chunks.push(part.value);
    else chunks = [];
  }
  if (size > LARGEST_KEPT) return { size };
  const content = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}
