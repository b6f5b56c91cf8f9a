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

/** How long a locked endpoint refuses registrations. Globus does not document the time: 15 minutes is assumed. */
const LOCK_MS = 15 * 60_000;

/**
 * The default result of a task: Python's None, as each serializer class of Globus's SDK writes it. A submission lists
 * the import paths of classes in order of preference. Without a known class, the result is written by `DillDataBase64`.
 */
const DILL_NONE = "00\ngAROLg==\n";
const NONE_BY_CLASS = new Map([
  ["DillDataBase64", DILL_NONE],
  ["JSONData", "11\nnull"],
  ["AllDataStrategies", `13\n7\n11\nnull12\n${DILL_NONE}`],
]);

/** Writes Python's None with the first known class of a list. @param {readonly string[]} serializers import paths */
const serializeNone = (serializers) =>
  serializers.map((path) => NONE_BY_CLASS.get(path.slice(path.lastIndexOf(".") + 1))).find(Boolean) ?? DILL_NONE;

/** The functions, endpoints and tasks of Compute. A task makes progress only while its endpoint is online. */
export class ComputeRecords {
  /** @type {Map<string, ComputeFunction>} */ functions = new Map();
  /** @type {Map<string, ComputeEndpoint>} */ endpoints = new Map();
  /** @type {Map<string, ComputeTask>} */ tasks = new Map();
  /** @type {Map<string, TaskGroup>} */ groups = new Map();
  /** Outcomes that a test set, by the id of a function or task. @type {Map<string, Outcome>} */ outcomes = new Map();

  /**
   * @param {import("./agenda.js").Agenda} agenda
   * @param {{ duration: number }} settings `duration`: milliseconds from start to end of a task
   */
  constructor(agenda, settings) {
    this.agenda = agenda;
    this.settings = settings;
    agenda.add(this);
  }

  /**
   * Reports to the agenda that a caller polls tasks. Only tasks that the caller owns can move the clock.
   * @param {readonly string[]} ids
   * @param {string} ownerId
   */
  poll(ids, ownerId) {
    const ownTasks = ids.map((id) => this.tasks.get(id.toLowerCase())).filter((task) => task?.ownerId === ownerId);
    const endOf = (/** @type {ComputeTask | undefined} */ task) => task && this.#isRunning(task) && task.endsAt;
    this.agenda.advanceOnPoll(() => earliest(ownTasks.map((task) => endOf(task) || undefined)), this.settings.duration / 2);
  }

  /** @param {ComputeTask} task */
  #isRunning({ outcome, endpointId }) {
    return !outcome && this.endpoints.get(endpointId)?.isOnline === true;
  }

  nextDue() {
    /** @type {ComputeTask | undefined} */
    let nextTask;
    for (const task of this.tasks.values()) {
      if (this.#isRunning(task) && (!nextTask || task.endsAt < nextTask.endsAt)) nextTask = task;
    }
    const task = nextTask;
    return task && { at: task.endsAt, run: () => this.#endTask(task) };
  }

  /** @param {ComputeTask} task */
  #endTask(task) {
    const { outcomes } = this;
    task.outcome = outcomes.get(task.id) ??
      outcomes.get(task.functionId) ?? { result: serializeNone(task.resultSerializers) };
  }

  /** @param {Omit<ComputeFunction, "id">} members */
  addFunction(members) {
    const id = uuid();
    this.functions.set(id, { id, ...members });
    return id;
  }

  /**
   * Registers a new endpoint, or merges a document into an existing one.
   * @param {{ id?: string, ownerId: string, document: Record<string, any>, isOnline?: boolean }} members
   */
  registerEndpoint({ id: requestedId = uuid(), ownerId, document, isOnline = true }) {
    const id = requestedId.toLowerCase();
    const existing = this.endpoints.get(id);
    if (existing && !isAdministrator(existing, ownerId)) throw errors.alreadyRegistered(id);
    if (existing && existing.lockedUntil > this.agenda.now()) throw errors.endpointLocked(id, existing.lockedUntil);
    const mergedDocument = { ...existing?.document, ...document };
    const registeredOwnerId = existing?.ownerId ?? ownerId;
    this.endpoints.set(id, {
      id,
      ownerId: registeredOwnerId,
      admins: mergedDocument.admins ?? [],
      document: mergedDocument,
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
  requireAdministeredEndpoint(id, callerId) {
    const endpoint = this.endpoint(id);
    if (!isAdministrator(endpoint, callerId)) throw errors.endpointForbidden(id);
    return endpoint;
  }

  /** @param {string} id @param {string} callerId */
  lockEndpoint(id, callerId) {
    return (this.requireAdministeredEndpoint(id, callerId).lockedUntil = this.agenda.now() + LOCK_MS);
  }

  /**
   * Returns a function that the caller may use: its own, a public one, or one shared with a group of the caller.
   * @param {string} id
   * @param {string} callerId
   * @param {import("./world.js").World} world
   */
  requireUsableFunction(id, callerId, world) {
    const computeFunction = this.functions.get(id.toLowerCase());
    if (!computeFunction) throw errors.functionNotFound(id);
    const isShared =
      computeFunction.public || (computeFunction.group !== null && isMember(world, computeFunction.group, callerId));
    if (computeFunction.ownerId !== callerId && !isShared) throw errors.functionForbidden(id);
    return computeFunction;
  }

  /**
   * @param {{ functionId: string, endpointId: string, arguments: string, resultSerializers?: readonly string[],
   *   ownerId: string, group: TaskGroup }} task
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
   * @param {{ mayCreate: boolean, hasQueue: boolean }} options `mayCreate`: whether an unknown id creates a group
   * @returns {TaskGroup}
   */
  taskGroup(id, ownerId, { mayCreate, hasQueue }) {
    const existing = id === undefined ? undefined : this.groups.get(id.toLowerCase());
    if (existing && existing.ownerId !== ownerId) throw errors.taskGroupForbidden(existing.id);
    if (existing) return existing;
    if (id !== undefined && !mayCreate) throw errors.taskGroupNotFound(id);
    const group = { id: (id ?? uuid()).toLowerCase(), ownerId, tasks: [], hasQueue };
    this.groups.set(group.id, group);
    return group;
  }

  /** Adds an endpoint for a test. @param {import("./index.js").FakeComputeEndpointOptions} [options] */
  addTestEndpoint({ id, name = "endpoint", owner = uuid(), isPublic = false, multiUser = true, ...availability } = {}) {
    const { allowedFunctions, isOnline = true } = availability;
    const document = {
      endpoint_name: name,
      public: isPublic,
      multi_user: multiUser,
      ...(allowedFunctions && { allowed_functions: [...allowedFunctions] }),
    };
    return this.registerEndpoint({ ...(id !== undefined && { id }), ownerId: owner.toLowerCase(), document, isOnline });
  }

  /** Sets the status of an endpoint for a test. @param {string} id @param {boolean} isOnline */
  setOnline(id, isOnline) {
    const endpoint = this.endpoints.get(id.toLowerCase());
    if (!endpoint) throw new TypeError(`the Compute endpoint ${id} does not exist`);
    this.agenda.settle();
    const now = this.agenda.now();
    // Tasks that waited for the endpoint start now.
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
