// `Scope` objects. The unit tests of src/model/scope_graph.rs check the rules of scopes.
import { helpers, json, requestedScope, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";

const ID = "0AE3A1A8-11C1-4CF1-8C39-2F4A53D8C1AB";
const LOWER = ID.toLowerCase();
const ACCESS = `https://auth.globus.org/scopes/${LOWER}/data_access`;

export default function (test, env) {
  const { GlobusConfigError, Scope, mergeScopes, scopes, assert } = env;
  const { stub, failure, thrown } = helpers(env);

  test("Scope: a text is parsed into scopes, and each scope is serialized again", () => {
    const [one, two, ...others] = Scope.parse("  b[*c  d[e]]   *a ");
    assert.isEmpty(others);
    assert.deepInclude(one, { name: "a", optional: true });
    assert.deepInclude(two, { name: "b", optional: false });
    assert.deepEqual(
      two.dependencies.map(({ name, optional, dependencies: { length } }) => [name, optional, length]),
      [
        ["c", true, 0],
        ["d", false, 1],
      ],
    );
    assert.deepEqual(
      [String(one), `${two}`, JSON.stringify({ scope: two })],
      ["*a", "b[*c d[e]]", '{"scope":"b[*c d[e]]"}'],
    );
    assert.deepEqual(Scope.parse(two), [two]);
  });

  test("Scope: `with` returns a scope with one more dependency, and never changes the scope itself", () => {
    const [scope] = Scope.parse("a[b]");
    assert.equal(String(scope.with("c")), "a[b c]");
    assert.equal(String(scope.with("c", { optional: true })), "a[b *c]");
    assert.equal(String(scope.with("*b")), "a[b]", "a required dependency stays required");
    assert.equal(String(scope.with("*c").with("c")), "a[b c]");
    assert.equal(String(scope.with("*c", { optional: false })), "a[b c]");
    assert.equal(String(scope.with(Scope.parse("b[d]")[0])), "a[b[d]]");
    assert.equal(String(scope.with("c d")), "a[b c d]");
    assert.equal(String(scope), "a[b]");
    for (const value of [scope, scope.dependencies, scopes, scopes.transfer, scopes.collection(ID), scopes.flow(ID)]) {
      assert.isFrozen(value);
    }
  });

  test("mergeScopes: returns each scope once, and a required dependency replaces an optional one", () => {
    for (const [texts, merged] of [
      [["foo[bar]", "foo[baz]"], "foo[bar baz]"],
      [["foo[bar] bar[qux]"], "bar[qux] foo[bar[qux]]"],
      [["a[*x]", "a[x]"], "a[x]"],
      [["a", "*a", "a"], "a *a"],
      [["a[b[c]]", "d[b]"], "a[b[c]] d[b[c]]"],
      [[scopes.transfer.all, TRANSFER_ALL], TRANSFER_ALL],
      [
        [scopes.transfer.all.with(scopes.collection(ID).dataAccess, { optional: true }), TRANSFER_ALL],
        `${TRANSFER_ALL}[*${ACCESS}]`,
      ],
    ]) {
      assert.equal(mergeScopes(...texts), merged);
    }
  });

  test("Scope: malformed texts, circular dependencies and huge texts are rejected with invalid_argument", () => {
    const diamonds = Array.from({ length: 200 }, (_, n) => `a${n}[b${n} c${n}] b${n}[a${n + 1}] c${n}[a${n + 1}]`).join(
      " ",
    );
    const chain = Array.from({ length: 5000 }, (_, n) => `n${n}[n${n + 1}]`).join(" ");
    const deep = `${"a[".repeat(20_000)}b${"]".repeat(20_000)}`;
    const texts = [
      "",
      "  ",
      "a[",
      "a]",
      "a[]",
      "a[[b]]",
      "a [b]",
      "* a",
      "a[b]c",
      "a*b",
      "a\tb",
      "a\n",
      "[a]",
      "a[a]",
      "a[b] b[a]",
    ];
    for (const text of [...texts, diamonds, chain, deep, undefined, null, 5, ["a"], { name: "a" }]) {
      for (const action of [
        () => Scope.parse(text),
        () => mergeScopes("x", text),
        () => scopes.transfer.all.with(text),
      ]) {
        const error = thrown(action);
        assert.instanceOf(error, GlobusConfigError);
        assert.deepInclude(error, { code: "invalid_argument", field: "scope" }, String(text).slice(0, 50));
      }
    }
    assert.equal(thrown(() => scopes.transfer.all.with(`x[${TRANSFER_ALL}]`)).code, "invalid_argument");
    assert.equal(thrown(() => mergeScopes()).code, "invalid_argument");
  });

  test("scopes: have names in camel case, and a resource's scopes are found by its id", () => {
    assert.equal(String(scopes.transfer.all), TRANSFER_ALL);
    assert.equal(String(scopes.auth.viewIdentitySet), "urn:globus:auth:scope:auth.globus.org:view_identity_set");
    assert.equal(String(scopes.auth.openid), "openid");
    assert.equal(String(scopes.collection(ID).dataAccess), ACCESS);
    assert.equal(String(scopes.endpoint(ID).manageCollections), `urn:globus:auth:scope:${LOWER}:manage_collections`);
    const flow = `https://auth.globus.org/scopes/${LOWER}/flow_${LOWER.replaceAll("-", "_")}_user`;
    assert.equal(String(scopes.flow(ID).user), flow);
    for (const [make, field] of [
      [scopes.collection, "collectionId"],
      [scopes.endpoint, "endpointId"],
      [scopes.flow, "flowId"],
    ]) {
      for (const id of [undefined, "", "x", `${ID}] x[`, 5]) {
        assert.deepInclude(
          thrown(() => make(id)),
          { code: "invalid_argument", field },
        );
      }
    }
  });

  test("scopes: contain the scopes that an account requests by default", async () => {
    for (const [service, { all, timer = all }] of Object.entries(scopes)) {
      if (timer === undefined) continue;
      const { account, grants } = stub(() => json({ ok: true }));
      await account.getToken(service);
      const [first] = Scope.parse(requestedScope(grants[0].init));
      assert.equal(first.name, timer.name, service);
    }
  });

  test("Scope: is accepted wherever the text of a scope is accepted", async () => {
    const scope = scopes.transfer.all.with(scopes.collection(ID).dataAccess, { optional: true });
    const text = `${TRANSFER_ALL}[*${ACCESS}]`;
    for (const use of [
      (account) => account.getToken(scope),
      (account) => account.getToken([scope]),
      (account) => account.getTokens([scope]),
      (account) => account.getAuthorizationHeader(scope),
      (account) => account.authorizer(scope).getAuthorizationHeader(),
      (account) => account.authorizer([scope]).getAuthorizationHeader(),
      (account) => account.fetch(`${TRANSFER_URL}/x`, { target: scope }),
      (account) => account.request({ service: "transfer", path: "/x", target: scope }),
      (account) => account.request({ service: "transfer", path: "/x", target: [scope] }),
    ]) {
      const { account, grants } = stub(() => json({ code: "Done" }));
      await use(account);
      assert.deepEqual(
        grants.map(({ init }) => requestedScope(init)),
        [text],
        String(use),
      );
    }
    for (const scopeOption of [scope, [scope]]) {
      const { account, grants } = stub(() => json({ code: "Done" }), { scopes: { transfer: scopeOption } });
      await account.transfer.getTask("x");
      assert.equal(requestedScope(grants[0].init), text);
    }
    const { account } = stub(() => json({ code: "Done" }));
    assert.equal((await failure(account.getToken({ name: "a" }))).code, "invalid_argument");
  });
}
