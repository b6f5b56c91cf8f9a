// Measurements for the processes of this bench, and the report of their results.
import { setImmediate as turn } from "node:timers/promises";

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const ID = "01234567-89ab-4cde-8f01-23456789abcd";

/** The package's WebAssembly memory. The package does not export it, so `load` takes it from the instance. */
let memory;

/** Imports the package and records its memory. */
export async function load() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...args) {
      super(...args);
      memory = this.exports.memory;
    }
  };
  const { ServiceAccount } = await import("globus-service-account");
  WebAssembly.Instance = Instance;
  if (memory === undefined) throw new Error("the package's memory was not found");
  return ServiceAccount;
}

/** Collects garbage, including objects that wait for finalizers. */
export async function collect() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await turn();
  }
}

/** Returns the bytes in use after a garbage collection: of the JavaScript heap, outside it, and of WebAssembly. */
export async function inUse() {
  await collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external, wasm: memory?.buffer.byteLength ?? 0 };
}

/** Returns the maximum resident memory of this process since its start, in bytes. */
export const peak = () => process.resourceUsage().maxRSS * KIB;

/** Returns a `fetch` that answers requests for tokens itself and passes all others to `answer`. */
export const stub =
  (answer) =>
  async (url, init) => {
    if (!url.endsWith("/v2/oauth2/token")) return answer(new URL(url), init);
    const scope = new URLSearchParams(init.body).get("scope");
    const server = /scope:([^:]+):/.exec(scope)?.[1] ?? "flows.globus.org";
    return Response.json({
      access_token: "token",
      expires_in: 172_800,
      other_tokens: [],
      resource_server: server,
      scope,
      token_type: "Bearer",
    });
  };

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** Sends the result of this process to the bench, and ends the process. */
export async function report(result) {
  await new Promise((sent) => process.send(result, sent));
  process.exit();
}
