// Errors of one copy of the package in the hands of another: a bundle beside the package, ESM beside CommonJS, another realm.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { faults } from "./relations.mjs";

const load = (path) => import(pathToFileURL(path));

const imported = (installed) => load(join(installed.package, "inline.js"));

/** Where `require` gives the file for CommonJS, whatever this Node.js can do. */
const required = (installed) => createRequire(join(installed.folder, "x.cjs"))(join(installed.package, "inline.cjs"));

async function bundled(installed, options) {
  const outfile = join(installed.away, "copy.mjs");
  const entryPoints = [join(installed.package, "inline.js")];
  await build({ entryPoints, outfile, bundle: true, format: "esm", platform: "node", logLevel: "silent", ...options });
  return load(outfile);
}

/** The package in a realm of its own, with an `Error` of its own. */
function inAnotherRealm(installed) {
  const { atob, btoa, crypto, TextDecoder, TextEncoder, URL } = globalThis;
  const context = createContext({ module: { exports: {} }, atob, btoa, crypto, TextDecoder, TextEncoder, URL });
  runInContext(readFileSync(join(installed.package, "inline.cjs"), "utf8"), context);
  assert.notEqual(runInContext("Error", context), Error);
  return context.module.exports;
}

export const tests = [
  ["errors: ESM beside CommonJS", async (installed) => {
    const [ours, theirs] = [await imported(installed), required(installed)];
    assert.notEqual(ours.GlobusError, theirs.GlobusError);
    assert.deepEqual(faults(ours, theirs), []);
  }],

  ["errors: a minified bundle beside the package", async (installed) => {
    const ours = await imported(installed);
    assert.deepEqual(faults(ours, await bundled(installed, { minify: true })), []);
  }],

  ["errors: another realm", async (installed) => {
    const [ours, theirs] = [await imported(installed), inAnotherRealm(installed)];
    assert.deepEqual(faults(ours, theirs), []);
    // One of the other realm as the cause of ours is told as an error.
    const error = new ours.GlobusError("m", { cause: new theirs.GlobusApiError("n", { code: "not_found", status: 404 }) });
    const { cause } = error.toJSON();
    assert.deepEqual({ ...cause }, { ...cause, name: "GlobusApiError", message: "n", code: "not_found", status: 404 });
  }],
];
