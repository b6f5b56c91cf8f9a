// Projects, clients, scopes and policies of Globus Auth in FakeGlobus: the parts that Globus's own clients in
// tests/upstream do not call.
import { TRANSFER_ALL, URN, helpers } from "./helpers.mjs";

const AUTH = `${URN}auth.globus.org:`;
const MANAGE = `${AUTH}manage_projects`;
const GROUPS_VIEW = `${URN}groups.api.globus.org:view_my_groups_and_memberships`;

export default function register(test, env) {
  const { assert, ServiceAccount } = env;
  const { stage, failure } = helpers(env);

  /** Returns a stage whose account may manage projects, with functions that create a project, a client and a secret. */
  async function authStage({ scopes = ["openid", MANAGE, `${AUTH}view_consents`], ...options } = {}) {
    const { fake, client, account } = stage({ scopes: { auth: scopes }, ...options });
    const call = (method, path, body) => account.request({ service: "auth", path: `/v2/api${path}`, method, body });
    const refusal = async (...args) => {
      const { status, serverCode } = await failure(call(...args));
      return `${status} ${serverCode}`;
    };
    const me = client.identityId;
    const document = { display_name: "Robots", contact_email: "robots@example.org", admin_ids: [me] };
    const newProject = async (members) => (await call("POST", "/projects", { project: { ...document, ...members } })).project;
    const newClient = async (members) => {
      const project = (await newProject()).id;
      return (await call("POST", "/clients", { client: { name: "Tool", project, public_client: false, ...members } }))
        .client;
    };
    const newSecret = async (id, name = "secret") =>
      (await call("POST", `/clients/${id}/credentials`, { credential: { name } })).credential;
    return { fake, client, account, call, refusal, me, document, newProject, newClient, newSecret };
  }

  /** Sends a form to a path below `/v2/oauth2/`. */
  async function post(fake, path, { clientId, clientSecret }, form) {
    const response = await fake.fetch(`https://auth.globus.org/v2/oauth2/${path}`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams(form),
    });
    return { http: response.status, body: await response.json() };
  }
  const grant = (fake, client, scope) => post(fake, "token", client, { grant_type: "client_credentials", scope });
  const dependentTokens = (fake, client, token, members) =>
    post(fake, "token", client, { grant_type: "urn:globus:auth:grant_type:dependent_token", token, ...members });

  test("fake auth: every developer call requires manage_projects, and the consents of all clients require view_consents", async () => {
    const { refusal, me } = await stageWithout();
    const id = crypto.randomUUID();
    const calls = [
      ["GET", "/projects"],
      ["GET", `/projects/${id}`],
      ["POST", "/projects", { project: {} }],
      ["DELETE", `/projects/${id}`],
      ["GET", "/policies"],
      ["POST", "/policies", { policy: {} }],
      ["GET", "/clients"],
      ["POST", "/clients", { client: {} }],
      ["GET", `/clients/${id}/credentials`],
      ["GET", "/scopes"],
      ["GET", `/scopes/${id}`],
      ["GET", `/identities/${me}/consents?all=true`],
    ];
    for (const call of calls) assert.equal(await refusal(...call), "403 FORBIDDEN", call.join(" "));

    async function stageWithout() {
      const { client, account } = stage();
      const call = (method, path, body) => account.request({ service: "auth", path: `/v2/api${path}`, method, body });
      const refusal = async (...args) => {
        const { status, serverCode } = await failure(call(...args));
        return `${status} ${serverCode}`;
      };
      return { refusal: refusal, me: client.identityId };
    }
  });

  test("fake auth: a project can be read and changed by its administrators and by members of its administrator groups", async () => {
    const { fake, call, refusal, me, newProject } = await authStage();
    const group = fake.addGroup({ name: "Admins" });
    const other = fake.addIdentity({ username: "ada@example.org" }).id;
    const { id } = await newProject({ admin_ids: [other], admin_group_ids: [group.id] });
    assert.equal(await refusal("GET", `/projects/${id}`), "403 FORBIDDEN");
    assert.deepEqual(await call("GET", "/projects"), { projects: [] });
    group.setMember(me);
    const change = { project: { admin_ids: null } };
    const { project } = await call("PUT", `/projects/${id}`, change);
    assert.deepEqual([project.admin_ids, project.admin_group_ids], [null, [group.id]]);
    assert.equal(
      await refusal("PUT", `/projects/${id}`, { project: { admin_group_ids: [] } }),
      "400 INVALID_PARAMETERS",
    );
    assert.equal(await refusal("PUT", `/projects/${id}`, { display_name: "No envelope" }), "400 INVALID_PARAMETERS");
  });

  test("fake auth: a project with clients cannot be deleted, and a deleted project deletes its policies", async () => {
    const { call, refusal, newClient } = await authStage();
    const { id, project } = await newClient();
    const policy = { project_id: project, display_name: "P", description: "D" };
    await call("POST", "/policies", { policy });
    assert.equal(await refusal("DELETE", `/projects/${project}`), "409 CONFLICT");
    await call("DELETE", `/clients/${id}`);
    assert.equal((await call("DELETE", `/projects/${project}`)).project.id, project);
    assert.deepEqual(await call("GET", "/policies"), { policies: [] });
  });

  test("fake auth: a secret is returned once, several are valid at a time, and a new confidential client can act as itself", async () => {
    const { fake, call, newClient, newSecret } = await authStage();
    const { id } = await newClient();
    const [first, second] = [await newSecret(id, "first"), await newSecret(id, "second")];
    const { credentials } = await call("GET", `/clients/${id}/credentials`);
    assert.deepEqual(
      credentials.map(({ name, secret }) => [name, secret]),
      [
        ["first", null],
        ["second", null],
      ],
    );
    for (const { secret } of [first, second]) {
      const tool = new ServiceAccount({ clientId: id, clientSecret: secret, fetch: fake.fetch });
      assert.equal((await tool.whoami()).sub, id);
    }
    const { credential } = await call("DELETE", `/clients/${id}/credentials/${first.id}`);
    assert.deepEqual([credential.name, credential.secret], ["first", null]);
    assert.equal((await grant(fake, { clientId: id, clientSecret: first.secret }, "openid")).http, 401);
    assert.equal((await grant(fake, { clientId: id, clientSecret: second.secret }, "openid")).http, 200);
    assert.notInclude(JSON.stringify(fake.requests), second.secret);
    await call("DELETE", `/clients/${id}`);
    assert.equal((await grant(fake, { clientId: id, clientSecret: second.secret }, "openid")).http, 401);
  });

  test("fake auth: exactly one of public_client and client_type defines the type of a client", async () => {
    const { refusal, newClient, newProject } = await authStage();
    const type = async (members) => (await newClient({ public_client: undefined, ...members })).client_type;
    assert.equal(await type({ public_client: true }), "public_installed_client");
    assert.equal(await type({ public_client: false }), "hybrid_confidential_client_resource_server");
    assert.equal(await type({ client_type: "client_identity" }), "client_identity");
    const { id: project } = await newProject();
    for (const members of [{}, { public_client: true, client_type: "client_identity" }, { client_type: "robot" }]) {
      const client = { name: "Tool", project, ...members };
      assert.equal(await refusal("POST", "/clients", { client }), "400 INVALID_PARAMETERS", JSON.stringify(members));
    }
  });

  test("fake auth: a client can be read by its managers, by itself, and by all clients if it is public", async () => {
    const { fake, call, newClient, newSecret } = await authStage();
    const { id } = await newClient();
    const { secret } = await newSecret(id);
    const statusFor = async (client) => {
      const token = (await grant(fake, client, MANAGE)).body.access_token;
      const url = `https://auth.globus.org/v2/api/clients/${id}`;
      return (await fake.fetch(url, { headers: { Authorization: `Bearer ${token}` } })).status;
    };
    const stranger = fake.addClient();
    assert.equal(await statusFor(stranger), 404);
    assert.equal(await statusFor({ clientId: id, clientSecret: secret }), 200);
    await call("PUT", `/clients/${id}`, { client: { visibility: "public" } });
    assert.equal(await statusFor(stranger), 200);
  });

  test("fake auth: a client creates child clients with its secret and manages them", async () => {
    const { fake, client, call, newSecret } = await authStage();
    const response = await fake.fetch("https://auth.globus.org/v2/api/clients", {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
      body: JSON.stringify({ client: { name: "Child", client_type: "client_identity" } }),
    });
    const { client: child } = await response.json();
    assert.deepEqual([child.parent_client, child.project], [client.clientId, null]);
    const { secret } = await newSecret(child.id);
    assert.equal((await grant(fake, { clientId: child.id, clientSecret: secret }, "openid")).http, 200);
    assert.equal((await call("DELETE", `/clients/${child.id}`)).client.name, "Child");
  });

  test("fake auth: a registered scope can be granted like any other, with its required dependencies", async () => {
    const { fake, client, call, refusal, newClient, newSecret } = await authStage();
    const { id } = await newClient();
    const { scopes } = await call(
      "GET",
      `/scopes?scope_strings=${encodeURIComponent(`${GROUPS_VIEW},${TRANSFER_ALL}`)}`,
    );
    const [groups, transfer] = scopes.map((scope) => scope.id);
    const document = {
      name: "Work",
      description: "Work for you",
      scope_suffix: "work",
      dependent_scopes: [
        { scope: groups, optional: false, requires_refresh_token: false },
        { scope: transfer, optional: true, requires_refresh_token: false },
      ],
    };
    const { scope } = await call("POST", `/clients/${id}/scopes`, { scope: document });
    assert.deepEqual([scope.client, scope.scope_string], [id, `https://auth.globus.org/scopes/${id}/work`]);
    assert.equal(await refusal("POST", `/clients/${id}/scopes`, { scope: document }), "409 CONFLICT");
    const { body: token } = await grant(fake, client, scope.scope_string);
    assert.deepEqual([token.resource_server, token.scope], [id, scope.scope_string]);
    assert.deepEqual(
      fake
        .consents(client.clientId)
        .filter(({ path }) => path[0] === scope.scope_string)
        .map(({ path }) => path),
      [[scope.scope_string], [scope.scope_string, GROUPS_VIEW]],
    );
    const service = { clientId: id, clientSecret: (await newSecret(id)).secret };
    const { body: tokens } = await dependentTokens(fake, service, token.access_token);
    assert.deepEqual(
      tokens.map(({ resource_server: server, scope: names }) => [server, names]),
      [["groups.api.globus.org", GROUPS_VIEW]],
    );
    const unapproved = await dependentTokens(fake, service, token.access_token, { scope: TRANSFER_ALL });
    assert.deepEqual(
      [unapproved.http, unapproved.body.error, unapproved.body.errors[0].unapproved_scopes],
      [403, "dependent_consent_required", [TRANSFER_ALL]],
    );
    await grant(fake, client, `${scope.scope_string}[${TRANSFER_ALL}]`);
    assert.lengthOf((await dependentTokens(fake, service, token.access_token)).body, 2, "after the consent");
    const stranger = fake.addClient();
    assert.equal((await dependentTokens(fake, stranger, token.access_token)).body.error, "invalid_grant");
    const [{ refresh_token }] = (await dependentTokens(fake, service, token.access_token, { access_type: "offline" })).body;
    const refresh = (client) => post(fake, "token", client, { grant_type: "refresh_token", refresh_token });
    assert.equal((await refresh(stranger)).body.error, "invalid_grant");
    assert.equal((await refresh(service)).body.refresh_token, refresh_token);
    fake.revokeTokens(client.clientId);
    assert.equal((await dependentTokens(fake, service, token.access_token)).body.error, "invalid_grant");
    assert.equal((await refresh(service)).body.error, "invalid_grant");
  });

  test("fake auth: a consent contains the ids of its scopes and of the client that may use each", async () => {
    const { fake, client, call, refusal, me } = await authStage();
    const collection = fake.addCollection({ displayName: "Cluster", type: "mapped" });
    const scope = `https://auth.globus.org/scopes/${collection.id}/data_access`;
    await grant(fake, client, `${TRANSFER_ALL}[*${scope}]`);
    const { consents } = await call("GET", `/identities/${me}/consents?all=true`);
    const [top, dependency] = [TRANSFER_ALL, scope].map((name) => consents.find((consent) => consent.scope_name === name));
    assert.deepEqual([top.client, top.scope], [client.clientId, "89ecabba-4acf-4e2e-a98d-ce592ccc2818"]);
    assert.deepEqual(
      [dependency.client, dependency.dependency_path],
      ["2fbdda78-a599-4cb5-ac3d-1fbcfbc6a754", [top.id, dependency.id]],
    );
    assert.equal(await refusal("GET", `/identities/${crypto.randomUUID()}/consents`), "403 FORBIDDEN");
  });

  test("fake auth: a service account gets no refresh token, and an invented one is refused", async () => {
    const { fake, client } = await authStage();
    assert.notProperty((await grant(fake, client, "openid")).body, "refresh_token");
    const refresh = (form) => post(fake, "token", client, { grant_type: "refresh_token", ...form });
    assert.deepEqual(await refresh({ refresh_token: "made up" }), { http: 400, body: { error: "invalid_grant" } });
    assert.equal((await refresh({})).body.error, "invalid_request");
    const code = { grant_type: "authorization_code", code: "made up", redirect_uri: "https://example.org" };
    assert.deepEqual(await post(fake, "token", client, code), { http: 401, body: { error: "invalid_grant" } });
  });
}
