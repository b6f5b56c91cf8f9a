// @ts-check
import { earliest } from "./agenda.js";
import * as errors from "./compute-errors.js";
import { uuid } from "./ids.js";
import { isMember } from "./principals.js";

/**
 * @typedef {{ id: string, ownerId: string, name: string, code: string, description: string | null,
 *   metadata: Record<string, unknown>, public: boolean, group: string | null }} ComputeFunction
 * @typedef {{ id: string, ownerId: string, admins: string[], document: Record<string, any>, isOnline: boolean,
 *   lockedUntil: number }} ComputeEndpoint
 * @typedef {{ result?: string, exception?: string }} Outcome
 * @typedef {{ id: string, ownerId: string, groupId: string, functionId: string, endpointId: string, arguments: string,
 *   resultSerializers: readonly string[], createdAt: number, endsAt: number, outcome: Outcome | undefined }} ComputeTask
 * @typedef {{ id: string, ownerId: string, tasks: string[], hasQueue: boolean }} TaskGroup
 */

/** How long registrations are held off; the time is not documented. */
const LOCK = 15 * 60_000;

/**
 * What a task gives whose function nothing is said about: Python's None as Globus's SDK writes it, by the class that writes
 * it. A submission names classes by import path, the most wanted first; without a word it is the first one here.
 */
const DILL_NONE = "00\ngAROLg==\n";
const NONE = new Map([
  ["DillDataBase64", DILL_NONE],
  ["JSONData", "11\nnull"],
  ["AllDataStrategies", `13\n7\n11\nnull12\n${DILL_NONE}`],
]);

/** @param {readonly string[]} serializers */
const noneBy = (serializers) =>
  serializers.map((path) => NONE.get(path.slice(path.lastIndexOf(".") + 1))).find(Boolean) ?? DILL_NONE;

/** Functions, endpoints and tasks. A task takes its time on an endpoint that is online. */
export class ComputeRecords {
  /** @type {Map<string, ComputeFunction>} */ functions = new Map();
  /** @type {Map<string, ComputeEndpoint>} */ endpoints = new Map();
  /** @type {Map<string, ComputeTask>} */ tasks = new Map();
  /** @type {Map<string, TaskGroup>} */ groups = new Map();
  /** @type {Map<string, Outcome>} by the id of a function or task */ outcomes = new Map();

  /** @param {import("./agenda.js").Agenda} agenda @param {{ duration: number }} settings milliseconds a task takes */
  constructor(agenda, settings) {
    this.agenda = agenda;
    this.settings = settings;
    agenda.add(this);
  }

  /** Somebody looks at tasks of his own. @param {readonly string[]} ids @param {string} ownerId */
  look(ids, ownerId) {
    const own = ids.map((id) => this.tasks.get(id.toLowerCase())).filter((task) => task?.ownerId === ownerId);
    const endOf = (/** @type {ComputeTask | undefined} */ task) => task && this.#isRunning(task) && task.endsAt;
    this.agenda.advanceOnPoll(() => earliest(own.map((task) => endOf(task) || undefined)), this.settings.duration / 2);
  }

