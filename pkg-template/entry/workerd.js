// A namespace import, because a named import that an older compatibility date does not export would fail to link.
import * as workers from "cloudflare:workers";
import module from "./core.wasm";
import start from "./glue.js";

start(module, { isolates: true, waitUntil: workers.waitUntil });

export * from "./glue.js";
