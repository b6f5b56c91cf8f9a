// How Globus Auth's token endpoint speaks, for the two libraries that are made for it.

export const SCOPE = "urn:globus:auth:scope:transfer.api.globus.org:all";

export const SECRET = "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=";

const basic = (id, secret) => Buffer.from(`${id}:${secret}`).toString("base64");

/** What must not be seen: the secret as it is, and as it is sent. */
export const secretsOf = (id, secret) => [secret, basic(id, secret)];

/** @type {import("../server.mjs").Dialect} */
export const dialect = {
  account: ({ headers }) => Buffer.from(headers.authorization.split(" ")[1], "base64").toString().split(":")[0],
  granted: (token, { seconds }) => ({
    body: {
      access_token: token,
      expires_in: seconds,
      other_tokens: [],
      resource_server: "transfer.api.globus.org",
      scope: SCOPE,
      token_type: "Bearer",
    },
  }),
  refused: () => ({
    status: 401,
    body: { error: "invalid_client", errors: [{ code: "UNAUTHORIZED", detail: "Call must be authenticated" }] },
  }),
};
