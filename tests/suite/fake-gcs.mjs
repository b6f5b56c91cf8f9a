// Endpoints, their GCS Manager APIs and their collections in FakeGlobus: the parts that Globus's own clients in
// tests/upstream do not call.
import { fakeStage } from "./fake-stage.mjs";

export default function register(test, { FakeGlobus, assert }) {
  const { stage } = fakeStage({ FakeGlobus });

  /** Returns a mapped collection on which the client has a local account, with calls of its GCS Manager API. */
  async function cluster(options, fakeOptions) {
    const staged = await stage(fakeOptions);
    const { fake, client, permissions, token, send } = staged;
    const mapped = fake.addCollection({
      displayName: "Cluster",
      type: "mapped",
      files: { home: { robot: { "a.txt": "alpha" } } },
      permissions,
      ...options,
    });
    const { gcs_manager_url: url } = await staged.call(`/endpoint/${mapped.id}`);
    const manage = `urn:globus:auth:scope:${mapped.endpointId}:manage_collections`;
    const bearer = await token(manage);
    const gcs = (path, init, as = bearer) => send(url + path, as, init);
    const consent = () => token(`${manage}[*https://auth.globus.org/scopes/${mapped.id}/data_access]`);
    const credential = { DATA_TYPE: "user_credential#1.0.0", storage_gateway_id: mapped.storageGatewayId };
    const register = () => gcs("/api/user_credentials", { method: "POST", json: credential });
    const document = {
      DATA_TYPE: "collection#1.0.0",
      collection_type: "guest",
      mapped_collection_id: mapped.id,
      collection_base_path: "/home/robot",
      display_name: "Results",
      public: true,
    };
    const create = (members) => gcs("/api/collections", { method: "POST", json: { ...document, ...members } });
    return { ...staged, mapped, url, manage, gcs, consent, register, create, identityId: client.identityId };
  }

  const detailOf = ({ http, code, detail }) => `${http} ${code} ${detail?.DATA_TYPE ?? detail}`;

  test("fake gcs: /api/info needs no token, every other path requires a token of this endpoint", async () => {
    const { mapped, gcs, token, fake } = await cluster();
    const { data } = await gcs("/api/info", {}, undefined);
    const { client_id: server, endpoint_id: endpoint, DATA_TYPE: type } = data[0];
    assert.deepEqual([server, endpoint, type], [mapped.endpointId, mapped.endpointId, "info#1.0.0"]);
    assert.equal((await gcs("/api/endpoint")).data[0].id, mapped.endpointId);
    const other = fake.addEndpoint({ displayName: "Other" });
    const foreign = await token(`urn:globus:auth:scope:${other.clientId}:manage_collections`);
    for (const bearer of [undefined, "none", foreign]) {
      const refused = await gcs("/api/endpoint", {}, bearer ?? null);
      assert.equal(detailOf(refused), "401 not_authorized missing_required_scopes#1.0.0");
    }
    assert.equal(fake.count({ service: "gcs", path: "/api/endpoint" }), 4);
  });

  test("fake gcs: a guest collection requires a consent, then a credential", async () => {
    const { create, consent, register, manage, mapped } = await cluster();
    const refused = await create();
    assert.equal(detailOf(refused), "403 permission_denied missing_required_scopes#1.0.0");
    const scope = `${manage}[*https://auth.globus.org/scopes/${mapped.id}/data_access]`;
    assert.deepEqual(refused.authorization_parameters.required_scopes, [scope]);
    await consent();
    assert.equal(detailOf(await create()), "403 permission_denied credential_not_found#1.0.0");
    assert.equal((await register()).http, 201);
    assert.equal(detailOf(await register()), "409 conflict resource_conflict#1.0.0");
    const { http, code, detail, data } = await create();
    assert.deepEqual([http, code, detail, data[0].collection_type], [201, "success", "created", "guest"]);
  });

  test("fake gcs: a high assurance collection needs no consent; every collection requires an allowed domain and an account", async () => {
    const assured = await cluster({ highAssurance: true });
    await assured.register();
    assert.equal((await assured.create()).http, 201);
    const closed = await cluster({ permissions: [] });
    await closed.consent();
    assert.equal(detailOf(await closed.create()), "403 permission_denied invalid_user#1.0.0");
    const foreign = await cluster({ allowedDomains: ["example.org"] });
    await foreign.consent();
    assert.equal(detailOf(await foreign.create()), "403 permission_denied not_from_allowed_domain#1.0.0");
    assert.equal(detailOf(await foreign.register()), "403 permission_denied not_from_allowed_domain#1.0.0");
    const allowed = await cluster({ allowedDomains: ["clients.auth.globus.org"] });
    await allowed.consent();
    assert.equal((await allowed.register()).http, 201);
  });

  test("fake gcs: a guest collection belongs to its creator, appears in Transfer at once, and shares the files below its base path", async () => {
    const { create, consent, register, mapped, fake, call, identityId } = await cluster();
    await consent();
    await register();
    const { id, identity_id: owner } = (await create()).data[0];
    assert.equal(owner, identityId);
    const transfer = await call(`/endpoint/${id}`);
    assert.deepEqual(
      [transfer.entity_type, transfer.my_effective_roles, transfer.mapped_collection_id, transfer.owner_id],
      ["GCSv5_guest_collection", ["administrator"], mapped.id, mapped.endpointId],
    );
    assert.deepEqual(
      (await call(`/operation/endpoint/${id}/ls`)).DATA.map(({ name }) => name),
      ["a.txt"],
    );
    mapped.files.write("/home/robot/b.txt", "beta");
    fake.collection(id).files.write("/sub/c.txt", "gamma");
    assert.deepEqual(fake.collection(id).files.list(), ["a.txt", "b.txt", "sub/"]);
    assert.equal(mapped.files.readText("/home/robot/sub/c.txt"), "gamma");
    assert.isFalse(fake.collection(id).files.exists("/../../home"), "no path leads out of the base path");
  });

  test("fake gcs: permissions of a guest collection are set in Transfer, for identities and for groups", async () => {
    const { create, consent, register, fake, call, stageFor } = await cluster();
    await consent();
    await register();
    const { id } = (await create()).data[0];
    const reader = await stageFor(fake.addClient());
    const ls = async () => (await reader.call(`/operation/endpoint/${id}/ls`)).http;
    assert.equal(await ls(), 403);
    const rule = {
      DATA_TYPE: "access",
      principal_type: "identity",
      principal: reader.client.identityId,
      path: "/",
      permissions: "r",
    };
    const { access_id: ruleId } = await call(`/endpoint/${id}/access`, { method: "POST", json: rule });
    assert.equal(await ls(), 200);
    await call(`/endpoint/${id}/access/${ruleId}`, { method: "DELETE" });
    assert.equal(await ls(), 403);
    const group = { ...rule, principal_type: "group", principal: crypto.randomUUID() };
    assert.equal((await call(`/endpoint/${id}/access`, { method: "POST", json: group })).http, 201);
    assert.equal(await ls(), 403, "the group has no members");
  });

  test("fake gcs: documents are validated against their schemas", async () => {
    const { create, consent, register, gcs } = await cluster();
    await consent();
    await register();
    const errorsOf = async (members) => {
      const { http, code, detail } = await create(members);
      return `${http} ${code}: ${detail.errors.map(({ property }) => property)}`;
    };
    assert.equal(await errorsOf({ DATA_TYPE: undefined }), "422 unprocessable_entity: DATA_TYPE");
    assert.equal(await errorsOf({ DATA_TYPE: "role#1.0.0" }), "422 unprocessable_entity: DATA_TYPE");
    assert.equal(await errorsOf({ display_name: undefined }), "422 unprocessable_entity: display_name");
    assert.equal(await errorsOf({ collection_type: "shared" }), "422 unprocessable_entity: collection_type");
    assert.equal((await create({ mapped_collection_id: crypto.randomUUID() })).code, "not_found");
    assert.equal((await create({ identity_id: crypto.randomUUID() })).detail.DATA_TYPE, "id_not_in_identity_set#1.0.0");
    assert.equal((await gcs("/api/collections?page_size=none")).http, 422);
    assert.equal((await gcs("/api/nothing")).code, "not_found");
  });

  test("fake gcs: lists have pages with a marker", async () => {
    const { gcs, fake, mapped } = await cluster();
    for (let i = 0; i < 4; i++) fake.addCollection({ displayName: `Share ${i}`, mappedCollection: mapped.id });
    const names = [];
    let page = await gcs("/api/collections?page_size=2");
    for (; ; page = await gcs(`/api/collections?page_size=2&marker=${page.marker}`)) {
      names.push(...page.data.map((item) => item.display_name));
      if (!page.has_next_page) break;
    }
    assert.deepEqual(names, ["Cluster", "Share 0", "Share 1", "Share 2", "Share 3"]);
  });

  test("fake gcs: a mapped collection refuses other domains, and Transfer's message contains the reason", async () => {
    const { call, fake, permissions } = await stage();
    const options = { displayName: "Cluster", type: "mapped", highAssurance: true, permissions };
    const { id } = fake.addCollection({ ...options, allowedDomains: ["example.org"] });
    const { http, code, message } = await call(`/operation/endpoint/${id}/ls`);
    assert.deepEqual([http, code], [502, "ExternalError.DirListingFailed.LoginFailed"]);
    const [, json] = /530-GridFTP-JSON-Result: (.+?)\\r\\n530 End/.exec(message) ?? [];
    const { DATA_TYPE: type, allowed_domains: domains } = JSON.parse(json).detail;
    assert.deepEqual([type, domains], ["not_from_allowed_domain#1.0.0", ["example.org"]]);
  });

  test("fake gcs: the request log contains no secret of a credential", async () => {
    const { gcs, fake, mapped } = await cluster();
    const policies = { DATA_TYPE: "s3_user_credential_policies#1.0.0", s3_key_id: "id", s3_secret_key: "very-secret" };
    const json = { DATA_TYPE: "user_credential#1.0.0", storage_gateway_id: mapped.storageGatewayId, policies };
    await gcs("/api/user_credentials", { method: "POST", json });
    const text = JSON.stringify(fake.requests);
    assert.notInclude(text, "very-secret");
    assert.include(text, "[removed]");
  });
}
