// What most tests begin with.

export const ID = "01234567-89ab-4cde-8f01-23456789abcd";
/** Of the shape of Globus's own, with the characters that encodings change. */
export const SECRET = "sEcReT/sEcReT+sEcReT/sEcReT+sEcReT/sEcReT+0=";
export const URN = "urn:globus:auth:scope:";
export const TRANSFER_ALL = `${URN}transfer.api.globus.org:all`;
export const GROUPS_ALL = `${URN}groups.api.globus.org:all`;
export const TOKEN_URL = "https://auth.globus.org/v2/oauth2/token";
export const TRANSFER_URL = "https://transfer.api.globus.org/v0.10";

/** Whose a scope is, by its text: `urn:globus:auth:scope:<server>:<name>`, or `https://auth.globus.org/scopes/<server>/<name>`. */
function serverOf(scope) {
  const name = /^(?:urn:globus:auth:scope:|https:\/\/auth\.globus\.org\/scopes\/)([^:/]+)/.exec(scope)?.[1];
  return SERVERS[name] ?? name ?? "auth.globus.org";
}
/** Services whose scopes have another name in them. */
const SERVERS = {
  "eec9b274-0c81-4334-bdc2-54e90e689b9a": "flows.globus.org",
  "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9": "funcx_service",
};

export const json = (value, init) => Response.json(value, init);

/** Whether something is a list: their class is no one's to name. */
export const isList = (value) => typeof value?.toArray === "function" && typeof value.pages === "function";

/** A promise with its ends. */
export function deferred() {
  const ends = {};
  const promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  return { promise, ...ends };
}

/** The documents of a grant for `scope`, one for each resource server. */
export function tokenDocuments(scope, more = { expires_in: 172_800 }) {
  const names = scope.replaceAll(/\[.*?\]+/g, "").split(" ");
  return [...new Set(names.map(serverOf))].map((server) => ({
    access_token: `Ag${crypto.randomUUID().replaceAll("-", "")}`,
    scope: names.filter((name) => serverOf(name) === server).join(" "),
    resource_server: server,
    token_type: "Bearer",
    ...more,
  }));
}

export const tokenReply = ([first, ...other_tokens]) => json({ ...first, other_tokens });

/** The scope that a request to the token endpoint names. */
export const requestedScope = (init) => new URLSearchParams(init.body).get("scope");

export function helpers({ ServiceAccount, FakeGlobus, assert, requested }) {
  /** Tells the harness of requests; those of a test that was given up are never answered. */
  const told = (fetch) => {
    const tell = requested();
    return (...args) => tell() ?? fetch(...args);
  };

  /** An account on a fake Globus. `fake` and `client` are the options of those, the rest the account's. */
  function stage({ fake: fakeOptions, client: clientOptions, ...options } = {}) {
    const fake = new FakeGlobus(fakeOptions);
    const client = fake.addClient(clientOptions);
    const { clientId, clientSecret } = client;
    const account = new ServiceAccount({ clientId, clientSecret, fetch: told(fake.fetch), ...options });
    return { fake, client, account };
  }

  /** An account on a `fetch` of the test's own: `answer(call)` for APIs, `grant(call)` for the token endpoint. */
  function stub(answer, { grant = ({ init }) => tokenReply(tokenDocuments(requestedScope(init))), ...options } = {}) {
    const calls = [];
    const grants = [];
    const fetch = async (input, init) => {
      const url = input.url ?? String(input);
      const call = { url, input, init, headers: new Headers(init?.headers ?? {}) };
      const isGrant = url.endsWith("/v2/oauth2/token");
      (isGrant ? grants : calls).push(call);
      return isGrant ? grant(call, grants.length) : answer(call, calls.length);
    };
    const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET, fetch: told(fetch), ...options });
    return { account, calls, grants };
  }

  /** What a promise rejects with. */
  async function failure(promise) {
    const ended = await Promise.resolve(promise).then(
      () => ({}),
      (reason) => ({ reason }),
    );
    return "reason" in ended ? ended.reason : assert.fail("it did not fail");
  }

  /** What a function throws. */
  function thrown(action) {
    let error;
    try {
      action();
    } catch (caught) {
      error = caught;
    }
    return error ?? assert.fail("it did not throw");
  }

  return { stage, stub, failure, thrown };
}
