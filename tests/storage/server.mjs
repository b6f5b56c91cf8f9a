import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import process from "node:process";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a Redis server that writes nothing to disk. Returns undefined if Redis is not installed. */
export async function startRedis(port) {
  port ??= await freePort();
  const settings = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir: tmpdir() };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  // For a test that ends without a call of `stop`.
  const kill = () => child.kill();
  process.once("exit", kill);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const failed = new Promise((resolve) => child.once("error", resolve));
  const ready = (async () => {
    let output = "";
    for await (const chunk of child.stdout) if (/ready to accept/i.test((output += chunk))) return;
    throw new Error(`redis-server did not start:\n${output}`);
  })();
  const error = await Promise.race([failed, ready]);
  if (error?.code === "ENOENT") return undefined;
  if (error) throw error;
  child.stdout.resume();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop: () => {
      process.off("exit", kill);
      kill();
      return ended;
    },
  };
}
