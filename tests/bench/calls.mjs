// The cost of a call without a network: `fetch` is a stub. Each case also runs in hand-written JavaScript, in the same
// run. Times vary between runs and machines, so compare the ratios.
import { ServiceAccount } from "globus-service-account";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const SCOPE = "urn:globus:auth:scope:transfer.api.globus.org:all";
const TOKEN = JSON.stringify({
  access_token: "token",
  expires_in: 172_800,
  other_tokens: [],
  resource_server: "transfer.api.globus.org",
  scope: SCOPE,
  token_type: "Bearer",
});
const TASK = JSON.stringify({ DATA_TYPE: "task", bytes_transferred: 12, status: "ACTIVE", task_id: ID });

/** A response with only the members that both implementations use. */
class StubResponse {
  constructor(body) {
    this.body = body;
    this.ok = true;
    this.status = 200;
  }
  async text() {
    return this.body;
  }
  async json() {
    return JSON.parse(this.body);
  }
}

globalThis.fetch = async (url) => new StubResponse(url.endsWith("/token") ? TOKEN : TASK);

/** A hand-written service account: a Map of tokens, an encoded path, a checked status. */
class HandWritten {
  #tokens = new Map();

  async getToken(target) {
    const entry = this.#tokens.get(target);
    if (entry !== undefined && Date.now() < entry.freshUntil) return entry.token;
    const response = await fetch("https://auth.globus.org/v2/oauth2/token", { method: "POST" });
    const { access_token: accessToken, expires_in: expiresIn } = await response.json();
    const token = Object.freeze({ accessToken });
    this.#tokens.set(target, { token, freshUntil: Date.now() + expiresIn * 900 });
    return token;
  }

  async getTask(taskId, signal) {
    const { accessToken } = await this.getToken("transfer");
    const response = await fetch(`https://transfer.api.globus.org/v0.10/task/${encodeURIComponent(taskId)}`, {
      headers: {
        accept: "application/json",
        authorization: `Bearer ${accessToken}`,
        "user-agent": "hand-written",
        "x-globus-client-info": "product=hand-written",
      },
      redirect: "manual",
      signal: signal?.(),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  }
}

const account = new ServiceAccount({ clientId: ID, clientSecret: "not-a-secret" });
const byHand = new HandWritten();
const timeout = () => AbortSignal.timeout(60_000);

const cases = [
  ["getToken, hand-written", 50_000, () => byHand.getToken("transfer")],
  ["getToken", 50_000, () => account.getToken("transfer")],
  ["getTask, hand-written, without a timeout", 20_000, () => byHand.getTask(ID)],
  ["getTask, hand-written, with a timeout", 5_000, () => byHand.getTask(ID, timeout)],
  ["getTask", 20_000, () => account.transfer.getTask(ID)],
];

async function nanoseconds(count, call) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) await call();
  return Number(process.hrtime.bigint() - begin) / count;
}

const ROUNDS = 15;
const samples = new Map(cases.map(([name]) => [name, []]));
for (const [, , call] of cases) await call();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, count, call] of cases) samples.get(name).push(await nanoseconds(count, call));
}
const median = (name) => samples.get(name).toSorted((a, b) => a - b)[(ROUNDS - 1) / 2];

console.log(`medians of ${ROUNDS} rounds, Node ${process.version}`);
for (const [name] of cases) console.log(`  ${name.padEnd(44)}${median(name).toFixed(0).padStart(7)} ns`);
const ratio = (ours, handWritten) => (median(ours) / median(handWritten)).toFixed(2);
console.log(`  getToken / hand-written                     ${ratio("getToken", "getToken, hand-written")}`);
console.log(`  getTask / hand-written without a timeout    ${ratio("getTask", "getTask, hand-written, without a timeout")}`);
console.log(`  getTask / hand-written with a timeout       ${ratio("getTask", "getTask, hand-written, with a timeout")}`);

// A million calls must not leak memory.
const CALLS = 1_000_000;
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < CALLS; i += 1) await account.transfer.getTask(ID);
globalThis.gc?.();
const grown = (process.memoryUsage().heapUsed - before) / 1024;
console.log(`  heap growth after ${CALLS.toLocaleString("en")} calls       ${grown.toFixed(0)} KiB${globalThis.gc ? "" : " (without gc: run with --expose-gc)"}`);
process.exit();
