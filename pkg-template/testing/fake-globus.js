// @ts-check
import { Collection } from "./collections.js";
import { environmentAliases, environmentUrls } from "./environments.js";
import { FakeCollection } from "./fake-collection.js";
import { FakeEndpoint } from "./fake-endpoint.js";
import { FakeGroup } from "./fake-group.js";
import { FakeIndex } from "./fake-index.js";
import { WebInput } from "./flow-records.js";
import { Endpoint } from "./gcs-endpoints.js";
import { toRequest } from "./incoming.js";
import { newSecret, uuid } from "./ids.js";
import { Router } from "./router.js";
import { createWorld } from "./world.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {import("./index.js").FakeGlobus} FakeGlobusType
 * @typedef {import("./world.js").World} World
 */

/**
 * A stateful fake of Globus. index.d.ts documents it.
 * @implements {FakeGlobusType}
 */
export class FakeGlobus {
  /** @type {World} */ #world;
  #router;

  /** @param {import("./index.js").FakeGlobusOptions} [options] */
  constructor(options = {}) {
    const { environment = "production", serviceUrls = {} } = options;
    this.#world = createWorld(options);
    this.#router = new Router(this.#world);
    this.clock = this.#world.clock;
    /** @type {Readonly<Record<ServiceName, string>>} */
    this.serviceUrls = Object.freeze({ ...environmentUrls(environment), ...serviceUrls });
    this.#router.addRoutes(environmentUrls(environment));
    this.#router.addRoutes(environmentAliases(environment));
    this.#router.addRoutes(this.serviceUrls);
    this.fetch = this.fetch.bind(this);
  }

