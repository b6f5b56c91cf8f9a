// One library, in a process of its own: its globals, its clock and what it leaves behind are nobody else's.
import { backToNow, forward } from "./clock.mjs";
import { silence, validToken } from "./experiments/outages.mjs";
import { cold, retryAfter, wrongSecret } from "./experiments/requests.mjs";
import { leaks } from "./experiments/secrets.mjs";
import { sharing } from "./experiments/sharing.mjs";

const [name, bin] = process.argv.slice(2);
const { default: module } = await import(`./libraries/${name}.mjs`);
const library = { forward, backToNow, ...(typeof module === "function" ? await module(bin) : module) };
// What an abandoned call does later is no finding.
process.on("unhandledRejection", () => {});

const experiments = { E1: cold, E3: validToken, E4: wrongSecret, E5: retryAfter, E6: silence, E7: leaks, E8: sharing };
const findings = {};
for (const [id, experiment] of Object.entries(experiments)) {
  try {
    findings[id] = await experiment(library);
  } catch (error) {
    findings[id] = { notRun: String(error?.stack ?? error) };
  }
}
await library.close?.();
const { name: title, version, setup } = library;
await new Promise((resolve) => process.send({ title, version, setup, findings }, resolve));
process.exit();
