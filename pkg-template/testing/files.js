// @ts-check
import { readRequestBody, isStream } from "./incoming.js";

/**
 * @typedef {{ type: "dir", children: Map<string, Node>, modified: number }} Directory
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
  const body = await readRequestBody(request, true);
  if (!isStream(body)) return (body?.byteLength ?? 0) > limit ? undefined : new Uint8Array(body ?? new ArrayBuffer(0));
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  const reader = body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.length;
    if (size > limit) return void (await reader.cancel());
    chunks.push(chunk.value);
  }
  const content = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    content.set(chunk, offset);
    offset += chunk.length;
  }
  return content;
}

/** @param {ArrayBufferView} view */
const toBytes = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);

const FILE_KINDS =
  "a file must be a string, a Uint8Array or { size }, and a directory an object of files and directories";

/** The error of a path that leads through a file, or to the root where a file is expected. */
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
    this.#root = this.#makeDirectoryNode(tree);
  }

  /**
   * Returns a view of the same files that begins at a directory. No path leads out.
   * @param {string} path
   * @param {string} [home]
   */
  viewFrom(path, home = "/") {
    const view = new FileTree({}, this.#now, home);
    view.#base = [...this.#base, ...this.splitPath(path)];
    view.#root = this.#root;
    return view;
  }

  /** @param {Tree} tree @returns {Directory} */
  #makeDirectoryNode(tree) {
    /** @type {Directory} */
    const directory = { type: "dir", children: new Map(), modified: this.#now() };
    for (const [name, value] of Object.entries(tree)) directory.children.set(name, this.#makeNode(value));
    return directory;
  }

  /** @param {Tree[string]} value @returns {Node} */
  #makeNode(value) {
    if (typeof value === "string" || ArrayBuffer.isView(value)) return this.#makeFile(value);
    if (Object.prototype.toString.call(value) !== "[object Object]") throw new TypeError(`${FILE_KINDS}, not ${value}`);
    if (typeof value.size === "number") {
      if (!Number.isSafeInteger(value.size) || value.size < 0) throw new TypeError("size must be a number of bytes");
      const modified = value.modified === undefined ? this.#now() : Number(value.modified);
      const stream = typeof value.stream === "function" ? { stream: value.stream } : {};
      return { type: "file", content: undefined, size: value.size, modified, ...stream };
    }
    return this.#makeDirectoryNode(/** @type {Tree} */ (value));
  }

  /** @param {string | ArrayBufferView} value @returns {File} */
  #makeFile(value) {
    // A copy: the caller may change its own buffer afterwards.
    const content = typeof value === "string" ? new TextEncoder().encode(value) : toBytes(value).slice();
    return { type: "file", content, size: content.length, modified: this.#now() };
  }

  /** Splits a path into parts. Resolves `.` and `..`, which never lead above the root. @param {string} path */
  splitPath(path) {
    const names = path.split("/").filter((part) => part !== "" && part !== ".");
    const absoluteNames = names[0] === "~" ? [...this.home.split("/").filter(Boolean), ...names.slice(1)] : names;
    /** @type {string[]} */
    const parts = [];
    for (const part of absoluteNames) {
      if (part === "..") parts.pop();
      else parts.push(part);
    }
    return parts;
  }

  /** @param {string} path */
  absolutePath(path) {
    return `/${this.splitPath(path).join("/")}`;
  }

  /** @param {string} path @returns {Node | undefined} */
  stat(path) {
    /** @type {Node | undefined} */
    let node = this.#root;
    for (const part of [...this.#base, ...this.splitPath(path)])
      node = node?.type === "dir" ? node.children.get(part) : undefined;
    return node;
  }

  /** Makes a directory and all missing directories above it. @param {string} path @returns {Directory} */
  makeDirectory(path) {
    let directory = this.#root;
    for (const part of [...this.#base, ...this.splitPath(path)]) {
      let next = directory.children.get(part);
      if (!next) {
        next = this.#makeDirectoryNode({});
        directory.children.set(part, next);
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
    const parts = this.splitPath(path);
    const name = parts.pop();
    if (name === undefined) throw new PathError("the root is a directory");
    const directory = this.makeDirectory(`/${parts.join("/")}`);
    const isNode = typeof value === "object" && "type" in value;
    directory.children.set(name, isNode ? /** @type {Node} */ (value) : this.#makeNode(/** @type {Content} */ (value)));
    directory.modified = this.#now();
  }

  /** @param {string} path */
  remove(path) {
    const parts = this.splitPath(path);
    const name = parts.pop();
    const directory = this.stat(`/${parts.join("/")}`);
    if (name === undefined || directory?.type !== "dir") return false;
    directory.modified = this.#now();
    return directory.children.delete(name);
  }

  /**
   * Yields everything below a directory, parents first, with paths relative to it.
   * @param {Directory} directory
   * @param {string} [prefix]
   * @returns {Generator<{ path: string, name: string, node: Node }>}
   */
  static *walk(directory, prefix = "") {
    for (const [name, node] of directory.children) {
      const path = prefix + name;
      yield { path, name, node };
      if (node.type === "dir") yield* FileTree.walk(node, `${path}/`);
    }
  }
}