  /** @param {ComputeTask} task */
  #isRunning({ outcome, endpointId }) {
    return !outcome && this.endpoints.get(endpointId)?.isOnline === true;
  }

  nextDue() {
    /** @type {ComputeTask | undefined} */
    let first;
    for (const task of this.tasks.values()) {
      if (this.#isRunning(task) && (!first || task.endsAt < first.endsAt)) first = task;
    }
    const task = first;
    return task && { at: task.endsAt, run: () => this.#end(task) };
  }

  /** @param {ComputeTask} task */
  #end(task) {
    const { outcomes } = this;
    task.outcome = outcomes.get(task.id) ?? outcomes.get(task.functionId) ?? { result: noneBy(task.resultSerializers) };
  }

  /** @param {Omit<ComputeFunction, "id">} members */
  addFunction(members) {
    const id = uuid();
    this.functions.set(id, { id, ...members });
    return id;
  }

  /**
   * A new endpoint, or its owner's new word about one there is.
   * @param {{ id?: string, ownerId: string, document: Record<string, any>, isOnline?: boolean }} members
   */
  putEndpoint({ id: given = uuid(), ownerId, document, isOnline = true }) {
    const id = given.toLowerCase();
    const known = this.endpoints.get(id);
    if (known && !isAdministrator(known, ownerId)) throw errors.alreadyRegistered(id);
    if (known && known.lockedUntil > this.agenda.now()) throw errors.endpointLocked(id, known.lockedUntil);
    const merged = { ...known?.document, ...document };
    const owner = known?.ownerId ?? ownerId;
    this.endpoints.set(id, {
      id,
      ownerId: owner,
      admins: merged.admins ?? [],
      document: merged,
      isOnline,
      lockedUntil: 0,
    });
    return id;
  }

  /** @param {string} id */
  endpoint(id) {
    const endpoint = this.endpoints.get(id.toLowerCase());
    if (!endpoint) throw errors.endpointNotFound(id);
    return endpoint;
  }

  /** @param {string} id @param {string} callerId */
  ownEndpoint(id, callerId) {
    const endpoint = this.endpoint(id);
    if (!isAdministrator(endpoint, callerId)) throw errors.endpointForbidden(id);
    return endpoint;
  }

  /** @param {string} id @param {string} callerId */
  lock(id, callerId) {
    return (this.ownEndpoint(id, callerId).lockedUntil = this.agenda.now() + LOCK);
  }

  /**
   * A function the caller may use.
   * @param {string} id
   * @param {string} callerId
   * @param {import("./world.js").World} world
   */
  usableFunction(id, callerId, world) {
    const found = this.functions.get(id.toLowerCase());
    if (!found) throw errors.functionNotFound(id);
    const isShared = found.public || (found.group !== null && isMember(world, found.group, callerId));
    if (found.ownerId !== callerId && !isShared) throw errors.functionForbidden(id);
    return found;
  }

  /**
   * @param {{ functionId: string, endpointId: string, arguments: string, resultSerializers?: readonly string[],
   *   ownerId: string, group: TaskGroup }} what
   */
  addTask({ functionId, endpointId, arguments: text, resultSerializers = [], ownerId, group }) {
    const endpoint = this.endpoint(endpointId);
    const { allowed_functions: allowed, multi_user: isShared } = endpoint.document;
    if (isShared !== true && !isAdministrator(endpoint, ownerId)) throw errors.endpointForbidden(endpointId);
    if (Array.isArray(allowed) && !allowed.includes(functionId)) throw errors.notPermitted(functionId, endpointId);
    const now = this.agenda.now();
    /** @type {ComputeTask} */
    const task = {
      id: uuid(),
      ownerId,
      groupId: group.id,
      functionId,
      endpointId: endpoint.id,
      arguments: text,
      resultSerializers,
      createdAt: now,
      endsAt: now + this.settings.duration,
      outcome: undefined,
    };
    this.tasks.set(task.id, task);
    group.tasks.push(task.id);
    return task.id;
  }

  /**
   * @param {string | undefined} id
   * @param {string} ownerId
   * @param {{ isNew: boolean, hasQueue: boolean }} options whether an unknown id is that of a new group
   * @returns {TaskGroup}
   */
  taskGroup(id, ownerId, { isNew, hasQueue }) {
    const known = id === undefined ? undefined : this.groups.get(id.toLowerCase());
    if (known && known.ownerId !== ownerId) throw errors.taskGroupForbidden(known.id);
    if (known) return known;
    if (id !== undefined && !isNew) throw errors.taskGroupNotFound(id);
    const group = { id: (id ?? uuid()).toLowerCase(), ownerId, tasks: [], hasQueue };
    this.groups.set(group.id, group);
    return group;
  }

  /** For tests. @param {import("./index.js").FakeComputeEndpointOptions} [options] */
  addFrom({ id, name = "endpoint", owner = uuid(), isPublic = false, multiUser = true, ...rest } = {}) {
    const { allowedFunctions, isOnline = true } = rest;
    const document = {
      endpoint_name: name,
      public: isPublic,
      multi_user: multiUser,
      ...(allowedFunctions && { allowed_functions: [...allowedFunctions] }),
    };
    return this.putEndpoint({ ...(id !== undefined && { id }), ownerId: owner.toLowerCase(), document, isOnline });
  }

  /** For tests. @param {string} id @param {boolean} isOnline */
  setOnline(id, isOnline) {
    const endpoint = this.endpoints.get(id.toLowerCase());
    if (!endpoint) throw new TypeError(`no compute endpoint ${id}`);
    this.agenda.settle();
    const now = this.agenda.now();
    // What waited for the endpoint begins now.
    for (const task of this.tasks.values()) {
      if (isOnline && !endpoint.isOnline && !task.outcome && task.endpointId === endpoint.id) {
        task.endsAt = now + this.settings.duration;
      }
    }
    endpoint.isOnline = isOnline;
  }
}

/** @param {ComputeEndpoint} endpoint @param {string} identityId */
const isAdministrator = ({ ownerId, admins }, identityId) => ownerId === identityId || admins.includes(identityId);
