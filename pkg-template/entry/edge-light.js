import module from "./core.wasm?module";
import start from "./glue.js";

// The context belongs to the request at hand, so it is looked up at each call; without one this throws, as it should.
const waitUntil = (promise) => globalThis[Symbol.for("@vercel/request-context")].get().waitUntil(promise);

start(module, { isolates: true, waitUntil });

export * from "./glue.js";
