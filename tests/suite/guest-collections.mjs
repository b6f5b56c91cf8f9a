// `createGuestCollection`: an account creates a guest collection with its credentials alone.
import { helpers, json } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /** Returns a stage with a mapped collection, and functions that create guest collections and count requests. */
  function stageCluster(options) {
    const staged = stage();
    const permissions = [{ principal: staged.client.identityId, permissions: "rw" }];
    const files = { home: { robot: { "a.txt": "alpha" } } };
    const mapped = staged.fake.addCollection({
      displayName: "Cluster",
      type: "mapped",
      files,
      permissions,
      ...options,
    });
    const document = Object.freeze({ display_name: "Results", collection_base_path: "/home/robot" });
    const create = (members, options) =>
      staged.account.createGuestCollection(mapped.id, { ...document, ...members }, options);
    const countRequests = (path, method = "POST") => staged.fake.count({ service: "gcs", method, path });
    return { ...staged, mapped, create, countRequests };
  }

  test("createGuestCollection: creates a collection that the account owns, with the consent and credential that it requires", async () => {
    const { create, account, client, mapped, fake } = stageCluster();
    const created = await create();
    assert.deepInclude(created, {
      collection_type: "guest",
      display_name: "Results",
      collection_base_path: "/home/robot",
      identity_id: client.identityId,
      mapped_collection_id: mapped.id,
      public: false,
    });
    const endpoint = await account.transfer.getEndpoint(created.id);
    assert.deepInclude(endpoint, { entity_type: "GCSv5_guest_collection", display_name: "Results" });
    const { DATA } = await account.transfer.operationLs(created.id, { path: "/" });
    assert.deepEqual(
      DATA.map(({ name }) => name),
      ["a.txt"],
    );
    const scopes = fake.consents(client.clientId).map(({ scope }) => scope);
    assert.include(scopes, `https://auth.globus.org/scopes/${mapped.id}/data_access`);
  });

  test("createGuestCollection: sends the caller's members, and the collection is public only if the caller sets it", async () => {
    const { create } = stageCluster();
    const created = await create({ public: true, description: "Results of a run", keywords: ["out"] });
    assert.deepInclude(created, { public: true, description: "Results of a run" });
    assert.deepEqual(created.keywords, ["out"]);
  });

  test("createGuestCollection: a second collection uses the credential of the first, without another grant", async () => {
    const { create, countRequests, fake } = stageCluster();
    await create();
    assert.equal(countRequests("/api/user_credentials"), 1);
    const { grants } = fake;
    await create({ display_name: "More" });
    assert.equal(countRequests("/api/user_credentials"), 1);
    assert.equal(countRequests("/api/collections"), 2);
    assert.equal(fake.grants, grants);
  });

  test("createGuestCollection: uses the caller's credential without a request for others", async () => {
    const { create, countRequests, fake } = stageCluster();
    const { user_credential_id: id } = await create();
    fake.clearRequests();
    assert.equal((await create({ user_credential_id: id, display_name: "More" })).user_credential_id, id);
    assert.equal(countRequests("/api/user_credentials") + countRequests("/api/user_credentials", "GET"), 0);
  });

  test("createGuestCollection: a high assurance collection requires no consent", async () => {
    const { create, fake, client } = stageCluster({ highAssurance: true });
    assert.equal((await create()).collection_type, "guest");
    assert.notInclude(JSON.stringify(fake.consents(client.clientId)), "data_access");
  });

  test("createGuestCollection: a guest collection or a personal one is rejected, with advice", async () => {
    const { account, fake, client } = stageCluster();
    const guest = fake.addCollection({ displayName: "Guest", owner: client.identityId });
    const personal = fake.addCollection({
      displayName: "Laptop",
      type: "mapped",
      personal: true,
      owner: client.identityId,
    });
    for (const { id } of [guest, personal]) {
      const document = { display_name: "x", collection_base_path: "/" };
      const error = await failure(account.createGuestCollection(id, document));
      assert.deepInclude(error, { code: "invalid_argument", field: "mappedCollectionId" });
      assert.include(error.message, "createSharedEndpoint");
    }
    assert.equal(fake.count({ service: "gcs" }), 0);
  });

  test("createGuestCollection: if the gateway refuses the domain or has no local account, the error has advice for it", async () => {
    const { create, countRequests } = stageCluster({ allowedDomains: ["example.org"] });
    const error = await failure(create());
    assert.instanceOf(error, GlobusApiError);
    assert.equal(error.status, 403);
    assert.include(error.advice, "clients.auth.globus.org");
    assert.equal(countRequests("/api/collections"), 0);
    const unmapped = await failure(stageCluster({ permissions: [] }).create());
    assert.equal(unmapped.status, 403);
    assert.include(unmapped.advice, "map ");
  });

  test("createGuestCollection: rejects an invalid argument and names it, before any request; an abort ends it", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const document = { display_name: "x", collection_base_path: "/" };
    for (const [args, field] of [
      [[], "mappedCollectionId"],
      [["x"], "document.display_name"],
      [["x", { display_name: "x" }], "document.collection_base_path"],
      [["x", { ...document, display_name: 5 }], "document.display_name"],
      [["x", []], "document"],
      [["x", document, { timeout: -1 }], "options.timeout"],
      [["..", document], "endpointId"],
    ]) {
      const error = await failure(account.createGuestCollection(...args));
      assert.equal(error.code, "invalid_argument");
      if (args[0] !== "..") assert.equal(error.field, field);
    }
    assert.isEmpty([...calls, ...grants]);
    assert.equal(await failure(stageCluster().create({}, { signal: AbortSignal.abort("enough") })), "enough");
  });
}
