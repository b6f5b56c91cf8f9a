// Auth with the JavaScript SDK: identities, consents, tokens.
import assert from "node:assert/strict";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

export async function identities(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("auth");
  const info = await sdk.oauth2.userinfo({ headers: await headersFor("openid profile email") });
  assert.equal(info.preferred_username, client.username);
  assertSameDocument(info, await account.auth.userinfo());
  const ada = fake.addIdentity({ username: "ada@example.org", name: "Ada" });
  const query = { usernames: [ada.username, client.username].join(",") };
  const results = await sdk.identities.getAll({ headers, query });
  assert.deepEqual(results.identities.map(({ id }) => id).sort(), [ada.id, client.identityId].sort());
  assertSameDocument(results, await account.auth.getIdentities(query));
  const { identity } = await sdk.identities.get(ada.id, { headers });
  assert.equal(identity.username, ada.username);
  assert.equal(await statusOfRefusal(sdk.identities.get(crypto.randomUUID(), { headers })), 404);
}

export async function tokens(sdk, { fake, client, account, headersFor }) {
  const { clientId, clientSecret } = client;
  const basicHeaders = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const scope = "urn:globus:auth:scope:transfer.api.globus.org:all";
  const granted = await sdk.oauth2.token.token({ headers: basicHeaders, payload: { grant_type: "client_credentials", scope } });
  assert.deepEqual([granted.scope, granted.resource_server], [scope, "transfer.api.globus.org"]);
  const payload = { token: granted.access_token };
  const active = await sdk.oauth2.token.introspect({ headers: basicHeaders, payload });
  assert.deepEqual([active.active, active.sub], [true, client.identityId]);
  assertSameDocument(active, await account.auth.oauth2TokenIntrospect(payload));
  assert.equal((await sdk.oauth2.token.validate({ headers: basicHeaders, payload })).active, true);
  assert.equal((await sdk.oauth2.token.revoke({ headers: basicHeaders, payload })).active, false);
  assert.equal((await sdk.oauth2.token.introspect({ headers: basicHeaders, payload })).active, false);
  const code = { grant_type: "authorization_code", code: "unknown", redirect_uri: "https://example.org/" };
  assert.equal(await statusOfRefusal(sdk.oauth2.token.exchange({ headers: basicHeaders, payload: code })), 401);
  const refresh = { grant_type: "refresh_token", refresh_token: "unknown" };
  assert.equal(await statusOfRefusal(sdk.oauth2.token.refresh({ headers: basicHeaders, payload: refresh })), 400);

  const viewing = await headersFor("urn:globus:auth:scope:auth.globus.org:view_consents");
  const consents = await sdk.identities.consents.getAll(client.identityId, { headers: viewing });
  assert.equal(consents.consents.length, fake.consents(clientId).length);
  assertSameDocument(consents, await account.auth.getConsents(client.identityId));
}
