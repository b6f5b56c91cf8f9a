// What every row stands on: the project it is made in, the fake Globus, and the program that is run.
import { fork, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = here("../../target");

/** A program that has ended, with all it printed. */
const ended = (child, name) =>
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

/** A tool that cannot be had here. */
export class Missing extends Error {}

/** The fake Globus of globus.mjs: `await globus.env()`. */
async function begin() {
  const child = fork(here("globus.mjs"));
  const waiting = new Map();
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the fake Globus ended with ${code}`)));
    child.on("message", (message) => {
      if (message === "ready") return resolve();
      waiting.get(message.number)(message.result);
      waiting.delete(message.number);
    });
  });
  let number = 0;
  const ask = (action) =>
    new Promise((resolve) => {
      waiting.set(++number, resolve);
      child.send({ number, action });
    });
  return { env: () => ask("env"), expire: () => ask("expire"), secrets: () => ask("secrets"), end: () => child.kill() };
}

/** The folder of a row: the tool installed as its registry has it, the fixture, and the packed tarball unpacked. */
async function project({ tool, version, beside, fixture }) {
  const folder = join(target, "packaging", `${tool}-${version}`);
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: { [tool]: version, ...beside } });
  const installed = join(folder, "node_modules/.installed");
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== manifest) {
    writeFileSync(join(folder, "package.json"), manifest);
    const child = spawn("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
    await ended(child, "npm install").catch((error) => {
      throw /\b(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTCACHED)\b/.test(error.message) ? new Missing("no registry") : error;
    });
    writeFileSync(installed, manifest);
  }
  // What was made before is not part of what is shown now.
  for (const name of readdirSync(folder)) {
    if (name !== "node_modules" && name !== "package.json") rmSync(join(folder, name), { recursive: true });
  }
  cpSync(here(fixture), folder, { recursive: true });
  const own = join(folder, "node_modules/globus-service-account");
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  const [tarball] = readdirSync(join(target, "npm"));
  const unpacked = spawn("tar", ["-xzf", join(target, "npm", tarball), "-C", own, "--strip-components=1"]);
  await ended(unpacked, "tar");
  return folder;
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A server, once it answers. `printed()` is what it has said so far. */
async function serving(args, folder, env) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...env, PORT: String(port), HOSTNAME: "127.0.0.1" } });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (printed += part));
  const gone = new Promise((resolve) => child.on("close", resolve));
  const stop = () => child.kill();
  process.on("exit", stop);
  const end = async () => {
    stop();
    await gone;
    process.off("exit", stop);
  };
  while (child.exitCode === null) {
    if (await fetch(url).catch(() => undefined)) return { url, printed: () => printed, end };
    await sleep(100);
  }
  throw new Error(`${args.join(" ")} ended with ${child.exitCode}\n${printed}`);
}

/** Makes what a row says, runs it, and lets `shows` look at it. Nothing goes on afterwards. */
export async function stage(row) {
  const folder = await project(row);
  const globus = await begin();
  const { PATH, HOME } = process.env;
  // Nothing is reported to anybody.
  const env = { PATH, HOME, OUTPUT: row.output, NEXT_TELEMETRY_DISABLED: "1", ...(await globus.env()) };
  let server;
  try {
    const [program, ...args] = row.make;
    const made = spawn(join(folder, "node_modules/.bin", program), args, { cwd: folder, env });
    const log = await ended(made, row.make.join(" "));
    server = await serving(row.run, folder, env);
    return await row.shows({ ...row, folder, globus, log, server });
  } finally {
    await server?.end();
    globus.end();
  }
}
