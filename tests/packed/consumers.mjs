// Small programs that use the package as users' projects do. None calls anything to start it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { run, tool } from "./installed.mjs";

const ID = "b87a8de7-c0a5-4c0a-9fe4-6a4e9a3a8d6a";
const OPTIONS = `{ clientId: "${ID}", clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=" }`;
const ACCOUNT = `new ServiceAccount(${OPTIONS}).clientId`;
const WITH_FAKE = `${ID} function`;
const WITH_ADAPTERS = "function cloudflareKV file keyv redis";

const MADE_OF = "globus-service-account needs WebAssembly, which this runtime";
const UNAVAILABLE = `${MADE_OF} does not have: start Node.js without --jitless`;
const REFUSED =
  `${MADE_OF} refuses to compile: bundle for it with its condition (workerd, edge-light), or allow 'wasm-unsafe-eval' in the ` +
  "Content-Security-Policy";

const SOURCES = {
  "esm.mjs": `
    import { ServiceAccount } from "globus-service-account";
    import { FakeGlobus } from "globus-service-account/testing";
    console.log(${ACCOUNT}, typeof FakeGlobus);`,
  "cjs.cjs": `
    const { ServiceAccount } = require("globus-service-account");
    const { FakeGlobus } = require("globus-service-account/testing");
    console.log(${ACCOUNT}, typeof FakeGlobus);`,
  "mixed.mjs": `
    import { createRequire } from "node:module";
    import { ServiceAccount } from "globus-service-account";
    import { FakeGlobus } from "globus-service-account/testing";
    const require = createRequire(import.meta.url);
    console.log(require("globus-service-account").ServiceAccount === ServiceAccount);
    console.log(require("globus-service-account/testing").FakeGlobus === FakeGlobus);`,
  "alone.mjs": `
    import { ServiceAccount } from "globus-service-account";
    console.log(${ACCOUNT});`,
  "storage.mjs": `
    import { cloudflareKV } from "globus-service-account/storage/cloudflare-kv";
    import { file } from "globus-service-account/storage/file";
    import { keyv } from "globus-service-account/storage/keyv";
    import { redis } from "globus-service-account/storage/redis";
    import { storageContract } from "globus-service-account/testing";
    console.log(typeof storageContract, [cloudflareKV, file, keyv, redis].map(({ name }) => name).join(" "));`,
  "storage.cjs": `
    const { cloudflareKV } = require("globus-service-account/storage/cloudflare-kv");
    const { file } = require("globus-service-account/storage/file");
    const { keyv } = require("globus-service-account/storage/keyv");
    const { redis } = require("globus-service-account/storage/redis");
    const { storageContract } = require("globus-service-account/testing");
    console.log(typeof storageContract, [cloudflareKV, file, keyv, redis].map(({ name }) => name).join(" "));`,
  // Of what a bundle cannot be imported for, whoever imports it is told.
  "told.mjs": `
    const [name, refusal] = process.argv.slice(2);
    if (refusal) WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError(refusal); } };
    const { createRequire } = await import("node:module");
    const load = { import: (name) => import(name), require: async (name) => createRequire(import.meta.url)(name) };
    await import("globus-service-account/testing");
    await load[name]("globus-service-account").catch(({ message, cause }) => console.log(message, "/", cause.name));`,
  "worker.mjs": `
    import { ServiceAccount } from "globus-service-account";
    export default { fetch: () => new Response(${ACCOUNT}) };`,
  // Half of it in CommonJS, as bundlers allow.
  "tokens.mjs": `
    import { env } from "cloudflare:workers";
    export { TokenStore } from "globus-service-account/storage/durable-object";
    const { durableObject } = require("globus-service-account/storage/durable-object");
    const storage = durableObject(env.TOKENS);
    export default {
      async fetch() {
        await storage.set("key", "${ID}", { expiresAt: Date.now() + 60_000, ttlSeconds: 60 });
        return new Response(await storage.get("key"));
      },
    };`,
  "types.mts": `
    import { ServiceAccount } from "globus-service-account";
    import { FakeGlobus } from "globus-service-account/testing";
    export const id: string = new ServiceAccount(${OPTIONS}).clientId;
    export const fake: typeof FakeGlobus = FakeGlobus;
    ${["cloudflare-kv", "durable-object", "file", "keyv", "redis"]
      .map((name) => `export * from "globus-service-account/storage/${name}";`).join("\n")}`,
  "types.cts": `
    import globus = require("globus-service-account");
    import testing = require("globus-service-account/testing");
    export const id: string = new globus.ServiceAccount(${OPTIONS}).clientId;
    export const fake: typeof testing.FakeGlobus = testing.FakeGlobus;
    import adapter = require("globus-service-account/storage/file");
    export const storage: globus.TokenStorage = adapter.file("tokens.json");
    import objects = require("globus-service-account/storage/durable-object");
    export const adapt: (target: objects.DurableObjectNamespaceLike) => globus.TokenStorage = objects.durableObject;`,
};

function write(source, { folder }) {
  const file = join(folder, source);
  writeFileSync(file, SOURCES[source]);
  return file;
}

/** A source, run on the installed package. */
const runs = (source, command, expected, ...given) => (installed) => {
  const [program, ...args] = [...command, write(source, installed), ...given];
  assert.equal(run(program, args, installed.folder), expected);
};

async function bundle(source, options, installed) {
  const outfile = join(installed.away, options.format === "cjs" ? "bundle.cjs" : "bundle.mjs");
  await build({ entryPoints: [write(source, installed)], outfile, bundle: true, logLevel: "silent", ...options });
  return outfile;
}

