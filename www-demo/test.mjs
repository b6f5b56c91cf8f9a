// Tests the demo over HTTP with the fake Globus: the API that the page uses, and that no response contains a token or
// secret.
import assert from "node:assert/strict";
import { fetch as fetchUpstream } from "miniflare";
import { ENCODINGS } from "../tests/canary.mjs";
import { start } from "./start.mjs";

/** The bodies of all responses of the worker. The last test searches them for secrets. */
const responseTexts = [];
/** The access tokens that the worker got. */
const bearers = [];

/** While set, Globus refuses every request and repeats its credentials in this encoding. */
let encodeCredentials;

/** Passes the requests of the worker on to the fake, and stores the access tokens of its responses. */
async function outbound(request) {
  if (encodeCredentials) {
    const [, credentials] = request.headers.get("authorization").split(" ");
    const leakedText = encodeCredentials(credentials);
    return Response.json({ code: leakedText, message: leakedText, errors: [{ detail: leakedText }] }, { status: 403 });
  }
  const response = await fetchUpstream(request);
  if (!request.url.endsWith("/oauth2/token")) return response;
  const { access_token, other_tokens = [] } = await response.clone().json();
  bearers.push(access_token, ...other_tokens.map((token) => token.access_token));
  return response;
}

const { fake, client, url, close } = await start({ port: 0, outbound });
/**
 * In milliseconds. The test advances the fake's clock, which also runs. A shorter task could end between two calls on a
 * busy machine.
 */
const TASK_DURATION_MS = 120_000;
fake.taskDuration = TASK_DURATION_MS;

