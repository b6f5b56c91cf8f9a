// Whether the table of calls has everything that the installed Python SDK has.
import { everyCall, python } from "./calls.mjs";
import { excluded } from "./exclusions.mjs";

/** Every payload class in a value that Python gets. */
function* madeIn(value) {
  if (value === null || typeof value !== "object") return;
  if ("$new" in value) yield value;
  for (const member of Object.values(value)) yield* madeIn(member);
}

/**
 * @param {import("./calls.mjs").Group[]} groups
 * @param {import("./official.mjs").Official} official
 * @returns {string[]} what is missing, or stands in the table of exclusions for nothing
 */
export function missing(groups, { clients, paginated, payloads }) {
  const used = new Set();
  const isExcluded = (name) => excluded[name] !== undefined && used.add(name);
  const problems = [
    ...missingMethods(groups, clients, isExcluded),
    ...missingPages(groups, paginated),
    ...missingParameters(groups, clients, isExcluded),
    ...missingPayloads(groups, payloads, isExcluded),
  ];
  const stale = Object.keys(excluded).filter((name) => !used.has(name));
  return [...problems, ...stale.map((name) => `${name} is excluded, but not needed to be`)];
}

function* missingMethods(groups, clients, isExcluded) {
  for (const [client, methods] of Object.entries(clients)) {
    const rows = new Set(groups.find((group) => group.client === client)?.rows.map((row) => row.python));
    for (const method of Object.keys(methods)) {
      if (rows.has(method)) continue;
      // An inherited method is told of once, with the class it comes from.
      const owners = ["BaseClient", "AuthLoginClient"].filter((owner) => method in clients[owner]);
      const names = [client, ...owners].map((owner) => `${owner}.${method}`);
      if (names.some(isExcluded) || isExcluded(`${client}.*`)) continue;
      const isOfLogins = client === "AuthLoginClient";
      if (isOfLogins && groups.some((group) => group.rows.some((row) => row.python === method))) continue;
      yield `${client}.${method} is not in the table`;
    }
  }
}

function* missingPages(groups, paginated) {
  for (const { client, rows } of groups) {
    for (const row of rows) {
      const name = `${client}.${row.python}`;
      if (paginated.includes(name) && !row.paged) yield `${name} is not gone through page by page`;
    }
  }
}

function* missingParameters(groups, clients, isExcluded) {
  const given = new Map();
  for (const { group, row, call } of everyCall(groups)) {
    const name = `${group.client}.${row.python}`;
    const { args, kwargs } = python(row, call);
    const parameters = clients[group.client]?.[row.python] ?? [];
    given.set(name, [...(given.get(name) ?? []), ...parameters.slice(0, args.length), ...Object.keys(kwargs)]);
  }
  for (const group of groups) {
    for (const row of group.rows) {
      const name = `${group.client}.${row.python}`;
      for (const parameter of clients[group.client]?.[row.python] ?? []) {
        if (given.get(name)?.includes(parameter) || isExcluded(`${name}(${parameter})`)) continue;
        yield `${name} is never called with ${parameter}`;
      }
    }
  }
}

function* missingPayloads(groups, payloads, isExcluded) {
  const made = [...everyCall(groups)].flatMap(({ row, call }) => [...madeIn(python(row, call))]);
  for (const [name, { parameters, steps }] of Object.entries(payloads)) {
    if (isExcluded(name)) continue;
    const uses = made.filter((payload) => payload.$new === name);
    if (uses.length === 0) yield `${name} is never made`;
    const known = new Set(uses.flatMap((payload) => Object.keys(payload.kwargs)));
    // The type of a document is what the class adds; where Python lets a caller set it, that is its only use.
    const wanted = parameters.filter((parameter) => !known.has(parameter) && parameter !== "DATA_TYPE");
    if (wanted.length > 0) yield `${name} is never made with ${wanted.join(", ")}`;
    const called = new Set(uses.flatMap((payload) => payload.steps.map(({ method }) => method)));
    for (const step of steps) {
      if (!called.has(step) && !isExcluded(`${name}.${step}`)) yield `${name}.${step} is never called`;
    }
  }
}
