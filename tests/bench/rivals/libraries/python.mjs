import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { environment, temporaryHome } from "../../../upstream/python.mjs";
import { SECRET, dialect, secretsOf } from "./globus.mjs";

const script = fileURLToPath(new URL("python.py", import.meta.url));

/** An exception there: what it looks like came along with it. */
class PythonError extends Error {
  constructor({ error, shown }) {
    super(error);
    this.shown = shown;
  }
}

/** @param {string} bin where the commands of the Python environment are */
export default async function python(bin) {
  const home = await temporaryHome();
  const child = spawn(join(bin, "python"), [script], {
    env: environment({ env: {}, home: home.path }),
    cwd: home.path,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map();
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const hello = new Promise((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line)));
    child.on("error", reject);
    ended.then(() => {
      const error = new Error("Python has ended");
      reject(error);
      for (const { reject } of waiting.values()) reject(error);
    });
  });
  const { version, python } = await hello;
  lines.on("line", (line) => {
    const { number, ...reply } = JSON.parse(line);
    const { resolve, reject } = waiting.get(number);
    waiting.delete(number);
    if (reply.error) reject(new PythonError(reply));
    else resolve(reply.value);
  });
  let last = 0;
  const ask = (operation, args) =>
    new Promise((resolve, reject) => {
      const number = ++last;
      waiting.set(number, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ number, operation, arguments: args })}\n`);
    });

  let ahead = 0;
  return {
    name: "globus-sdk (Python)",
    version,
    setup:
      `\`ClientApp\` in Python ${python}, a thread for each call, a fresh home; \`GLOBUS_SDK_SERVICE_URL_AUTH\` ` +
      "names the local server. Tokens are in the default JSON file unless said otherwise. A call is what a " +
      "`TransferClient` does before a request: `get_authorizer(…).get_authorization_header()`. E6 also with a " +
      "login client of `RequestsTransport(http_timeout=2)` and `RetryConfig(max_retries=0)`. E7: `repr()`, and " +
      "`vars()` followed to the end, as `inspect` is for the others. E8: by default each client id has a file of " +
      "its own; what is shared here is one file in one namespace, and namespaces are there to keep apps apart.",
    dialect,
    callers: 20,
    stores: [undefined, "memory", "sqlite"],
    life: { seconds: 7200 },
    windows: [{ left: 30 }],
    limited: "`http_timeout`",
    shareable: "one `JSONTokenStorage` file",
    newStorage: () => `${randomUUID()}.json`,
    forward: (ms) => ask("forward", { ms: (ahead += ms) }),
    backToNow: () => ask("forward", { ms: (ahead = 0) }),
    shown: (thing) => thing.shown ?? ask("shown", { handle: thing.handle }),

    create({ url, id = randomUUID(), secret = SECRET, store, storage, timeout }) {
      const handle = randomUUID();
      const options = { handle, url, id, secret, name: `bench ${handle}`, storage: store, file: storage, timeout };
      const created = ask("create", options);
      return {
        id,
        client: { handle },
        secrets: secretsOf(id, secret),
        getToken: () => created.then(() => ask("get", { handle })),
      };
    },
    async close() {
      // Threads that hang would keep it.
      child.kill("SIGKILL");
      await ended;
      await home.remove();
    },
  };
}
