// The cost of calls that pass data between JavaScript and WebAssembly: large documents, queries, errors, and tokens in
// memory or in a storage. `fetch` is a stub. Each case also runs in hand-written JavaScript, in the same run. Times
// vary between runs and machines, so compare the ratios.
import { ServiceAccount } from "globus-service-account";

const ID = "01234567-89ab-cdef-0123-456789abcdef";
const COLLECTION = "11111111-89ab-cdef-0123-456789abcdef";
const SECRET = "not-a-secret";
const TRANSFER = "https://transfer.api.globus.org/v0.10";
const SERVERS = ["524230d7-ea86-4a52-8312-86065a9e0417", "search.api.globus.org", "transfer.api.globus.org"];

/** A response with only the members that both implementations use. */
class StubResponse {
  headers = { get: () => null };
  constructor([status, body]) {
    this.body = body;
    this.ok = status < 300;
    this.status = status;
  }
  async text() {
    return this.body;
  }
  async json() {
    return JSON.parse(this.body);
  }
}

const grant = (scope) => ({
  access_token: "token",
  expires_in: 172_800,
  other_tokens: [],
  resource_server: SERVERS.find((server) => scope.includes(server)),
  // The response names the granted scopes without their dependencies.
  scope: scope.replace(/\[.*\]/, ""),
  token_type: "Bearer",
});
const makeResponse = (status, document) => [status, JSON.stringify(document)];
const errorFields = { request_id: "aB3dE5gH7", resource: `/operation/endpoint/${COLLECTION}/ls` };
const OK = makeResponse(200, { DATA_TYPE: "x", DATA: [], entity_type: "GCSv5_guest_collection", task_id: ID, value: ID, timer: { job_id: ID } });
const NOT_FOUND = makeResponse(404, { code: "ClientError.NotFound", message: `Directory '/a/' not found on endpoint '${COLLECTION}'`, ...errorFields });
const FORBIDDEN = makeResponse(403, { code: "PermissionDenied", message: `You do not have permission to list '/a/' on '${COLLECTION}'`, ...errorFields });
const REFUSED = makeResponse(400, { "@datatype": "GError", code: "BadRequest.ValidationError", message: "gmeta is not valid", status: 400 });

/** The response of the services in the current case. */
let response = OK;
globalThis.fetch = async (url, init) =>
  new StubResponse(url.endsWith("/token") ? makeResponse(200, grant(new URLSearchParams(init.body).get("scope"))) : response);

class HandWrittenError extends Error {
  constructor(status, body) {
    super(`status ${status}: ${body?.message}`);
    Object.assign(this, { status, body, code: body?.code, requestId: body?.request_id });
  }
}

/** A hand-written service account with the same features. */
class HandWritten {
  #tokens = new Map();

  async getToken(target) {
    const entry = this.#tokens.get(target);
    if (entry !== undefined && Date.now() < entry.freshUntil) return entry;
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: target });
    const response = await fetch("https://auth.globus.org/v2/oauth2/token", { method: "POST", body });
    const { access_token: accessToken, expires_in: expiresIn } = await response.json();
    const token = Object.freeze({ accessToken, header: `Bearer ${accessToken}`, freshUntil: Date.now() + expiresIn * 900 });
    this.#tokens.set(target, token);
    return token;
  }

  async getHeader(target) {
    return (await this.getToken(target)).header;
  }

  async send(method, url, query, document) {
    const header = await this.getHeader("transfer.api.globus.org");
    const headers = { accept: "application/json", authorization: header, "user-agent": "hand-written" };
    let body;
    if (document !== undefined) {
      body = JSON.stringify(document);
      headers["content-type"] = "application/json";
    }
    const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
    const search = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(search ? `${url}?${search}` : url, { method, headers, body, redirect: "manual", signal });
    const text = await response.text();
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      data = text;
    }
    if (!response.ok) throw new HandWrittenError(response.status, data);
    return data;
  }

  #typed(items, type) {
    if (!Array.isArray(items)) throw new TypeError("DATA must be a list");
    return items.map((item, index) => {
      if (typeof item !== "object" || item === null) throw new TypeError(`DATA[${index}] must be an object`);
      return { DATA_TYPE: type, ...item };
    });
  }

  async submitTransfer(document) {
    const DATA = this.#typed(document.DATA, "transfer_item");
    const submissionId = document.submission_id ?? (await this.send("GET", `${TRANSFER}/submission_id`)).value;
    return this.send("POST", `${TRANSFER}/transfer`, {}, { DATA_TYPE: "transfer", ...document, DATA, submission_id: submissionId });
  }

  async createTimer({ timer }) {
    for (const id of [timer.body.source_endpoint, timer.body.destination_endpoint]) await this.send("GET", `${TRANSFER}/endpoint/${id}`);
    const body = { DATA_TYPE: "transfer", ...timer.body, DATA: this.#typed(timer.body.DATA, "transfer_item") };
    const schedule = { type: "once", ...timer.schedule };
    return this.send("POST", "https://timer.automate.globus.org/v2/timer", {}, { timer: { timer_type: "transfer", ...timer, schedule, body } });
  }
}

const CONTEXT = "hand-written";
const bytes = (text) => new TextEncoder().encode(text);

/** Returns the key with which a hand-written account encrypts the tokens that it stores. */
async function deriveStorageKey() {
  const material = await crypto.subtle.importKey("raw", bytes(SECRET), "HKDF", false, ["deriveKey"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: bytes(ID), info: bytes(CONTEXT) };
  return crypto.subtle.deriveKey(algorithm, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function encryptToken(token) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(ID) }, await deriveStorageKey(), bytes(JSON.stringify(token)));
  return Buffer.concat([iv, new Uint8Array(data)]).toString("base64url");
}

