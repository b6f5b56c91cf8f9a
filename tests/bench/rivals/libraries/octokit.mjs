import { readFileSync } from "node:fs";
import { createAppAuth } from "@octokit/auth-app";
import { request } from "@octokit/request";
import { issuerOf, newKey } from "./keys.mjs";
import { shown } from "./shown.mjs";

const manifest = new URL("../node_modules/@octokit/auth-app/package.json", import.meta.url);
let last = 1000;

export default {
  name: "@octokit/auth-app",
  version: JSON.parse(readFileSync(manifest, "utf8")).version,
  setup:
    "`createAppAuth` with a generated key and `request.defaults({ baseUrl })` of @octokit/request; the token of an " +
    "installation. Retries are separate plugins, not installed here. E6 also with a `fetch` that puts " +
    "`AbortSignal.timeout(2000)` on every request, by `request.defaults({ request: { fetch } })`; a signal is " +
    "for all requests of a client, not for a call. E8 is two apps with one installation id: on github.com ids are " +
    "unique, and it takes two hosts, or a mistake, to meet it. The cache given is a `Map` without expiry, which is " +
    "left to the cache: its own default cache has one of 59 minutes.",
  shown,
  life: { seconds: 3600 },
  windows: [{ left: 30 }],
  limited: "`fetch` of your own",
  shareable: "one `cache`",

  dialect: {
    account: ({ headers }) => issuerOf(headers.authorization.split(" ")[1]),
    granted: (token, { seconds }) => ({
      status: 201,
      body: {
        token,
        expires_at: new Date(Date.now() + seconds * 1000).toISOString(),
        permissions: { contents: "read" },
        repository_selection: "all",
      },
    }),
    refused: () => ({ status: 401, body: { message: "A JSON web token could not be decoded" } }),
  },

  newStorage() {
    const map = new Map();
    return { get: async (key) => map.get(key), set: async (key, value) => void map.set(key, value) };
  },

  create({ url, id = String(++last), target = ++last, storage, timeout }) {
    const { pem, secrets } = newKey("pkcs1");
    const limited = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeout) });
    const auth = createAppAuth({
      appId: id,
      privateKey: pem,
      installationId: target,
      request: request.defaults({ baseUrl: url, ...(timeout && { request: { fetch: limited } }) }),
      ...(storage && { cache: storage }),
    });
    return { id, client: auth, secrets, getToken: async () => (await auth({ type: "installation" })).token };
  },
};
