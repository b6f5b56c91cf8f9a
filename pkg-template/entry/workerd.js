// A namespace import: a named import of something that an older compatibility date lacks would not link.
import * as workers from "cloudflare:workers";
import module from "./core.wasm";
import start from "./glue.js";

start(module, { isolates: true, waitUntil: workers.waitUntil });

export * from "./glue.js";
