// Projects, clients and scopes at Globus Auth, and its token endpoints, with Globus's command line and Python SDK.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

const SCOPE = "urn:globus:auth:scope:auth.globus.org:";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage), ...makeHelpers(stage) }));

  test("globus session show and consent: a service account has no session and needs no login", async ({
    globus,
    json,
  }) => {
    assert.deepEqual((await json("session", "show")).authentications, {});
    const consent = await globus(["session", "consent", `${SCOPE}view_consents`]);
    assert.match(consent.stdout, /Client identities do not need to log in/);
  });

  test("globus api auth: projects require the scope and administrators", async ({ client, api, runFailing }) => {
    assert.match(await runFailing("api", "auth", "get", "/v2/api/projects"), /403/);
    assert.deepEqual(await api("get", "/v2/api/projects"), { projects: [] });
    const document = { display_name: "Robots", contact_email: "robots@example.org", admin_ids: [client.identityId] };
    const { project } = await api("post", "/v2/api/projects", { project: document });
    assert.deepEqual(
      [project.display_name, project.admin_ids, project.admin_group_ids, project.admins.identities[0].username],
      ["Robots", [client.identityId], null, client.username],
    );
    const { projects } = await api("get", "/v2/api/projects");
    assert.deepEqual(projects, [project]);
  });

  test("globus api auth: consents of this client; consents of all clients require the scope", async ({
    client,
    json,
    runFailing,
  }) => {
    const path = `/v2/api/identities/${client.identityId}/consents`;
    const names = ({ consents }) => consents.map(({ scope_name: name }) => name);
    assert.ok(names(await json("api", "auth", "get", path)).includes("openid"));
    const all = ["api", "auth", "get", path, "-Q", "all=True"];
    assert.match(await runFailing(...all), /403/);
    assert.ok(names(await json(...all, "--scope-string", `${SCOPE}view_consents`)).includes(`${SCOPE}view_consents`));
  });

  test("AuthClient: projects and policies", async ({ fake, client, runScenario }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const group = fake.addGroup({ name: "Admins", members: [{ identity: client.identityId }] });
    const results = await runScenario("projects", { ada: ada.id, group: group.id });
    assert.deepEqual(results.created, { display_name: "Robots", admin_ids: [client.identityId], admin_group_ids: null });
    assert.deepEqual(results.updated, { display_name: "Machines", admins: ["ada@example.org", client.username].sort() });
    assert.deepEqual(results.by_group, ["Admins"]);
    assert.deepEqual(results.listed, ["By group", "Machines"]);
    assert.deepEqual(results.policy, {
      high_assurance: true,
      authentication_assurance_timeout: 3600,
      required_mfa: true,
      domain_constraints_include: ["example.org"],
      domain_constraints_exclude: null,
    });
    assert.deepEqual(results.policies, ["Renamed"]);
    assert.deepEqual(results.left, { projects: [], policies: [] });
    assert.deepEqual(results.errors, {
      no_admins: "400 INVALID_PARAMETERS",
      occupied: "409 CONFLICT",
      foreign: "403 FORBIDDEN",
      missing: "404 RESOURCE_NOT_FOUND",
      mfa: "400 INVALID_PARAMETERS",
      no_scope: "403 FORBIDDEN",
      anonymous: "401 UNAUTHORIZED",
    });
  });

  test("AuthClient: clients and their secrets, and a new client that is a service account", async ({
    fake,
    client,
    api,
    runScenario,
  }) => {
    const document = { display_name: "Hosts", contact_email: "hosts@example.org", admin_ids: [client.identityId] };
    const { project } = await api("post", "/v2/api/projects", { project: document });
    fake.addClient({ name: "Server", project: project.id, fqdns: ["data.example.org"] });
    const results = await runScenario("clients", { fqdn: "data.example.org" });
    assert.deepEqual(results.types, {
      client_identity: [false, ["authorization_code", "client_credentials", "refresh_token"]],
      public_installed_client: [true, ["authorization_code", "refresh_token"]],
      hybrid_confidential_client_resource_server: [
        false,
        ["authorization_code", "client_credentials", "refresh_token", "urn:globus:auth:grant_type:dependent_token"],
      ],
    });
    assert.deepEqual(results.updated, {
      name: "New name",
      links: { privacy_policy: "https://example.org/p", terms_and_conditions: "https://example.org/t" },
    });
    assert.equal(results.before, "401 UNAUTHORIZED", "a client without a secret gets no token");
    assert.match(results.secret, /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(results.listed, [["first", null]]);
    assert.equal(results.username, `${results.id}@clients.auth.globus.org`);
    assert.equal(results.after, "401 UNAUTHORIZED", "the secret was deleted");
    assert.deepEqual(results.errors, {
      public_secret: "400 INVALID_PARAMETERS",
      foreign: "403 FORBIDDEN",
      gone: "404 RESOURCE_NOT_FOUND",
    });
    assert.equal(results.by_fqdn, "Server");
    assert.doesNotMatch(JSON.stringify(fake.requests), new RegExp(results.secret.replaceAll(/[+/]/g, "\\$&")));
  });

  test("ConfidentialAppAuthClient: a child client", async ({ client, runScenario }) => {
    assert.deepEqual(await runScenario("child"), {
      parent: client.clientId,
      project: null,
      type: "hybrid_confidential_client_resource_server",
      listed: ["Child"],
      servers: ["transfer.api.globus.org"],
    });
  });

  test("AuthClient: scopes, their dependents, and dependent tokens for a service", async ({ client, runScenario }) => {
    const results = await runScenario("scopes");
    assert.equal(results.scope_string, `https://auth.globus.org/scopes/${results.service}/work`);
    assert.deepEqual(results.looked_up, ["89ecabba-4acf-4e2e-a98d-ce592ccc2818", "73320ffe-4cb4-4b25-a0a3-83d53d59ce4f"]);
    assert.deepEqual(results.listed, ["Work"]);
    assert.equal(results.renamed, "Hard work");
    assert.equal(results.resource_server, results.service);
    assert.deepEqual(results.consented, [
      ["work", client.clientId],
      ["view_my_groups_and_memberships", results.service],
    ]);
    assert.deepEqual(results.introspected, [client.identityId, client.clientId]);
    assert.deepEqual(results.dependent, {
      server: "groups.api.globus.org",
      groups: ["Seen by the service"],
      introspected: [client.identityId, results.service],
      refreshed: ["groups.api.globus.org", true],
    });
    assert.deepEqual(results.unapproved, { status: 403, gare: ["urn:globus:auth:scope:transfer.api.globus.org:all"] });
    assert.equal(results.stranger, "400 invalid_grant");
    assert.equal(results.deleted, "400 UNKNOWN_SCOPE_ERROR");
  });

  test("the token endpoints: keys, introspection, revocation, and an unknown refresh token", async ({
    client,
    runScenario,
  }) => {
    const results = await runScenario("endpoints");
    assert.deepEqual(results.key, ["RSA", "RS512", true]);
    assert.equal(results.issuer, results.keys_at.replace("/jwk.json", ""));
    assert.deepEqual(results.introspected, {
      client_id: client.clientId,
      sub: client.identityId,
      identity_set: [client.identityId],
      session: {},
    });
    assert.deepEqual(results.active, [true, false]);
    assert.equal(results.refresh, "400 invalid_grant");
    assert.equal(results.code, "401 invalid_grant");
    assert.deepEqual(results.providers, {
      "globusid.org": "Globus ID",
      "clients.auth.globus.org": "Globus Auth Clients",
    });
  });
}

/** @param {import("./run.mjs").Stage} stage */
function makeHelpers(stage) {
  const { python } = stage;
  const { json } = commands(stage);
  return {
    api: (verb, path, body) =>
      json(
        "api",
        "auth",
        verb,
        path,
        "--scope-string",
        `${SCOPE}manage_projects`,
        ...(body ? ["--body", JSON.stringify(body)] : []),
      ),
    runScenario: async (name, args) => {
      const result = await python(name, args, { script: "client_auth.py" });
      assert.equal(result.status, 0, result.stderr);
      return result.json();
    },
  };
}
