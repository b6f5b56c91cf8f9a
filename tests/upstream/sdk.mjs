// Globus's Python SDK as a service account: client_app.py makes the calls, this file checks the results.
import assert from "node:assert/strict";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} test */
export default function register(test) {
  test("ClientApp and TransferClient: list, transfer, wait", async ({ fake, client, python }) => {
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const from = fake.addCollection({
      displayName: "From",
      files: { share: { "a.txt": "alpha", sub: { "b.bin": { size: 5e6 } } } },
      permissions,
    });
    const to = fake.addCollection({ displayName: "To", permissions });
    assert.deepEqual(await readResult(python("transfer", { source: from.id, destination: to.id })), {
      names: ["a.txt", "sub"],
      codes: ["Accepted", "Duplicate"],
      same_task: true,
      done: true,
      status: "SUCCEEDED",
      moved: ["/copy/a.txt", "/copy/sub/b.bin"],
      listed: ["from Python"],
    });
    assert.equal(to.files.readText("/copy/a.txt"), "alpha");
    assert.equal(to.files.stat("/copy/sub/b.bin")?.size, 5e6);
    assert.equal(fake.grants, 1);
  });

  test("a ClientApp whose token expired early gets a new one", async ({ fake, client, python }) => {
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const from = fake.addCollection({ displayName: "From", files: { share: { "a.txt": "alpha" } }, permissions });
    const to = fake.addCollection({ displayName: "To", permissions });
    fake.inject({ service: "transfer", status: 401, times: 1 });
    const { status } = await readResult(python("transfer", { source: from.id, destination: to.id }));
    assert.equal(status, "SUCCEEDED");
    assert.equal(fake.grants, 2);
  });

  test("paginated endpoint_search: every result, and at most 1000", async ({ fake, python }) => {
    for (let i = 0; i < 1003; i++) fake.addCollection({ displayName: `Station ${i}` });
    for (let i = 0; i < 250; i++) fake.addCollection({ displayName: `Harbour ${i}` });
    assert.deepEqual(await readResult(python("search", { text: "harbour" })), { found: 250 });
    assert.deepEqual(await readResult(python("search", { text: "station" })), { found: 1000 });
  });

  test("a mapped collection: works with a consent, fails without it", async ({ fake, client, python }) => {
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const { id } = fake.addCollection({ displayName: "Cluster", type: "mapped", files: { "m.txt": "m" }, permissions });
    const scope = `urn:globus:auth:scope:transfer.api.globus.org:all[*https://auth.globus.org/scopes/${id}/data_access]`;
    assert.deepEqual(await readResult(python("consent_required", { collection: id })), {
      status: 403,
      code: "ConsentRequired",
      scopes: [scope],
      gare: [scope],
    });
    assert.deepEqual(await readResult(python("mapped", { collection: id })), { names: ["m.txt"] });
  });

  test("AuthClient: userinfo, identities, introspection, revocation, consents", async ({ client, server, python }) => {
    const results = await readResult(python("auth"));
    assert.equal(results.userinfo.preferred_username, client.username);
    assert.deepEqual(
      results.identities.identities.map(({ username }) => username),
      [client.username],
    );
    assert.deepEqual(results.providers, ["Globus ID"]);
    assert.equal(results.issuer, server.origins.auth);
    assert.deepEqual(results.servers, ["auth.globus.org", "transfer.api.globus.org"]);
    assert.deepEqual(results.active, [true, false]);
    assert.equal(results.scope, "urn:globus:auth:scope:transfer.api.globus.org:all");
    assert.deepEqual([results.consented, results.not_consented], [true, false]);
  });

  test("the SDK finds status, code, message and request id in the errors", async ({ fake, python }) => {
    const { id } = fake.addCollection({ displayName: "Closed" });
    const results = await readResult(python("refusals", { collection: id }));
    const summaries = Object.fromEntries(
      Object.entries(results).map(([name, { status, code, error }]) => [
        name,
        [status, code, error].filter(Boolean).join(" "),
      ]),
    );
    assert.deepEqual(summaries, {
      denied: "403 EndpointPermissionDenied",
      endpoint: "404 EndpointNotFound",
      task: "404 TaskNotFound",
      items: "400 ClientError.BadRequest.NoTransferItems",
      submission: "400 BadRequest",
      userinfo: "401 UNAUTHORIZED unauthorized",
      scope: "400 UNKNOWN_SCOPE_ERROR invalid_scope",
      grant: "400 invalid_grant",
    });
    for (const [name, { message, request_id }] of Object.entries(results)) {
      if (name !== "grant") assert.ok(message && request_id, `${name}: ${message}, ${request_id}`);
    }
  });

  test("the grant with a wrong secret and for a client that is not a service account", async ({ fake, python }) => {
    const loginClient = fake.addClient({ serviceAccount: false });
    const wrongSecret = await readResult(python("grant", {}, { env: { GLOBUS_CLI_CLIENT_SECRET: "wrong" } }));
    assert.deepEqual([wrongSecret.status, wrongSecret.code, wrongSecret.error], [401, "UNAUTHORIZED", "invalid_client"]);
    const env = { GLOBUS_CLI_CLIENT_ID: loginClient.clientId, GLOBUS_CLI_CLIENT_SECRET: loginClient.clientSecret };
    const refusal = await readResult(python("grant", {}, { env }));
    assert.deepEqual([refusal.status, refusal.error], [400, "unauthorized_client"]);
    assert.equal(fake.grants, 0);
    const specialClient = fake.addClient({ clientSecret: "a:b%c+d é/=" });
    const grantResult = await readResult(
      python("grant", {}, { env: { GLOBUS_CLI_CLIENT_ID: specialClient.clientId, GLOBUS_CLI_CLIENT_SECRET: specialClient.clientSecret } }),
    );
    assert.deepEqual(grantResult.servers, ["transfer.api.globus.org"], "id and secret are sent unencoded");
  });
}

async function readResult(running) {
  const result = await running;
  assert.equal(result.status, 0, result.stderr);
  return result.json();
}
