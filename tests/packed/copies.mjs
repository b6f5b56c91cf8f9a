// Tests errors between two copies of the package: a bundle and the package, ESM and CommonJS, two realms.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { faults } from "./relations.mjs";

const importFile = (path) => import(pathToFileURL(path));

const importPackage = (installation) => importFile(join(installation.package, "inline.js"));

/** Loads the CommonJS file, also in a version of Node.js whose `require` would load the ES module. */
const requirePackage = (installation) => createRequire(join(installation.folder, "x.cjs"))(join(installation.package, "inline.cjs"));

async function importBundle(installation, options) {
  const outfile = join(installation.away, "copy.mjs");
  const entryPoints = [join(installation.package, "inline.js")];
  await build({ entryPoints, outfile, bundle: true, format: "esm", platform: "node", logLevel: "silent", ...options });
  return importFile(outfile);
}

/** Loads the package in another realm, which has its own `Error`. */
function loadInAnotherRealm(installation) {
  const { atob, btoa, crypto, TextDecoder, TextEncoder, URL } = globalThis;
  const context = createContext({ module: { exports: {} }, atob, btoa, crypto, TextDecoder, TextEncoder, URL });
  runInContext(readFileSync(join(installation.package, "inline.cjs"), "utf8"), context);
  assert.notEqual(runInContext("Error", context), Error);
  return context.module.exports;
}

export const tests = [
  ["errors: ESM and CommonJS in one process", async (installation) => {
    const [ours, theirs] = [await importPackage(installation), requirePackage(installation)];
    assert.notEqual(ours.GlobusError, theirs.GlobusError);
    assert.deepEqual(faults(ours, theirs), []);
  }],

  ["errors: a minified bundle and the package in one process", async (installation) => {
    const ours = await importPackage(installation);
    assert.deepEqual(faults(ours, await importBundle(installation, { minify: true })), []);
  }],

  ["errors: two realms in one process", async (installation) => {
    const [ours, theirs] = [await importPackage(installation), loadInAnotherRealm(installation)];
    assert.deepEqual(faults(ours, theirs), []);
    // An error of the other realm as `cause` is serialised as an error.
    const error = new ours.GlobusError("m", { cause: new theirs.GlobusApiError("n", { code: "not_found", status: 404 }) });
    const { cause } = error.toJSON();
    assert.deepEqual({ ...cause }, { ...cause, name: "GlobusApiError", message: "n", code: "not_found", status: 404 });
  }],
];
