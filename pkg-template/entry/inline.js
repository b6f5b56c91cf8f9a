// The entry for all runtimes without an entry of their own. The module is part of the file, so a bundler cannot lose it
// and no permission to read a file is needed. It is compiled synchronously, so no `await` is needed.
import base64 from "./core.wasm";
import start from "./glue.js";

/** Decodes Base64. `atob` exists everywhere and needs some milliseconds; the other two functions need less than one. */
function decode(text) {
  if (typeof Buffer === "function") return Buffer.from(text, "base64");
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

// A bundler without the conditions for Workers or edge functions uses this file there too. Then there is no
// `waitUntil`.
const isolates = globalThis.navigator?.userAgent === "Cloudflare-Workers" || typeof EdgeRuntime === "string";

/** Compiles the module. A runtime's own error would name neither the package nor a remedy. */
function compileModule() {
  try {
    return new WebAssembly.Module(decode(base64));
  } catch (cause) {
    const remedy =
      typeof WebAssembly === "undefined"
        ? "which this runtime does not have: start Node.js without --jitless"
        : "which this runtime refuses to compile: bundle for it with its condition (workerd, edge-light), or allow 'wasm-unsafe-eval' in the Content-Security-Policy";
    throw new Error(`globus-service-account needs WebAssembly, ${remedy}`, { cause });
  }
}

start(compileModule(), { isolates });

export * from "./glue.js";
