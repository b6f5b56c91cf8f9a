// Serves the demo until Ctrl-C: node serve.mjs [--port <n>]
import { parseArgs } from "node:util";
import { start } from "./start.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "8787" } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error("--port must be a whole number from 0 to 65535");
  process.exit(2);
}

const { GLOBUS_CLIENT_ID, GLOBUS_CLIENT_SECRET } = process.env;
if (Boolean(GLOBUS_CLIENT_ID) !== Boolean(GLOBUS_CLIENT_SECRET)) {
  console.error(
    "Set both GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET for the real Globus, or neither for the fake Globus.",
  );
  process.exit(2);
}

const demo = await start({ port, env: process.env });
const account = demo.isReal
  ? "with the account of GLOBUS_CLIENT_ID: transfers are real"
  : "set GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET to use the real Globus";
console.log(demo.url);
console.log(`A worker with a service account, in workerd, on ${demo.label} (${account}).`);
console.log("Ctrl-C stops it.");

for (const signal of ["SIGINT", "SIGTERM"]) {
  // Miniflare's own listener would end the process before the demo is closed.
  process.removeAllListeners(signal);
  process.once(signal, async () => {
    await demo.close();
    process.exit(0);
  });
}
