// A secret and tokens that can be found in any form, on every way on which something of a server, a `fetch`, a storage or a secret
// function gets to those who run the program; and in the memory of the module when all accounts are disposed of.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { inspect } from "node:util";
import { ENCODINGS, bytesOfMark, isIn, secret, token } from "../canary.mjs";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";

let instances = 0;

/** The package in an instance of its own, whose memory can be looked into. */
async function instance(installed) {
  const { Instance } = WebAssembly;
  let memory;
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given);
      ({ memory } = this.exports);
    }
  };
  try {
    return { ...(await import(`${join(installed.package, "inline.js")}?canary=${(instances += 1)}`)), memory: () => Buffer.from(memory.buffer) };
  } finally {
    WebAssembly.Instance = Instance;
  }
}

/** Everything that can be read of what a call has ended with. */
const shown = (value) => [
  inspect(value, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  JSON.stringify(value) ?? "",
  ...(value instanceof Error ? [value.stack, value.message, String(value.advice)] : []),
];

/** The documents of a grant that repeats the credentials where it can. */
function granted(scope, said, keep) {
  const names = scope.replaceAll(/\[.*?\]+/g, "").split(" ");
  const servers = new Map();
  for (const name of names) {
    const server = /^(?:urn:globus:auth:scope:|https:\/\/auth\.globus\.org\/scopes\/)([^:/]+)/.exec(name)?.[1] ?? "auth.globus.org";
    servers.set(server, [...(servers.get(server) ?? []), name]);
  }
  const documents = [...servers].map(([resource_server, scopes]) => {
    const access_token = token();
    keep(access_token);
    return { access_token, scope: scopes.join(" "), resource_server, expires_in: 172_800, token_type: "Bearer" };
  });
  if (said) documents.push({ access_token: token(), scope: said, resource_server: said, expires_in: 172_800, token_type: "Bearer" });
  const [first, ...other_tokens] = documents;
  return Response.json({ ...first, other_tokens });
}

const wordsOf = (headers) => {
  const [scheme, credentials] = headers.authorization.split(" ");
  return scheme === "Basic" ? [credentials, atob(credentials).slice(37)] : [credentials];
};

/** How a server answers, or a `fetch` fails, with words that repeat what it was given. */
const ANSWERS = {
  "a refusal's message": (said) => Response.json({ code: "Bad", message: said }, { status: 400 }),
  "a refusal's members": (said) => Response.json({ [said]: said, code: said, errors: [{ detail: said, code: said }], error: said, error_description: said }, { status: 403 }),
  "a refusal's JSON, as it is written": (said) => new Response(`{"code": "Bad", "message": "${said}"}`, { status: 404 }),
  "a page": (said) => new Response(`<html><title>${said}</title>${said}</html>`, { status: 502, headers: { "content-type": "text/html" } }),
  "a long page": (said) => new Response(`${"x ".repeat(36_000)}${said}`.slice(0, 73_728 - 20) + said, { status: 500 }),
  "a page full of it": (said) => new Response(`${said}\n`.repeat(2000), { status: 500 }),
  "a success that is a page": (said) => new Response(`<pre>${said}</pre>`),
  "a header": (said) => Response.json({ code: "Bad" }, { status: 409, headers: { "x-request-id": said.replace(/\s+/g, "") } }),
  "required scopes": (said) => Response.json({ code: "ConsentRequired", required_scopes: [said], authorization_parameters: { session_message: said } }, { status: 403 }),
  "an error's message": (said) => { throw new TypeError(`fetch failed: ${said}`); },
  "an error's cause": (said) => { throw new TypeError("fetch failed", { cause: Object.assign(new Error(said), { headers: { said } }) }); },
  "an error's members": (said) => { throw Object.assign(new Error("x"), { config: { [said]: [said] }, toString: undefined }); },
};

/** A storage whose methods fail with what they were given, as they put it. */
const storageSaying = (encode, entries = []) =>
  Object.fromEntries(
    ["get", "set", "delete"].map((name) => [name, (...given) => {
      entries.push(given);
      throw new Error(encode(JSON.stringify(given)));
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
  ["a canary in every encoding and on every way out: no hit", async (installed) => {
    const { ServiceAccount, memory } = await instance(installed);
    const accounts = [];
    const hits = [];
    let [scans, found] = [0, 0];
    const said = [];
    const { console: before } = globalThis;
    globalThis.console = new Proxy(before, { get: (_, name) => (...words) => said.push(String(name), ...words.map(String)) });
    const search = (where, ...values) => {
      for (const text of values.flatMap(shown)) {
        scans += 1;
        if (isIn(text)) hits.push(`${where}: ${text.slice(0, 300)}`);
      }
    };
    const make = (options) => {
      const events = [];
      const account = new ServiceAccount({ clientId: ID, clientSecret: secret(), retries: 0, onEvent: (event) => events.push(event), ...options });
      accounts.push(account);
      return { account, events };
    };
    const failure = (promise) => promise.then((value) => (value instanceof Response ? undefined : value), (error) => error);
    try {
      for (const [encoding, encode] of Object.entries(ENCODINGS)) {
        const repeated = (headers) => wordsOf(headers).map(encode).join(" ");
        for (const [way, answer] of Object.entries(ANSWERS)) {
          const api = make({
            fetch: async (url, { headers, body }) =>
              url.endsWith("/token") ? granted(new URLSearchParams(body).get("scope"), undefined, () => {})
              : url.includes("/endpoint/") ? Response.json({ https_server: "https://files.example.org" })
              : answer(repeated(headers)),
          });
          for (const [name, call] of Object.entries(CALLS)) search(`${encoding}, ${way}, ${name}`, await failure(call(api.account)));
          const auth = make({ fetch: async (_, { headers }) => answer(repeated(headers)) });
          search(`${encoding}, ${way}, grant`, await failure(auth.account.getToken("transfer")));
          search(`${encoding}, ${way}, events`, api.events, auth.events, api.account, auth.account);
          found += 1;
        }
        // A grant that goes well, and has words of its own.
        const generous = make({
          fetch: async (url, { headers, body }) => url.endsWith("/token") ? granted(new URLSearchParams(body).get("scope"), repeated(headers), () => {}) : Response.json({}),
        });
        search(`${encoding}, words of a grant`, await failure(generous.account.getToken("urn:globus:auth:scope:x:y").then(() => undefined)), generous.events);
        // What work that has failed says of itself, in a document.
        const working = make({
          fetch: async (url, { headers, body }) => {
            if (url.endsWith("/token")) return granted(new URLSearchParams(body).get("scope"), undefined, () => {});
            const words = repeated(headers);
            const details = { code: words, description: words, details: { error: words, cause: words } };
            return Response.json({ task_id: ID, run_id: ID, status: "FAILED", details, fatal_error: { code: words, description: words }, display_name: words });
          },
        });
        search(`${encoding}, waits`, await failure(working.account.transfer.taskWait(ID)), await failure(working.account.flows.runWait(ID)), working.events);
        search(`${encoding}, doctor`, await failure(working.account.doctor({ collections: [ID] })));
        // A body that breaks off.
        const breaking = make({
          fetch: async (url, { headers, body }) => {
            if (url.endsWith("/token")) return granted(new URLSearchParams(body).get("scope"), undefined, () => {});
            if (url.includes("/endpoint/")) return Response.json({ https_server: "https://files.example.org" });
            return new Response(new ReadableStream({ pull: (controller) => controller.error(new Error(repeated(headers))) }));
          },
        });
        const broken = await breaking.account.collection(ID).get("/a");
        search(`${encoding}, a body`, await failure(broken.text()));
        // A storage.
        for (const encryptStorage of [true, false]) {
          const entries = [];
          const { account, events } = make({
            storage: storageSaying(encode, entries),
            encryptStorage,
            fetch: async (url, { body }) => (url.endsWith("/token") ? granted(new URLSearchParams(body).get("scope"), undefined, () => {}) : Response.json({ code: "x" })),
          });
          await account.getToken("transfer");
          await account.clearTokens();
          await account.transfer.getTask(ID);
          await new Promise((resolve) => setTimeout(resolve));
          search(`${encoding}, a storage`, events);
          if (encryptStorage) search(`${encoding}, what is stored`, entries);
        }
        // A secret function, before and after it has told a secret.
        const own = secret();
        const answers = [() => own, () => { throw new Error(encode(own)); }];
        const { account, events } = make({ clientSecret: () => answers.shift()(), fetch: async () => Response.json({ error: "invalid_client" }, { status: 401 }) });
        search(`${encoding}, a secret function`, await failure(account.getToken("transfer")), events);
      }
      search("the console", said);
    } finally {
      globalThis.console = before;
    }
    assert.ok(found > 200, `${found} situations`);
    assert.deepEqual(hits.slice(0, 20), [], `${hits.length} hits in ${scans} scans`);
    const count = () => bytesOfMark().filter((form) => memory().includes(form)).length;
    assert.ok(count() > 0, "the accounts have their secrets in memory, or nothing is looked into");
    for (const account of accounts) account[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(count(), 0, "in memory after dispose()");
    return `${scans} scans, ${Object.keys(ENCODINGS).length} encodings, ${accounts.length} accounts disposed of: 0 hits, none in ${memory().length} bytes of memory`;
  }],

  ["what an account drops, it does not keep in memory: cleared and refused tokens, a rotated secret, an authorizer's", async (installed) => {
    const { ServiceAccount, memory } = await instance(installed);
    const tokens = [];
    const secrets = [secret(), secret()];
    let isRotated = false;
    const account = new ServiceAccount({
      clientId: ID,
      clientSecret: () => secrets[isRotated ? 1 : 0],
      fetch: async (url, { headers, body }) => {
        if (!url.endsWith("/token")) return headers.authorization.endsWith(tokens.at(-1)) ? Response.json({ code: "x" }) : Response.json({}, { status: 401 });
        if (isRotated && wordsOf(headers)[1] === secrets[0]) return Response.json({ error: "invalid_client" }, { status: 401 });
        return granted(new URLSearchParams(body).get("scope"), undefined, (one) => tokens.push(one));
      },
    });
    const isHeld = (text) => memory().includes(text.slice(-40));
    const authorizer = account.authorizer("transfer");
    await authorizer.getAuthorizationHeader();
    assert.deepEqual([isHeld(secrets[0]), isHeld(tokens[0])], [true, true]);
    await account.clearTokens();
    assert.deepEqual(tokens.map(isHeld), [false]);
    await account.transfer.getTask(ID);
    isRotated = true;
    await account.getToken("transfer", { forceRefresh: true });
    assert.deepEqual([...secrets.map(isHeld), ...tokens.map(isHeld)], [false, true, false, false, true]);
    await authorizer.getAuthorizationHeader();
    account[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual([...secrets, ...tokens].filter(isHeld), []);
    await assert.rejects(account.getToken("transfer"), /disposed of/);
  }],

  ["a canary that a server repeats to the command line, in every encoding: no hit", async (installed) => {
    const server = createServer((request, response) => {
      const words = request.headers.authorization ? wordsOf(request.headers) : [];
      const all = Object.values(ENCODINGS).flatMap((encode) => words.map(encode));
      const isGrant = request.url.endsWith("/token");
      request.resume().on("end", async () => {
        if (isGrant && !request.url.startsWith("/refusing")) {
          const scope = "openid profile email urn:globus:auth:scope:auth.globus.org:view_identity_set urn:globus:auth:scope:auth.globus.org:view_identities urn:globus:auth:scope:transfer.api.globus.org:all urn:globus:auth:scope:groups.api.globus.org:all";
          return response.end(await granted(scope, undefined, () => {}).text());
        }
        response.statusCode = 403;
        return response.end(JSON.stringify({ code: all.join(" "), message: all.join("\n"), error_description: all.join(" "), errors: all.map((detail) => ({ detail })) }));
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const base = `http://127.0.0.1:${server.address().port}`;
    let scans = 0;
    for (const auth of [`${base}/granting`, `${base}/refusing`]) {
      for (const args of [["whoami"], ["whoami", "--json"], ["ls", `${ID}:/`], ["doctor", "--json", "--collection", ID], ["token", "transfer"]]) {
        const env = { PATH: process.env.PATH, GLOBUS_CLIENT_ID: ID, GLOBUS_CLIENT_SECRET: secret(), GLOBUS_SDK_SERVICE_URL_AUTH: auth, GLOBUS_SDK_SERVICE_URL_TRANSFER: base, GLOBUS_SDK_SERVICE_URL_GROUPS: base, GLOBUS_DEBUG: "1" };
        const program = join(installed.package, "bin/globus-service-account.js");
        const [stdout, stderr] = await new Promise((resolve) => {
          execFile(process.execPath, [program, ...args], { env }, (_, ...output) => resolve(output));
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
