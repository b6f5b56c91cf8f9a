// @ts-check
import { earliest } from "./agenda.js";
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {"owner" | "admin" | "writer"} RoleName
 * @typedef {{ id: string, name: RoleName, principal: string, createdAt: number }} Role
 * @typedef {{ subject: string, id: string | null, content: Record<string, unknown>, visibleTo: readonly string[],
 *   principalSets: Record<string, readonly string[]> }} Entry
 * @typedef {{ id: string, indexId: string, type: string, createdAt: number, startsAt: number, endsAt: number,
 *   failure: string | undefined, work: () => void }} Task
 */

export const ROLE_NAMES = /** @type {const} */ (["owner", "admin", "writer"]);
export const IDENTITY_URN = "urn:globus:auth:identity:";
export const GROUP_URN = "urn:globus:groups:id:";

/** What is deleted can be reopened for this long. */
const GRACE = 30 * 24 * 3_600_000;

/** An index: entries by subject and id, and roles of those who tend it. */
export class Index {
  /** @type {Map<string, Map<string | null, Entry>>} */ subjects = new Map();
  /** @type {Map<string, Role>} */ roles = new Map();
  /** @type {number | undefined} */ deletedAt;
  /** @type {number | null} */ modifiedAt = null;

  /** @param {import("./index.js").FakeIndexOptions} options @param {import("./clock.js").Clock} clock */
  constructor(options, clock) {
    this.id = (options.id ?? uuid()).toLowerCase();
    if (!isUuid(this.id)) throw new TypeError("id must be a UUID");
    this.displayName = options.displayName;
    this.description = options.description ?? "";
    this.subscriptionId = options.subscriptionId ?? null;
    this.createdAt = clock.now();
    this.clock = clock;
    for (const { principal, role } of options.roles ?? []) this.addRole(role, principal);
    for (const { subject, id = null, content, visibleTo = ["public"], principalSets = {} } of options.entries ?? []) {
      this.put({ subject, id, content, visibleTo, principalSets });
    }
  }

  get isTrial() {
    return this.subscriptionId === null;
  }

  get status() {
    return this.deletedAt === undefined ? "open" : "delete_pending";
  }

  get isGone() {
    return this.deletedAt !== undefined && this.clock.now() >= this.deletedAt + GRACE;
  }

  /** @param {RoleName} name @param {string} principal a URN, or the id of an identity */
  addRole(name, principal) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    const id = btoa(String(number % 1_000_000).padStart(6, "0"));
    /** @type {Role} */
    const role = {
      id,
      name,
      principal: isUuid(principal) ? IDENTITY_URN + principal.toLowerCase() : principal,
      createdAt: this.clock.now(),
    };
    this.roles.set(id, role);
    return role;
  }

  /** @param {Entry} entry */
  put(entry) {
    const entries = this.subjects.get(entry.subject) ?? new Map();
    this.subjects.set(entry.subject, entries.set(entry.id, entry));
    this.modifiedAt = this.clock.now();
  }

  /** @param {string} subject @param {string | null} [id] all entries of the subject when left out */
  remove(subject, id) {
    const entries = this.subjects.get(subject);
    if (id === undefined) this.subjects.delete(subject);
    else entries?.delete(id);
    if (entries?.size === 0) this.subjects.delete(subject);
    this.modifiedAt = this.clock.now();
  }

  entries() {
    return [...this.subjects.values()].flatMap((entries) => [...entries.values()]);
  }
}

/** All indexes, the work that waits in them, and who is meant by a principal. */
export class Indexes {
  /** @type {Map<string, Index>} */ #byId = new Map();
  /** @type {Map<string, Task>} */ #tasks = new Map();
  /** Those whose work is still to be done, oldest first. @type {Task[]} */ #waiting = [];

  /**
   * @param {import("./agenda.js").Agenda} agenda
   * @param {import("./memberships.js").Groups} groups
   * @param {{ duration: number }} settings of tasks
   */
  constructor(agenda, groups, settings) {
    this.agenda = agenda;
    this.clock = agenda.clock;
    this.groups = groups;
    this.settings = settings;
  }

  /** @param {import("./index.js").FakeIndexOptions} options */
  add(options) {
    const index = new Index(options, this.clock);
    if (this.get(index.id)) throw new TypeError(`there is already an index ${index.id}`);
    this.#byId.set(index.id, index);
    return index;
  }

  /** @param {string} id */
  get(id) {
    const index = this.#byId.get(id.toLowerCase());
    return index?.isGone ? undefined : index;
  }

  all() {
    return [...this.#byId.values()].filter((index) => !index.isGone);
  }

  /** @param {string} id */
  delete(id) {
    this.#byId.delete(id);
  }

  /**
   * Whether a principal means somebody; nobody is undefined.
   * @param {string} principal
   * @param {string | undefined} identityId
   */
  isMeant(principal, identityId) {
    if (principal === "public") return true;
    if (identityId === undefined) return false;
    if (principal === "all_authenticated_users") return true;
    if (principal.startsWith(GROUP_URN)) return this.groups.memberOf(principal.slice(GROUP_URN.length), identityId);
    return principal.toLowerCase() === IDENTITY_URN + identityId;
  }

  /** @param {Index} index @param {string | undefined} identityId @returns {RoleName[]} strongest first */
  rolesOf(index, identityId) {
    const own = [...index.roles.values()].filter(({ principal }) => this.isMeant(principal, identityId));
    return ROLE_NAMES.filter((name) => own.some((role) => role.name === name));
  }

  /**
   * Puts work into the queue of an index.
   * @param {Index} index
   * @param {string} type
   * @param {() => void} work
   */
  submit(index, type, work) {
    const createdAt = this.clock.now();
    const { duration } = this.settings;
    /** @type {Task} */
    const task = {
      id: uuid(),
      indexId: index.id,
      type,
      createdAt,
      startsAt: createdAt + duration / 2,
      endsAt: createdAt + duration,
      failure: undefined,
      work,
    };
    this.#tasks.set(task.id, task);
    this.#waiting.push(task);
    return task;
  }

  /** Does all work that is due, in the order in which it was submitted. */
  settle() {
    const now = this.clock.now();
    const due = this.#waiting.filter(({ endsAt }) => endsAt <= now);
    this.#waiting = this.#waiting.filter(({ endsAt }) => endsAt > now);
    for (const task of due) if (task.failure === undefined) task.work();
  }

  /** Somebody looks at tasks: they begin, and end. @param {readonly Task[]} tasks */
  look(tasks) {
    const nextStep = (/** @type {Task} */ { startsAt, endsAt }) =>
      [startsAt, endsAt].find((time) => time > this.clock.now());
    this.agenda.advanceOnPoll(() => earliest(tasks.map(nextStep)), this.settings.duration / 2);
    this.settle();
  }

  /** @param {string} id */
  task(id) {
    return this.#tasks.get(id.toLowerCase());
  }

  /** Newest first. @param {Index} index */
  tasks(index) {
    return [...this.#tasks.values()].filter(({ indexId }) => indexId === index.id).reverse();
  }

  /** @param {string} id @param {string} message */
  fail(id, message) {
    const task = this.#waiting.find((waiting) => waiting.id === id.toLowerCase());
    if (!task) throw new TypeError(`no unfinished task ${id}`);
    task.failure = message;
    task.endsAt = this.clock.now();
  }
}
