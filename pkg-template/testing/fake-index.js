// @ts-check
/** @typedef {import("./search-indexes.js").Indexes} Indexes */

/** The public handle of a search index. Reading entries first runs every task that is due. */
export class FakeIndex {
  /** @type {import("./search-indexes.js").Index} */ #index;
  /** @type {Indexes} */ #indexes;

  /** @param {import("./search-indexes.js").Index} index @param {Indexes} indexes */
  constructor(index, indexes) {
    this.#index = index;
    this.#indexes = indexes;
    this.id = index.id;
  }

  get displayName() {
    return this.#index.displayName;
  }

  get status() {
    return this.#index.status;
  }

  get entries() {
    this.#indexes.settle();
    return this.#index.entries().map(({ subject, id, content, visibleTo, principalSets }) => ({
      subject,
      id,
      content: structuredClone(content),
      visibleTo: [...visibleTo],
      principalSets: structuredClone(principalSets),
    }));
  }

  get roles() {
    return [...this.#index.roles.values()].map(({ principal, name: role }) => ({ principal, role }));
  }

  /** @param {import("./index.js").FakeIndexEntry} entry */
  put({ subject, id = null, content, visibleTo = ["public"], principalSets = {} }) {
    this.#indexes.settle();
    this.#index.put({ subject, id, content: structuredClone(content), visibleTo, principalSets });
  }

  /** @param {string} taskId @param {string} [message] */
  failTask(taskId, message = "The task failed") {
    this.#indexes.settle();
    this.#indexes.fail(taskId, message);
  }

  /** Removes the index. */
  remove() {
    this.#indexes.delete(this.id);
  }
}
