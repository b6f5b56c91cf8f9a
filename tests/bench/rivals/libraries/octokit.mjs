import { readFileSync } from "node:fs";
import { createAppAuth } from "@octokit/auth-app";
import { request } from "@octokit/request";
import { issuerOf, newKey } from "./keys.mjs";
import { render } from "./render.mjs";

const manifest = new URL("../node_modules/@octokit/auth-app/package.json", import.meta.url);
let last = 1000;

export default {
  name: "@octokit/auth-app",
  version: JSON.parse(readFileSync(manifest, "utf8")).version,
  setup:
    "`createAppAuth` with a generated key and `request.defaults({ baseUrl })` of @octokit/request; the token of an " +
    "installation. Retries are separate plugins, not installed here. E6 also with a `fetch` that adds " +
    "`AbortSignal.timeout(2000)` to every request, by `request.defaults({ request: { fetch } })`; a signal is " +
    "for all requests of a client, not for a call. E8 uses two apps with one installation id: on github.com ids are " +
    "unique, so this needs two hosts or a mistake. The given cache is a `Map` without expiry: the library leaves expiry " +
    "to the cache, and the entries of its default cache expire after 59 minutes.",
  render,
  lifetime: { seconds: 3600 },
  windows: [{ secondsLeft: 30 }],
  timeoutOption: "a custom `fetch`",
  sharedStorage: "one `cache`",

  dialect: {
    readAccount: ({ headers }) => issuerOf(headers.authorization.split(" ")[1]),
    makeGrant: (token, { seconds }) => ({
      status: 201,
      body: {
        token,
        expires_at: new Date(Date.now() + seconds * 1000).toISOString(),
        permissions: { contents: "read" },
        repository_selection: "all",
      },
    }),
    makeRefusal: () => ({ status: 401, body: { message: "A JSON web token could not be decoded" } }),
  },

  newStorage() {
    const map = new Map();
    return { get: async (key) => map.get(key), set: async (key, value) => void map.set(key, value) };
  },

  create({ url, id = String(++last), target = ++last, storage, timeout }) {
    const { pem, secrets } = newKey("pkcs1");
    const fetchWithTimeout = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeout) });
    const auth = createAppAuth({
      appId: id,
      privateKey: pem,
      installationId: target,
      request: request.defaults({ baseUrl: url, ...(timeout && { request: { fetch: fetchWithTimeout } }) }),
      ...(storage && { cache: storage }),
    });
    return { id, client: auth, secrets, getToken: async () => (await auth({ type: "installation" })).token };
  },
};
