import * as glue from "../core/globus_service_account_bg.js";
import { setRuntime } from "../core/runtime.js";
import { guardExports } from "../core/traps.js";
// Written by the build: the JavaScript functions that the WebAssembly module imports.
import imports from "./imports.js";

/**
 * Starts the package. Every entry calls it once, before any other function.
 *
 * It uses `WebAssembly.Instance` and not the generated loader, which checks `module instanceof WebAssembly.Module`.
 * That check fails for a module from another realm (edge functions).
 *
 * @param {WebAssembly.Module} module
 * @param {{ isolates: boolean, waitUntil?: (promise: Promise<unknown>) => void }} runtime `isolates`: whether one
 *   instance serves several requests, none of which may await a promise of another. `waitUntil` keeps the current
 *   request alive after its response until the promise has settled, and throws outside a request.
 */
export default function start(module, runtime) {
  setRuntime(runtime);
  const { exports } = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(guardExports(exports));
  exports.__wbindgen_start();
}