  /**
   * @param {string | URL | Request} input
   * @param {RequestInit} [init]
   * @returns {Promise<Response>}
   */
  async fetch(input, init) {
    const signal = init?.signal ?? (typeof input === "object" && "signal" in input ? input.signal : undefined);
    return rejectOnAbort(signal, async () => this.#router.receive(await toRequest(input, init), signal ?? undefined));
  }

  /** @param {import("./index.js").FakeClientOptions} [options] */
  addClient(options = {}) {
    const client = this.#world.accounts.addClient(options);
    const registration = this.#world.registrations.client(client.clientId);
    if (registration)
      Object.assign(registration, { fqdns: [...(options.fqdns ?? [])], project: options.project ?? null });
    return client;
  }

  /** @param {string} clientId @param {string} [secret] */
  rotateSecret(clientId, secret = newSecret()) {
    return this.#world.accounts.rotateSecret(clientId, secret);
  }

  /** @param {string} clientId @param {boolean} [serviceAccount] */
  setServiceAccount(clientId, serviceAccount = true) {
    this.#world.accounts.client(clientId).serviceAccount = serviceAccount;
  }

  /** @param {string} [clientId] */
  revokeTokens(clientId) {
    this.#world.tokens.revokeAll(clientId?.toLowerCase());
  }

  /** @param {string} clientId */
  consents(clientId) {
    const consents = this.#world.tokens.consents(clientId.toLowerCase());
    return consents.map(({ path, optional, createdAt }) => ({
      path: [...path],
      scope: path.at(-1) ?? "",
      optional,
      createdAt,
    }));
  }

  /** @param {string} clientId @param {string} [scope] */
  revokeConsents(clientId, scope) {
    // Work that is already due still has these consents.
    this.#world.agenda.settle();
    this.#world.tokens.revokeConsents(clientId.toLowerCase(), scope);
  }

  /** @param {string} scope @param {string} resourceServer */
  addScope(scope, resourceServer) {
    this.#world.scopes.add(scope, resourceServer);
  }

  /** @param {import("./index.js").FakeIdentityOptions} options */
  addIdentity(options) {
    const { id, username, name, email, organization } = this.#world.accounts.addIdentity(options);
    return { id, username, name, email, organization };
  }

  /** @param {import("./collections.js").CollectionOptions} options */
  addCollection(options) {
    const collection = new Collection(options, this.#world);
    this.#world.collections.add(collection);
    return new FakeCollection(collection, this.#world);
  }

  /** @param {string} id */
  collection(id) {
    const collection = this.#world.collections.find(id);
    return collection && new FakeCollection(collection, this.#world);
  }

  /** @param {import("./index.js").FakeEndpointOptions} options */
  addEndpoint(options) {
    return new FakeEndpoint(this.#world.endpoints.add(new Endpoint(options, this.#world)));
  }

  /** @param {import("./index.js").FakeAccessPointOptions} options */
  addStreamAccessPoint({ id = uuid(), displayName, owner = uuid(), endpoint = uuid() }) {
    this.#world.accessPoints.set(id, { id, displayName, owner, endpointId: endpoint, settings: {} });
    return { id, displayName };
  }

  /** @param {import("./index.js").FakeGroupOptions} options */
  addGroup(options) {
    return new FakeGroup(this.#world.groups.add(options), this.#world.groups);
  }

  /** @param {import("./index.js").FakeIndexOptions} options */
  addIndex(options) {
    return new FakeIndex(this.#world.indexes.add(options), this.#world.indexes);
  }

  /** @param {import("./faults.js").Fault} fault */
  inject(fault) {
    return this.#router.faults.inject(fault);
  }

  /** @returns {readonly import("./request-log.js").RequestRecord[]} */
  get requests() {
    return this.#router.requestLog.records;
  }

  /** @param {import("./request-log.js").RequestFilter} [filter] */
  count(filter) {
    return this.#router.requestLog.count(filter);
  }

  clearRequests() {
    this.#router.requestLog.records = [];
    this.#router.tokenRequests = 0;
    this.#world.counters.grants = 0;
  }

  get grants() {
    return this.#world.counters.grants;
  }

  get tokenRequests() {
    return this.#router.tokenRequests;
  }

  get taskDuration() {
    return this.#world.tasks.settings.duration;
  }

  set taskDuration(ms) {
    this.#world.tasks.settings.duration = ms;
  }

  /** @param {string} taskId @param {string | import("./tasks.js").FatalError} [reason] */
  failTask(taskId, reason = "ENDPOINT_ERROR") {
    const error =
      typeof reason === "string" ? { code: reason, description: reason.toLowerCase().replaceAll("_", " ") } : reason;
    this.#world.tasks.fail(taskId, error);
  }

  /** @param {string} taskId @param {string} [message] */
  pauseTask(taskId, message = "Paused by the collection's administrator") {
    this.#world.tasks.pause(taskId, message);
  }

  /** @param {string} taskId */
  deactivateTask(taskId) {
    this.#world.tasks.deactivate(taskId);
  }

  /** @param {string} taskId */
  resumeTask(taskId) {
    this.#world.tasks.resume(taskId);
  }

  /** @param {import("./index.js").FakeFlowOptions} [options] */
  addFlow(options = {}) {
    const { id, scope } = this.#world.flows.addFromOptions(options, this.#world.clock.now());
    return { id, scope };
  }

  get flowRunDuration() {
    return this.#world.runs.settings.duration;
  }

  set flowRunDuration(ms) {
    this.#world.runs.settings.duration = ms;
  }

  /** @param {string} runId @param {{ error?: string, cause?: unknown }} [reason] */
  failRun(runId, { error = "ActionUnableToRun", cause = null } = {}) {
    this.#world.runs.fail(runId, { error, cause });
  }

  /** @param {string} runId @param {Record<string, unknown>} [details] */
  deactivateRun(runId, details = { code: "ActivationRequired", description: "The collection must be activated" }) {
    this.#world.runs.deactivate(runId, details);
  }

  /** @param {Record<string, unknown> & { id: string }} document */
  addRegisteredApi(document) {
    this.#world.flows.registeredApis.set(document.id.toLowerCase(), document);
  }

  /** @param {import("./index.js").FakeWebInputOptions} options */
  addWebInput(options) {
    const input = new WebInput(options, this.#world.clock.now());
    this.#world.flows.webInputs.set(input.id, input);
    return { id: input.id, options: input.options.map(({ option_id: id, label }) => ({ id, label })) };
  }

  /** @param {import("./index.js").FakeComputeEndpointOptions} [options] */
  addComputeEndpoint(options) {
    return this.#world.compute.addTestEndpoint(options);
  }

  /** @param {string} endpointId @param {boolean} isOnline */
  setComputeEndpointOnline(endpointId, isOnline) {
    this.#world.compute.setOnline(endpointId, isOnline);
  }

  /** @param {string} id @param {{ result?: string, exception?: string }} outcome */
  setComputeOutcome(id, outcome) {
    this.#world.agenda.settle();
    this.#world.compute.outcomes.set(id.toLowerCase(), outcome);
  }

  get computeTaskDuration() {
    return this.#world.compute.settings.duration;
  }

  set computeTaskDuration(ms) {
    this.#world.compute.settings.duration = ms;
  }

  /** @param {{ port?: number, host?: string, tls?: boolean }} [options] */
  async serve(options) {
    const { serve } = await import("./serve.js");
    const isServed = (/** @type {URL} */ url) => this.#router.findRoute(url) !== undefined;
    const server = await serve((request, signal) => this.#router.receive(request, signal), { ...options, isServed });
    this.#router.addRoutes(server.serviceUrls);
    this.#router.addRoutes(server.origins);
    return server;
  }
}
/**
 * Rejects with the signal's reason when the signal aborts, as `fetch` does, even if the work still waits.
 * @param {AbortSignal | null | undefined} signal
 * @param {() => Promise<Response>} work
 * @returns {Promise<Response>}
 */
async function rejectOnAbort(signal, work) {
  if (!signal) return work();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
