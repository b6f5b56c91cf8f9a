import module from "./core.wasm?module";
import start from "./glue.js";

// The context belongs to the current request, so it is read at each call. Outside a request this throws, as `start`
// expects.
const waitUntil = (promise) => globalThis[Symbol.for("@vercel/request-context")].get().waitUntil(promise);

start(module, { isolates: true, waitUntil });

export * from "./glue.js";
