// For everything without an entry of its own. The bytes are part of the file, so there is no asset that a bundler could
// lose and no permission to ask for; starting in place, they need no `await`.
import base64 from "./core.wasm";
import start from "./glue.js";

/** `atob` is everywhere and takes milliseconds; the other two take none. */
function decode(text) {
  if (typeof Buffer === "function") return Buffer.from(text, "base64");
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

// A bundler that knows nothing of Workers or edge functions still brings this file there. It finds no `waitUntil`.
const isolates = globalThis.navigator?.userAgent === "Cloudflare-Workers" || typeof EdgeRuntime === "string";

/** Compiles the module. Where a runtime cannot, its own words name neither the package nor a remedy. */
function compiled() {
  try {
    return new WebAssembly.Module(decode(base64));
  } catch (cause) {
    const remedy =
      typeof WebAssembly === "undefined"
        ? "which this runtime does not have: start Node.js without --jitless"
        : "which this runtime refuses to compile: bundle for it with its condition (workerd, edge-light), or allow 'wasm-unsafe-eval' in the Content-Security-Policy";
    throw new Error(`globus-service-account is made of WebAssembly, ${remedy}`, { cause });
  }
}

start(compiled(), { isolates });

export * from "./glue.js";
