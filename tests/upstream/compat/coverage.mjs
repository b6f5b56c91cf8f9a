// Writes pkg-template/docs/coverage.md from the table of calls: `node tests/upstream/compat/coverage.mjs`, after
// `cargo xtask test upstream` has installed the package.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ASSUMED } from "../fixtures/assumed.mjs";
import { groupsOfCalls } from "./cases/index.mjs";
import { declaredMethods } from "./declarations.mjs";
import { deliberate } from "./differences.mjs";
import { excluded } from "./exclusions.mjs";

const FILE = new URL("../../../pkg-template/docs/coverage.md", import.meta.url);

/** The number of methods. A method that makes several calls of the table is counted several times. */
const count = groupsOfCalls.filter((group) => !group.isHelper).flatMap((group) => group.rows).length;

const getter = (service) => (service === "gcs" ? "account.gcs(address)" : `account.${service}`);

function table(group, declared) {
  const links = new Map(declared.get(group.service)?.map(({ name, link }) => [name, link]));
  const lines = group.rows.map((row) => {
    const link = links.get(row.name);
    const name = link ? `[\`${row.name}\`](${link})` : `\`${row.name}\``;
    return `| ${name} | ${row.verb} \`${row.path}\` | \`${row.python}\` |`;
  });
  return [
    `### ${group.title}: \`${getter(group.service)}\``,
    "",
    `| method | request | \`${group.client}\` |`,
    "| --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** Lists the methods of the SDK that are left out, by reason. */
function listExcluded() {
  const methods = Object.entries(excluded).filter(([name]) => /^\w+Client\.[\w*]+$/.test(name));
  return [...new Set(methods.map(([, reason]) => reason))].map((reason) => {
    const names = methods.filter(([, other]) => other === reason).map(([name]) => `\`${name}\``);
    return `- ${names.join(", ")}: ${reason}.`;
  });
}

/** Lists the methods that only this package has. */
function listAdditions(declared) {
  const lines = [...declared].flatMap(([service, methods]) => {
    const known = new Set(
      groupsOfCalls.filter((group) => group.service === service).flatMap(({ rows }) => rows.map((row) => row.name)),
    );
    const additions = methods.filter(({ name }) => !known.has(name) && name !== "free" && !name.startsWith("_"));
    return additions.map(({ name, sentence }) => `- \`${getter(service)}.${name}\`: ${sentence}`);
  });
  return lines.length > 0 ? ["## Additional methods", "", ...lines, ""] : [];
}

export async function writeCoverage() {
  const declared = await declaredMethods();
  return [
    "# Coverage",
    "",
    `All ${count} methods of Globus's Python SDK that send a request on behalf of a service account, and the methods of this`,
    "package that send the same request. `cargo xtask test upstream` makes each call with both, with few and with all arguments, and",
    "compares the requests: verb, path, query, body, content type and authorization. `node tests/upstream/compat/coverage.mjs`",
    "writes this file from the table of that test; the test fails while the file is out of date.",
    "",
    "A method accepts the arguments in the path, then the request document (if the call has one), then the query, then options.",
    "Links lead to Globus's documentation of the call.",
    "",
    "## Methods",
    "",
    ...groupsOfCalls.flatMap((group) => [table(group, declared), ""]),
    ...listAdditions(declared),
    "## Deliberate differences",
    "",
    ...[...new Set(deliberate.map(({ reason }) => reason))].map((reason) => `- ${reason}`),
    "",
    "## Successful responses",
    "",
    "A successful response must contain what its call declares: a document, or a page with its list. No recorded reply of Globus's SDK",
    "and no OpenAPI document of Globus has an empty reply. The SDK has no recorded reply of these calls, so they are assumed to return a",
    `document (or the page that Globus documents): ${ASSUMED.map((name) => `\`${name}\``).join(", ")}.`,
    "",
    "## Left out",
    "",
    ...listExcluded(),
    "",
  ].join("\n");
}

/** Whether the file agrees with the table. */
export async function isFresh() {
  const text = await readFile(FILE, "utf8").catch(() => "");
  return text === (await writeCoverage());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(FILE, await writeCoverage());
  console.log(`Wrote ${fileURLToPath(FILE)}`);
}
