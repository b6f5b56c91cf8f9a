// Compares Globus's OpenAPI documents with the declarations: reply, document and query of each call that both have.
import assert from "node:assert/strict";
import { schemasOf } from "../fixtures/schemas.mjs";
import { DEVIATIONS } from "./deviations.mjs";
import { DOCUMENTS, officialOperations } from "./official.mjs";
import { readDeclaredCalls } from "./ours.mjs";
import { findUncovered } from "./shape.mjs";

/** @typedef {"reply" | "document" | "query"} Part */

/** @type {readonly Part[]} */
const PARTS = ["reply", "document", "query"];

/** @param {(name: string, body: () => Promise<void>) => void} test */
export default function register(test) {
  /** @type {Set<object>} */
  const usedRows = new Set();
  /** @type {Map<string, () => ReturnType<typeof holdAgainst>>} */
  const reports = new Map(Object.keys(DOCUMENTS).map((service) => [service, once(() => compareService(service, usedRows))]));

  for (const [service, report] of reports) {
    test(`openapi: the types have everything in Globus's own document of ${service}`, async () => {
      const { parts, excused, differences, faults } = report();
      assert.deepEqual(faults, []);
      assert.equal(differences.length, 0, `${differences.length} differences\n${differences.join("\n")}`);
      assert.ok(parts > 0, "nothing was compared");
      console.log(`  ${service}: ${parts} replies, documents and queries; the table explains ${excused} differences`);
    });
  }

  test("openapi: every row of the table of differences is used", async () => {
    for (const report of reports.values()) report();
    assert.deepEqual(
      DEVIATIONS.flatMap((row) => row.differences.filter((difference) => !usedRows.has(keyOf(row, difference)))),
      [],
    );
  });

  test("openapi: a member, a type and a value that a type does not allow are reported", async () => {
    const findDifferences = (theirs, ours, isGiven = false) => {
      const schemas = [theirs, ours].map((type) => schemasOf("", [{ name: "T", type }]).schemas.get("T") ?? {});
      return findUncovered(schemas[0], schemas[1], { isGiven });
    };
    assert.deepEqual(findDifferences("{ a: string; b: { c: 1 }[] }", "{ a: string; b: {}[] }"), ["b[].c is not declared"]);
    assert.deepEqual(findDifferences("{ a: string; b?: 1 }", "Record<string, string | number>"), []);
    assert.deepEqual(findDifferences("{ a: string | null }", "{ a: string }"), ["a may be null"]);
    assert.deepEqual(findDifferences("{ a: string | { b: 1 } }", "{ a: string }"), ["a may be object", "a.b is not declared"]);
    assert.deepEqual(findDifferences('{ a: "x" | "y" }', '{ a: "x" }'), ['a may be "y"']);
    assert.deepEqual(findDifferences('{ a: "x" | "y" }', '{ a: "x" | (string & {}) }'), []);
    assert.deepEqual(findDifferences("{ a?: 1 }", "{ a: 1 }"), []);
    assert.deepEqual(findDifferences("{ a?: 1 }", "{ a: 1 }", true), ["a is optional"]);
    assert.deepEqual(findDifferences("{ a: unknown }", "{ a: 1 }"), []);
  });
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | undefined} */
  let cached;
  return () => (cached ??= { value: make() }).value;
}

const keyOf = ({ calls, part }, difference) => `${calls} ${part} ${difference}`;

/** @param {{ call: string, part: Part, difference: string }} found @param {Set<string>} used */
function isExplained({ call, part, difference }, usedRows) {
  const shortened = difference.replace(/^\S*[.\]](?=[^.\]]+ )/, "");
  const row = DEVIATIONS.find(({ calls, part: other, differences }) => {
    const isOfCall = calls.includes(call) || calls.includes(call.replace(/\..*/, ".*"));
    return isOfCall && part === other && differences.includes(shortened);
  });
  if (row) usedRows.add(keyOf(row, shortened));
  return row !== undefined;
}

/** Compares the calls of a service. Returns the differences that the table does not explain. */
function compareService(service, usedRows) {
  const { declarations, calls } = readDeclaredCalls();
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
    const [official, our] = [theirs.schemas.get(name), ours.schemas.get(name)];
    if (!official || !our) return [];
    return findUncovered(official, our, { isGiven: part !== "reply" }).map((difference) => ({ call, part, difference }));
  });
  const unexplained = found.filter((item) => !isExplained(item, usedRows));
  return {
    parts: pairs.length,
    excused: found.length - unexplained.length,
    differences: unexplained.map(({ call, part, difference }) => `${call} ${part}: ${difference}`),
    faults: [...theirs.faults, ...ours.faults],
  };
}
