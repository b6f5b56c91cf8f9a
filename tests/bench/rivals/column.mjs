// Runs the experiments of one library in a separate process, because libraries change globals and leave timers behind.
import { moveForward, reset } from "./clock.mjs";
import { runFailingRenewal, runSilentEndpoint } from "./experiments/outages.mjs";
import { runColdCallers, runRetryAfter, runWrongSecret } from "./experiments/requests.mjs";
import { runPrintedSecrets } from "./experiments/secrets.mjs";
import { runSharing } from "./experiments/sharing.mjs";

const [name, bin] = process.argv.slice(2);
const { default: module } = await import(`./libraries/${name}.mjs`);
const library = { moveForward, reset, ...(typeof module === "function" ? await module(bin) : module) };
// A late rejection of an abandoned call is not part of a finding.
process.on("unhandledRejection", () => {});

const experiments = {
  E1: runColdCallers,
  E3: runFailingRenewal,
  E4: runWrongSecret,
  E5: runRetryAfter,
  E6: runSilentEndpoint,
  E7: runPrintedSecrets,
  E8: runSharing,
};
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