async function call(path, body, headers = { "Content-Type": "application/json" }) {
  const init = body && { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  responseTexts.push(text);
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

async function findCollection(name) {
  const { body } = await call("/api/collections?text=halden");
  const collection = body.find((collection) => collection.name.includes(name));
  assert.ok(collection, `no collection ${name}`);
  return collection;
}

const listFiles = (id, path) => call(`/api/collections/${id}/files${path ? `?path=${encodeURIComponent(path)}` : ""}`);

async function findLysozyme() {
  const { id } = await findCollection("raw data");
  const { body } = await listFiles(id);
  const { name } = body.entries.find((entry) => entry.name.includes("lysozyme"));
  return { id, path: `/${name}/` };
}

async function submitTransfer(entries) {
  const [source, destination] = [await findLysozyme(), await findCollection("projects")];
  return call("/api/transfers", {
    source: source.id,
    sourcePath: source.path,
    destination: destination.id,
    destinationPath: destination.defaultPath,
    entries,
  });
}

const tests = {
  "the page, its styles and its scripts are served": async () => {
    const page = await call("/");
    assert.equal(page.status, 200);
    assert.match(page.headers.get("Content-Security-Policy"), /script-src 'self'/);
    const fileNames = [...page.body.matchAll(/(?:href|src)="([a-z]+\.(?:css|js))"/g)].map(([, name]) => name);
    assert.ok(fileNames.length > 3);
    for (const fileName of fileNames) {
      const { status, headers } = await call(`/${fileName}`);
      assert.equal(status, 200, fileName);
      assert.match(headers.get("Content-Type"), fileName.endsWith("css") ? /text\/css/ : /javascript/);
    }
  },

  "the API returns the identity of the account and that Globus is fake": async () => {
    const { body } = await call("/api/account");
    const { clientId, username } = client;
    assert.deepEqual([body.identityId, body.username, body.name], [clientId, username, "Beamline 7 data mover"]);
    assert.equal((await call("/api/about")).body.globus, "fake Globus");
  },

  "a search text finds collections, and without one the search returns shared collections": async () => {
    assert.equal((await call("/api/collections?text=halden")).body.length, 5);
    assert.equal((await call("/api/collections")).body.length, 3);
    assert.deepEqual((await call("/api/collections?text=nowhere")).body, []);
  },

  "a listing of a directory begins with its directories": async () => {
    const { id, path } = await findLysozyme();
    const { status, body } = await listFiles(id, path);
    assert.equal(status, 200);
    assert.equal(body.path, path);
    assert.equal(body.entries.length, body.total);
    assert.deepEqual(
      body.entries.map(({ name, type }) => `${type} ${name}`),
      ["dir A1", "dir A2", "dir B1", "dir snapshots", "file session.log"],
    );
    assert.equal(typeof body.entries.at(-1).size, "number");
  },

  "the refusal of a directory has a reason and steps": async () => {
    const { status, body } = await listFiles((await findCollection("laptop")).id);
    assert.equal(status, 403);
    assert.equal(body.error.code, "forbidden");
    assert.ok(body.error.advice.includes(client.clientId));
    const [{ who, command }] = body.error.steps;
    assert.equal(who, "access manager of the collection");
    assert.ok(command.startsWith("globus endpoint permission create "), command);
    assert.ok(body.error.requestId);
  },

  "a mapped collection can be listed after consent": async () => {
    const { id } = await findCollection("scratch");
    const firstListing = await listFiles(id);
    if (firstListing.status !== 200) {
      assert.equal(firstListing.body.error.code, "consent_required");
      assert.ok(firstListing.body.error.advice);
    }
    assert.equal((await call(`/api/collections/${id}/consent`, {})).status, 200);
    assert.equal((await listFiles(id)).status, 200);
  },

  "a transfer makes progress and succeeds": async () => {
    const { body } = await submitTransfer([
      { name: "B1", directory: true },
      { name: "session.log", directory: false },
    ]);
    const seenBytes = [];
    let task;
    do {
      fake.clock.advance(TASK_DURATION_MS / 8);
      ({ body: task } = await call(`/api/transfers/${body.id}`));
      seenBytes.push(task.bytes);
    } while (task.status === "ACTIVE" && seenBytes.length < 30);
    assert.equal(task.status, "SUCCEEDED");
    assert.equal(task.label, "B1, session.log");
    assert.equal(task.filesDone, 16);
    assert.ok(new Set(seenBytes).size > 3, `no progress: ${seenBytes}`);
    assert.deepEqual(
      seenBytes,
      seenBytes.toSorted((a, b) => a - b),
    );
    const { id, defaultPath } = await findCollection("projects");
    assert.ok((await listFiles(id, `${defaultPath}B1/`)).body.entries.length > 10);
    assert.equal((await call("/api/transfers")).body[0].id, task.id);
  },

  "a transfer can be cancelled": async () => {
    const { body } = await submitTransfer([{ name: "A2", directory: true }]);
    assert.equal((await call(`/api/transfers/${body.id}/cancel`, {})).body.code, "Canceled");
    const { body: task } = await call(`/api/transfers/${body.id}`);
    assert.deepEqual([task.status, task.canceled], ["FAILED", true]);
  },

  "the API returns tokens with their scopes, grant times and expiry": async () => {
    const { body } = await call("/api/tokens");
    assert.deepEqual(
      body.map(({ resourceServer }) => resourceServer),
      ["transfer.api.globus.org", "auth.globus.org"],
    );
    for (const { scope, grantedAt, expiresAt } of body) {
      assert.ok(scope);
      assert.ok(expiresAt > Date.now() && expiresAt <= Date.now() + 600_000);
      assert.ok(grantedAt <= Date.now());
    }
  },

  "the API returns each event of the account once": async () => {
    const { body } = await call("/api/events");
    const types = new Set(body.map(({ type }) => type));
    assert.ok(types.has("grant") && types.has("response"));
    const transferEvent = body.find(({ method, path }) => method === "POST" && path.endsWith("/transfer"));
    assert.ok(transferEvent.time && transferEvent.status === 202 && transferEvent.duration >= 0);
    assert.equal(
      body.filter(({ type, callId }) => type === "response" && callId === transferEvent.callId).length,
      1,
      "one response per call",
    );
    assert.deepEqual((await call(`/api/events?after=${body.at(-1).id}`)).body, []);
  },

  "invalid and unknown requests are refused": async () => {
    const { id } = await findCollection("projects");
    const requests = [
      [400, () => listFiles("not-an-id")],
      [400, () => listFiles(id, "relative")],
      [400, () => submitTransfer([])],
      [400, () => submitTransfer([{ name: "../B1", directory: true }])],
      [400, () => submitTransfer([null])],
      [400, () => call("/api/transfers", [])],
      [404, () => call("/api/secrets")],
      [405, () => call("/api/tokens", {})],
      // A page of another site can send only form and text content types without a preflight request.
      [415, () => call(`/api/collections/${id}/consent`, {}, { "Content-Type": "text/plain" })],
    ];
    for (const [status, send] of requests) {
      const response = await send();
      assert.equal(response.status, status, `${send}`);
      assert.ok(response.body.error.message);
    }
  },

  "credentials that a server repeats in any encoding are redacted": async () => {
    try {
      for (encodeCredentials of Object.values(ENCODINGS)) {
        const { status, body } = await call("/api/collections?text=halden");
        assert.ok(status >= 400 && JSON.stringify(body).includes("[redacted]"), JSON.stringify(body));
      }
    } finally {
      encodeCredentials = undefined;
    }
  },

  "no response contains a token or secret": async () => {
    assert.ok(bearers.length >= 2 && bearers.every((bearer) => bearer?.length > 20));
    const allText = responseTexts.join("\n");
    let scanCount = 0;
    for (const secret of [client.clientSecret, `${client.clientId}:${client.clientSecret}`, ...bearers]) {
      for (const [name, form] of Object.entries(ENCODINGS)) {
        scanCount += 1;
        assert.ok(!allText.includes(form(secret)), name);
      }
    }
    console.log(`  ${scanCount} scans of ${responseTexts.length} responses: 0 hits`);
    assert.ok(allText.includes(client.clientId));
  },
};

let failedCount = 0;
try {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok   ${name}`);
    } catch (error) {
      failedCount++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
} finally {
  await close();
}
console.log(`${Object.keys(tests).length - failedCount} passed, ${failedCount} failed`);
process.exitCode = failedCount > 0 ? 1 : 0;
