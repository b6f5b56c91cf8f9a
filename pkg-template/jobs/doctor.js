// @ts-check
// `doctor`: looks at what a service account needs, from its credentials to what it may do where, without changing anything.
// Every word of the report goes back to something that Globus has said.
import { LONGEST, abortSignal, clean, consented, duration, invalid, object, text, uuid } from "./account-of.js";
import { lookAtAccount } from "./doctor-account.js";
import { lookAtCollection } from "./doctor-collections.js";
import { asking, unseen } from "./doctor-examiner.js";
import { lookAtFlow } from "./doctor-flows.js";
import { lookAtGroup } from "./doctor-groups.js";
import { lookAtIndex } from "./doctor-indexes.js";

/** How many subjects are looked at at a time. */
const AT_A_TIME = 4;
/** ms for each step. */
const TIMEOUT = 30_000;

/** What can be looked at: the check's name, what a subject can have besides its id, and who looks. */
const KINDS = /** @type {[list: string, check: string, more: string[], look: any][]} */ ([
  ["collections", "collection", ["path"], lookAtCollection],
  ["groups", "group", [], lookAtGroup],
  ["indexes", "index", [], lookAtIndex],
  ["flows", "flow", ["body"], lookAtFlow],
]);

/** @param {unknown} given */
function subjectsOf(given) {
  const lists = object("subjects", given);
  const names = KINDS.map(([name]) => name);
  for (const name of Object.keys(lists)) {
    if (!names.includes(name))
      throw invalid(`subjects.${name}`, `is nothing to look at; there are ${names.join(", ")}`);
  }
  return KINDS.flatMap(([name, check, more, look]) =>
    [lists[name] ?? []].flat().map((one) => ({ check, look, subject: subjectOf(`subjects.${name}`, one, more) })),
  );
}

/** @param {string} field @param {unknown} given @param {string[]} allowed */
function subjectOf(field, given, allowed) {
  if (typeof given === "string") {
    const [, id, path] = (allowed.includes("path") && /^([^:]*):(.+)$/s.exec(given)) || [];
    return { id: uuid(field, id ?? given), path };
  }
  const { id, ...more } = object(field, given);
  for (const name of Object.keys(more)) if (!allowed.includes(name)) throw invalid(`${field}.${name}`, "means nothing");
  if (more.path !== undefined) text(`${field}.path`, more.path);
  return { ...more, id: uuid(`${field}.id`, id) };
}

/** @param {unknown} given */
function optionsOf(given) {
  const { signal, timeout, ...rest } = object("options", given);
  for (const name of Object.keys(rest)) {
    throw invalid(`options.${name}`, "is not an option; there are signal and timeout");
  }
  return {
    signal: signal === undefined || signal === null ? undefined : abortSignal("options.signal", signal),
    // What is longer than timers can tell is no limit.
    timeout: Math.min(duration("options.timeout", timeout ?? TIMEOUT), LONGEST),
  };
}

/** @param {any} account @param {unknown} given @param {unknown} options */
export async function doctor(account, given, options) {
  const subjects = subjectsOf(given);
  const { signal, timeout } = optionsOf(options);
  // By what they are, not by when: Workers' clocks stand still.
  const named = (/** @type {{ scopes: string[], at: number }} */ { scopes, at }) => `${at} ${scopes}`;
  const before = consented(account).map(named);
  /** @type {import("./doctor-examiner.js").Examiner} */
  const examiner = { account, ask: asking(account, signal, timeout) };
  const { checks, name, skipped } = await lookAtAccount(examiner);
  /** @type {any[]} */
  const found = [];
  const left = [...subjects.entries()];
  const some = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, { check, subject, look }] = next;
      const unknown = { exists: "unknown", visible: "unknown", can: {}, roles: [], policies: [] };
      const finding = skipped ? { status: "skipped", summary: skipped } : await look(examiner, subject).catch(unseen);
      found[place] = { check, id: subject.id, path: subject.path, ...unknown, ...finding };
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, some));
  signal?.throwIfAborted();
  const fresh = consented(account)
    .filter((consent) => !before.includes(named(consent)))
    .flatMap(({ scopes }) => scopes);
  for (const check of found) {
    const own = fresh.filter((scope) => scope.includes(check.id));
    if (own.length === 0) continue;
    check.consents = own;
    check.summary += "; this account has just given itself the consent that was missing";
  }
  const all = [...checks, ...found];
  const { clientId: id, username, principal } = account;
  const report = {
    ok: all.every(({ status }) => status !== "failed"),
    identity: { id, username, principal, name },
    environment: account.toJSON().environment,
    checks: all,
  };
  // As it would be sent: without what is not said, and errors as documents.
  return JSON.parse(JSON.stringify(clean(account, report)));
}
