import { randomUUID } from "node:crypto";
import { ConfidentialClientApplication, version } from "@azure/msal-node";
import { render } from "./render.mjs";

const HOST = "login.microsoftonline.com";
const AUTHORITY = `https://${HOST}/00000000-0000-4000-8000-000000000000`;

export default {
  name: "@azure/msal-node",
  version,
  setup:
    "`ConfidentialClientApplication.acquireTokenByClientCredential` with its own network client; `authorityMetadata` " +
    "names the local server as token endpoint; `refresh_in` is half of the lifetime. After a 5xx it makes no request " +
    "for a minute: E3 therefore counts few requests, and only the first call gets the old token. It has no timeout and " +
    "no signal for this call: only a custom network client (`system.networkClient`) can end a call in E6.",
  render,
  lifetime: { seconds: 3600, refreshIn: 1800 },
  windows: [
    { label: "after `refresh_in`", secondsLeft: 1000 },
    { label: "last 5 min", secondsLeft: 200 },
  ],
  sharedStorage: "one `cachePlugin`",

  dialect: {
    readAccount: ({ body }) => new URLSearchParams(body).get("client_id"),
    makeGrant: (token, { seconds, refreshIn }) => ({
      body: {
        access_token: token,
        expires_in: seconds,
        ext_expires_in: seconds,
        refresh_in: refreshIn,
        token_type: "Bearer",
      },
    }),
    makeRefusal: () => ({
      status: 401,
      body: {
        error: "invalid_client",
        error_codes: [7000215],
        error_description: "AADSTS7000215: Invalid client secret provided.",
      },
    }),
  },

  /** Stores the cache as one text, as the library's documentation shows. */
  newStorage() {
    let text = "";
    return {
      beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize(text),
      afterCacheAccess: async (context) => {
        if (context.cacheHasChanged) text = context.tokenCache.serialize();
      },
    };
  },

  create({ url, id = randomUUID(), secret = "not~a~secret~but~as~long~as~one~of~theirs", storage }) {
    const endpoint = (path) => `${url}/${path}`;
    const client = new ConfidentialClientApplication({
      auth: {
        clientId: id,
        clientSecret: secret,
        authority: AUTHORITY,
        knownAuthorities: [HOST],
        authorityMetadata: JSON.stringify({
          authorization_endpoint: endpoint("authorize"),
          issuer: `${AUTHORITY}/v2.0`,
          jwks_uri: endpoint("keys"),
          token_endpoint: endpoint("token"),
        }),
      },
      ...(storage && { cache: { cachePlugin: storage } }),
    });
    return {
      id,
      client,
      secrets: [secret],
      getToken: async () =>
        (await client.acquireTokenByClientCredential({ scopes: ["https://api.example.org/.default"] })).accessToken,
    };
  },
};
