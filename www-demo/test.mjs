// The demo over HTTP, on the fake: what its page relies on, and that no token or secret gets out.
import assert from "node:assert/strict";
import { fetch as fetchBeyond } from "miniflare";
import { ENCODINGS } from "../tests/canary.mjs";
import { start } from "./start.mjs";

/** Every answer of the worker, to be searched at the end. */
const answers = [];
/** What the worker was granted. */
const bearers = [];

/** How the next request is refused: with what it was given, in this form. */
let encode;

/** Passes the worker's requests on to the fake and looks for tokens in what comes back. */
async function outbound(request) {
  if (encode) {
    const [, credentials] = request.headers.get("authorization").split(" ");
    const said = encode(credentials);
    return Response.json({ code: said, message: said, errors: [{ detail: said }] }, { status: 403 });
  }
  const response = await fetchBeyond(request);
  if (!request.url.endsWith("/oauth2/token")) return response;
  const { access_token, other_tokens = [] } = await response.clone().json();
  bearers.push(access_token, ...other_tokens.map((token) => token.access_token));
  return response;
}

const { fake, client, url, close } = await start({ port: 0, outbound });
/** ms, of a clock that the test moves on: a busy machine takes some of it, too. */
const TASK = 120_000;
fake.taskDuration = TASK;

