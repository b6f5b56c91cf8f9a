import * as glue from "../core/globus_service_account_bg.js";
import { setRuntime } from "../core/runtime.js";
import { guarded } from "../core/traps.js";
// Written by the build: the JavaScript modules that the module names.
import imports from "./imports.js";

/**
 * Brings the package to life; every entry calls it once, before anything else can.
 *
 * A plain `WebAssembly.Instance` and not the generated loader: that one tests `module instanceof WebAssembly.Module`,
 * which fails where the module comes from another realm (edge functions).
 *
 * @param {WebAssembly.Module} module
 * @param {{ isolates: boolean, waitUntil?: (promise: Promise<unknown>) => void }} runtime `isolates`: one instance serves
 *   requests that must not wait on each other's promises. `waitUntil` keeps a promise going after the response, and
 *   throws where there is no request to do so for.
 */
export default function start(module, runtime) {
  setRuntime(runtime);
  const { exports } = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(guarded(exports));
  exports.__wbindgen_start();
}
