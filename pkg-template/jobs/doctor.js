// @ts-check
// `doctor`: looks at what a service account needs, from its credentials to what it may do where, without changing anything.
// Every word of the report goes back to something that Globus has said.
import { MAX_TIMER_MS, readAbortSignal, redactDocument, consented, duration, argumentError, readObject, readText, readUuid } from "./internal.js";
import { checkAccount } from "./doctor-account.js";
import { checkCollection } from "./doctor-collections.js";
import { createWithTimeout, invisibleFinding } from "./doctor-shared.js";
import { checkFlow } from "./doctor-flows.js";
import { checkGroup } from "./doctor-groups.js";
import { checkIndex } from "./doctor-indexes.js";

/** How many subjects are looked at at a time. */
const MAX_PARALLEL = 4;
/** ms for each step. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** What can be looked at: the check's name, what a subject can have besides its id, and who looks. */
const SUBJECT_KINDS = /** @type {[list: string, check: string, more: string[], look: any][]} */ ([
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
      throw argumentError(`subjects.${name}`, `is nothing to look at; there are ${names.join(", ")}`);
  }
  return SUBJECT_KINDS.flatMap(([name, check, more, look]) =>
    [lists[name] ?? []].flat().map((given) => ({ check, look, subject: readSubject(`subjects.${name}`, given, more) })),
  );
}

/** @param {string} field @param {unknown} given @param {string[]} allowed */
function readSubject(field, given, allowed) {
  if (typeof given === "string") {
    const [, id, path] = (allowed.includes("path") && /^([^:]*):(.+)$/s.exec(given)) || [];
    return { id: readUuid(field, id ?? given), path };
  }
  const { id, ...more } = readObject(field, given);
  for (const name of Object.keys(more)) if (!allowed.includes(name)) throw argumentError(`${field}.${name}`, "means nothing");
  if (more.path !== undefined) readText(`${field}.path`, more.path);
  return { ...more, id: readUuid(`${field}.id`, id) };
}

/** @param {unknown} given */
function readOptions(given) {
  const { signal, timeout, ...rest } = readObject("options", given);
  for (const name of Object.keys(rest)) {
    throw argumentError(`options.${name}`, "is not an option; there are signal and timeout");
  }
  return {
    signal: signal === undefined || signal === null ? undefined : readAbortSignal("options.signal", signal),
    // What is longer than timers can tell is no limit.
    timeout: Math.min(duration("options.timeout", timeout ?? DEFAULT_TIMEOUT_MS), MAX_TIMER_MS),
  };
}

/** @param {any} account @param {unknown} given @param {unknown} options */
export async function doctor(account, given, options) {
  const subjects = readSubjects(given);
  const { signal, timeout } = readOptions(options);
  // By what they are, not by when: Workers' clocks stand still.
  const consentKey = (/** @type {{ scopes: string[], at: number }} */ { scopes, at }) => `${at} ${scopes}`;
  const earlierConsents = consented(account).map(consentKey);
  /** @type {import("./doctor-shared.js").CheckContext} */
  const context = { account, withTimeout: createWithTimeout(account, signal, timeout) };
  const { checks, name, skipped } = await checkAccount(context);
  /** @type {any[]} */
  const subjectChecks = [];
  const queue = [...subjects.entries()];
  const checkQueue = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, { check, subject, look }] = next;
      const unknown = { exists: "unknown", visible: "unknown", can: {}, roles: [], policies: [] };
      const finding = skipped ? { status: "skipped", summary: skipped } : await look(context, subject).catch(invisibleFinding);
      subjectChecks[index] = { check, id: subject.id, path: subject.path, ...unknown, ...finding };
    }
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, checkQueue));
  signal?.throwIfAborted();
  const newScopes = consented(account)
    .filter((consent) => !earlierConsents.includes(consentKey(consent)))
    .flatMap(({ scopes }) => scopes);
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
  // As it would be sent: without what is not said, and errors as documents.
  return JSON.parse(JSON.stringify(redactDocument(account, report)));
}
