// Globus's SDK for JavaScript, with the URLs of services in its own environment variables. The SDK drops the path of
// such a URL, so the variables contain origins. The scenarios are those of tests/upstream, where the SDK uses the
// fake's `fetch`.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "../upstream/python.mjs";

const script = fileURLToPath(new URL("javascript-by-variables.mjs", import.meta.url));

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("@globus/sdk: every request of the SDK, with the services in its environment variables", async ({ home, recordUse }) => {
    // The SDK reads the environment of its process, so it runs in a separate one.
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env: environment({ env: {}, home }) });
    for (const [service, functions] of Object.entries(JSON.parse(stdout))) {
      recordUse("@globus/sdk with its environment variables", `functions of ${service}`, functions);
    }
  });
}
