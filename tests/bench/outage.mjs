// The latency of calls while Globus Auth is down: 10,000 calls over 30 minutes, with a token that expires in 3 hours.
// The same number of calls runs with Globus Auth up. The bench moves the wall clock; the measured times are real.
import process from "node:process";
import { ServiceAccount } from "globus-service-account";
import { FakeGlobus } from "globus-service-account/testing";

const CALLS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const { now } = Date;
let offset = 0;
Date.now = () => now() + offset;

// Makes the renewal window begin as early as possible, so that renewal is due during the whole bench.
const { random } = Math;
Math.random = () => 0.999;

async function measure(down) {
  const fake = new FakeGlobus({ clock: "real" });
  const { clientId, clientSecret } = fake.addClient();
  const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
  await account.getToken("transfer");
  offset += 45 * HOUR;
  if (down) fake.inject({ service: "auth", status: 503, times: Infinity });
  else await account.getToken("transfer", { forceRefresh: true });
  let failed = 0;
  const times = [];
  for (let call = 0; call < CALLS; call += 1) {
    const begin = performance.now();
    await account.transfer.getSubmissionId().catch(() => (failed += 1));
    times.push(performance.now() - begin);
    offset += (30 * MINUTE) / CALLS;
  }
  times.sort((a, b) => a - b);
  return { failed, attempts: fake.tokenRequests - (down ? 1 : 2), p50: times[CALLS * 0.5], p99: times[CALLS * 0.99] };
}

await measure(false);
const [up, down] = [await measure(false), await measure(true)];
Math.random = random;
const ms = (value) => `${value.toFixed(3)} ms`;
console.log(`${CALLS.toLocaleString("en")} calls one after the other, Node ${process.version}`);
console.log("| Globus Auth | failed | requests to it | p50 | p99 |");
console.log("|---|---:|---:|---:|---:|");
for (const [name, { failed, attempts, p50, p99 }] of [["up", up], ["down", down]]) {
  console.log(`| ${name} | ${failed} | ${attempts} | ${ms(p50)} | ${ms(p99)} |`);
}
console.log(`added at p99: ${ms(down.p99 - up.p99)}`);
process.exit(down.failed ? 1 : 0);
