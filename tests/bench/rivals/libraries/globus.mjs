// The responses of Globus Auth's token endpoint, for the two libraries that use it.

export const SCOPE = "urn:globus:auth:scope:transfer.api.globus.org:all";

export const SECRET = "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=";

const basic = (id, secret) => Buffer.from(`${id}:${secret}`).toString("base64");

/** Returns the texts that no output may contain: the secret, and the Basic credentials in which it is sent. */
export const secretsOf = (id, secret) => [secret, basic(id, secret)];

/** @type {import("../server.mjs").Dialect} */
export const dialect = {
  readAccount: ({ headers }) => Buffer.from(headers.authorization.split(" ")[1], "base64").toString().split(":")[0],
  makeGrant: (token, { seconds }) => ({
    body: {
      access_token: token,
      expires_in: seconds,
      other_tokens: [],
      resource_server: "transfer.api.globus.org",
      scope: SCOPE,
      token_type: "Bearer",
    },
  }),
  makeRefusal: () => ({
    status: 401,
    body: { error: "invalid_client", errors: [{ code: "UNAUTHORIZED", detail: "Call must be authenticated" }] },
  }),
};
