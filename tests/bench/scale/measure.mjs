// What the processes of this bench measure with, and how they answer.
import { setImmediate as turn } from "node:timers/promises";

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const ID = "01234567-89ab-4cde-8f01-23456789abcd";

/** The package's WebAssembly memory, which it shows nobody: taken where the instance is made. */
let memory;

/** Imports the package, keeping an eye on its memory. */
export async function load() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      memory = this.exports.memory;
    }
  };
  const { ServiceAccount } = await import("globus-service-account");
  WebAssembly.Instance = Instance;
  if (memory === undefined) throw new Error("the package's memory was not found");
  return ServiceAccount;
}

/** Frees what nobody holds, what waits for finalizers included. */
export async function collect() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await turn();
  }
}

/** Bytes in use after a collection: JavaScript's, what lies outside its heap, and WebAssembly's. */
export async function inUse() {
  await collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external, wasm: memory?.buffer.byteLength ?? 0 };
}

/** The most bytes that this process has had, at any time. */
export const peak = () => process.resourceUsage().maxRSS * KIB;

/** What a `fetch` of a bench's own answers: tokens to whom asks for them, and what `answer` gives to everybody else. */
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

/** Ends a process of this bench with what it found. */
export async function report(found) {
  await new Promise((sent) => process.send(found, sent));
  process.exit();
}
