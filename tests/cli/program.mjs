// Starts the program. Checks after every run that its output contains no secret and no token.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { assert } from "chai";
import { SECRET } from "./stage.mjs";

/** An access token of FakeGlobus. */
const TOKEN = /Ag[A-Za-z0-9]{84}/;

/** @param {string[]} command The program and first arguments that start the command line on a runtime. */
export function makeRunners(command, { stage, installed }) {
  const { clientId } = stage.client;
  const credentials = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: SECRET };
  const { PATH, HOME } = process.env;
  const baseEnv = { PATH, HOME, TZ: "UTC", ...stage.server.env };

  function checkNoSecrets(text, reveals) {
    const secrets = [SECRET, btoa(`${clientId}:${SECRET}`), encodeURIComponent(SECRET)];
    assert.deepEqual(secrets.filter((secret) => text.includes(secret)), []);
    if (!reveals) assert.notMatch(text, TOKEN);
  }

  /** Starts a process. `waitForOutput(pattern)` waits until stdout and stderr, joined, match the pattern. */
  function startProcess([name, ...args], { env = credentials, reveals = false, input = "ignore" } = {}) {
    const child = spawn(name, args, {
      cwd: installed.folder,
      env: { ...baseEnv, ...env },
      stdio: [input, "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    const checks = new Set();
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        output[stream] += text;
        for (const check of checks) check();
      });
    }
    const ended = once(child, "close").then(([code, signal]) => {
      checkNoSecrets(output.stdout + output.stderr, reveals);
      return { code, signal, ...output };
    });
    const waitForOutput = (pattern) =>
      Promise.race([
        new Promise((resolve) => {
          const check = () => pattern.test(output.stdout + output.stderr) && (checks.delete(check), resolve());
          checks.add(check);
          check();
        }),
        ended.then((result) =>
          Promise.reject(new Error(`the process ended without printing ${pattern}: ${JSON.stringify(result)}`)),
        ),
      ]);
    return { child, ended, waitForOutput };
  }

  const startProgram = (args, options) => startProcess([...command, ...args], options);
  /** Starts the program and waits until it has ended. */
  const runProgram = (args, options) => startProgram(args, options).ended;
  const runShell = (script, options) => startProcess(["sh", "-c", script], options).ended;
  const quote = (args) => args.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const quoteCommand = (...args) => quote([...command, ...args]);

  /** Starts the program on a pseudo-terminal, by `script` of util-linux. A test types by writing to `child.stdin`. */
  const startOnTerminal = (args, { columns = 80, ...options } = {}) =>
    startProcess(
      ["script", "-qfec", `stty cols ${columns} rows 24 -echo; exec ${quoteCommand(...args)}`, "/dev/null"],
      { input: "pipe", ...options, env: { TERM: "xterm", ...credentials, ...options.env } },
    );

  return { credentials, startProgram, runProgram, runShell, quoteCommand, startOnTerminal };
}
