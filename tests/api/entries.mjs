// All entry points of the package: the path of the declarations, and a function that imports the module.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Imports a module that only workerd can import. A class of this file replaces that of `cloudflare:workers`. */
async function importForWorkerd(path) {
  const outfile = resolvePath("../../target/api/workerd.mjs");
  const contents = "export class DurableObject {}";
  const workers = {
    name: "workers",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^cloudflare:workers$/ }, () => ({ path: "workers", namespace: "workers" }));
      onLoad({ filter: /.*/, namespace: "workers" }, () => ({ contents }));
    },
  };
  const entryPoints = [resolvePath(`../../pkg/${path}`)];
  await build({ entryPoints, bundle: true, format: "esm", outfile, plugins: [workers], logLevel: "silent" });
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
  { ...adapter("durable-object"), load: () => importForWorkerd("storage/durable-object.js") },
];
