import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles a worker as wrangler does and starts it. `output.text` is workerd's log, `url` its address. */
export async function start(script, options) {
  const { outputFiles } = await build({
    entryPoints: [resolvePath(script)],
    outfile: "worker.mjs",
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["cloudflare:*", "node:*", "*.wasm"],
    logLevel: "silent",
  });
  const wasm = readFileSync(resolvePath("../node_modules/globus-service-account/core.wasm"));
  const output = { text: "" };
  const miniflare = new Miniflare({
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: outputFiles[0].text },
      { type: "CompiledWasm", path: "core.wasm", contents: wasm },
    ],
    compatibilityDate: "2026-07-01",
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.on("data", (chunk) => (output.text += chunk));
    },
    verbose: true,
    ...options,
  });
  const { href: url } = await miniflare.ready;
  return {
    output,
    url,
    get: (path) => miniflare.dispatchFetch(`http://localhost${path}`),
    dispose: () => miniflare.dispose(),
  };
}
