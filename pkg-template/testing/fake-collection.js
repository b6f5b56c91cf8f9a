// @ts-check
/**
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./world.js").World} World
 * @typedef {import("./files.js").Node} Node
 */

/** A collection, as tests read and change it. */
export class FakeCollection {
  /** @type {Collection} */ #collection;
  /** @type {World} */ #world;

  /** @param {Collection} collection @param {World} world */
  constructor(collection, world) {
    this.#collection = collection;
    this.#world = world;
    this.id = collection.id;
    this.displayName = collection.displayName;
    this.type = collection.type;
    this.owner = collection.owner;
    this.endpointId = collection.endpointId;
    this.storageGatewayId = collection.gateway.id;
    this.httpsServer = `https://${collection.domain}`;
    this.files = new Files(collection.tree, () => world.agenda.settle());
  }

  /**
   * @param {string} principal
   * @param {string} path
   * @param {"r" | "rw"} permissions
   * @param {"identity" | "group"} [principalType]
   */
  grant(principal, path, permissions, principalType) {
    return this.#collection.addRule(principal, path, permissions, { principalType }).id;
  }

  /** @param {string} principal @param {string} role @param {"identity" | "group"} [principalType] */
  addRole(principal, role, principalType) {
    return this.#collection.roles.add(principal, role, principalType).id;
  }

  /** @param {string} ruleId */
  revoke(ruleId) {
    return this.#collection.rules.delete(ruleId);
  }

  remove() {
    this.#world.collections.delete(this.id);
  }
}

/** The files of a collection. Each method first runs the steps of tasks that are due. */
class Files {
  /** @type {import("./files.js").FileTree} */ #tree;
  /** @type {() => void} */ #settle;

  /** @param {import("./files.js").FileTree} tree @param {() => void} settle */
  constructor(tree, settle) {
    this.#tree = tree;
    this.#settle = settle;
  }

  /** @param {string} path @returns {Node | undefined} */
  #stat(path) {
    this.#settle();
    return this.#tree.stat(path);
  }

  /** @param {string} path */
  read(path) {
    const node = this.#stat(path);
    if (node?.type === "file" && node.stream) throw new TypeError(`${path} is a stream: read it over HTTPS`);
    return node?.type === "file" ? (node.content?.slice() ?? new Uint8Array(node.size)) : undefined;
  }

  /** @param {string} path */
  readText(path) {
    const bytes = this.read(path);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** @param {string} path @param {import("./index.js").FakeFileContent} content */
  write(path, content) {
    this.#settle();
    this.#tree.put(path, content);
  }

  /** @param {string} path */
  makeDirectory(path) {
    this.#settle();
    this.#tree.makeDirectory(path);
  }

  /** @param {string} path */
  remove(path) {
    this.#settle();
    return this.#tree.remove(path);
  }

  /** @param {string} [path] @returns {string[]} */
  list(path = "/") {
    const node = this.#stat(path);
    if (node?.type !== "dir") return [];
    return [...node.children].map(([name, { type }]) => (type === "dir" ? `${name}/` : name)).sort();
  }

  /** @param {string} path */
  exists(path) {
    return this.#stat(path) !== undefined;
  }

  /** @param {string} path */
  stat(path) {
    const node = this.#stat(path);
    return node && { type: node.type, size: node.type === "file" ? node.size : 0, modified: node.modified };
  }
}
