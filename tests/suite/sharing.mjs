// Sharing a directory of a collection, and ending that.
import { helpers, json } from "./helpers.mjs";

const ADA = "aaaaaaaa-2222-4333-8444-555555555555";
const GROUP = "11111111-2222-4333-8444-555555555555";

export default function (test, env) {
  const { GlobusApiError, GlobusConfigError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  function place() {
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

  test("share: with an identity by id, username or URN, a group, or everybody", async () => {
    const { fake, share, rules } = place();
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
    assert.lengthOf(await rules(), 4, "one for each principal");
  });

  test("share: the directory may be written with or without its last slash", async () => {
    const { account, id, rules } = place();
    for (const path of ["/a", "/a/", "/a//"]) await account.share(id, { path, principal: ADA });
    await account.share(id, { path: "/", principal: ADA });
    assert.deepEqual(
      (await rules()).map(({ path }) => path),
      ["/a/", "/"],
    );
  });

  test("share: again gives the permissions that are wanted now, and the same again changes nothing", async () => {
    const { share, rules, fake } = place();
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

  test("share: what a new rule says is sent; a change says only what can be changed", async () => {
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

  test("unshare: ends it, and tells whether there was something to end", async () => {
    const { account, id, share, rules } = place();
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

  test("share: a username that nobody has is not found, and one who may not share is told", async () => {
    const { account, fake, share } = place();
    const error = await failure(share("nobody@example.org"));
    assert.instanceOf(error, GlobusApiError);
    assert.deepInclude(error, { code: "not_found", service: "auth", retryable: false });
    assert.include(error.message, "nobody@example.org");
    assert.isString(error.advice);
    const { id } = fake.addCollection({ displayName: "Another's" });
    assert.equal((await failure(account.share(id, { path: "/", principal: ADA }))).code, "forbidden");
  });

  test("share, unshare: an id that is no identity's is refused, and the form for a group is named", async () => {
    const { account, fake, id, share, rules } = place();
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

  test("share, unshare: the account's own id needs no look, nor does one whose rule is there to end", async () => {
    const { account, fake, client, id } = place();
    for (const principal of [client.identityId, { identity: client.identityId }, `urn:globus:auth:identity:${client.identityId}`]) {
      await account.share(id, { path: "/a/", principal });
    }
    assert.equal(fake.count({ path: "/v2/api/identities" }), 0);
    await account.share(id, { path: "/a/", principal: ADA });
    assert.equal(fake.count({ path: "/v2/api/identities" }), 1);
    for (const principal of [client.identityId, ADA]) assert.isTrue(await account.unshare(id, { path: "/a/", principal }));
    assert.equal(fake.count({ path: "/v2/api/identities" }), 1);
  });

  test("share, unshare: no text is everybody, whatever somebody types; the right form is named, and nothing is sent", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const typed = ["anonymous", "public", "all_authenticated_users", "authenticated", "everyone", "*", "", " ", "Anonymous", "anonymous "];
    const members = typed.flatMap((text) => [{ identity: text }, { group: text }]);
    const wrong = [{ everyone: "anonymous" }, { everyone: "all_authenticated_users" }, { everyone: true }, { everyone: "" }, { everyone: ["public"] }, { everyone: "public", identity: ADA }, { everyone: "public", group: GROUP }, { everyone: null }, { public: true }];
    for (const principal of [...typed, ...members, ...wrong]) {
      const document = { path: "/a/", principal };
      for (const call of [account.share("x", document), account.unshare("x", document)]) {
        const error = await failure(call);
        assert.deepInclude(error, { code: "invalid_argument", field: "document.principal" }, JSON.stringify(principal));
        assert.include(error.message, '{ everyone: "authenticated" | "public" }');
      }
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("share, unshare: what is wrong is named before any request", async () => {
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
