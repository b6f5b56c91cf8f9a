// @ts-check
// `doctor`: checks a service account, from its credentials to its permissions on subjects, without changing anything.
// Each finding is based on a response of Globus.
import {
  MAX_TIMER_MS,
  argumentError,
  recentConsents,
  duration,
  readAbortSignal,
  readObject,
  readText,
  readUuid,
  redactDocument,
} from "./internal.js";
import { checkAccount } from "./doctor-account.js";
import { checkCollection } from "./doctor-collections.js";
import { createWithTimeout, invisibleFinding } from "./doctor-shared.js";
import { checkFlow } from "./doctor-flows.js";
import { checkGroup } from "./doctor-groups.js";
import { checkIndex } from "./doctor-indexes.js";

/** Most subjects that are checked at the same time. */
const MAX_PARALLEL = 4;
/** ms per call. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The kinds of subjects: the member of `subjects`, the name of the check, the members of a subject in addition to `id`,
 * the check.
 */
const SUBJECT_KINDS = /** @type {[list: string, check: string, members: string[], run: any][]} */ ([
  ["collections", "collection", ["path"], checkCollection],
  ["groups", "group", [], checkGroup],
  ["indexes", "index", [], checkIndex],
  ["flows", "flow", ["body"], checkFlow],
]);

/** @param {unknown} subjects */
function readSubjects(subjects) {
  const lists = readObject("subjects", subjects);
  const names = SUBJECT_KINDS.map(([name]) => name);
  for (const name of Object.keys(lists)) {
    if (!names.includes(name))
      throw argumentError(`subjects.${name}`, `is not a kind of subject; there are ${names.join(", ")}`);
  }
  return SUBJECT_KINDS.flatMap(([name, check, members, run]) =>
    [lists[name] ?? []].flat().map((given) => ({ check, run, subject: readSubject(`subjects.${name}`, given, members) })),
  );
}

/** @param {string} field @param {unknown} given @param {string[]} allowed */
function readSubject(field, given, allowed) {
  if (typeof given === "string") {
    const [, id, path] = (allowed.includes("path") && /^([^:]*):(.+)$/s.exec(given)) || [];
    return { id: readUuid(field, id ?? given), path };
  }
  const { id, ...members } = readObject(field, given);
  for (const name of Object.keys(members))
    if (!allowed.includes(name)) throw argumentError(`${field}.${name}`, "is not a member of a subject");
  if (members.path !== undefined) readText(`${field}.path`, members.path);
  return { ...members, id: readUuid(`${field}.id`, id) };
}

/** @param {unknown} given */
function readOptions(given) {
  const { signal, timeout, ...unknownOptions } = readObject("options", given);
  for (const name of Object.keys(unknownOptions)) {
    throw argumentError(`options.${name}`, "is not an option; there are signal and timeout");
  }
  return {
    signal: signal === undefined || signal === null ? undefined : readAbortSignal("options.signal", signal),
    // A longer timer would fire at once.
    timeout: Math.min(duration("options.timeout", timeout ?? DEFAULT_TIMEOUT_MS), MAX_TIMER_MS),
  };
}

/** @param {any} account @param {unknown} given The subjects. @param {unknown} options */
export async function doctor(account, given, options) {
  const subjects = readSubjects(given);
  const { signal, timeout } = readOptions(options);
  // Compared by time and scopes, because the clock of Workers does not advance during a request.
  const consentKey = (/** @type {{ scopes: string[], at: number }} */ { scopes, at }) => `${at} ${scopes}`;
  const earlierConsents = recentConsents(account).map(consentKey);
  /** @type {import("./doctor-shared.js").CheckContext} */
  const context = { account, withTimeout: createWithTimeout(account, signal, timeout) };
  const { checks, name, skipped } = await checkAccount(context);
  /** @type {any[]} */
  const subjectChecks = [];
  const queue = [...subjects.entries()];
  const checkQueue = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, { check, subject, run }] = next;
      const unknown = { exists: "unknown", visible: "unknown", can: {}, roles: [], policies: [] };
      const finding = skipped ? { status: "skipped", summary: skipped } : await run(context, subject).catch(invisibleFinding);
      subjectChecks[index] = { check, id: subject.id, path: subject.path, ...unknown, ...finding };
    }
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, checkQueue));
  signal?.throwIfAborted();
  const newScopes = recentConsents(account)
    .filter((consent) => !earlierConsents.includes(consentKey(consent)))
    .flatMap(({ scopes }) => scopes);
  // A call that lacked a consent gave it by itself. Its scopes contain the id of the subject.
  for (const check of subjectChecks) {
    const ownScopes = newScopes.filter((scope) => scope.includes(check.id));
    if (ownScopes.length === 0) continue;
    check.consents = ownScopes;
    check.summary += "; this account has just given itself the consent that was missing";
  }
  const all = [...checks, ...subjectChecks];
  const { clientId: id, username, principal } = account;
  const report = {
    ok: all.every(({ status }) => status !== "failed"),
    identity: { id, username, principal, name },
    environment: account.toJSON().environment,
    checks: all,
  };
  // As JSON: without undefined members, and with errors as documents.
  return JSON.parse(JSON.stringify(redactDocument(account, report)));
}
