import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { environment, temporaryHome } from "../../../upstream/python.mjs";
import { SECRET, dialect, secretsOf } from "./globus.mjs";

const script = fileURLToPath(new URL("python.py", import.meta.url));

/** An exception of the Python process, with its printed forms. */
class PythonError extends Error {
  constructor({ error, rendered }) {
    super(error);
    this.rendered = rendered;
  }
}

/** @param {string} bin the folder of the Python environment's commands */
export default async function python(bin) {
  const home = await temporaryHome();
  const child = spawn(join(bin, "python"), [script], {
    env: environment({ env: {}, home: home.path }),
    cwd: home.path,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const pending = new Map();
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const hello = new Promise((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line)));
    child.on("error", reject);
    ended.then(() => {
      const error = new Error("Python has ended");
      reject(error);
      for (const { reject } of pending.values()) reject(error);
    });
  });
  const { version, python } = await hello;
  lines.on("line", (line) => {
    const { number, ...reply } = JSON.parse(line);
    const { resolve, reject } = pending.get(number);
    pending.delete(number);
    if (reply.error) reject(new PythonError(reply));
    else resolve(reply.value);
  });
  let lastNumber = 0;
  const request = (operation, args) =>
    new Promise((resolve, reject) => {
      const number = ++lastNumber;
      pending.set(number, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ number, operation, arguments: args })}\n`);
    });

  let offsetMs = 0;
  return {
    name: "globus-sdk (Python)",
    version,
    setup:
      `\`ClientApp\` in Python ${python}, a thread for each call, an empty home directory; \`GLOBUS_SDK_SERVICE_URL_AUTH\` ` +
      "names the local server. Tokens are in the default JSON file unless the table names another storage. A call does " +
      "what a `TransferClient` does before a request: `get_authorizer(…).get_authorization_header()`. E6 also with a " +
      "login client of `RequestsTransport(http_timeout=2)` and `RetryConfig(max_retries=0)`. E7 prints `repr()`, and " +
      "`vars()` to any depth, as `inspect` does for the others. E8: by default each client id has its own file; here " +
      "both accounts share one file and one namespace, although namespaces exist to separate apps.",
    dialect,
    callers: 20,
    stores: [undefined, "memory", "sqlite"],
    lifetime: { seconds: 7200 },
    windows: [{ secondsLeft: 30 }],
    timeoutOption: "`http_timeout`",
    sharedStorage: "one `JSONTokenStorage` file",
    newStorage: () => `${randomUUID()}.json`,
    moveForward: (ms) => request("set_offset", { ms: (offsetMs += ms) }),
    reset: () => request("set_offset", { ms: (offsetMs = 0) }),
    render: (thing) => thing.rendered ?? request("render", { handle: thing.handle }),

    create({ url, id = randomUUID(), secret = SECRET, store, storage, timeout }) {
      const handle = randomUUID();
      const options = { handle, url, id, secret, name: `bench ${handle}`, storage: store, file: storage, timeout };
      const created = request("create", options);
      return {
        id,
        client: { handle },
        secrets: secretsOf(id, secret),
        getToken: () => created.then(() => request("get", { handle })),
      };
    },
    async close() {
      // Threads that hang would keep the process running.
      child.kill("SIGKILL");
      await ended;
      await home.remove();
    },
  };
}
