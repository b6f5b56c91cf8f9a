import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("..", import.meta.url));
const tarballs = fileURLToPath(new URL("../../target/npm", import.meta.url));

/** Installs the tarball with npm in an empty folder. Programs in the folder `away` cannot import the package. */
export function install() {
  const [name] = readdirSync(tarballs);
  const tarball = join(tarballs, name);
  const base = mkdtempSync(join(tmpdir(), "globus-service-account-"));
  const [folder, away] = ["project", "away"].map((name) => join(base, name));
  mkdirSync(folder);
  mkdirSync(away);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
  return { base, folder, away, tarball, package: join(folder, "node_modules/globus-service-account") };
}

export function remove({ base }) {
  rmSync(base, { recursive: true });
}

/** Runs a program and returns its stdout. If the program fails, the error contains stdout and stderr. */
export function run(program, args, cwd) {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe" }).trim();
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout ?? ""}`, { cause: error });
  }
}

/** Returns the path of a program that a dependency of the tests provides. */
export function tool(name) {
  return join(tests, "node_modules/.bin", name);
}
