// Ten broken networks on every runtime that has sockets: prints what an error says and advises, and what doctor says of it.
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assert } from "chai";
import { tool } from "../packed/installed.mjs";
import { run, summary } from "../suite/harness.mjs";
import { SITUATIONS } from "./situations.mjs";

const SECRET = "c2VjcmV0IG9mIGEgYnJva2VuIG5ldHdvcmsuIE5vIG8=";
const caller = fileURLToPath(new URL("caller.mjs", import.meta.url));
const RUNTIMES = {
  node: [process.execPath],
  deno: [tool("deno"), "run", "--no-lock", "--node-modules-dir=manual", "--allow-all"],
  bun: [tool("bun")],
};

/** Runs the program with these variables and no others: what this machine's own network wants is not meant. */
async function called([program, ...args], { url, env }) {
  const variables = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GLOBUS_CLIENT_ID: "01234567-89ab-4cde-8f01-23456789abcd",
    GLOBUS_CLIENT_SECRET: SECRET,
    GLOBUS_SDK_SERVICE_URL_AUTH: url,
    ...env,
  };
  const { stdout, stderr } = await promisify(execFile)(program, [...args, caller], { env: variables });
  return { ...JSON.parse(stdout), all: stdout + stderr };
}

const indented = (text) => text.replace(/^/gm, "    ");

function register(test) {
  for (const { name, make, cause, says, advises, causes = {} } of SITUATIONS) {
    for (const [runtime, command] of Object.entries(RUNTIMES)) {
      test(`network: ${name} on ${runtime}`, async () => {
        const made = await make();
        const { error, checks, all } = await called(command, made).finally(() => made.close?.());
        const [network, credentials] = checks;
        const steps = error.steps.map(({ who, text }) => `- ${who}: ${text}`).join("\n");
        if (runtime === "node" || process.argv[3] === "all") {
          console.log(`${name} (${runtime})\n${indented(`${error.message}\n${error.advice}\n${steps}`)}`);
          console.log(indented(`doctor: ${network.check} ${network.status} (${network.code}): ${network.summary}\n`));
        }
        for (const secret of [SECRET, btoa(`01234567-89ab-4cde-8f01-23456789abcd:${SECRET}`)]) assert.notInclude(all, secret);
        assert.notInclude(`${error.message}${error.advice}`, "hidden-password");
        assert.match(error.message, says);
        assert.equal(error.method, "POST");
        assert.equal(error.url, `${made.url}/v2/oauth2/token`);
        assert.deepInclude(network, { check: "network", status: "failed" });
        assert.match(network.code, causes[runtime] ?? new RegExp(`^${cause}$`));
        assert.deepInclude(credentials, { check: "credentials", status: "skipped" });
        assert.isNotEmpty(error.steps);
        assert.deepEqual(network.steps, error.steps);
        if (network.code === cause) for (const words of advises) assert.include(error.advice, words);
        assert.notMatch(error.advice, /[{}]|undefined|hidden-password/);
      });
    }
  }
}

const counts = await run([register], {}, { filter: process.argv[2] });
console.log(summary(counts));
process.exit(counts.failed ? 1 : 0);