/** Reads and decrypts a token, as a new hand-written account does. */
async function readStoredToken(storage) {
  const value = Buffer.from(storage.get(ID), "base64url");
  const algorithm = { name: "AES-GCM", iv: value.subarray(0, 12), additionalData: bytes(ID) };
  const token = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await deriveStorageKey(), value.subarray(12))));
  if (!(Date.now() < token.freshUntil)) throw new Error("not fresh");
  return Object.freeze(token);
}

const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET });
const byHand = new HandWritten();

const items = (count) => Array.from({ length: count }, (_, index) => ({ source_path: `/data/run/${index}.h5`, destination_path: `/archive/run/${index}.h5` }));
const transfer = (count, extraFields) => ({ source_endpoint: COLLECTION, destination_endpoint: ID, label: "a run", DATA: items(count), ...extraFields });
const [thousand, hundredThousand] = [transfer(1_000), transfer(100_000)];
const withSubmissionId = transfer(1_000, { submission_id: ID });
const timer = { timer: { name: "nightly", schedule: { datetime: "2030-01-01T00:00:00Z" }, body: transfer(10_000) } };
const gmeta = Array.from({ length: 1_000 }, (_, index) => ({ subject: `s${index}`, visible_to: ["public"], content: { text: "x".repeat(10_000) } }));
const documents = { ingest_type: "GMetaList", ingest_data: { gmeta } };
const query = { path: "/~/a directory/", show_hidden: false, limit: 1000, offset: 0, orderby: "name", filter: "type:dir" };

const storages = { ours: new Map(), handWritten: new Map() };
await new ServiceAccount({ clientId: ID, clientSecret: SECRET, storage: storages.ours }).getToken("transfer");
storages.handWritten.set(ID, await encryptToken({ accessToken: "token", freshUntil: Date.now() + 100_000_000 }));
const getTokenFromStorage = () => new ServiceAccount({ clientId: ID, clientSecret: SECRET, storage: storages.ours }).getToken("transfer");

/** Name, calls in a round, response, the package's call, the hand-written call. */
const CASES = [
  ["submitTransfer of 1,000 items", 5, OK, () => account.transfer.submitTransfer(thousand), () => byHand.submitTransfer(thousand)],
  ["the same with a submission id", 5, OK, () => account.transfer.submitTransfer(withSubmissionId), () => byHand.submitTransfer(withSubmissionId)],
  ["submitTransfer of 100,000 items", 1, OK, () => account.transfer.submitTransfer(hundredThousand), () => byHand.submitTransfer(hundredThousand)],
  ["createTimer of 10,000 items", 1, OK, () => account.timers.createTimer(timer), () => byHand.createTimer(timer)],
  ["a POST of 10 MB that is refused", 1, REFUSED, () => account.search.ingest(ID, documents), () => byHand.send("POST", `https://search.api.globus.org/v1/index/${ID}/ingest`, {}, documents)],
  ["getAuthorizationHeader from memory", 20_000, OK, () => account.getAuthorizationHeader("transfer"), () => byHand.getHeader("transfer")],
  ["404 with advice", 200, NOT_FOUND, () => account.transfer.operationLs(COLLECTION, { path: "/a/" }), () => byHand.send("GET", `${TRANSFER}/operation/endpoint/${encodeURIComponent(COLLECTION)}/ls`, { path: "/a/" })],
  ["403 with advice", 200, FORBIDDEN, () => account.transfer.operationLs(COLLECTION, { path: "/a/" }), () => byHand.send("GET", `${TRANSFER}/operation/endpoint/${encodeURIComponent(COLLECTION)}/ls`, { path: "/a/" })],
  ["operationLs with a query", 500, OK, () => account.transfer.operationLs(COLLECTION, query), () => byHand.send("GET", `${TRANSFER}/operation/endpoint/${encodeURIComponent(COLLECTION)}/ls`, query)],
  ["request with a query", 500, OK, () => account.request({ service: "transfer", path: "/v0.10/task_list", query }), () => byHand.send("GET", `${TRANSFER}/task_list`, query)],
  ["a storage hit in a new account", 50, OK, getTokenFromStorage, () => readStoredToken(storages.handWritten)],
];

async function microseconds(count, call) {
  globalThis.gc?.();
  const begin = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) await call().then(null, (error) => error);
  return Number(process.hrtime.bigint() - begin) / count / 1000;
}

/** Rounds of each case. A case of one call in a round has fewer. */
const ROUNDS = 15;
const ROUNDS_IF_LARGE = 5;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) / 2];

console.log(`medians of ${ROUNDS} rounds, of ${ROUNDS_IF_LARGE} for large cases, Node ${process.version}: this package, hand-written, ratio`);
for (const [name, count, caseResponse, ...sides] of CASES) {
  response = caseResponse;
  const isRefused = caseResponse[0] !== 200;
  for (const call of sides) {
    const failure = await call().then(() => undefined, (error) => error);
    if (isRefused !== (failure !== undefined)) throw failure ?? new Error(`the call must fail: ${name}`);
  }
  const samples = sides.map(() => []);
  for (let round = 0; round < (count > 1 ? ROUNDS : ROUNDS_IF_LARGE); round += 1) {
    for (const [index, call] of sides.entries()) samples[index].push(await microseconds(count, call));
  }
  const [ours, handWritten] = samples.map(median);
  console.log(`  ${name.padEnd(36)}${ours.toFixed(1).padStart(10)} µs${handWritten.toFixed(1).padStart(10)} µs${(ours / handWritten).toFixed(2).padStart(8)}`);
}
process.exit();
