// `share()` and `unshare()`: giving access to a directory of a collection, and removing it.
import { helpers, json } from "./helpers.mjs";

const ADA = "aaaaaaaa-2222-4333-8444-555555555555";
const GROUP = "11111111-2222-4333-8444-555555555555";

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  function stageCollection() {
    const staged = stage();
    staged.fake.addIdentity({ id: ADA, username: "someone@example.org" });
    const { id } = staged.fake.addCollection({
      displayName: "Data",
      owner: staged.client.identityId,
      files: { a: {} },
    });
    const share = (principal, more) => staged.account.share(id, { path: "/a/", principal, ...more });
    const rules = async () => (await staged.account.transfer.endpointAclList(id)).DATA;
    return { ...staged, id, share, rules };
  }

  test("share: accepts an identity by id, username or URN, a group, or everyone", async () => {
    const { fake, share, rules } = stageCollection();
    const { id } = fake.addIdentity({ username: "ada@example.org" });
    for (const [principal, expected] of [
      [id, ["identity", id]],
      [id.toUpperCase(), ["identity", id]],
      ["ada@example.org", ["identity", id]],
      [`urn:globus:auth:identity:${id}`, ["identity", id]],
      [{ identity: id }, ["identity", id]],
      [{ identity: "ada@example.org" }, ["identity", id]],
      [{ group: GROUP }, ["group", GROUP]],
      [`urn:globus:groups:id:${GROUP}`, ["group", GROUP]],
      [{ group: `urn:globus:groups:id:${GROUP}` }, ["group", GROUP]],
      [{ identity: `urn:globus:auth:identity:${id}` }, ["identity", id]],
      [{ everyone: "authenticated" }, ["all_authenticated_users", ""]],
      [{ everyone: "public" }, ["anonymous", ""]],
    ]) {
      const rule = await share(principal);
      assert.deepEqual([rule.principal_type, rule.principal], expected);
      assert.deepInclude(rule, { path: "/a/", permissions: "r" });
      assert.isString(rule.id);
    }
    assert.lengthOf(await rules(), 4, "one rule for each principal");
  });

  test("share: the path of the directory may end with or without a slash", async () => {
    const { account, id, rules } = stageCollection();
    for (const path of ["/a", "/a/", "/a//"]) await account.share(id, { path, principal: ADA });
    await account.share(id, { path: "/", principal: ADA });
    assert.deepEqual(
      (await rules()).map(({ path }) => path),
      ["/a/", "/"],
    );
  });

  test("share: a second share changes the permissions of the rule, and an identical share changes nothing", async () => {
    const { share, rules, fake } = stageCollection();
    const first = await share(ADA);
    const second = await share(ADA, { permissions: "rw" });
    assert.deepEqual([second.id, second.permissions], [first.id, "rw"]);
    fake.clearRequests();
    assert.equal((await share(ADA, { permissions: "rw" })).id, first.id);
    assert.equal(fake.count({ method: "PUT" }), 0);
    const until = "2031-01-01T00:00:00+00:00";
    assert.equal((await share(ADA, { permissions: "rw", expiration_date: until })).expiration_date, until);
    const [rule, ...others] = await rules();
    assert.deepInclude(rule, { id: first.id, permissions: "rw", expiration_date: until });
    assert.isEmpty(others);
  });

  test("share: a new rule is sent with all members, and a change only with the members that can be changed", async () => {
    const present = {
      id: "r1",
      principal_type: "identity",
      principal: ADA,
      path: "/a/",
      permissions: "r",
      role_id: null,
    };
    const { account, calls } = stub(({ init, url }) => {
      if (url.includes("/identities")) return json({ identities: [{ id: ADA }] });
      if (init.method === "POST") return json({ code: "Exists", message: "there" }, { status: 409 });
      return json(init.method === "PUT" ? { code: "Updated" } : { DATA: [{ ...present, principal: GROUP }, present] });
    });
    const document = Object.freeze({ path: "/a", principal: ADA, permissions: "rw", notify_email: "ada@example.org" });
    assert.deepEqual(await account.share("x", document), { ...present, permissions: "rw" });
    const [, created, , changed] = calls.map(({ init }) => init.body && JSON.parse(init.body));
    assert.deepEqual(created, {
      DATA_TYPE: "access",
      principal_type: "identity",
      principal: ADA,
      path: "/a/",
      permissions: "rw",
      notify_email: "ada@example.org",
    });
    assert.deepEqual(changed, { DATA_TYPE: "access", permissions: "rw" });
  });

  test("unshare: deletes the rule, and returns whether a rule existed", async () => {
    const { account, id, share, rules } = stageCollection();
    await share(ADA);
    await share({ group: GROUP });
    await share({ everyone: "public" });
    assert.isFalse(await account.unshare(id, { path: "/b/", principal: ADA }));
    for (const principal of [ADA.toUpperCase(), { group: GROUP }, { everyone: "public" }]) {
      assert.isTrue(await account.unshare(id, { path: "/a", principal }));
      assert.isFalse(await account.unshare(id, { path: "/a", principal }));
    }
    assert.isEmpty(await rules());
  });

  test("share: an unknown username fails with not_found, a missing permission with forbidden", async () => {
    const { account, fake, share } = stageCollection();
    const error = await failure(share("unknown@example.org"));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, { code: "not_found", service: "auth", retryable: false });
    assert.include(error.message, "unknown@example.org");
    assert.isString(error.advice);
    const { id } = fake.addCollection({ displayName: "Another's" });
    assert.equal((await failure(account.share(id, { path: "/", principal: ADA }))).code, "forbidden");
  });

  test("share, unshare: an id that is not an identity's is rejected, and the error names the form for a group", async () => {
    const { account, fake, id, share, rules } = stageCollection();
    const group = fake.addGroup({ name: "Group" });
    await share({ group: group.id });
    for (const principal of [group.id, group.id.toUpperCase(), { identity: group.id }, `urn:globus:auth:identity:${group.id}`, GROUP]) {
      for (const call of [share(principal), account.unshare(id, { path: "/a/", principal })]) {
        const error = await failure(call);
        assert.instanceOf(error, GlobusConfigError);
        assert.deepInclude(error, { code: "invalid_argument", field: "document.principal" });
        assert.match(error.message, /\{ group: "[-0-9a-f]{36}" \}/);
      }
    }
    assert.lengthOf(await rules(), 1);
    assert.isTrue(await account.unshare(id, { path: "/a/", principal: { group: group.id } }));
  });

  test("share, unshare: the account's own id is not looked up, nor is an id whose existing rule is deleted", async () => {
    const { account, fake, client, id } = stageCollection();
    for (const principal of [client.identityId, { identity: client.identityId }, `urn:globus:auth:identity:${client.identityId}`]) {
      await account.share(id, { path: "/a/", principal });
    }
    assert.equal(fake.count({ path: "/v2/api/identities" }), 0);
    await account.share(id, { path: "/a/", principal: ADA });
    assert.equal(fake.count({ path: "/v2/api/identities" }), 1);
    for (const principal of [client.identityId, ADA]) assert.isTrue(await account.unshare(id, { path: "/a/", principal }));
    assert.equal(fake.count({ path: "/v2/api/identities" }), 1);
  });

  test("share, unshare: no text means everyone; the error names the correct form, and nothing is sent", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const texts = ["anonymous", "public", "all_authenticated_users", "authenticated", "everyone", "*", "", " ", "Anonymous", "anonymous "];
    const members = texts.flatMap((text) => [{ identity: text }, { group: text }]);
    const invalid = [{ everyone: "anonymous" }, { everyone: "all_authenticated_users" }, { everyone: true }, { everyone: "" }, { everyone: ["public"] }, { everyone: "public", identity: ADA }, { everyone: "public", group: GROUP }, { everyone: null }, { public: true }];
    for (const principal of [...texts, ...members, ...invalid]) {
      const document = { path: "/a/", principal };
      for (const call of [account.share("x", document), account.unshare("x", document)]) {
        const error = await failure(call);
        assert.deepInclude(error, { code: "invalid_argument", field: "document.principal" }, JSON.stringify(principal));
        assert.include(error.message, '{ everyone: "authenticated" } (all users who log in) or { everyone: "public" } (without login)');
      }
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("share, unshare: an invalid argument is rejected before any request, and the error names the field", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const circle = {};
    circle.identity = circle;
    for (const [document, field] of [
      [undefined, "document.path"],
      ["/a/", "document"],
      [{ principal: ADA }, "document.path"],
      [{ path: "a/", principal: ADA }, "document.path"],
      [{ path: "a/", principal: "ada@example.org" }, "document.path"],
      [{ path: "/a/" }, "document.principal"],
      [{ path: "/a/", principal: "ada" }, "document.principal"],
      [{ path: "/a/", principal: "ada@example.org,bob@example.org" }, "document.principal"],
      [{ path: "/a/", principal: { group: "anonymous" } }, "document.principal"],
      [{ path: "/a/", principal: { group: GROUP, identity: ADA } }, "document.principal"],
      [{ path: "/a/", principal: { identity: `urn:globus:groups:id:${GROUP}` } }, "document.principal"],
      [{ path: "/a/", principal: {} }, "document.principal"],
      [{ path: "/a/", principal: circle }, "document.principal"],
      [{ path: "/a/", principal: "urn:globus:auth:identity:x" }, "document.principal"],
      [{ path: "/a/", principal: "urn:globus:auth:identity:ada@example.org" }, "document.principal"],
      [{ path: "/a/", principal: "urn:globus:groups:id:ada@example.org" }, "document.principal"],
      [{ path: "/a/", principal: { group: "ada@example.org" } }, "document.principal"],
      [{ path: "/a/", principal: { group: `urn:globus:auth:identity:${ADA}` } }, "document.principal"],
      [{ path: "/a/", principal: { any: ADA } }, "document.principal"],
    ]) {
      for (const call of [account.share("x", document), account.unshare("x", document)]) {
        assert.deepInclude(await failure(call), { code: "invalid_argument", field }, JSON.stringify(field));
      }
    }
    for (const [call, field] of [
      [account.share("x", { path: "/a/", principal: ADA, permissions: "w" }), "document.permissions"],
      [account.share(undefined, { path: "/a/", principal: ADA }), "collectionId"],
    ]) {
      assert.deepInclude(await failure(call), { code: "invalid_argument", field });
    }
    assert.isEmpty([...calls, ...grants]);
  });
}
