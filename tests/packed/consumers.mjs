// Small programs that use the package as users' projects do. None calls a function to initialise it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { run, tool } from "./installed.mjs";

const ID = "b87a8de7-c0a5-4c0a-9fe4-6a4e9a3a8d6a";
const OPTIONS = `{ clientId: "${ID}", clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=" }`;
const ACCOUNT = `new ServiceAccount(${OPTIONS}).clientId`;
const OUTPUT_WITH_FAKE = `${ID} function`;
const OUTPUT_WITH_ADAPTERS = "function cloudflareKV file keyv redis";

const MESSAGE_START = "globus-service-account needs WebAssembly, which this runtime";
const NO_WASM_MESSAGE = `${MESSAGE_START} does not have: start Node.js without --jitless`;
const COMPILE_MESSAGE =
  `${MESSAGE_START} refuses to compile: bundle for it with its condition (workerd, edge-light), or allow ` +
  "'wasm-unsafe-eval' in the Content-Security-Policy";

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
  // Prints why the package cannot be imported. The second argument makes the compilation of WebAssembly fail with that
  // text.
  "failing-import.mjs": `
    const [name, refusal] = process.argv.slice(2);
    if (refusal) WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError(refusal); } };
    const { createRequire } = await import("node:module");
    const load = { import: (name) => import(name), require: async (name) => createRequire(import.meta.url)(name) };
    await import("globus-service-account/testing");
    await load[name]("globus-service-account").catch(({ message, cause }) => console.log(message, "/", cause.name));`,
  "worker.mjs": `
    import { ServiceAccount } from "globus-service-account";
    export default { fetch: () => new Response(${ACCOUNT}) };`,
  // Uses `import` and `require` in one file, as bundlers allow.
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

function writeSource(source, { folder }) {
  const file = join(folder, source);
  writeFileSync(file, SOURCES[source]);
  return file;
}

/** Returns a test that runs a source with the installed package and compares its output. */
const runs = (source, command, expected, ...extraArgs) => (installation) => {
  const [program, ...args] = [...command, writeSource(source, installation), ...extraArgs];
  assert.equal(run(program, args, installation.folder), expected);
};

async function bundle(source, options, installation) {
  const outfile = join(installation.away, options.format === "cjs" ? "bundle.cjs" : "bundle.mjs");
  await build({ entryPoints: [writeSource(source, installation)], outfile, bundle: true, logLevel: "silent", ...options });
  return outfile;
}

/** Returns a test that bundles a source and runs it with Node in a folder that cannot import the package. */
const bundles = (source, options, expected) => async (installation) => {
  const outfile = await bundle(source, options, installation);
  assert.equal(run(process.execPath, [outfile], installation.away), expected);
};

/** Returns a test that bundles a Worker as wrangler does, and sends it one request. */
const servesAsWorker = (source, conditions, compatibilityDate, options) => async (installation) => {
  const external = ["cloudflare:*"];
  const bundleOptions = { format: "esm", conditions, external, loader: { ".wasm": "copy" }, assetNames: "[name]" };
  const script = readFileSync(await bundle(source, bundleOptions, installation), "utf8");
  const modules = [
    { type: "ESModule", path: "worker.mjs", contents: script },
    { type: "CompiledWasm", path: "core.wasm", contents: readFileSync(join(installation.package, "core.wasm")) },
  ];
  const miniflare = new Miniflare({ modules, compatibilityDate, ...options });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/");
    assert.equal(await response.text(), ID);
  } finally {
    await miniflare.dispose();
  }
};

/**
 * An esbuild plugin that resolves the suffix `?module` as the bundler of an edge platform does: to a
 * `WebAssembly.Module`.
 */
