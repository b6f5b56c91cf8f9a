// @ts-check
// The jobs, put where their users look for them.
import {
  FlowsClient,
  GroupsClient,
  ServiceAccount,
  TimersClient,
  TransferClient,
} from "../core/globus_service_account_bg.js";
import { following } from "../core/calls.js";
import { accountOf, advise, emit, remember, text } from "./account-of.js";
import { CollectionClient } from "./collection.js";
import { doctor } from "./doctor.js";
import { createGuestCollection } from "./guest-collections.js";
import { members } from "./members.js";
import { healRun, runLook } from "./runs.js";
import { share, unshare } from "./sharing.js";
import { taskLook } from "./tasks.js";
import { consentForTimer, healJob } from "./timers.js";
import { Waiting } from "./waiting.js";
import { walk } from "./walk.js";

const CLIENTS = ["auth", "computeV2", "computeV3", "flows", "groups", "search", "timers", "transfer"];
for (const name of [...CLIENTS, "gcs", "authorizer"]) remember(ServiceAccount.prototype, name);

/** @type {WeakMap<object, Waiting>} Those who wait for the work of a client. */
const waitings = new WeakMap();

/** @param {any} client @param {string} service @param {string} kind @param {(client: any) => import("./waiting.js").Look} look */
function waitingOf(client, service, kind, look) {
  let waiting = waitings.get(client);
  if (waiting === undefined) {
    const onInactive = (/** @type {string} */ id, /** @type {any} */ { message, advice, steps }) =>
      emit(accountOf(client), { type: "inactive", service, id, message, advice, steps });
    const advised = (/** @type {string} */ what, /** @type {any} */ { code }) =>
      advise(accountOf(client), undefined, { code, service, what });
    waiting = new Waiting({ service, kind, look: look(client), onInactive, advise: advised });
    waitings.set(client, waiting);
  }
  return waiting;
}

/** @param {any} prototype @param {Record<string, Function>} methods */
function add(prototype, methods) {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
}

add(TransferClient.prototype, {
  /** @this {any} @param {unknown} taskId @param {unknown} options */
  async taskWait(taskId, options) {
    return waitingOf(this, "transfer", "task", taskLook).wait(text("taskId", taskId), options);
  },
  /** @this {any} @param {unknown} collectionId @param {unknown} query @param {unknown} options */
  walk(collectionId, query, options) {
    return walk(this, collectionId, query, options);
  },
});

add(FlowsClient.prototype, {
  /** @this {any} @param {unknown} runId @param {unknown} options */
  async runWait(runId, options) {
    return waitingOf(this, "flows", "run", runLook).wait(text("runId", runId), options);
  },
  /** @this {any} @param {unknown} runId @param {unknown} options */
  async healRun(runId, options) {
    return healRun(accountOf(this), runId, options);
  },
});

add(GroupsClient.prototype, members);

const { createTimer } = TimersClient.prototype;
add(TimersClient.prototype, {
  /** @this {any} @param {unknown} document @param {unknown} query @param {unknown} options */
  createTimer(document, query, options) {
    const consent = consentForTimer(accountOf(this), document, options);
    return following(consent, () => createTimer.call(this, document, query, options));
  },
  /** @this {any} @param {unknown} jobId @param {unknown} options */
  async healJob(jobId, options) {
    return healJob(accountOf(this), jobId, options);
  },
});

/** ms before its end from which a token may no longer be usable. */
const MARGIN = 5000;

const { getTokens } = ServiceAccount.prototype;
add(ServiceAccount.prototype, {
  /** @this {any} @param {unknown} targets @param {any} options */
  async getTokens(targets, options) {
    const tokens = await getTokens.call(this, targets, options);
    const soon = Date.now() + MARGIN;
    if (tokens.every((/** @type {any} */ { expiresAt }) => expiresAt > soon)) return tokens;
    // While the last ones came, others may have expired. Those that have not are in memory.
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
