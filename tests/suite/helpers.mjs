// Constants and helper functions that most test files use.

export const ID = "01234567-89ab-4cde-8f01-23456789abcd";
/** A secret in the format of Globus's own. It contains the characters that encodings change: `/`, `+`, `=`. */
export const SECRET = "sEcReT/sEcReT+sEcReT/sEcReT+sEcReT/sEcReT+0=";
export const URN = "urn:globus:auth:scope:";
export const TRANSFER_ALL = `${URN}transfer.api.globus.org:all`;
export const GROUPS_ALL = `${URN}groups.api.globus.org:all`;
export const TOKEN_URL = "https://auth.globus.org/v2/oauth2/token";
export const TRANSFER_URL = "https://transfer.api.globus.org/v0.10";

/**
 * Returns the resource server of a scope, which the text of the scope names: `urn:globus:auth:scope:<server>:<name>`
 * or `https://auth.globus.org/scopes/<server>/<name>`.
 */
function serverOf(scope) {
  const name = /^(?:urn:globus:auth:scope:|https:\/\/auth\.globus\.org\/scopes\/)([^:/]+)/.exec(scope)?.[1];
  return SERVERS[name] ?? name ?? "auth.globus.org";
}
/** The resource servers of services whose scopes contain a UUID instead of the server's name. */
const SERVERS = {
  "eec9b274-0c81-4334-bdc2-54e90e689b9a": "flows.globus.org",
  "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9": "funcx_service",
};

export const json = (value, init) => Response.json(value, init);

/** Whether a value is a list of the package, which does not export the class of its lists. */
export const isList = (value) => typeof value?.toArray === "function" && typeof value.pages === "function";

/** A promise with its `resolve` and `reject` functions. */
export function deferred() {
  const functions = {};
  const promise = new Promise((resolve, reject) => Object.assign(functions, { resolve, reject }));
  return { promise, ...functions };
}

/** Returns the token documents of Globus Auth's reply to a grant for `scope`, one for each resource server. */
export function tokenDocuments(scope, members = { expires_in: 172_800 }) {
  const names = scope.replaceAll(/\[.*?\]+/g, "").split(" ");
  return [...new Set(names.map(serverOf))].map((server) => ({
    access_token: `Ag${crypto.randomUUID().replaceAll("-", "")}`,
    scope: names.filter((name) => serverOf(name) === server).join(" "),
    resource_server: server,
    token_type: "Bearer",
    ...members,
  }));
}

export const tokenReply = ([first, ...other_tokens]) => json({ ...first, other_tokens });

/** Returns the scope that a request to the token endpoint names. */
export const requestedScope = (init) => new URLSearchParams(init.body).get("scope");

export function helpers({ ServiceAccount, FakeGlobus, assert, requested }) {
  /** Wraps `fetch` so that it reports each request to the harness. A test that was given up never gets a response. */
  const watched = (fetch) => {
    const onRequest = requested();
    return (...args) => onRequest() ?? fetch(...args);
  };

  /**
   * Returns an account on a fake Globus, with the fake and its client. `fake` and `client` are the options of these
   * two, all others are the account's.
   */
  function stage({ fake: fakeOptions, client: clientOptions, ...options } = {}) {
    const fake = new FakeGlobus(fakeOptions);
    const client = fake.addClient(clientOptions);
    const { clientId, clientSecret } = client;
    const account = new ServiceAccount({ clientId, clientSecret, fetch: watched(fake.fetch), ...options });
    return { fake, client, account };
  }

  /** Returns an account on the test's own `fetch`: `answer` responds for APIs, `grant` for the token endpoint. */
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
    const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET, fetch: watched(fetch), ...options });
    return { account, calls, grants };
  }

  /** Returns what a promise rejects with. The test fails if it resolves. */
  async function failure(promise) {
    const outcome = await Promise.resolve(promise).then(
      () => ({}),
      (reason) => ({ reason }),
    );
    return "reason" in outcome ? outcome.reason : assert.fail("the promise did not reject");
  }

  /** Returns what a function throws. The test fails if it throws nothing. */
  function thrown(action) {
    let error;
    try {
      action();
    } catch (caught) {
      error = caught;
    }
    return error ?? assert.fail("the function did not throw");
  }

  return { stage, stub, failure, thrown };
}
