// Globus Connect Server by the JavaScript SDK, which here uses the network and its own `fetch`.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";
import { refusedWith, sameDocument } from "./official.mjs";

/** @param {object} sdk @param {import("../run.mjs").Stage} stage */
export async function connectServer(sdk, { fake, client, server }) {
  const { clientId, clientSecret, identityId: owner } = client;
  const account = new ServiceAccount({ clientId, clientSecret, serviceUrls: server.serviceUrls });
  const endpoint = fake.addEndpoint({ displayName: "Campus", owner });
  const gateway = endpoint.addStorageGateway({ displayName: "Scratch" });
  const files = { home: { "a.txt": "alpha" } };
  const permissions = [{ principal: owner, permissions: "rw" }];
  const options = { type: "mapped", endpoint: endpoint.id, storageGateway: gateway, owner, files, permissions };
  const mapped = fake.addCollection({ displayName: "Cluster", ...options });

  const described = await account.transfer.getEndpoint(mapped.id);
  const there = { host: described.gcs_manager_url, endpoint_id: endpoint.id };
  const ours = account.gcs(there.host);
  const headersFor = async (scope) => ({ Authorization: await account.getAuthorizationHeader(scope) });
  const about = await sdk.versioning.info(there, {});
  assert.equal(about.data[0].endpoint_id, endpoint.id);
  sameDocument(about, await ours.getGcsInfo());
  const manage = `urn:globus:auth:scope:${about.data[0].client_id}:manage_collections`;
  const headers = await headersFor(`${manage}[*https://auth.globus.org/scopes/${mapped.id}/data_access]`);

  await sdk.endpoint.patch(there, {
    headers,
    payload: { DATA_TYPE: "endpoint#1.2.0", display_name: "Campus storage" },
  });
  const subscription = { DATA_TYPE: "endpoint_subscription#1.0.0", subscription_id: crypto.randomUUID() };
  await sdk.endpoint.updateSubscriptionId(there, { headers, payload: subscription });
  const shown = await sdk.endpoint.get(there, { headers });
  const [{ display_name: name, subscription_id: id }] = shown.data;
  assert.deepEqual([name, id], ["Campus storage", subscription.subscription_id]);
  sameDocument(shown, await ours.getEndpoint());

  const another = { DATA_TYPE: "storage_gateway#1.0.0", display_name: "Vault", connector_id: about.data[1].id };
  const [{ id: vault }] = (await sdk.storageGateways.create(there, { headers, payload: another })).data;
  await sdk.storageGateways.patch(there, vault, {
    headers,
    payload: { DATA_TYPE: another.DATA_TYPE, display_name: "Tape" },
  });
  const tape = await sdk.storageGateways.get(there, vault, { headers });
  assert.equal(tape.data[0].display_name, "Tape");
  sameDocument(tape, await ours.getStorageGateway(vault));
  sameDocument(await sdk.storageGateways.getAll(there, { headers }), await ours.getStorageGatewayList());
  await sdk.storageGateways.remove(there, vault, { headers });
  assert.equal(await refusedWith(sdk.storageGateways.get(there, vault, { headers })), 404);

  const policies = { DATA_TYPE: "posix_user_credential_policies#1.0.0" };
  const credential = {
    DATA_TYPE: "user_credential#1.0.0",
    identity_id: owner,
    storage_gateway_id: gateway,
    username: "robot",
    policies,
  };
  const [{ id: credentialId }] = (await sdk.userCredentials.create(there, { headers, payload: credential })).data;
  const changed = { DATA_TYPE: "user_credential#1.0.0", display_name: "Robot" };
  await sdk.userCredentials.patch(there, credentialId, { headers, payload: changed });
  const kept = await sdk.userCredentials.get(there, credentialId, { headers });
  assert.equal(kept.data[0].display_name, "Robot");
  sameDocument(kept, await ours.getUserCredential(credentialId));
  sameDocument(await sdk.userCredentials.getAll(there, { headers }), await ours.getUserCredentialList());

  const share = {
    DATA_TYPE: "collection#1.0.0",
    collection_type: "guest",
    display_name: "Results",
    mapped_collection_id: mapped.id,
    collection_base_path: "/home",
    user_credential_id: credentialId,
    public: false,
  };
  const [{ id: guest }] = (await sdk.collections.create(there, { headers, payload: share })).data;
  assert.equal(fake.collection(guest).owner, owner);
  const renamed = { DATA_TYPE: "collection#1.0.0", collection_type: "guest", display_name: "All results" };
  await sdk.collections.patch(there, guest, { headers, payload: renamed });
  assert.equal(fake.collection(guest).displayName, "All results");
  sameDocument(await sdk.collections.get(there, guest, { headers }), await ours.getCollection(guest));
  const query = { mapped_collection_id: mapped.id, filter: "guest_collections" };
  const listed = await sdk.collections.getAll(there, { headers, query });
  assert.equal(listed.data.length, 1);
  sameDocument(listed, await ours.getCollectionList(query));

  const role = {
    DATA_TYPE: "role#1.0.0",
    collection: guest,
    principal: `urn:globus:auth:identity:${fake.addIdentity({ username: "ada@example.org" }).id}`,
    role: "access_manager",
  };
  const [{ id: roleId }] = (await sdk.roles.create(there, { headers, payload: role })).data;
  sameDocument(await sdk.roles.get(there, roleId, { headers }), await ours.getRole(roleId));
  const inCollection = { collection_id: guest, include: "all_roles" };
  const roles = await sdk.roles.getAll(there, { headers, query: inCollection });
  assert.ok(roles.data.some(({ principal }) => principal === role.principal));
  sameDocument(roles, await ours.getRoleList(inCollection));
  await sdk.roles.remove(there, roleId, { headers });
  assert.equal(await refusedWith(sdk.roles.get(there, roleId, { headers })), 404);

  const { https_server } = await account.transfer.getEndpoint(guest);
  const content = { host: https_server, endpoint_id: guest };
  const reading = await headersFor(`https://auth.globus.org/scopes/${guest}/https`);
  assert.equal(await sdk.https.get(content, "/a.txt", { headers: reading }), "alpha");
  const sent = { ...reading, "Content-Type": "text/plain" };
  await sdk.https.update(content, "/b.txt", { headers: sent, body: "beta" });
  assert.equal(mapped.files.readText("/home/b.txt"), "beta");
  await sdk.https.remove(content, "/a.txt", { headers: reading });
  assert.equal(mapped.files.exists("/home/a.txt"), false);

  await sdk.collections.remove(there, guest, { headers });
  assert.equal(fake.collection(guest), undefined);
  await sdk.userCredentials.remove(there, credentialId, { headers });
  assert.deepEqual((await sdk.userCredentials.getAll(there, { headers })).data, []);
}
