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

/** The methods that stand for more than one call of the table are counted as often. */
const count = groupsOfCalls.filter((group) => !group.isBesides).flatMap((group) => group.rows).length;

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

/** The methods of the SDK that are left out, by reason. */
function leftOut() {
  const methods = Object.entries(excluded).filter(([name]) => /^\w+Client\.[\w*]+$/.test(name));
  return [...new Set(methods.map(([, reason]) => reason))].map((reason) => {
    const names = methods.filter(([, other]) => other === reason).map(([name]) => `\`${name}\``);
    return `- ${names.join(", ")}: ${reason}.`;
  });
}

/** The methods that only this package has. */
function additions(declared) {
  const lines = [...declared].flatMap(([service, methods]) => {
    const known = new Set(
      groupsOfCalls.filter((group) => group.service === service).flatMap(({ rows }) => rows.map((row) => row.name)),
    );
    const more = methods.filter(({ name }) => !known.has(name) && name !== "free" && !name.startsWith("_"));
    return more.map(({ name, sentence }) => `- \`${getter(service)}.${name}\`: ${sentence}`);
  });
  return lines.length > 0 ? ["## Besides", "", ...lines, ""] : [];
}

export async function coverage() {
  const declared = await declaredMethods();
  return [
    "# Coverage",
    "",
    `All ${count} methods of Globus's Python SDK that send a request on behalf of a service account, and the method here`,
    "that sends the same one. `cargo xtask test upstream` makes each call with both, with few and with all arguments, and",
    "compares what a server gets to see: verb, path, query, body, content type and authorization. This file is written from",
    "the table of that test by `node tests/upstream/compat/coverage.mjs`; the test fails while it is out of date.",
    "",
    "A method takes the arguments in the path, then the request document if there is one, then the query, then options.",
    "Links lead to Globus's documentation of the call.",
    "",
    "## Methods",
    "",
    ...groupsOfCalls.flatMap((group) => [table(group, declared), ""]),
    ...additions(declared),
    "## Deliberate differences",
    "",
    ...[...new Set(deliberate.map(({ reason }) => reason))].map((reason) => `- ${reason}`),
    "",
    "## What a success is",
    "",
    "A success is held to what its call promises: a document, or a page with its list. Nothing that Globus has on record answers with",
    "nothing: neither the recorded replies of its SDK nor its OpenAPI documents. Of these calls the SDK has no reply, so that a",
    `document (or the page that Globus documents) is assumed: ${ASSUMED.map((name) => `\`${name}\``).join(", ")}.`,
    "",
    "## Left out",
    "",
    ...leftOut(),
    "",
  ].join("\n");
}

/** Whether the file says what the table says. */
export async function isFresh() {
  const found = await readFile(FILE, "utf8").catch(() => "");
  return found === (await coverage());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(FILE, await coverage());
  console.log(`Wrote ${fileURLToPath(FILE)}`);
}
