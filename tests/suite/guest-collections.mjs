// A guest collection from nothing but credentials.
import { helpers, json } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusApiError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  function cluster(options) {
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
    const create = (more, options) =>
      staged.account.createGuestCollection(mapped.id, { ...document, ...more }, options);
    const sent = (path, method = "POST") => staged.fake.count({ service: "gcs", method, path });
    return { ...staged, mapped, create, sent };
  }

  test("createGuestCollection: is made from nothing but credentials, and the account's own", async () => {
    const { create, account, client, mapped, fake } = cluster();
    const made = await create();
    assert.deepInclude(made, {
      collection_type: "guest",
      display_name: "Results",
      collection_base_path: "/home/robot",
      identity_id: client.identityId,
      mapped_collection_id: mapped.id,
      public: false,
    });
    const found = await account.transfer.getEndpoint(made.id);
    assert.deepInclude(found, { entity_type: "GCSv5_guest_collection", display_name: "Results" });
    const { DATA } = await account.transfer.operationLs(made.id, { path: "/" });
    assert.deepEqual(
      DATA.map(({ name }) => name),
      ["a.txt"],
    );
    const given = fake.consents(client.clientId).map(({ scope }) => scope);
    assert.include(given, `https://auth.globus.org/scopes/${mapped.id}/data_access`);
  });

  test("createGuestCollection: what the caller says stays, and a public one is one that is wanted", async () => {
    const { create } = cluster();
    const made = await create({ public: true, description: "What came out", keywords: ["out"] });
    assert.deepInclude(made, { public: true, description: "What came out" });
    assert.deepEqual(made.keywords, ["out"]);
  });

  test("createGuestCollection: a second one uses the credential of the first, and one grant fewer", async () => {
    const { create, sent, fake } = cluster();
    await create();
    assert.equal(sent("/api/user_credentials"), 1);
    const { grants } = fake;
    await create({ display_name: "More" });
    assert.equal(sent("/api/user_credentials"), 1);
    assert.equal(sent("/api/collections"), 2);
    assert.equal(fake.grants, grants);
  });

  test("createGuestCollection: a credential that is named is used, and none looked for", async () => {
    const { create, sent, fake } = cluster();
    const { user_credential_id: id } = await create();
    fake.clearRequests();
    assert.equal((await create({ user_credential_id: id, display_name: "More" })).user_credential_id, id);
    assert.equal(sent("/api/user_credentials") + sent("/api/user_credentials", "GET"), 0);
  });

  test("createGuestCollection: a high assurance collection takes no consent", async () => {
    const { create, fake, client } = cluster({ highAssurance: true });
    assert.equal((await create()).collection_type, "guest");
    assert.notInclude(JSON.stringify(fake.consents(client.clientId)), "data_access");
  });

  test("createGuestCollection: what is not on a mapped collection is refused, with what to do", async () => {
    const { account, fake, client } = cluster();
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

  test("createGuestCollection: a gateway that does not take service accounts says so, and what can be done", async () => {
    const { create, sent } = cluster({ allowedDomains: ["example.org"] });
    const error = await failure(create());
    assert.instanceOf(error, GlobusApiError);
    assert.equal(error.status, 403);
    assert.include(error.advice, "clients.auth.globus.org");
    assert.equal(sent("/api/collections"), 0);
    const unmapped = await failure(cluster({ permissions: [] }).create());
    assert.equal(unmapped.status, 403);
    assert.include(unmapped.advice, "map ");
  });

  test("createGuestCollection: wrong arguments are named before any request, and an abort ends it", async () => {
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
    assert.equal(await failure(cluster().create({}, { signal: AbortSignal.abort("enough") })), "enough");
  });
}
