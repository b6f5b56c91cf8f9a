import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { JWT } from "google-auth-library";
import { issuerOf, newKey } from "./keys.mjs";
import { render } from "./render.mjs";

const { version } = createRequire(import.meta.url)("google-auth-library/package.json");

export default {
  name: "google-auth-library",
  version,
  setup:
    "`JWT.getAccessToken` with a generated key; an interceptor in its transporter rewrites the URL, so retries " +
    "and timeouts are the library's. Version 10 is the last that supports Node 20. E6 also with `transporterOptions: " +
    "{ timeout: 2000, retryConfig: { noResponseRetries: 0 } }`; the call has no option for a signal.",
  render,
  lifetime: { seconds: 3600 },
  windows: [{ secondsLeft: 200 }],
  timeoutOption: "`transporterOptions.timeout`",

  dialect: {
    readAccount: ({ body }) => issuerOf(new URLSearchParams(body).get("assertion")),
    makeGrant: (token, { seconds }) => ({ body: { access_token: token, expires_in: seconds, token_type: "Bearer" } }),
    makeRefusal: () => ({ status: 400, body: { error: "invalid_grant", error_description: "Invalid JWT Signature." } }),
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
