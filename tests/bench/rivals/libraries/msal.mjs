import { randomUUID } from "node:crypto";
import { ConfidentialClientApplication, version } from "@azure/msal-node";
import { shown } from "./shown.mjs";

const HOST = "login.microsoftonline.com";
const AUTHORITY = `https://${HOST}/00000000-0000-4000-8000-000000000000`;

export default {
  name: "@azure/msal-node",
  version,
  setup:
    "`ConfidentialClientApplication.acquireTokenByClientCredential` with its own network client; `authorityMetadata` " +
    "names the local server as token endpoint; `refresh_in` is half of the lifetime. After a 5xx it refuses to ask " +
    "again for a minute: hence the few requests in E3, and that only the first call gets the old token. It has no " +
    "timeout and no signal for this call: only a network client of your own (`system.networkClient`) helps against E6.",
  shown,
  life: { seconds: 3600, refreshIn: 1800 },
  windows: [
    { label: "after `refresh_in`", left: 1000 },
    { label: "last 5 min", left: 200 },
  ],
  shareable: "one `cachePlugin`",

  dialect: {
    account: ({ body }) => new URLSearchParams(body).get("client_id"),
    granted: (token, { seconds, refreshIn }) => ({
      body: {
        access_token: token,
        expires_in: seconds,
        ext_expires_in: seconds,
        refresh_in: refreshIn,
        token_type: "Bearer",
      },
    }),
    refused: () => ({
      status: 401,
      body: {
        error: "invalid_client",
        error_codes: [7000215],
        error_description: "AADSTS7000215: Invalid client secret provided.",
      },
    }),
  },

  /** The whole cache as one text, as its documentation shows. */
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
