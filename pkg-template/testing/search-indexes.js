// @ts-check
import { earliest } from "./agenda.js";
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {"owner" | "admin" | "writer"} RoleName
 * @typedef {{ id: string, name: RoleName, principal: string, createdAt: number }} Role
 * @typedef {{ subject: string, id: string | null, content: Record<string, unknown>, visibleTo: readonly string[],
 *   principalSets: Record<string, readonly string[]> }} Entry
 * @typedef {{ id: string, indexId: string, type: string, createdAt: number, startsAt: number, endsAt: number,
 *   failure: string | undefined, run: () => void }} Task
 */

export const ROLE_NAMES = /** @type {const} */ (["owner", "admin", "writer"]);
export const IDENTITY_URN = "urn:globus:auth:identity:";
export const GROUP_URN = "urn:globus:groups:id:";

/** A deleted index can be reopened for 30 days. */
const GRACE_PERIOD_MS = 30 * 24 * 3_600_000;

/** A search index: entries by subject and id, and roles. */
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

  get isDeleted() {
    return this.deletedAt !== undefined && this.clock.now() >= this.deletedAt + GRACE_PERIOD_MS;
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

  /** @param {string} subject @param {string | null} [id] Default: all entries of the subject */
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

/** All indexes and their tasks. */
export class Indexes {
  /** @type {Map<string, Index>} */ #byId = new Map();
  /** @type {Map<string, Task>} */ #tasks = new Map();
  /** Tasks that did not end yet, oldest first. @type {Task[]} */ #unfinishedTasks = [];

  /**
   * @param {import("./agenda.js").Agenda} agenda
   * @param {import("./memberships.js").Groups} groups
   * @param {{ duration: number }} settings `duration`: milliseconds from start to end of a task
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
    if (this.get(index.id)) throw new TypeError(`the index ${index.id} already exists`);
    this.#byId.set(index.id, index);
    return index;
  }

  /** @param {string} id */
  get(id) {
    const index = this.#byId.get(id.toLowerCase());
    return index?.isDeleted ? undefined : index;
  }

  all() {
    return [...this.#byId.values()].filter((index) => !index.isDeleted);
  }

  /** @param {string} id */
  delete(id) {
    this.#byId.delete(id);
  }

  /**
   * Whether a principal is or includes an identity.
   * @param {string} principal
   * @param {string | undefined} identityId undefined for an unauthenticated caller
   */
  matchesPrincipal(principal, identityId) {
    if (principal === "public") return true;
    if (identityId === undefined) return false;
    if (principal === "all_authenticated_users") return true;
    if (principal.startsWith(GROUP_URN)) return this.groups.isMember(principal.slice(GROUP_URN.length), identityId);
    return principal.toLowerCase() === IDENTITY_URN + identityId;
  }

  /** @param {Index} index @param {string | undefined} identityId @returns {RoleName[]} strongest first */
  rolesOf(index, identityId) {
    const matchingRoles = [...index.roles.values()].filter(({ principal }) =>
      this.matchesPrincipal(principal, identityId),
    );
    return ROLE_NAMES.filter((name) => matchingRoles.some((role) => role.name === name));
  }

  /**
   * Queues a task. `run` makes its changes when the task ends.
   * @param {Index} index
   * @param {string} type
   * @param {() => void} run
   */
  submit(index, type, run) {
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
      run,
    };
    this.#tasks.set(task.id, task);
    this.#unfinishedTasks.push(task);
    return task;
  }

  /** Runs all tasks that are due, in the order of their submission. */
  settle() {
    const now = this.clock.now();
    const due = this.#unfinishedTasks.filter(({ endsAt }) => endsAt <= now);
    this.#unfinishedTasks = this.#unfinishedTasks.filter(({ endsAt }) => endsAt > now);
    for (const task of due) if (task.failure === undefined) task.run();
  }

  /** Reports to the agenda that a caller polls tasks, so that they start and end. @param {readonly Task[]} tasks */
  poll(tasks) {
    const nextStep = (/** @type {Task} */ { startsAt, endsAt }) =>
      [startsAt, endsAt].find((time) => time > this.clock.now());
    this.agenda.advanceOnPoll(() => earliest(tasks.map(nextStep)), this.settings.duration / 2);
    this.settle();
  }

  /** @param {string} id */
  task(id) {
    return this.#tasks.get(id.toLowerCase());
  }

  /** Returns the tasks of an index, newest first. @param {Index} index */
  tasks(index) {
    return [...this.#tasks.values()].filter(({ indexId }) => indexId === index.id).reverse();
  }

  /** @param {string} id @param {string} message */
  fail(id, message) {
    const task = this.#unfinishedTasks.find((unfinished) => unfinished.id === id.toLowerCase());
    if (!task) throw new TypeError(`${id} is not an unfinished task`);
    task.failure = message;
    task.endsAt = this.clock.now();
  }
}
