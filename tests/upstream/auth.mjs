// What developers register at Globus Auth, and the token endpoints, by Globus's command line and Python SDK.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

const SCOPE = "urn:globus:auth:scope:auth.globus.org:";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage), ...steps(stage) }));

  test("globus session show and consent: a service account has no session and needs no login", async ({
    globus,
    json,
  }) => {
    assert.deepEqual((await json("session", "show")).authentications, {});
    const consent = await globus(["session", "consent", `${SCOPE}view_consents`]);
    assert.match(consent.stdout, /Client identities do not need to log in/);
  });

  test("globus api auth: projects need the scope, and administrators", async ({ client, api, complaint }) => {
    assert.match(await complaint("api", "auth", "get", "/v2/api/projects"), /403/);
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

  test("globus api auth: consents given to this client, and to all, which needs the scope", async ({
    client,
    json,
    complaint,
  }) => {
    const path = `/v2/api/identities/${client.identityId}/consents`;
    const names = ({ consents }) => consents.map(({ scope_name: name }) => name);
    assert.ok(names(await json("api", "auth", "get", path)).includes("openid"));
    const all = ["api", "auth", "get", path, "-Q", "all=True"];
    assert.match(await complaint(...all), /403/);
    assert.ok(names(await json(...all, "--scope-string", `${SCOPE}view_consents`)).includes(`${SCOPE}view_consents`));
  });

  test("AuthClient: projects and policies", async ({ fake, client, scenario }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const group = fake.addGroup({ name: "Admins", members: [{ identity: client.identityId }] });
    const found = await scenario("projects", { ada: ada.id, group: group.id });
    assert.deepEqual(found.created, { display_name: "Robots", admin_ids: [client.identityId], admin_group_ids: null });
    assert.deepEqual(found.updated, { display_name: "Machines", admins: ["ada@example.org", client.username].sort() });
    assert.deepEqual(found.by_group, ["Admins"]);
    assert.deepEqual(found.listed, ["By group", "Machines"]);
    assert.deepEqual(found.policy, {
      high_assurance: true,
      authentication_assurance_timeout: 3600,
      required_mfa: true,
      domain_constraints_include: ["example.org"],
      domain_constraints_exclude: null,
    });
    assert.deepEqual(found.policies, ["Renamed"]);
    assert.deepEqual(found.left, { projects: [], policies: [] });
    assert.deepEqual(found.errors, {
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
    scenario,
  }) => {
    const document = { display_name: "Hosts", contact_email: "hosts@example.org", admin_ids: [client.identityId] };
    const { project } = await api("post", "/v2/api/projects", { project: document });
    fake.addClient({ name: "Server", project: project.id, fqdns: ["data.example.org"] });
    const found = await scenario("clients", { fqdn: "data.example.org" });
    assert.deepEqual(found.types, {
      client_identity: [false, ["authorization_code", "client_credentials", "refresh_token"]],
      public_installed_client: [true, ["authorization_code", "refresh_token"]],
      hybrid_confidential_client_resource_server: [
        false,
        ["authorization_code", "client_credentials", "refresh_token", "urn:globus:auth:grant_type:dependent_token"],
      ],
    });
    assert.deepEqual(found.updated, {
      name: "New name",
      links: { privacy_policy: "https://example.org/p", terms_and_conditions: "https://example.org/t" },
    });
    assert.equal(found.before, "401 UNAUTHORIZED", "without a secret nobody gets in");
    assert.match(found.secret, /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(found.listed, [["first", null]]);
    assert.equal(found.username, `${found.id}@clients.auth.globus.org`);
    assert.equal(found.after, "401 UNAUTHORIZED", "the secret was deleted");
    assert.deepEqual(found.errors, {
      public_secret: "400 INVALID_PARAMETERS",
      foreign: "403 FORBIDDEN",
      gone: "404 RESOURCE_NOT_FOUND",
    });
    assert.equal(found.by_fqdn, "Server");
    assert.doesNotMatch(JSON.stringify(fake.requests), new RegExp(found.secret.replaceAll(/[+/]/g, "\\$&")));
  });

  test("ConfidentialAppAuthClient: a child client", async ({ client, scenario }) => {
    assert.deepEqual(await scenario("child"), {
      parent: client.clientId,
      project: null,
      type: "hybrid_confidential_client_resource_server",
      listed: ["Child"],
      servers: ["transfer.api.globus.org"],
    });
  });

  test("AuthClient: scopes, their dependents, and dependent tokens for a service", async ({ client, scenario }) => {
    const found = await scenario("scopes");
    assert.equal(found.scope_string, `https://auth.globus.org/scopes/${found.service}/work`);
    assert.deepEqual(found.looked_up, ["89ecabba-4acf-4e2e-a98d-ce592ccc2818", "73320ffe-4cb4-4b25-a0a3-83d53d59ce4f"]);
    assert.deepEqual(found.listed, ["Work"]);
    assert.equal(found.renamed, "Hard work");
    assert.equal(found.resource_server, found.service);
    assert.deepEqual(found.consented, [
      ["work", client.clientId],
      ["view_my_groups_and_memberships", found.service],
    ]);
    assert.deepEqual(found.introspected, [client.identityId, client.clientId]);
    assert.deepEqual(found.dependent, {
      server: "groups.api.globus.org",
      groups: ["Seen by the service"],
      introspected: [client.identityId, found.service],
      refreshed: ["groups.api.globus.org", true],
    });
    assert.deepEqual(found.unapproved, { status: 403, gare: ["urn:globus:auth:scope:transfer.api.globus.org:all"] });
    assert.equal(found.stranger, "400 invalid_grant");
    assert.equal(found.deleted, "400 UNKNOWN_SCOPE_ERROR");
  });

  test("the token endpoints: keys, introspection, revocation, and a refresh token there is none of", async ({
    client,
    scenario,
  }) => {
    const found = await scenario("endpoints");
    assert.deepEqual(found.key, ["RSA", "RS512", true]);
    assert.equal(found.issuer, found.keys_at.replace("/jwk.json", ""));
    assert.deepEqual(found.introspected, {
      client_id: client.clientId,
      sub: client.identityId,
      identity_set: [client.identityId],
      session: {},
    });
    assert.deepEqual(found.active, [true, false]);
    assert.equal(found.refresh, "400 invalid_grant");
    assert.equal(found.code, "401 invalid_grant");
    assert.deepEqual(found.providers, {
      "globusid.org": "Globus ID",
      "clients.auth.globus.org": "Globus Auth Clients",
    });
  });
}

/** @param {import("./run.mjs").Stage} stage */
function steps(stage) {
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
    scenario: async (name, args) => {
      const result = await python(name, args, { script: "client_auth.py" });
      assert.equal(result.status, 0, result.stderr);
      return result.json();
    },
  };
}
