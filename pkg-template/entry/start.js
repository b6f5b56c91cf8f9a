import * as errors from "../core/errors.js";
import * as glue from "../core/globus_service_account_bg.js";
import * as paged from "../core/paged.js";
import * as runtime from "../core/runtime.js";

// Every module that Rust names: it imports through the glue what needs translation, and straight from the module what
// does not, as the compiler sees fit.
const imports = {
  "./errors.js": errors,
  "./globus_service_account_bg.js": glue,
  "./paged.js": paged,
  "./runtime.js": runtime,
};

/**
 * Brings the package to life; every entry calls it once, before anything else can.
 *
 * A plain `WebAssembly.Instance` and not the generated loader: that one tests `module instanceof WebAssembly.Module`,
 * which fails where the module comes from another realm (edge functions).
 *
 * @param {WebAssembly.Module} module
 * @param {{ isolates: boolean, waitUntil?: (promise: Promise<unknown>) => void }} found About the runtime. `isolates`:
 *   one instance serves requests that must not wait on each other's promises. `waitUntil` keeps a promise going after the
 *   response, and throws where there is no request to do so for.
 */
export default function start(module, found) {
  runtime.setRuntime(found);
  const { exports } = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}
