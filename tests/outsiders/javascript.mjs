// Globus's SDK for JavaScript, told by its own variables where the services are: it drops the path of such a URL, so these
// are the origins. What it does is what tests/upstream has it do by a `fetch` of ours.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "../upstream/python.mjs";

const script = fileURLToPath(new URL("javascript-by-variables.mjs", import.meta.url));

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("@globus/sdk: every request it knows, by its own variables", async ({ home, drove }) => {
    // In a process of its own, because it is the process's environment that the SDK reads.
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env: environment({ env: {}, home }) });
    for (const [service, functions] of Object.entries(JSON.parse(stdout))) {
      drove("@globus/sdk by its own variables", `functions of ${service}`, functions);
    }
  });
}