async function call(path, body, headers = { "Content-Type": "application/json" }) {
  const init = body && { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  answers.push(text);
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

async function find(name) {
  const { body } = await call("/api/collections?text=halden");
  const found = body.find((collection) => collection.name.includes(name));
  assert.ok(found, `no collection ${name}`);
  return found;
}

const files = (id, path) => call(`/api/collections/${id}/files${path ? `?path=${encodeURIComponent(path)}` : ""}`);

async function lysozyme() {
  const { id } = await find("raw data");
  const { body } = await files(id);
  const { name } = body.entries.find((entry) => entry.name.includes("lysozyme"));
  return { id, path: `/${name}/` };
}

async function submit(entries) {
  const [source, destination] = [await lysozyme(), await find("projects")];
  return call("/api/transfers", {
    source: source.id,
    sourcePath: source.path,
    destination: destination.id,
    destinationPath: destination.defaultPath,
    entries,
  });
}

const tests = {
  "the page and what it loads are served": async () => {
    const page = await call("/");
    assert.equal(page.status, 200);
    assert.match(page.headers.get("Content-Security-Policy"), /script-src 'self'/);
    const parts = [...page.body.matchAll(/(?:href|src)="([a-z]+\.(?:css|js))"/g)].map(([, name]) => name);
    assert.ok(parts.length > 3);
    for (const part of parts) {
      const { status, headers } = await call(`/${part}`);
      assert.equal(status, 200, part);
      assert.match(headers.get("Content-Type"), part.endsWith("css") ? /text\/css/ : /javascript/);
    }
  },

  "the account says who it is, and that Globus is fake": async () => {
    const { body } = await call("/api/account");
    const { clientId, username } = client;
    assert.deepEqual([body.identityId, body.username, body.name], [clientId, username, "Beamline 7 data mover"]);
    assert.equal((await call("/api/about")).body.globus, "fake Globus");
  },

  "collections are found by words, and those that are shared without": async () => {
    assert.equal((await call("/api/collections?text=halden")).body.length, 5);
    assert.equal((await call("/api/collections")).body.length, 3);
    assert.deepEqual((await call("/api/collections?text=nowhere")).body, []);
  },

  "a directory is listed, directories first": async () => {
    const { id, path } = await lysozyme();
    const { status, body } = await files(id, path);
    assert.equal(status, 200);
    assert.equal(body.path, path);
    assert.equal(body.entries.length, body.total);
    assert.deepEqual(
      body.entries.map(({ name, type }) => `${type} ${name}`),
      ["dir A1", "dir A2", "dir B1", "dir snapshots", "file session.log"],
    );
    assert.equal(typeof body.entries.at(-1).size, "number");
  },

  "a forbidden directory says why and what to do": async () => {
    const { status, body } = await files((await find("laptop")).id);
    assert.equal(status, 403);
    assert.equal(body.error.code, "forbidden");
    assert.ok(body.error.advice.includes(client.clientId));
    const [{ who, command }] = body.error.steps;
    assert.equal(who, "access manager of the collection");
    assert.ok(command.startsWith("globus endpoint permission create "), command);
    assert.ok(body.error.requestId);
  },

  "a mapped collection opens once consent is given": async () => {
    const { id } = await find("scratch");
    const before = await files(id);
    if (before.status !== 200) {
      assert.equal(before.body.error.code, "consent_required");
      assert.ok(before.body.error.advice);
    }
    assert.equal((await call(`/api/collections/${id}/consent`, {})).status, 200);
    assert.equal((await files(id)).status, 200);
  },

  "a transfer makes progress and succeeds": async () => {
    const { body } = await submit([
      { name: "B1", directory: true },
      { name: "session.log", directory: false },
    ]);
    const seen = [];
    let task;
    do {
      fake.clock.advance(TASK / 8);
      ({ body: task } = await call(`/api/transfers/${body.id}`));
      seen.push(task.bytes);
    } while (task.status === "ACTIVE" && seen.length < 30);
    assert.equal(task.status, "SUCCEEDED");
    assert.equal(task.label, "B1, session.log");
    assert.equal(task.filesDone, 16);
    assert.ok(new Set(seen).size > 3, `no progress: ${seen}`);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    const { id, defaultPath } = await find("projects");
    assert.ok((await files(id, `${defaultPath}B1/`)).body.entries.length > 10);
    assert.equal((await call("/api/transfers")).body[0].id, task.id);
  },

  "a transfer can be cancelled": async () => {
    const { body } = await submit([{ name: "A2", directory: true }]);
    assert.equal((await call(`/api/transfers/${body.id}/cancel`, {})).body.code, "Canceled");
    const { body: task } = await call(`/api/transfers/${body.id}`);
    assert.deepEqual([task.status, task.canceled], ["FAILED", true]);
  },

  "tokens tell their scopes and the time they have left": async () => {
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

  "events tell what the account did, each once": async () => {
    const { body } = await call("/api/events");
    const types = new Set(body.map(({ type }) => type));
    assert.ok(types.has("grant") && types.has("response"));
    const submitted = body.find(({ method, path }) => method === "POST" && path.endsWith("/transfer"));
    assert.ok(submitted.time && submitted.status === 202 && submitted.duration >= 0);
    assert.equal(body.filter(({ type, callId }) => type === "response" && callId === submitted.callId).length, 1, "a call of its own");
    assert.deepEqual((await call(`/api/events?after=${body.at(-1).id}`)).body, []);
  },

  "what it does not need is refused": async () => {
    const { id } = await find("projects");
    const refused = [
      [400, () => files("not-an-id")],
      [400, () => files(id, "relative")],
      [400, () => submit([])],
      [400, () => submit([{ name: "../B1", directory: true }])],
      [400, () => submit([null])],
      [400, () => call("/api/transfers", [])],
      [404, () => call("/api/secrets")],
      [405, () => call("/api/tokens", {})],
      // A form or plain text is all that another site's page could send.
      [415, () => call(`/api/collections/${id}/consent`, {}, { "Content-Type": "text/plain" })],
    ];
    for (const [status, send] of refused) {
      const answer = await send();
      assert.equal(answer.status, status, `${send}`);
      assert.ok(answer.body.error.message);
    }
  },

  "a server that repeats what it was given, in whatever form, tells the page nothing": async () => {
    try {
      for (encode of Object.values(ENCODINGS)) {
        const { status, body } = await call("/api/collections?text=halden");
        assert.ok(status >= 400 && JSON.stringify(body).includes("[redacted]"), JSON.stringify(body));
      }
    } finally {
      encode = undefined;
    }
  },

  "no token and no secret is in any answer": async () => {
    assert.ok(bearers.length >= 2 && bearers.every((bearer) => bearer?.length > 20));
    const all = answers.join("\n");
    let scans = 0;
    for (const secret of [client.clientSecret, `${client.clientId}:${client.clientSecret}`, ...bearers]) {
      for (const [name, form] of Object.entries(ENCODINGS)) {
        scans += 1;
        assert.ok(!all.includes(form(secret)), name);
      }
    }
    console.log(`  ${scans} scans of ${answers.length} answers: 0 hits`);
    assert.ok(all.includes(client.clientId));
  },
};

let failed = 0;
try {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok   ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
} finally {
  await close();
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