const moduleSuffixPlugin = {
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

/** Returns a test that type-checks a source, including the package's declarations. */
const compiles = (source, module, resolution) => (installation) => {
  const strict = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
  const args = [...strict, "--module", module, "--moduleResolution", resolution, writeSource(source, installation)];
  run(tool("tsc"), args, installation.folder);
};

const node = (...flags) => [process.execPath, ...flags];
const neutralPlatform = { platform: "neutral", mainFields: [] };

export const tests = [
  ["node, import", runs("esm.mjs", node(), OUTPUT_WITH_FAKE)],
  ["node, require", runs("cjs.cjs", node(), OUTPUT_WITH_FAKE)],
  ["node, require without require(esm)", runs("cjs.cjs", node("--no-experimental-require-module"), OUTPUT_WITH_FAKE)],
  ["node, import and require return the same classes", runs("mixed.mjs", node(), "true\ntrue")],
  ...["import", "require"].flatMap((name) => [
    [`node without WebAssembly, ${name}`,
      runs("failing-import.mjs", node("--jitless"), `${NO_WASM_MESSAGE} / ReferenceError`, name)],
    [`a runtime that compiles no WebAssembly, ${name}`,
      runs("failing-import.mjs", node(), `${COMPILE_MESSAGE} / CompileError`, name, "not here")],
  ]),
  ["deno, without any permission", runs("esm.mjs", [tool("deno"), "run", "--no-lock", "--no-prompt"], OUTPUT_WITH_FAKE)],
  ["bun, import", runs("esm.mjs", [tool("bun")], OUTPUT_WITH_FAKE)],
  ["bun, require", runs("cjs.cjs", [tool("bun")], OUTPUT_WITH_FAKE)],

  ["adapters, node, import", runs("storage.mjs", node(), OUTPUT_WITH_ADAPTERS)],
  ["adapters, node, require", runs("storage.cjs", node(), OUTPUT_WITH_ADAPTERS)],
  ["adapters, node, require without require(esm)",
    runs("storage.cjs", node("--no-experimental-require-module"), OUTPUT_WITH_ADAPTERS)],
  ["adapters, deno, without any permission",
    runs("storage.mjs", [tool("deno"), "run", "--no-lock", "--no-prompt"], OUTPUT_WITH_ADAPTERS)],
  ["adapters, bun", runs("storage.mjs", [tool("bun")], OUTPUT_WITH_ADAPTERS)],

  ["esbuild for node, ESM", bundles("esm.mjs", { platform: "node", format: "esm" }, OUTPUT_WITH_FAKE)],
  ["esbuild for node, CJS from ESM", bundles("esm.mjs", { platform: "node", format: "cjs" }, OUTPUT_WITH_FAKE)],
  ["esbuild for node, CJS", bundles("cjs.cjs", { platform: "node", format: "cjs" }, OUTPUT_WITH_FAKE)],
  ["esbuild for any platform", bundles("alone.mjs", { ...neutralPlatform, format: "esm" }, ID)],
  ["esbuild, minified", bundles("alone.mjs", { ...neutralPlatform, format: "esm", minify: true }, ID)],
  ["esbuild bundles no adapter and no fake that the program does not import", async (installation) => {
    const options = { ...neutralPlatform, bundle: true, write: false, metafile: true, format: "esm" };
    const { metafile } = await build({ entryPoints: [writeSource("alone.mjs", installation)], ...options });
    const inputs = Object.keys(metafile.inputs);
    assert.deepEqual(inputs.filter((name) => /\/(storage|testing)\//.test(name)), []);
  }],
  ["esbuild for an edge function", bundles("alone.mjs",
    { ...neutralPlatform, format: "esm", conditions: ["edge-light"], plugins: [moduleSuffixPlugin] }, ID)],

  ["workerd", servesAsWorker("worker.mjs", ["workerd"], "2026-07-01")],
  ["workerd, an old compatibility date", servesAsWorker("worker.mjs", ["workerd"], "2023-05-18")],
  ["workerd, a bundler without the condition `workerd`", servesAsWorker("worker.mjs", [], "2025-06-01")],
  ["workerd, import and require of an adapter",
    servesAsWorker("tokens.mjs", ["workerd"], "2026-07-01", { durableObjects: { TOKENS: "TokenStore" } })],

  ["types for node16, import", compiles("types.mts", "node16", "node16")],
  ["types for node16, require", compiles("types.cts", "node16", "node16")],
  ["types for nodenext", compiles("types.mts", "nodenext", "nodenext")],
  ["types for bundlers", compiles("types.mts", "esnext", "bundler")],
];
