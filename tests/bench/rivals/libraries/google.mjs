import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { JWT } from "google-auth-library";
import { issuerOf, newKey } from "./keys.mjs";
import { shown } from "./shown.mjs";

const { version } = createRequire(import.meta.url)("google-auth-library/package.json");

export default {
  name: "google-auth-library",
  version,
  setup:
    "`JWT.getAccessToken` with a generated key; an interceptor of its own transporter rewrites the URL, so retries " +
    "and timeouts are its own. Version 10 is the last that supports Node 20. E6 also with `transporterOptions: " +
    "{ timeout: 2000, retryConfig: { noResponseRetries: 0 } }`; the call takes no signal.",
  shown,
  life: { seconds: 3600 },
  windows: [{ left: 200 }],
  limited: "`transporterOptions.timeout`",

  dialect: {
    account: ({ body }) => issuerOf(new URLSearchParams(body).get("assertion")),
    granted: (token, { seconds }) => ({ body: { access_token: token, expires_in: seconds, token_type: "Bearer" } }),
    refused: () => ({ status: 400, body: { error: "invalid_grant", error_description: "Invalid JWT Signature." } }),
  },

  create({ url, id = `${randomUUID()}@example.iam.gserviceaccount.com`, timeout }) {
    const { pem, secrets } = newKey("pkcs8");
    const client = new JWT({
      email: id,
      key: pem,
      scopes: ["https://www.googleapis.com/auth/cloud-platform"],
      ...(timeout && { transporterOptions: { timeout, retryConfig: { noResponseRetries: 0 } } }),
    });
    client.transporter.interceptors.request.add({
      resolved: async (config) => Object.assign(config, { url: new URL(config.url.pathname, url) }),
    });
    return { id, client, secrets, getToken: async () => (await client.getAccessToken()).token };
  },
};
