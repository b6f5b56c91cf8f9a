// Globus's OpenAPI documents beside the declarations: of each call that both have, the reply, the document, the query.
import assert from "node:assert/strict";
import { schemasOf } from "../fixtures/schemas.mjs";
import { DEVIATIONS } from "./deviations.mjs";
import { DOCUMENTS, officialOperations } from "./official.mjs";
import { ourCalls } from "./ours.mjs";
import { uncovered } from "./shape.mjs";

/** @typedef {"reply" | "document" | "query"} Part */

/** @type {readonly Part[]} */
const PARTS = ["reply", "document", "query"];

/** @param {(name: string, body: () => Promise<void>) => void} test */
export default function register(test) {
  /** @type {Set<object>} */
  const used = new Set();
  /** @type {Map<string, () => ReturnType<typeof holdAgainst>>} */
  const reports = new Map(Object.keys(DOCUMENTS).map((service) => [service, once(() => holdAgainst(service, used))]));

  for (const [service, report] of reports) {
    test(`openapi: what Globus's own document of ${service} has, the types have`, async () => {
      const { parts, excused, differences, faults } = report();
      assert.deepEqual(faults, []);
      assert.equal(differences.length, 0, `${differences.length} differences\n${differences.join("\n")}`);
      assert.ok(parts > 0, "nothing was compared");
      console.log(`  ${service}: ${parts} replies, documents and queries; the table explains ${excused} differences`);
    });
  }

  test("openapi: the table of differences says nothing idle", async () => {
    for (const report of reports.values()) report();
    assert.deepEqual(
      DEVIATIONS.flatMap((row) => row.differences.filter((difference) => !used.has(keyOf(row, difference)))),
      [],
    );
  });

  test("openapi: a member, a kind of value and a value that have no place in a type are told", async () => {
    const told = (theirs, ours, isGiven = false) => {
      const schemas = [theirs, ours].map((type) => schemasOf("", [{ name: "T", type }]).schemas.get("T") ?? {});
      return uncovered(schemas[0], schemas[1], { isGiven });
    };
    assert.deepEqual(told("{ a: string; b: { c: 1 }[] }", "{ a: string; b: {}[] }"), ["b[].c is not declared"]);
    assert.deepEqual(told("{ a: string; b?: 1 }", "Record<string, string | number>"), []);
    assert.deepEqual(told("{ a: string | null }", "{ a: string }"), ["a may be null"]);
    assert.deepEqual(told("{ a: string | { b: 1 } }", "{ a: string }"), ["a may be object", "a.b is not declared"]);
    assert.deepEqual(told('{ a: "x" | "y" }', '{ a: "x" }'), ['a may be "y"']);
    assert.deepEqual(told('{ a: "x" | "y" }', '{ a: "x" | (string & {}) }'), []);
    assert.deepEqual(told("{ a?: 1 }", "{ a: 1 }"), []);
    assert.deepEqual(told("{ a?: 1 }", "{ a: 1 }", true), ["a is optional"]);
    assert.deepEqual(told("{ a: unknown }", "{ a: 1 }"), []);
  });
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}

const keyOf = ({ calls, part }, difference) => `${calls} ${part} ${difference}`;

/** @param {{ call: string, part: Part, difference: string }} found @param {Set<string>} used */
function isExplained({ call, part, difference }, used) {
  const last = difference.replace(/^\S*[.\]](?=[^.\]]+ )/, "");
  const row = DEVIATIONS.find(({ calls, part: other, differences }) => {
    const isIts = calls.includes(call) || calls.includes(call.replace(/\..*/, ".*"));
    return isIts && part === other && differences.includes(last);
  });
  if (row) used.add(keyOf(row, last));
  return row !== undefined;
}

/** What of a service's calls is declared otherwise. */
function holdAgainst(service, used) {
  const { declarations, calls } = ourCalls();
  const official = officialOperations(service);
  const pairs = calls.flatMap((call) => {
    const operation = call.service === service ? official.operations.get(call.operation) : undefined;
    return PARTS.flatMap((part) => {
      const [theirs, ours] = [operation?.[part], call[part]];
      return theirs && ours ? { call, part, theirs, ours, name: `Pair${call.name.replace(".", "_")}_${part}` } : [];
    });
  });
  const theirs = schemasOf(
    official.declarations,
    pairs.map(({ name, theirs: type }) => ({ name, type })),
  );
  const ours = schemasOf(
    declarations,
    pairs.map(({ name, ours: type, call: { typeParameters, defaults } }) => ({ name, type, typeParameters, defaults })),
  );
  const found = pairs.flatMap(({ name, call: { name: call }, part }) => {
    const [official, own] = [theirs.schemas.get(name), ours.schemas.get(name)];
    if (!official || !own) return [];
    return uncovered(official, own, { isGiven: part !== "reply" }).map((difference) => ({ call, part, difference }));
  });
  const left = found.filter((one) => !isExplained(one, used));
  return {
    parts: pairs.length,
    excused: found.length - left.length,
    differences: left.map(({ call, part, difference }) => `${call} ${part}: ${difference}`),
    faults: [...theirs.faults, ...ours.faults],
  };
}
