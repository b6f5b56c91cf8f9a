// Starts the worker in workerd. It uses a fake Globus or the real one.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { makeWorld } from "./world.mjs";

const DEMO_FOLDER = dirname(fileURLToPath(import.meta.url));
const HOST = "127.0.0.1";
const PACKAGE = "globus-service-account";

/**
 * @param {object} options
 * @param {number} options.port The worker listens at this port, or at the next free one.
 * @param {Record<string, string | undefined>} [options.env] With credentials, the worker uses the real Globus.
 * @param {(request: Request) => Promise<Response>} [options.outbound] Receives the requests of the worker, for tests.
 */
export async function start({ port, env = {}, outbound }) {
  const { GLOBUS_CLIENT_ID, GLOBUS_CLIENT_SECRET } = env;
  const isReal = Boolean(GLOBUS_CLIENT_ID && GLOBUS_CLIENT_SECRET);
  const globus = isReal ? useRealGlobus(env) : await startFakeGlobus();
  const openPort = await findFreePort(port);
  const miniflare = new Miniflare({
    host: HOST,
    port: openPort,
    name: "demo",
    compatibilityDate: "2025-11-01",
    modulesRoot: DEMO_FOLDER,
    modules: listModules(),
    bindings: globus.bindings,
    assets: {
      directory: join(DEMO_FOLDER, "page"),
      binding: "ASSETS",
      routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
    },
    // Otherwise Miniflare downloads a sample of Cloudflare's request metadata.
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
  return { url: `http://${HOST}:${openPort}/`, label: globus.bindings.DEMO_GLOBUS, isReal, close, ...globus.handles };
}

async function startFakeGlobus() {
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
    handles: { fake, client },
  };
}

/** Returns the environment variables that the worker reads, and no others. */
function useRealGlobus(env) {
  const names = Object.keys(env).filter((name) => /^(GLOBUS_CLIENT_(ID|SECRET)|GLOBUS_SDK_.+|DEMO_SEARCH)$/.test(name));
  const settings = Object.fromEntries(names.map((name) => [name, env[name]]));
  const hasServiceUrls = names.some((name) => name.startsWith("GLOBUS_SDK_SERVICE_URL_"));
  const location = hasServiceUrls ? "at your service URLs" : env.GLOBUS_SDK_ENVIRONMENT || "production";
  return { bindings: { ...settings, DEMO_GLOBUS: `Globus ${location}` } };
}

/**
 * Returns the modules of the worker and of the installed package, unchanged from disk. The name of the package is
 * resolved with the condition `workerd`, as bundlers for Workers do.
 */
function listModules() {
  const folder = join(DEMO_FOLDER, "node_modules", PACKAGE);
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entry = exports["."].workerd.default;
  const name = `./node_modules/${PACKAGE}/${entry.replace("./", "")}`;
  return [
    { type: "ESModule", path: join(DEMO_FOLDER, "worker.js") },
    { type: "ESModule", path: join(DEMO_FOLDER, PACKAGE), contents: `export * from "${name}";` },
    { type: "ESModule", path: join(folder, entry) },
    { type: "ESModule", path: join(folder, "glue.js") },
    { type: "CompiledWasm", path: join(folder, "core.wasm") },
  ];
}

/** Returns the first free port from `firstPort` on, or any free port if that is 0. */
async function findFreePort(firstPort) {
  for (let port = firstPort; port < firstPort + 100; port++) {
    const openPort = await tryPort(port);
    if (openPort !== undefined) return openPort;
  }
  throw new Error(`all ports from ${firstPort} to ${firstPort + 99} are in use: choose another with --port`);
}

const tryPort = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(port, HOST, () => {
      const openPort = server.address().port;
      server.close(() => resolve(openPort));
    });
  });