/** A source, bundled, then run in Node where there is no package. */
const bundles = (source, options, expected) => async (installed) => {
  const outfile = await bundle(source, options, installed);
  assert.equal(run(process.execPath, [outfile], installed.away), expected);
};

/** A worker, bundled as wrangler does, answering one request. */
const works = (source, conditions, compatibilityDate, more) => async (installed) => {
  const external = ["cloudflare:*"];
  const options = { format: "esm", conditions, external, loader: { ".wasm": "copy" }, assetNames: "[name]" };
  const script = readFileSync(await bundle(source, options, installed), "utf8");
  const modules = [
    { type: "ESModule", path: "worker.mjs", contents: script },
    { type: "CompiledWasm", path: "core.wasm", contents: readFileSync(join(installed.package, "core.wasm")) },
  ];
  const miniflare = new Miniflare({ modules, compatibilityDate, ...more });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/");
    assert.equal(await response.text(), ID);
  } finally {
    await miniflare.dispose();
  }
};

/** What an edge platform's bundler makes of `?module`. */
const moduleSuffix = {
  name: "?module",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?module", "")),
      namespace: "module",
    }));
    onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => ({
      contents: `export default new WebAssembly.Module(Buffer.from("${readFileSync(path, "base64")}", "base64"))`,
    }));
  },
};

/** A source, type-checked down to the package's own declarations. */
const compiles = (source, module, resolution) => (installed) => {
  const strict = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  const args = [...strict, "--module", module, "--moduleResolution", resolution, write(source, installed)];
  run(tool("tsc"), args, installed.folder);
};

const node = (...flags) => [process.execPath, ...flags];
const neutral = { platform: "neutral", mainFields: [] };

export const tests = [
  ["node, import", runs("esm.mjs", node(), WITH_FAKE)],
  ["node, require", runs("cjs.cjs", node(), WITH_FAKE)],
  ["node, require without require(esm)", runs("cjs.cjs", node("--no-experimental-require-module"), WITH_FAKE)],
  ["node, import and require share their classes", runs("mixed.mjs", node(), "true\ntrue")],
  ...["import", "require"].flatMap((name) => [
    [`node without WebAssembly, ${name}`, runs("told.mjs", node("--jitless"), `${UNAVAILABLE} / ReferenceError`, name)],
    [`a runtime that compiles no WebAssembly, ${name}`, runs("told.mjs", node(), `${REFUSED} / CompileError`, name, "not here")],
  ]),
  ["deno, without any permission", runs("esm.mjs", [tool("deno"), "run", "--no-lock", "--no-prompt"], WITH_FAKE)],
  ["bun, import", runs("esm.mjs", [tool("bun")], WITH_FAKE)],
  ["bun, require", runs("cjs.cjs", [tool("bun")], WITH_FAKE)],

  ["adapters, node, import", runs("storage.mjs", node(), WITH_ADAPTERS)],
  ["adapters, node, require", runs("storage.cjs", node(), WITH_ADAPTERS)],
  ["adapters, node, require without require(esm)",
    runs("storage.cjs", node("--no-experimental-require-module"), WITH_ADAPTERS)],
  ["adapters, deno, without any permission",
    runs("storage.mjs", [tool("deno"), "run", "--no-lock", "--no-prompt"], WITH_ADAPTERS)],
  ["adapters, bun", runs("storage.mjs", [tool("bun")], WITH_ADAPTERS)],

  ["esbuild for node, ESM", bundles("esm.mjs", { platform: "node", format: "esm" }, WITH_FAKE)],
  ["esbuild for node, CJS from ESM", bundles("esm.mjs", { platform: "node", format: "cjs" }, WITH_FAKE)],
  ["esbuild for node, CJS", bundles("cjs.cjs", { platform: "node", format: "cjs" }, WITH_FAKE)],
  ["esbuild for any platform", bundles("alone.mjs", { ...neutral, format: "esm" }, ID)],
  ["esbuild, minified", bundles("alone.mjs", { ...neutral, format: "esm", minify: true }, ID)],
  ["esbuild brings no adapter and no fake along that nobody imports", async (installed) => {
    const options = { ...neutral, bundle: true, write: false, metafile: true, format: "esm" };
    const { metafile } = await build({ entryPoints: [write("alone.mjs", installed)], ...options });
    const inputs = Object.keys(metafile.inputs);
    assert.deepEqual(inputs.filter((name) => /\/(storage|testing)\//.test(name)), []);
  }],
  ["esbuild for an edge function", bundles("alone.mjs",
    { ...neutral, format: "esm", conditions: ["edge-light"], plugins: [moduleSuffix] }, ID)],

  ["workerd", works("worker.mjs", ["workerd"], "2026-07-01")],
  ["workerd, an old compatibility date", works("worker.mjs", ["workerd"], "2023-05-18")],
  ["workerd, a bundler that does not know it", works("worker.mjs", [], "2025-06-01")],
  ["workerd, import and require of an adapter",
    works("tokens.mjs", ["workerd"], "2026-07-01", { durableObjects: { TOKENS: "TokenStore" } })],

  ["types for node16, import", compiles("types.mts", "node16", "node16")],
  ["types for node16, require", compiles("types.cts", "node16", "node16")],
  ["types for nodenext", compiles("types.mts", "nodenext", "nodenext")],
  ["types for bundlers", compiles("types.mts", "esnext", "bundler")],
];
