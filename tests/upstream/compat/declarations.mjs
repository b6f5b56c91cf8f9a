// What the package's type declarations say about each method: a sentence, and where Globus documents the call.
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

/** Calls with more than one form, or with types of the caller's, are declared in an interface beside the class. */
function* methodsOf(text, name) {
  const found = new Set();
  const bodies = text.split(new RegExp(`^export (?:class|interface) ${name} \\{$`, "m")).slice(1);
  for (const [, comment, method] of bodies.flatMap((body) => [...body.split("\n}")[0].matchAll(METHOD)])) {
    if (found.has(method)) continue;
    found.add(method);
    const about = comment.replaceAll(/^\s*\* ?/gm, "").trim();
    const sentence = about.split(/(?<=\.)\s/)[0].replaceAll("\n", " ");
    yield { name: method, sentence, link: about.match(/https:\/\/\S+$/m)?.[0] };
  }
}
