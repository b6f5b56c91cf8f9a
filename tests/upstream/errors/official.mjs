// Reads error bodies with Globus's Python SDK.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, temporaryHome } from "../python.mjs";

const PROGRAM = fileURLToPath(new URL("read.py", import.meta.url));

/** The SDK's error class of each service. */
export const READERS = {
  auth: "AuthAPIError",
  grant: "AuthAPIError",
  transfer: "TransferAPIError",
  groups: "GroupsAPIError",
  search: "SearchAPIError",
  flows: "FlowsAPIError",
  timers: "TimersAPIError",
  computeV2: "ComputeAPIError",
  computeV3: "ComputeAPIError",
  gcs: "GCSAPIError",
};

/**
 * @typedef {object} Gare
 * @property {string} code
 * @property {Record<string, unknown>} authorization_parameters
 *
 * @typedef {object} OfficialReading  a part is missing if `fails` has the reason
 * @property {Record<string, string>} fails  the reasons by part; `all` if the SDK could not make an error
 * @property {string | null} [code]
 * @property {string[]} [messages]
 * @property {string | null} [requestId]
 * @property {unknown} [json] the body, if the SDK read it as JSON
 * @property {string[]} [consents]
 * @property {Record<string, unknown> | null} [parameters]
 * @property {Gare | null} [gare]
 * @property {Gare[]} [gares]
 */

/**
 * @param {string} bin
 * @param {readonly import("./bodies.mjs").Case[]} cases
 * @returns {Promise<OfficialReading[]>} the reading of each body by the class of its service
 */
export async function readOfficially(bin, cases) {
  const inputs = cases.map(({ service, status, headers, body }) => ({
    status,
    headers,
    body,
    reader: READERS[service],
  }));
  const home = await temporaryHome();
  try {
    const options = { env: {}, home: home.path, input: JSON.stringify(inputs) };
    const { status, stdout, stderr } = await run(join(bin, "python"), [PROGRAM], options);
    if (status !== 0) throw new Error(`read.py failed\n${stderr}`);
    return JSON.parse(stdout);
  } finally {
    await home.remove();
  }
}
