// Makes the calls with Globus's Python SDK.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, temporaryHome } from "../python.mjs";
import { everyCall, pythonArgs } from "./calls.mjs";

const PROGRAM = fileURLToPath(new URL("compat.py", import.meta.url));

/**
 * @typedef {object} Official
 * @property {string} version
 * @property {Record<string, { outcome: string, arguments: string }>} results
 * @property {Record<string, Record<string, string[]>>} clients the parameters of every method of every client class
 * @property {string[]} paginated the methods that Python also has in pages
 * @property {Record<string, { parameters: string[], steps: string[] }>} payloads
 *
 * @param {string} bin
 * @param {import("./calls.mjs").Group[]} groups
 * @param {{ clientId: string, clientSecret: string, urls: Record<string, string> }} connection
 * @returns {Promise<Official>}
 */
export async function callOfficial(bin, groups, connection) {
  const calls = [...everyCall(groups)].map(({ group, row, call, key }) => ({
    key,
    client: group.client,
    flow: call.flow,
    pages: call.pages,
    method: row.python,
    ...pythonArgs(row, call),
  }));
  const home = await temporaryHome();
  try {
    const input = JSON.stringify({ ...connection, calls });
    const { status, stdout, stderr } = await run(join(bin, "python"), [PROGRAM], { env: {}, home: home.path, input });
    if (status !== 0) throw new Error(`compat.py failed\n${stderr}`);
    return JSON.parse(stdout);
  } finally {
    await home.remove();
  }
}
