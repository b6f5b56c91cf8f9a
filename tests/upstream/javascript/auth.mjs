// Auth by the JavaScript SDK: identities, consents, tokens.
import assert from "node:assert/strict";
import { refusedWith, sameDocument } from "./official.mjs";

export async function identities(sdk, { fake, client, account, headersFor }) {
  const headers = await headersFor("auth");
  const info = await sdk.oauth2.userinfo({ headers: await headersFor("openid profile email") });
  assert.equal(info.preferred_username, client.username);
  sameDocument(info, await account.auth.userinfo());
  const ada = fake.addIdentity({ username: "ada@example.org", name: "Ada" });
  const query = { usernames: [ada.username, client.username].join(",") };
  const found = await sdk.identities.getAll({ headers, query });
  assert.deepEqual(found.identities.map(({ id }) => id).sort(), [ada.id, client.identityId].sort());
  sameDocument(found, await account.auth.getIdentities(query));
  const { identity } = await sdk.identities.get(ada.id, { headers });
  assert.equal(identity.username, ada.username);
  assert.equal(await refusedWith(sdk.identities.get(crypto.randomUUID(), { headers })), 404);
}

export async function tokens(sdk, { fake, client, account, headersFor }) {
  const { clientId, clientSecret } = client;
  const own = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const scope = "urn:globus:auth:scope:transfer.api.globus.org:all";
  const granted = await sdk.oauth2.token.token({ headers: own, payload: { grant_type: "client_credentials", scope } });
  assert.deepEqual([granted.scope, granted.resource_server], [scope, "transfer.api.globus.org"]);
  const payload = { token: granted.access_token };
  const active = await sdk.oauth2.token.introspect({ headers: own, payload });
  assert.deepEqual([active.active, active.sub], [true, client.identityId]);
  sameDocument(active, await account.auth.oauth2TokenIntrospect(payload));
  assert.equal((await sdk.oauth2.token.validate({ headers: own, payload })).active, true);
  assert.equal((await sdk.oauth2.token.revoke({ headers: own, payload })).active, false);
  assert.equal((await sdk.oauth2.token.introspect({ headers: own, payload })).active, false);
  const code = { grant_type: "authorization_code", code: "of nobody", redirect_uri: "https://example.org/" };
  assert.equal(await refusedWith(sdk.oauth2.token.exchange({ headers: own, payload: code })), 401);
  const refresh = { grant_type: "refresh_token", refresh_token: "there is none for a service account" };
  assert.equal(await refusedWith(sdk.oauth2.token.refresh({ headers: own, payload: refresh })), 400);

  const viewing = await headersFor("urn:globus:auth:scope:auth.globus.org:view_consents");
  const consents = await sdk.identities.consents.getAll(client.identityId, { headers: viewing });
  assert.equal(consents.consents.length, fake.consents(clientId).length);
  sameDocument(consents, await account.auth.getConsents(client.identityId));
}
