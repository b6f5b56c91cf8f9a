// Runs a row: prepares its project folder, starts the fake Globus, builds the application and serves it.
import { fork, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = resolvePath("../../target");

/** Waits until a program ends. Returns all its output. Throws if its exit code is not 0. */
const waitForExit = (child, name) =>
  new Promise((resolve, reject) => {
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => output.push(part));
    child.on("error", reject);
    child.on("close", (code) => {
      const text = Buffer.concat(output).toString();
      if (code === 0) resolve(text);
      else reject(new Error(`${name} ended with ${code}\n${text}`));
    });
  });

/** The npm registry cannot be reached, so the tool cannot be installed. The row is skipped. */
export class NoRegistryError extends Error {}

/** Starts the fake Globus of globus.mjs. Returns its actions as functions: `await globus.env()`. */
async function startGlobus() {
  const child = fork(resolvePath("globus.mjs"));
  const resolvers = new Map();
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the fake Globus ended with ${code}`)));
    child.on("message", (message) => {
      if (message === "ready") return resolve();
      resolvers.get(message.number)(message.result);
      resolvers.delete(message.number);
    });
  });
  let number = 0;
  const call = (action) =>
    new Promise((resolve) => {
      resolvers.set(++number, resolve);
      child.send({ number, action });
    });
  return { env: () => call("env"), expire: () => call("expire"), secrets: () => call("secrets"), end: () => child.kill() };
}

/**
 * Prepares the folder of a row: installs the tool from the registry, copies the fixture, and unpacks the packed
 * tarball.
 */
async function prepareFolder({ tool, version, peers, fixture }) {
  const folder = join(target, "packaging", `${tool}-${version}`);
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: { [tool]: version, ...peers } });
  const installedManifest = join(folder, "node_modules/.installed");
  if (!existsSync(installedManifest) || readFileSync(installedManifest, "utf8") !== manifest) {
    writeFileSync(join(folder, "package.json"), manifest);
    const child = spawn("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
    await waitForExit(child, "npm install").catch((error) => {
      throw /\b(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTCACHED)\b/.test(error.message) ? new NoRegistryError("no registry") : error;
    });
    writeFileSync(installedManifest, manifest);
  }
  // Files of an earlier build must not be part of this test.
  for (const name of readdirSync(folder)) {
    if (name !== "node_modules" && name !== "package.json") rmSync(join(folder, name), { recursive: true });
  }
  cpSync(resolvePath(fixture), folder, { recursive: true });
  const packageFolder = join(folder, "node_modules/globus-service-account");
  rmSync(packageFolder, { recursive: true, force: true });
  mkdirSync(packageFolder);
  const [tarball] = readdirSync(join(target, "npm"));
  const tar = spawn("tar", ["-xzf", join(target, "npm", tarball), "-C", packageFolder, "--strip-components=1"]);
  await waitForExit(tar, "tar");
  return folder;
}

const findFreePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts a server and waits until it responds. `output()` returns what it has printed so far. */
async function startServer(args, folder, env) {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...env, PORT: String(port), HOSTNAME: "127.0.0.1" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const closed = new Promise((resolve) => child.on("close", resolve));
  const stop = () => child.kill();
  process.on("exit", stop);
  const end = async () => {
    stop();
    await closed;
    process.off("exit", stop);
  };
  while (child.exitCode === null) {
    if (await fetch(url).catch(() => undefined)) return { url, output: () => output, end };
    await sleep(100);
  }
  throw new Error(`${args.join(" ")} ended with ${child.exitCode}\n${output}`);
}

/**
 * Builds and serves the application of a row, and runs the row's `check` on it. All processes are stopped afterwards.
 */
export async function runRow(row) {
  const folder = await prepareFolder(row);
  const globus = await startGlobus();
  const { PATH, HOME } = process.env;
  // Only these variables are set. Next.js must not send telemetry.
  const env = { PATH, HOME, OUTPUT: row.output, NEXT_TELEMETRY_DISABLED: "1", ...(await globus.env()) };
  let server;
  try {
    const [program, ...args] = row.build;
    const build = spawn(join(folder, "node_modules/.bin", program), args, { cwd: folder, env });
    const log = await waitForExit(build, row.build.join(" "));
    server = await startServer(row.serve, folder, env);
    return await row.check({ ...row, folder, globus, log, server });
  } finally {
    await server?.end();
    globus.end();
  }
}
