// Globus Connect Server with the JavaScript SDK, which here uses the network and its own `fetch`.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";
import { statusOfRefusal, assertSameDocument } from "./official.mjs";

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
  const endpointAddress = { host: described.gcs_manager_url, endpoint_id: endpoint.id };
  const ours = account.gcs(endpointAddress.host);
  const headersFor = async (scope) => ({ Authorization: await account.getAuthorizationHeader(scope) });
  const info = await sdk.versioning.info(endpointAddress, {});
  assert.equal(info.data[0].endpoint_id, endpoint.id);
  assertSameDocument(info, await ours.getGcsInfo());
  const manage = `urn:globus:auth:scope:${info.data[0].client_id}:manage_collections`;
  const headers = await headersFor(`${manage}[*https://auth.globus.org/scopes/${mapped.id}/data_access]`);

  await sdk.endpoint.patch(endpointAddress, {
    headers,
    payload: { DATA_TYPE: "endpoint#1.2.0", display_name: "Campus storage" },
  });
  const subscription = { DATA_TYPE: "endpoint_subscription#1.0.0", subscription_id: crypto.randomUUID() };
  await sdk.endpoint.updateSubscriptionId(endpointAddress, { headers, payload: subscription });
  const shown = await sdk.endpoint.get(endpointAddress, { headers });
  const [{ display_name: name, subscription_id: id }] = shown.data;
  assert.deepEqual([name, id], ["Campus storage", subscription.subscription_id]);
  assertSameDocument(shown, await ours.getEndpoint());

  const another = { DATA_TYPE: "storage_gateway#1.0.0", display_name: "Vault", connector_id: info.data[1].id };
  const [{ id: vault }] = (await sdk.storageGateways.create(endpointAddress, { headers, payload: another })).data;
  await sdk.storageGateways.patch(endpointAddress, vault, {
    headers,
    payload: { DATA_TYPE: another.DATA_TYPE, display_name: "Tape" },
  });
  const tape = await sdk.storageGateways.get(endpointAddress, vault, { headers });
  assert.equal(tape.data[0].display_name, "Tape");
  assertSameDocument(tape, await ours.getStorageGateway(vault));
  assertSameDocument(await sdk.storageGateways.getAll(endpointAddress, { headers }), await ours.getStorageGatewayList());
  await sdk.storageGateways.remove(endpointAddress, vault, { headers });
  assert.equal(await statusOfRefusal(sdk.storageGateways.get(endpointAddress, vault, { headers })), 404);

  const policies = { DATA_TYPE: "posix_user_credential_policies#1.0.0" };
  const credential = {
    DATA_TYPE: "user_credential#1.0.0",
    identity_id: owner,
    storage_gateway_id: gateway,
    username: "robot",
    policies,
  };
  const [{ id: credentialId }] = (await sdk.userCredentials.create(endpointAddress, { headers, payload: credential })).data;
  const changed = { DATA_TYPE: "user_credential#1.0.0", display_name: "Robot" };
  await sdk.userCredentials.patch(endpointAddress, credentialId, { headers, payload: changed });
  const savedCredential = await sdk.userCredentials.get(endpointAddress, credentialId, { headers });
  assert.equal(savedCredential.data[0].display_name, "Robot");
  assertSameDocument(savedCredential, await ours.getUserCredential(credentialId));
  assertSameDocument(await sdk.userCredentials.getAll(endpointAddress, { headers }), await ours.getUserCredentialList());

  const share = {
    DATA_TYPE: "collection#1.0.0",
    collection_type: "guest",
    display_name: "Results",
    mapped_collection_id: mapped.id,
    collection_base_path: "/home",
    user_credential_id: credentialId,
    public: false,
  };
  const [{ id: guest }] = (await sdk.collections.create(endpointAddress, { headers, payload: share })).data;
  assert.equal(fake.collection(guest).owner, owner);
  const renamed = { DATA_TYPE: "collection#1.0.0", collection_type: "guest", display_name: "All results" };
  await sdk.collections.patch(endpointAddress, guest, { headers, payload: renamed });
  assert.equal(fake.collection(guest).displayName, "All results");
  assertSameDocument(await sdk.collections.get(endpointAddress, guest, { headers }), await ours.getCollection(guest));
  const query = { mapped_collection_id: mapped.id, filter: "guest_collections" };
  const listed = await sdk.collections.getAll(endpointAddress, { headers, query });
  assert.equal(listed.data.length, 1);
  assertSameDocument(listed, await ours.getCollectionList(query));

  const role = {
    DATA_TYPE: "role#1.0.0",
    collection: guest,
    principal: `urn:globus:auth:identity:${fake.addIdentity({ username: "ada@example.org" }).id}`,
    role: "access_manager",
  };
  const [{ id: roleId }] = (await sdk.roles.create(endpointAddress, { headers, payload: role })).data;
  assertSameDocument(await sdk.roles.get(endpointAddress, roleId, { headers }), await ours.getRole(roleId));
  const inCollection = { collection_id: guest, include: "all_roles" };
  const roles = await sdk.roles.getAll(endpointAddress, { headers, query: inCollection });
  assert.ok(roles.data.some(({ principal }) => principal === role.principal));
  assertSameDocument(roles, await ours.getRoleList(inCollection));
  await sdk.roles.remove(endpointAddress, roleId, { headers });
  assert.equal(await statusOfRefusal(sdk.roles.get(endpointAddress, roleId, { headers })), 404);

  const { https_server } = await account.transfer.getEndpoint(guest);
  const content = { host: https_server, endpoint_id: guest };
  const reading = await headersFor(`https://auth.globus.org/scopes/${guest}/https`);
  assert.equal(await sdk.https.get(content, "/a.txt", { headers: reading }), "alpha");
  const sent = { ...reading, "Content-Type": "text/plain" };
  await sdk.https.update(content, "/b.txt", { headers: sent, body: "beta" });
  assert.equal(mapped.files.readText("/home/b.txt"), "beta");
  await sdk.https.remove(content, "/a.txt", { headers: reading });
  assert.equal(mapped.files.exists("/home/a.txt"), false);

  await sdk.collections.remove(endpointAddress, guest, { headers });
  assert.equal(fake.collection(guest), undefined);
  await sdk.userCredentials.remove(endpointAddress, credentialId, { headers });
  assert.deepEqual((await sdk.userCredentials.getAll(endpointAddress, { headers })).data, []);
}
