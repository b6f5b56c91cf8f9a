// Everything that can be imported from the package: where its types are, and what is there when it runs.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A module that only workerd can import, with a class in the place of workerd's own. */
async function elsewhere(path) {
  const outfile = here("../../target/api/elsewhere.mjs");
  const contents = "export class DurableObject {}";
  const workers = {
    name: "workers",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^cloudflare:workers$/ }, () => ({ path: "workers", namespace: "workers" }));
      onLoad({ filter: /.*/, namespace: "workers" }, () => ({ contents }));
    },
  };
  await build({ entryPoints: [here(`../../pkg/${path}`)], bundle: true, format: "esm", outfile, plugins: [workers], logLevel: "silent" });
  return import(pathToFileURL(outfile));
}

const adapter = (name) => ({
  name: `storage-${name}`,
  types: `storage/${name}.d.ts`,
  load: () => import(`globus-service-account/storage/${name}`),
});

export const entries = [
  { name: "index", types: "index.d.ts", load: () => import("globus-service-account") },
  { name: "testing", types: "testing/index.d.ts", load: () => import("globus-service-account/testing") },
  ...["cloudflare-kv", "file", "keyv", "redis"].map(adapter),
  { ...adapter("durable-object"), load: () => elsewhere("storage/durable-object.js") },
];
