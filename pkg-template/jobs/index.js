// @ts-check
// Adds the jobs to the account and the clients.
import {
  FlowsClient,
  GroupsClient,
  ServiceAccount,
  TimersClient,
  TransferClient,
} from "../core/globus_service_account_bg.js";
import { callAfter } from "../core/calls.js";
import { accountOf, advise, emit, readText, rememberAccount } from "./internal.js";
import { CollectionClient } from "./collection.js";
import { doctor } from "./doctor.js";
import { createGuestCollection } from "./guest-collections.js";
import { members } from "./members.js";
import { createRunPoll, healRun } from "./runs.js";
import { share, unshare } from "./sharing.js";
import { createTaskPoll } from "./tasks.js";
import { grantTimerConsent, healJob } from "./timers.js";
import { Poller } from "./poller.js";
import { walk } from "./walk.js";

const CLIENTS = ["auth", "computeV2", "computeV3", "flows", "groups", "search", "timers", "transfer"];
for (const name of [...CLIENTS, "gcs", "authorizer"]) rememberAccount(ServiceAccount.prototype, name);

/** The poller of each client that waits for tasks or runs. @type {WeakMap<object, Poller>} */
const pollers = new WeakMap();

/**
 * @param {any} client @param {string} service @param {string} kind
 * @param {(client: any) => import("./poller.js").Poll} createPoll
 */
function pollerOf(client, service, kind, createPoll) {
  let poller = pollers.get(client);
  if (poller === undefined) {
    const onInactive = (/** @type {string} */ id, /** @type {any} */ { message, advice, steps }) =>
      emit(accountOf(client), { type: "inactive", service, id, message, advice, steps });
    const adviseOn = (/** @type {string} */ what, /** @type {any} */ { code }) =>
      advise(accountOf(client), undefined, { code, service, what });
    poller = new Poller({ service, kind, poll: createPoll(client), onInactive, advise: adviseOn });
    pollers.set(client, poller);
  }
  return poller;
}

/** @param {any} prototype @param {Record<string, Function>} methods */
function addMethods(prototype, methods) {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
}

addMethods(TransferClient.prototype, {
  /** @this {any} @param {unknown} taskId @param {unknown} options */
  async taskWait(taskId, options) {
    return pollerOf(this, "transfer", "task", createTaskPoll).wait(readText("taskId", taskId), options);
  },
  /** @this {any} @param {unknown} collectionId @param {unknown} query @param {unknown} options */
  walk(collectionId, query, options) {
    return walk(this, collectionId, query, options);
  },
});

addMethods(FlowsClient.prototype, {
  /** @this {any} @param {unknown} runId @param {unknown} options */
  async runWait(runId, options) {
    return pollerOf(this, "flows", "run", createRunPoll).wait(readText("runId", runId), options);
  },
  /** @this {any} @param {unknown} runId @param {unknown} options */
  async healRun(runId, options) {
    return healRun(accountOf(this), runId, options);
  },
});

addMethods(GroupsClient.prototype, members);

const { createTimer } = TimersClient.prototype;
addMethods(TimersClient.prototype, {
  /** @this {any} @param {unknown} document @param {unknown} query @param {unknown} options */
  createTimer(document, query, options) {
    const consent = grantTimerConsent(accountOf(this), document, options);
    return callAfter(consent, () => createTimer.call(this, document, query, options));
  },
  /** @this {any} @param {unknown} jobId @param {unknown} options */
  async healJob(jobId, options) {
    return healJob(accountOf(this), jobId, options);
  },
});

/** ms. A token with a shorter remaining lifetime may expire before it is used. */
const MIN_LIFETIME_MS = 5000;

const { getTokens } = ServiceAccount.prototype;
addMethods(ServiceAccount.prototype, {
  /** @this {any} @param {unknown} targets @param {any} options */
  async getTokens(targets, options) {
    const tokens = await getTokens.call(this, targets, options);
    const minExpiresAt = Date.now() + MIN_LIFETIME_MS;
    if (tokens.every((/** @type {any} */ { expiresAt }) => expiresAt > minExpiresAt)) return tokens;
    // While the last tokens were fetched, others may have expired. Only those are fetched again: the rest is cached.
    return getTokens.call(this, targets, { signal: options?.signal });
  },
  /** @this {any} @param {unknown} id */
  collection(id) {
    return new CollectionClient(this, id);
  },
  /** @this {any} @param {unknown} mappedCollectionId @param {unknown} document @param {unknown} options */
  async createGuestCollection(mappedCollectionId, document, options) {
    return createGuestCollection(this, mappedCollectionId, document, options);
  },
  /** @this {any} @param {unknown} subjects @param {unknown} options */
  async doctor(subjects, options) {
    return doctor(this, subjects, options);
  },
  /** @this {any} @param {unknown} collectionId @param {unknown} document @param {unknown} options */
  async share(collectionId, document, options) {
    return share(this, collectionId, document, options);
  },
  /** @this {any} @param {unknown} collectionId @param {unknown} document @param {unknown} options */
  async unshare(collectionId, document, options) {
    return unshare(this, collectionId, document, options);
  },
});

export { CollectionClient };
export { Scope, mergeScopes, scopes } from "./scopes.js";
