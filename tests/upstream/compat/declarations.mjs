// Reads the package's type declarations: the first sentence about each method, and the link to Globus's documentation
// of the call.
import { readFile } from "node:fs/promises";

const FILE = new URL("index.d.ts", import.meta.resolve("globus-service-account"));

/** The classes of the getters. @type {Record<string, string>} */
const CLASSES = {
  auth: "AuthClient",
  transfer: "TransferClient",
  groups: "GroupsClient",
  search: "SearchClient",
  flows: "FlowsClient",
  timers: "TimersClient",
  computeV2: "ComputeV2Client",
  computeV3: "ComputeV3Client",
  gcs: "GcsClient",
};

const METHOD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)(?:<[^(]*>)?\(/g;

/**
 * @typedef {{ name: string, sentence: string, link: string | undefined }} Declared
 * @returns {Promise<Map<string, Declared[]>>} by getter
 */
export async function declaredMethods() {
  const text = await readFile(FILE, "utf8");
  return new Map(Object.entries(CLASSES).map(([service, name]) => [service, [...methodsOf(text, name)]]));
}

/**
 * Yields the methods of a class. Methods with several forms or with type parameters are declared in an interface of the
 * same name.
 */
function* methodsOf(text, name) {
  const names = new Set();
  const bodies = text.split(new RegExp(`^export (?:class|interface) ${name} \\{$`, "m")).slice(1);
  for (const [, comment, method] of bodies.flatMap((body) => [...body.split("\n}")[0].matchAll(METHOD)])) {
    if (names.has(method)) continue;
    names.add(method);
    const description = comment.replaceAll(/^\s*\* ?/gm, "").trim();
    const sentence = description.split(/(?<=\.)\s/)[0].replaceAll("\n", " ");
    yield { name: method, sentence, link: description.match(/https:\/\/\S+$/m)?.[0] };
  }
}
