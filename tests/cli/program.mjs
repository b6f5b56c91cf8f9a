// Starting the program, and what every run of it has to keep to: no secret and no token comes out of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { assert } from "chai";
import { SECRET } from "./stage.mjs";

/** As the fake makes them. */
const TOKEN = /Ag[A-Za-z0-9]{84}/;

/** @param {string[]} command what starts the program on a runtime */
export function programs(command, { stage, installed }) {
  const { clientId } = stage.client;
  const credentials = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: SECRET };
  const { PATH, HOME } = process.env;
  const base = { PATH, HOME, TZ: "UTC", ...stage.server.env };

  function checkSecrecy(text, reveals) {
    const canaries = [SECRET, btoa(`${clientId}:${SECRET}`), encodeURIComponent(SECRET)];
    assert.deepEqual(canaries.filter((canary) => text.includes(canary)), []);
    if (!reveals) assert.notMatch(text, TOKEN);
  }

  /** Starts a program. `said(pattern)` waits until either stream has said that. */
  function start([name, ...args], { env = credentials, reveals = false, input = "ignore" } = {}) {
    const child = spawn(name, args, { cwd: installed.folder, env: { ...base, ...env }, stdio: [input, "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    const waiting = new Set();
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        output[stream] += text;
        for (const look of waiting) look();
      });
    }
    const ended = once(child, "close").then(([code, signal]) => {
      checkSecrecy(output.stdout + output.stderr, reveals);
      return { code, signal, ...output };
    });
    const said = (pattern) =>
      Promise.race([
        new Promise((resolve) => {
          const look = () => pattern.test(output.stdout + output.stderr) && (waiting.delete(look), resolve());
          waiting.add(look);
          look();
        }),
        ended.then((end) => Promise.reject(new Error(`it ended without saying ${pattern}: ${JSON.stringify(end)}`))),
      ]);
    return { child, ended, said };
  }

  const begin = (args, options) => start([...command, ...args], options);
  /** Runs it to its end. */
  const program = (args, options) => begin(args, options).ended;
  const shell = (script, options) => start(["sh", "-c", script], options).ended;
  const quoted = (args) => args.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const commandLine = (...args) => quoted([...command, ...args]);

  /** Begins it on a pseudo-terminal, with the `script` of util-linux; what is typed is written to `child.stdin`. */
  const onTerminal = (args, { columns = 80, ...options } = {}) =>
    start(["script", "-qfec", `stty cols ${columns} rows 24 -echo; exec ${commandLine(...args)}`, "/dev/null"], {
      input: "pipe",
      ...options,
      env: { TERM: "xterm", ...credentials, ...options.env },
    });

  return { credentials, begin, program, shell, commandLine, onTerminal };
}
