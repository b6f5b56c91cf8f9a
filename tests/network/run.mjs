// Ten networks with one fault each, on every runtime that has sockets. Prints the message and the advice of the error,
// and doctor's check of the network.
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assert } from "chai";
import { tool } from "../packed/installed.mjs";
import { run, summary } from "../suite/harness.mjs";
import { SITUATIONS } from "./situations.mjs";

const SECRET = "c2VjcmV0IG9mIGEgYnJva2VuIG5ldHdvcmsuIE5vIG8=";
const callerPath = fileURLToPath(new URL("caller.mjs", import.meta.url));
const RUNTIMES = {
  node: [process.execPath],
  deno: [tool("deno"), "run", "--no-lock", "--node-modules-dir=manual", "--allow-all"],
  bun: [tool("bun")],
};

/** Runs the program with these variables only: proxy settings of this machine must not change the result. */
async function runCaller([program, ...args], { url, env }) {
  const variables = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GLOBUS_CLIENT_ID: "01234567-89ab-4cde-8f01-23456789abcd",
    GLOBUS_CLIENT_SECRET: SECRET,
    GLOBUS_SDK_SERVICE_URL_AUTH: url,
    ...env,
  };
  const { stdout, stderr } = await promisify(execFile)(program, [...args, callerPath], { env: variables });
  return { ...JSON.parse(stdout), output: stdout + stderr };
}

const indent = (text) => text.replace(/^/gm, "    ");

function register(test) {
  for (const { name, make, code, message, advice, codes = {} } of SITUATIONS) {
    for (const [runtime, command] of Object.entries(RUNTIMES)) {
      test(`network: ${name} on ${runtime}`, async () => {
        const network = await make();
        const { error, checks, output } = await runCaller(command, network).finally(() => network.close?.());
        const [networkCheck, credentialsCheck] = checks;
        const steps = error.steps.map(({ who, text }) => `- ${who}: ${text}`).join("\n");
        if (runtime === "node" || process.argv[3] === "all") {
          console.log(`${name} (${runtime})\n${indent(`${error.message}\n${error.advice}\n${steps}`)}`);
          console.log(indent(`doctor: ${networkCheck.check} ${networkCheck.status} (${networkCheck.code}): ${networkCheck.summary}\n`));
        }
        for (const secret of [SECRET, btoa(`01234567-89ab-4cde-8f01-23456789abcd:${SECRET}`)]) assert.notInclude(output, secret);
        assert.notInclude(`${error.message}${error.advice}`, "hidden-password");
        assert.match(error.message, message);
        assert.equal(error.method, "POST");
        assert.equal(error.url, `${network.url}/v2/oauth2/token`);
        assert.deepInclude(networkCheck, { check: "network", status: "failed" });
        assert.match(networkCheck.code, codes[runtime] ?? new RegExp(`^${code}$`));
        assert.deepInclude(credentialsCheck, { check: "credentials", status: "skipped" });
        assert.isNotEmpty(error.steps);
        assert.deepEqual(networkCheck.steps, error.steps);
        if (networkCheck.code === code) for (const words of advice) assert.include(error.advice, words);
        assert.notMatch(error.advice, /[{}]|undefined|hidden-password/);
      });
    }
  }
}

const counts = await run([register], {}, { filter: process.argv[2] });
console.log(summary(counts));
process.exit(counts.failed ? 1 : 0);
