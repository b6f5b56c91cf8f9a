// Starts the worker in workerd, in front of a fake Globus or the real one.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { makeWorld } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const HOST = "127.0.0.1";
const PACKAGE = "globus-service-account";

/**
 * @param {object} options
 * @param {number} options.port The next free one is taken.
 * @param {Record<string, string | undefined>} [options.env] With credentials in it, Globus is real.
 * @param {(request: Request) => Promise<Response>} [options.outbound] Takes the worker's requests, for tests.
 */
export async function start({ port, env = {}, outbound }) {
  const { GLOBUS_CLIENT_ID, GLOBUS_CLIENT_SECRET } = env;
  const isReal = Boolean(GLOBUS_CLIENT_ID && GLOBUS_CLIENT_SECRET);
  const globus = isReal ? realGlobus(env) : await fakeGlobus();
  const free = await freePort(port);
  const miniflare = new Miniflare({
    host: HOST,
    port: free,
    name: "demo",
    compatibilityDate: "2025-11-01",
    modulesRoot: here,
    modules: modules(),
    bindings: globus.bindings,
    assets: {
      directory: join(here, "page"),
      binding: "ASSETS",
      routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
    },
    // Miniflare would fetch a sample of the platform's request metadata.
    cf: false,
    ...(outbound && { outboundService: outbound }),
  });
  const close = async () => {
    await miniflare.dispose();
    await globus.close?.();
  };
  try {
    await miniflare.ready;
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://${HOST}:${free}/`, label: globus.bindings.DEMO_GLOBUS, isReal, close, ...globus.made };
}

async function fakeGlobus() {
  const { fake, client } = makeWorld();
  const server = await fake.serve();
  return {
    bindings: {
      GLOBUS_CLIENT_ID: client.clientId,
      GLOBUS_CLIENT_SECRET: client.clientSecret,
      ...server.env,
      DEMO_GLOBUS: "fake Globus",
      DEMO_SEARCH: "halden",
    },
    close: () => server.close(),
    made: { fake, client },
  };
}

/** The settings that the package reads, and no other part of the environment. */
function realGlobus(env) {
  const names = Object.keys(env).filter((name) => /^(GLOBUS_CLIENT_(ID|SECRET)|GLOBUS_SDK_.+|DEMO_SEARCH)$/.test(name));
  const settings = Object.fromEntries(names.map((name) => [name, env[name]]));
  const isElsewhere = names.some((name) => name.startsWith("GLOBUS_SDK_SERVICE_URL_"));
  const which = isElsewhere ? "at your service URLs" : env.GLOBUS_SDK_ENVIRONMENT || "production";
  return { bindings: { ...settings, DEMO_GLOBUS: `Globus ${which}` } };
}

/**
 * The worker and the installed package, as they lie on disk. Only its name is resolved here, as bundlers for Workers do:
 * by the condition `workerd`.
 */
function modules() {
  const folder = join(here, "node_modules", PACKAGE);
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entry = exports["."].workerd.default;
  const name = `./node_modules/${PACKAGE}/${entry.replace("./", "")}`;
  return [
    { type: "ESModule", path: join(here, "worker.js") },
    { type: "ESModule", path: join(here, PACKAGE), contents: `export * from "${name}";` },
    { type: "ESModule", path: join(folder, entry) },
    { type: "ESModule", path: join(folder, "glue.js") },
    { type: "CompiledWasm", path: join(folder, "core.wasm") },
  ];
}

/** The first free port from the wanted one on; any free one if that is 0. */
async function freePort(wanted) {
  for (let port = wanted; port < wanted + 100; port++) {
    const found = await tryPort(port);
    if (found !== undefined) return found;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + 99}`);
}

const tryPort = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(port, HOST, () => {
      const found = server.address().port;
      server.close(() => resolve(found));
    });
  });
