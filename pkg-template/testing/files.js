// @ts-check
import { bodyOf, isStream } from "./incoming.js";

/**
 * @typedef {{ type: "dir", entries: Map<string, Node>, modified: number }} Directory
 * @typedef {{ type: "file", content: Uint8Array | undefined, size: number, modified: number,
 *   stream?: (() => ReadableStream<Uint8Array>) | undefined }} File
 * @typedef {Directory | File} Node
 * @typedef {import("./index.js").FakeFiles} Tree
 * @typedef {import("./index.js").FakeFileContent} Content
 */

/**
 * Reads an upload into memory. Returns undefined as soon as the upload is known to be larger than `limit` bytes.
 * @param {Request} request
 * @param {number} limit
 * @returns {Promise<Uint8Array | undefined>}
 */
export async function readUpload(request, limit) {
  if (Number(request.headers.get("Content-Length")) > limit) return undefined;
  const body = await bodyOf(request, true);
  if (!isStream(body)) return (body?.byteLength ?? 0) > limit ? undefined : new Uint8Array(body ?? new ArrayBuffer(0));
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > limit) return void (await reader.cancel());
    chunks.push(part.value);
  }
  const content = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}

/** @param {ArrayBufferView} view */
const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);

const WHAT = "a file must be a string, a Uint8Array or { size }, and a directory an object of files and directories";

/** A path leads through a file, or to the root where a file is expected. */
export class PathError extends Error {}

/**
 * The files of one collection, in memory. A file may have a size without content, so a file of a terabyte needs no
 * memory. Paths are absolute. `~` as the first part is the home directory.
 */
export class FileTree {
  /** @type {Directory} */ #root;
  /** @type {() => number} */ #now;
  /** The directory where this tree begins, as parts of its path. @type {readonly string[]} */ #base = [];

  /** @param {Tree} tree @param {() => number} now @param {string} [home] */
  constructor(tree, now, home = "/") {
    this.#now = now;
    this.home = home;
    this.#root = this.#build(tree);
  }

  /**
   * Returns a view of the same files that begins at a directory. No path leads out.
   * @param {string} path
   * @param {string} [home]
   */
  below(path, home = "/") {
    const view = new FileTree({}, this.#now, home);
    view.#base = [...this.#base, ...this.parts(path)];
    view.#root = this.#root;
    return view;
  }

  /** @param {Tree} tree @returns {Directory} */
  #build(tree) {
    /** @type {Directory} */
    const directory = { type: "dir", entries: new Map(), modified: this.#now() };
    for (const [name, value] of Object.entries(tree)) directory.entries.set(name, this.#node(value));
    return directory;
  }

  /** @param {Tree[string]} value @returns {Node} */
  #node(value) {
    if (typeof value === "string" || ArrayBuffer.isView(value)) return this.#file(value);
    if (Object.prototype.toString.call(value) !== "[object Object]") throw new TypeError(`${WHAT}, not ${value}`);
    if (typeof value.size === "number") {
      if (!Number.isSafeInteger(value.size) || value.size < 0) throw new TypeError("size must be a number of bytes");
      const modified = value.modified === undefined ? this.#now() : Number(value.modified);
      const stream = typeof value.stream === "function" ? { stream: value.stream } : {};
      return { type: "file", content: undefined, size: value.size, modified, ...stream };
    }
    return this.#build(/** @type {Tree} */ (value));
  }

  /** @param {string | ArrayBufferView} value @returns {File} */
  #file(value) {
    // A copy: the caller may change its own buffer afterwards.
    const content = typeof value === "string" ? new TextEncoder().encode(value) : bytesOf(value).slice();
    return { type: "file", content, size: content.length, modified: this.#now() };
  }

  /** Splits a path into parts. Resolves `.` and `..`, which never lead above the root. @param {string} path */
  parts(path) {
    const given = path.split("/").filter((part) => part !== "" && part !== ".");
    const resolved = given[0] === "~" ? [...this.home.split("/").filter(Boolean), ...given.slice(1)] : given;
    /** @type {string[]} */
    const parts = [];
    for (const part of resolved) {
      if (part === "..") parts.pop();
      else parts.push(part);
    }
    return parts;
  }

  /** @param {string} path */
  absolute(path) {
    return `/${this.parts(path).join("/")}`;
  }

  /** @param {string} path @returns {Node | undefined} */
  stat(path) {
    /** @type {Node | undefined} */
    let node = this.#root;
    for (const part of [...this.#base, ...this.parts(path)])
      node = node?.type === "dir" ? node.entries.get(part) : undefined;
    return node;
  }

  /** Makes a directory and all missing directories above it. @param {string} path @returns {Directory} */
  makeDirectory(path) {
    let directory = this.#root;
    for (const part of [...this.#base, ...this.parts(path)]) {
      let next = directory.entries.get(part);
      if (!next) {
        next = this.#build({});
        directory.entries.set(part, next);
        directory.modified = this.#now();
      }
      if (next.type !== "dir") throw new PathError(`not a directory: ${path}`);
      directory = next;
    }
    return directory;
  }

  /**
   * Puts a file or directory at a path. Replaces an existing one.
   * @param {string} path
   * @param {Node | Content} value
   */
  put(path, value) {
    const parts = this.parts(path);
    const name = parts.pop();
    if (name === undefined) throw new PathError("the root is a directory");
    const directory = this.makeDirectory(`/${parts.join("/")}`);
    const isNode = typeof value === "object" && "type" in value;
    directory.entries.set(name, isNode ? /** @type {Node} */ (value) : this.#node(/** @type {Content} */ (value)));
    directory.modified = this.#now();
  }

  /** @param {string} path */
  remove(path) {
    const parts = this.parts(path);
    const name = parts.pop();
    const directory = this.stat(`/${parts.join("/")}`);
    if (name === undefined || directory?.type !== "dir") return false;
    directory.modified = this.#now();
    return directory.entries.delete(name);
  }

  /**
   * Yields everything below a directory, parents first, with paths relative to it.
   * @param {Directory} directory
   * @param {string} [above]
   * @returns {Generator<{ path: string, name: string, node: Node }>}
   */
  static *walk(directory, above = "") {
    for (const [name, node] of directory.entries) {
      const path = above + name;
      yield { path, name, node };
      if (node.type === "dir") yield* FileTree.walk(node, `${path}/`);
    }
  }
}
