// Tests that no secret and no token leaks. Servers, `fetch` functions, storages and secret functions repeat a secret in
// every encoding, and the tests search for it in everything that users see: results, errors, events, consoles. They
// also search the memory of the module after all accounts are disposed of.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { inspect } from "node:util";
import { ENCODINGS, bytesOfMark, isIn, secret, token } from "../canary.mjs";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";

let instanceCount = 0;

/** Imports the package with a new instance of its module. `memory()` returns a copy of the instance's memory. */
async function importInstance(installation) {
  const { Instance } = WebAssembly;
  let memory;
  WebAssembly.Instance = class extends Instance {
    constructor(...args) {
      super(...args);
      ({ memory } = this.exports);
    }
  };
  try {
    return { ...(await import(`${join(installation.package, "inline.js")}?canary=${(instanceCount += 1)}`)), memory: () => Buffer.from(memory.buffer) };
  } finally {
    WebAssembly.Instance = Instance;
  }
}

/** Returns all texts by which a program can show a value: the result or the error of a call. */
const textsOf = (value) => [
  inspect(value, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  JSON.stringify(value) ?? "",
  ...(value instanceof Error ? [value.stack, value.message, String(value.advice)] : []),
];

/**
 * Returns the response to a grant of `scope`. An additional token has `leaked`, if given, as its scope and resource
 * server. `onToken` is called with each other access token.
 */
function grantResponse(scope, leaked, onToken) {
  const names = scope.replaceAll(/\[.*?\]+/g, "").split(" ");
  const servers = new Map();
  for (const name of names) {
    const server = /^(?:urn:globus:auth:scope:|https:\/\/auth\.globus\.org\/scopes\/)([^:/]+)/.exec(name)?.[1] ?? "auth.globus.org";
    servers.set(server, [...(servers.get(server) ?? []), name]);
  }
  const documents = [...servers].map(([resource_server, scopes]) => {
    const access_token = token();
    onToken(access_token);
    return { access_token, scope: scopes.join(" "), resource_server, expires_in: 172_800, token_type: "Bearer" };
  });
  if (leaked) documents.push({ access_token: token(), scope: leaked, resource_server: leaked, expires_in: 172_800, token_type: "Bearer" });
  const [first, ...other_tokens] = documents;
  return Response.json({ ...first, other_tokens });
}

/** Returns the credentials of a request: the bearer, or the Basic credentials and the client secret in them. */
const credentialsOf = (headers) => {
  const [scheme, credentials] = headers.authorization.split(" ");
  return scheme === "Basic" ? [credentials, atob(credentials).slice(37)] : [credentials];
};

/** Responses of a server and failures of a `fetch` that contain the credentials of the request. */
const LEAKING_RESPONSES = {
  "a refusal's message": (leaked) => Response.json({ code: "Bad", message: leaked }, { status: 400 }),
  "a refusal's members": (leaked) => Response.json({ [leaked]: leaked, code: leaked, errors: [{ detail: leaked, code: leaked }], error: leaked, error_description: leaked }, { status: 403 }),
  "a refusal's JSON, unescaped": (leaked) => new Response(`{"code": "Bad", "message": "${leaked}"}`, { status: 404 }),
  "an HTML page": (leaked) => new Response(`<html><title>${leaked}</title>${leaked}</html>`, { status: 502, headers: { "content-type": "text/html" } }),
  "a long HTML page": (leaked) => new Response(`${"x ".repeat(36_000)}${leaked}`.slice(0, 73_728 - 20) + leaked, { status: 500 }),
  "a page that repeats it": (leaked) => new Response(`${leaked}\n`.repeat(2000), { status: 500 }),
  "a success with an HTML page": (leaked) => new Response(`<pre>${leaked}</pre>`),
  "a header": (leaked) => Response.json({ code: "Bad" }, { status: 409, headers: { "x-request-id": leaked.replace(/\s+/g, "") } }),
  "required scopes": (leaked) => Response.json({ code: "ConsentRequired", required_scopes: [leaked], authorization_parameters: { session_message: leaked } }, { status: 403 }),
  "an error's message": (leaked) => { throw new TypeError(`fetch failed: ${leaked}`); },
  "an error's cause": (leaked) => { throw new TypeError("fetch failed", { cause: Object.assign(new Error(leaked), { headers: { leaked } }) }); },
  "an error's members": (leaked) => { throw Object.assign(new Error("x"), { config: { [leaked]: [leaked] }, toString: undefined }); },
};

/**
 * Returns a storage whose methods throw errors that contain their arguments, encoded. It collects the arguments in
 * `entries`.
 */
const leakingStorage = (encode, entries = []) =>
  Object.fromEntries(
    ["get", "set", "delete"].map((name) => [name, (...args) => {
      entries.push(args);
      throw new Error(encode(JSON.stringify(args)));
    }]),
  );

const CALLS = {
  method: ({ transfer }) => transfer.getTask(ID),
  list: ({ groups }) => groups.getMyGroups().toArray(),
  submission: ({ transfer }) => transfer.submitDelete({ endpoint: ID, submission_id: ID, DATA: [{ path: "/a" }] }),
  fetch: (account) => account.fetch("https://transfer.api.globus.org/v0.10/x"),
  file: (account) => account.collection(ID).get("/a"),
  introspection: (account) => account.auth.oauth2TokenIntrospect({ token: token() }),
};

export const tests = [
  ["a secret in any encoding is in no error, event, console or stored entry, nor in memory after dispose()", async (installation) => {
    const { ServiceAccount, memory } = await importInstance(installation);
    const accounts = [];
    const hits = [];
    let [scans, situations] = [0, 0];
    const consoleTexts = [];
    const { console: originalConsole } = globalThis;
    globalThis.console = new Proxy(originalConsole, { get: (_, name) => (...args) => consoleTexts.push(String(name), ...args.map(String)) });
    const search = (description, ...values) => {
      for (const text of values.flatMap(textsOf)) {
        scans += 1;
        if (isIn(text)) hits.push(`${description}: ${text.slice(0, 300)}`);
      }
    };
    const createAccount = (options) => {
      const events = [];
      const account = new ServiceAccount({ clientId: ID, clientSecret: secret(), retries: 0, onEvent: (event) => events.push(event), ...options });
      accounts.push(account);
      return { account, events };
    };
    /** Returns the value or the error of a promise. A `Response` is left out: its body is the user's to read. */
    const outcome = (promise) => promise.then((value) => (value instanceof Response ? undefined : value), (error) => error);
    try {
      for (const [encoding, encode] of Object.entries(ENCODINGS)) {
        const leak = (headers) => credentialsOf(headers).map(encode).join(" ");
        for (const [kind, respond] of Object.entries(LEAKING_RESPONSES)) {
          const api = createAccount({
            fetch: async (url, { headers, body }) =>
              url.endsWith("/token") ? grantResponse(new URLSearchParams(body).get("scope"), undefined, () => {})
              : url.includes("/endpoint/") ? Response.json({ https_server: "https://files.example.org" })
              : respond(leak(headers)),
          });
          for (const [name, call] of Object.entries(CALLS)) search(`${encoding}, ${kind}, ${name}`, await outcome(call(api.account)));
          const auth = createAccount({ fetch: async (_, { headers }) => respond(leak(headers)) });
          search(`${encoding}, ${kind}, grant`, await outcome(auth.account.getToken("transfer")));
          search(`${encoding}, ${kind}, events`, api.events, auth.events, api.account, auth.account);
          situations += 1;
        }
        // A successful grant that contains the credentials.
        const leakingGrant = createAccount({
          fetch: async (url, { headers, body }) => url.endsWith("/token") ? grantResponse(new URLSearchParams(body).get("scope"), leak(headers), () => {}) : Response.json({}),
        });
        search(`${encoding}, a successful grant`, await outcome(leakingGrant.account.getToken("urn:globus:auth:scope:x:y").then(() => undefined)), leakingGrant.events);
        // Documents of a failed task and a failed run that contain the credentials.
        const failedWork = createAccount({
          fetch: async (url, { headers, body }) => {
            if (url.endsWith("/token")) return grantResponse(new URLSearchParams(body).get("scope"), undefined, () => {});
            const leaked = leak(headers);
            const details = { code: leaked, description: leaked, details: { error: leaked, cause: leaked } };
            return Response.json({ task_id: ID, run_id: ID, status: "FAILED", details, fatal_error: { code: leaked, description: leaked }, display_name: leaked });
          },
        });
        search(`${encoding}, waits`, await outcome(failedWork.account.transfer.taskWait(ID)), await outcome(failedWork.account.flows.runWait(ID)), failedWork.events);
        search(`${encoding}, doctor`, await outcome(failedWork.account.doctor({ collections: [ID] })));
        // A response body that fails.
        const failingBody = createAccount({
          fetch: async (url, { headers, body }) => {
            if (url.endsWith("/token")) return grantResponse(new URLSearchParams(body).get("scope"), undefined, () => {});
            if (url.includes("/endpoint/")) return Response.json({ https_server: "https://files.example.org" });
            return new Response(new ReadableStream({ pull: (controller) => controller.error(new Error(leak(headers))) }));
          },
        });
        const response = await failingBody.account.collection(ID).get("/a");
        search(`${encoding}, a body`, await outcome(response.text()));
        // A storage that fails.
        for (const encryptStorage of [true, false]) {
          const entries = [];
          const { account, events } = createAccount({
            storage: leakingStorage(encode, entries),
            encryptStorage,
            fetch: async (url, { body }) => (url.endsWith("/token") ? grantResponse(new URLSearchParams(body).get("scope"), undefined, () => {}) : Response.json({ code: "x" })),
          });
          await account.getToken("transfer");
          await account.clearTokens();
          await account.transfer.getTask(ID);
          await new Promise((resolve) => setTimeout(resolve));
          search(`${encoding}, a storage`, events);
          if (encryptStorage) search(`${encoding}, stored entries`, entries);
        }
        // A secret function that returns a secret, and then throws an error that contains it.
        const ownSecret = secret();
        const results = [() => ownSecret, () => { throw new Error(encode(ownSecret)); }];
        const { account, events } = createAccount({ clientSecret: () => results.shift()(), fetch: async () => Response.json({ error: "invalid_client" }, { status: 401 }) });
        search(`${encoding}, a secret function`, await outcome(account.getToken("transfer")), events);
      }
      search("the console", consoleTexts);
    } finally {
      globalThis.console = originalConsole;
    }
    assert.ok(situations > 200, `${situations} situations`);
    assert.deepEqual(hits.slice(0, 20), [], `${hits.length} hits in ${scans} scans`);
    const countInMemory = () => bytesOfMark().filter((form) => memory().includes(form)).length;
    assert.ok(countInMemory() > 0, "the search must find the secrets of accounts that are not disposed of");
    for (const account of accounts) account[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(countInMemory(), 0, "in memory after dispose()");
    return `${scans} scans, ${Object.keys(ENCODINGS).length} encodings, ${accounts.length} accounts disposed of: 0 hits, none in ${memory().length} bytes of memory`;
  }],

  ["memory contains no cleared or refused token, no rotated secret, and nothing secret after dispose()", async (installation) => {
    const { ServiceAccount, memory } = await importInstance(installation);
    const tokens = [];
    const secrets = [secret(), secret()];
    let isRotated = false;
    const account = new ServiceAccount({
      clientId: ID,
      clientSecret: () => secrets[isRotated ? 1 : 0],
      fetch: async (url, { headers, body }) => {
        if (!url.endsWith("/token")) return headers.authorization.endsWith(tokens.at(-1)) ? Response.json({ code: "x" }) : Response.json({}, { status: 401 });
        if (isRotated && credentialsOf(headers)[1] === secrets[0]) return Response.json({ error: "invalid_client" }, { status: 401 });
        return grantResponse(new URLSearchParams(body).get("scope"), undefined, (accessToken) => tokens.push(accessToken));
      },
    });
    const isInMemory = (text) => memory().includes(text.slice(-40));
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    assert.deepEqual([isInMemory(secrets[0]), isInMemory(tokens[0])], [true, true]);
    await account.clearTokens();
    assert.deepEqual(tokens.map(isInMemory), [false]);
    await account.transfer.getTask(ID);
    isRotated = true;
    await account.getToken("transfer", { forceRefresh: true });
    assert.deepEqual([...secrets.map(isInMemory), ...tokens.map(isInMemory)], [false, true, false, false, true]);
    await authorizer.getAuthorizationHeader();
    account[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual([...secrets, ...tokens].filter(isInMemory), []);
    await assert.rejects(account.getToken("transfer"), /is disposed/);
  }],

  ["a secret that a server repeats in every encoding is not in the output of the command line program", async (installation) => {
    const server = createServer((request, response) => {
      const credentials = request.headers.authorization ? credentialsOf(request.headers) : [];
      const leaked = Object.values(ENCODINGS).flatMap((encode) => credentials.map(encode));
      const isGrant = request.url.endsWith("/token");
      request.resume().on("end", async () => {
        if (isGrant && !request.url.startsWith("/refusing")) {
          const scope = "openid profile email urn:globus:auth:scope:auth.globus.org:view_identity_set urn:globus:auth:scope:auth.globus.org:view_identities urn:globus:auth:scope:transfer.api.globus.org:all urn:globus:auth:scope:groups.api.globus.org:all";
          return response.end(await grantResponse(scope, undefined, () => {}).text());
        }
        response.statusCode = 403;
        return response.end(JSON.stringify({ code: leaked.join(" "), message: leaked.join("\n"), error_description: leaked.join(" "), errors: leaked.map((detail) => ({ detail })) }));
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const base = `http://127.0.0.1:${server.address().port}`;
    let scans = 0;
    for (const auth of [`${base}/granting`, `${base}/refusing`]) {
      for (const args of [["whoami"], ["whoami", "--json"], ["ls", `${ID}:/`], ["doctor", "--json", "--collection", ID], ["token", "transfer"]]) {
        const env = { PATH: process.env.PATH, GLOBUS_CLIENT_ID: ID, GLOBUS_CLIENT_SECRET: secret(), GLOBUS_SDK_SERVICE_URL_AUTH: auth, GLOBUS_SDK_SERVICE_URL_TRANSFER: base, GLOBUS_SDK_SERVICE_URL_GROUPS: base, GLOBUS_DEBUG: "1" };
        const program = join(installation.package, "bin/globus-service-account.js");
        const [stdout, stderr] = await new Promise((resolve) => {
          execFile(process.execPath, [program, ...args], { env }, (_, ...outputs) => resolve(outputs));
        });
        assert.notEqual(stdout + stderr, "", args.join(" "));
        for (const text of [stdout, stderr]) assert.ok(!isIn(text), `${args.join(" ")}: ${text}`);
        scans += 2;
      }
    }
    server.close();
    return `${scans} scans: 0 hits`;
  }],
];
