// Checks that the table of calls has everything that the installed Python SDK has.
import { everyCall, pythonArgs } from "./calls.mjs";
import { excluded } from "./exclusions.mjs";

/** Yields every payload object in a value that Python gets. */
function* payloadsIn(value) {
  if (value === null || typeof value !== "object") return;
  if ("$new" in value) yield value;
  for (const member of Object.values(value)) yield* payloadsIn(member);
}

/**
 * @param {import("./calls.mjs").Group[]} groups
 * @param {import("./official.mjs").Official} official
 * @returns {string[]} what the table of calls lacks, and the unused rows of the table of exclusions
 */
export function findMissing(groups, { clients, paginated, payloads }) {
  const usedNames = new Set();
  const isExcluded = (name) => excluded[name] !== undefined && usedNames.add(name);
  const problems = [
    ...missingMethods(groups, clients, isExcluded),
    ...missingPages(groups, paginated),
    ...missingParameters(groups, clients, isExcluded),
    ...missingPayloads(groups, payloads, isExcluded),
  ];
  const unusedNames = Object.keys(excluded).filter((name) => !usedNames.has(name));
  return [...problems, ...unusedNames.map((name) => `the exclusion of ${name} is not used`)];
}

function* missingMethods(groups, clients, isExcluded) {
  for (const [client, methods] of Object.entries(clients)) {
    const rows = new Set(groups.find((group) => group.client === client)?.rows.map((row) => row.python));
    for (const method of Object.keys(methods)) {
      if (rows.has(method)) continue;
      // An inherited method is reported once, with the class that defines it.
      const owners = ["BaseClient", "AuthLoginClient"].filter((owner) => method in clients[owner]);
      const names = [client, ...owners].map((owner) => `${owner}.${method}`);
      if (names.some(isExcluded) || isExcluded(`${client}.*`)) continue;
      const isLoginClient = client === "AuthLoginClient";
      if (isLoginClient && groups.some((group) => group.rows.some((row) => row.python === method))) continue;
      yield `${client}.${method} is not in the table`;
    }
  }
}

function* missingPages(groups, paginated) {
  for (const { client, rows } of groups) {
    for (const row of rows) {
      const name = `${client}.${row.python}`;
      if (paginated.includes(name) && !row.paged) yield `${name} is never read page by page`;
    }
  }
}

function* missingParameters(groups, clients, isExcluded) {
  const givenParameters = new Map();
  for (const { group, row, call } of everyCall(groups)) {
    const name = `${group.client}.${row.python}`;
    const { args, kwargs } = pythonArgs(row, call);
    const parameters = clients[group.client]?.[row.python] ?? [];
    givenParameters.set(name, [...(givenParameters.get(name) ?? []), ...parameters.slice(0, args.length), ...Object.keys(kwargs)]);
  }
  for (const group of groups) {
    for (const row of group.rows) {
      const name = `${group.client}.${row.python}`;
      for (const parameter of clients[group.client]?.[row.python] ?? []) {
        if (givenParameters.get(name)?.includes(parameter) || isExcluded(`${name}(${parameter})`)) continue;
        yield `${name} is never called with ${parameter}`;
      }
    }
  }
}

function* missingPayloads(groups, payloads, isExcluded) {
  const allPayloads = [...everyCall(groups)].flatMap(({ row, call }) => [...payloadsIn(pythonArgs(row, call))]);
  for (const [name, { parameters, steps }] of Object.entries(payloads)) {
    if (isExcluded(name)) continue;
    const payloadsOfClass = allPayloads.filter((payload) => payload.$new === name);
    if (payloadsOfClass.length === 0) yield `${name} is never made`;
    const givenParameters = new Set(payloadsOfClass.flatMap((payload) => Object.keys(payload.kwargs)));
    // The class itself adds the type of a document, so a call need not set it.
    const missingParameters = parameters.filter((parameter) => !givenParameters.has(parameter) && parameter !== "DATA_TYPE");
    if (missingParameters.length > 0) yield `${name} is never made with ${missingParameters.join(", ")}`;
    const calledSteps = new Set(payloadsOfClass.flatMap((payload) => payload.steps.map(({ method }) => method)));
    for (const step of steps) {
      if (!calledSteps.has(step) && !isExcluded(`${name}.${step}`)) yield `${name}.${step} is never called`;
    }
  }
}
