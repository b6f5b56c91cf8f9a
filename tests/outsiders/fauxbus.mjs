// fauxbus, a fake of Globus by Andrew Marx, as the server for this package: Auth, Groups, and the calls of Transfer
// with which managers monitor tasks, all at one URL. fauxbus accepts only tokens that it issued, each for its service.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ServiceAccount } from "globus-service-account";
import { environment } from "../upstream/python.mjs";

const CLIENT = "0e4ad2a1-5d2c-4a4e-9f0c-7c2f3a1b5d60";
const SECRET = "plain-secret-of-a-fake";
const PERSON = "8d8a1c5e-1f6f-4c2b-8a53-3f1c0b9a7e21";
const OTHER = "5b1b0a52-6a3e-4d5f-9b7a-2d4c6e8f0a13";
const COLLECTION = "1c9d7e3a-4b5f-4a6d-8e2c-9f0a1b2c3d4e";
const SUBSCRIPTION = "2f3e4d5c-6b7a-4891-a2b3-c4d5e6f70819";
const GROUPS_SCOPE = "urn:globus:auth:scope:groups.api.globus.org:all";

/** Starts fauxbus. Returns its URL, and a function that calls its control paths. */
async function startFauxbus({ bin, home, atEnd }) {
  const seed = join(home, "seed.json");
  const now = Math.floor(Date.now() / 1000);
  const document = {
    clock: now,
    clients: { [CLIENT]: { secret: SECRET, name: "Robot" } },
    collections: {
      [COLLECTION]: { display_name: "Landing", subscription_id: SUBSCRIPTION, roles: { [CLIENT]: "activity_monitor" } },
    },
  };
  await writeFile(seed, JSON.stringify(document));
  const args = ["serve", "--port", "0", "--seed", seed, "--require-issued-tokens"];
  const options = { env: environment({ env: {}, home }), stdio: ["ignore", "ignore", "pipe"] };
  const child = spawn(join(bin, "fauxbus"), args, options);
  const ended = new Promise((resolve) => child.once("close", resolve));
  atEnd(async () => {
    child.kill();
    await ended;
  });
  let stderr = "";
  const listening = new Promise((resolve) => {
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      const url = /listening on (http:\/\/\S+)/.exec(stderr)?.[1];
      if (url) resolve(url);
    });
  });
  const url = await Promise.race([listening, ended]);
  if (!url?.startsWith?.("http")) throw new Error(`fauxbus did not start: ${stderr}`);
  const control = async (path, body) => {
    const init = body && { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const response = await fetch(`${url}/_fauxbus/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return { url, control };
}

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>, options: object) => void} test */
export default function register(test) {
  const scenario = (name, body) =>
    test(`fauxbus: ${name}`, async (stage) => {
      const { url, control } = await startFauxbus(stage);
      const attempts = [];
      const account = (extraFields) =>
        new ServiceAccount({
          clientId: CLIENT,
          clientSecret: SECRET,
          serviceUrls: { auth: url, groups: url, transfer: url },
          ...extraFields,
          fetch: async (input, init) => {
            const response = await fetch(input, init);
            const path = new URL(input).pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");
            attempts.push(`${init.method ?? "GET"} ${path} ${response.status}`);
            return response;
          },
        });
      await body({ url, control, account, attempts });
      stage.recordUse("fauxbus", "requests and answers", attempts);
    }, { python: "current" });

  const catchRefusal = (promise) =>
    promise.then(
      (document) => assert.fail(`the call must fail, but it returned ${JSON.stringify(document)}`),
      (error) => error,
    );

  scenario("grants, tokens, introspection, revocation", async ({ account, attempts, control }) => {
    const robot = account();
    const [groups, transfer] = await robot.getTokens(["groups", "transfer"]);
    assert.deepEqual([groups.resourceServer, transfer.resourceServer], ["groups.api.globus.org", "transfer.api.globus.org"]);
    assert.equal(attempts.length, 1, "one grant for both");
    const { active, sub, scope } = await robot.auth.oauth2TokenIntrospect({ token: groups.accessToken });
    assert.deepEqual([active, sub, scope], [true, CLIENT, GROUPS_SCOPE]);
    assert.deepEqual(await robot.groups.getMyGroups(), []);
    await robot.revokeTokens();
    assert.equal((await robot.auth.oauth2TokenIntrospect({ token: groups.accessToken })).active, false);
    const renewed = await robot.getToken("groups");
    assert.notEqual(renewed.accessToken, groups.accessToken);
    // The account's token expired early: the account requests a new one, and the call succeeds.
    await control("tick", { seconds: 172_801 });
    assert.deepEqual(await robot.groups.getMyGroups(), []);
    assert.equal(attempts.filter((line) => line === "GET /v2/groups/my_groups 401").length, 1);
    const wrongSecret = await catchRefusal(account({ clientSecret: "another-secret" }).getToken("groups"));
    assert.deepEqual([wrongSecret.code, wrongSecret.status], ["invalid_client", 401]);
    const unknownClient = await catchRefusal(account({ clientId: OTHER }).getToken("groups"));
    assert.equal(unknownClient.code, "invalid_client");
    // fauxbus does not implement `openid` in this grant.
    const openid = await catchRefusal(account().whoami());
    assert.deepEqual([openid.code, openid.status], ["grant_failed", 501]);
  });

  scenario("Groups", async ({ account }) => {
    const { groups } = account();
    const { id, name } = await groups.createGroup({ name: "Station", description: "Of a test" });
    assert.equal(name, "Station");
    assert.equal((await groups.updateGroup(id, { name: "Station 7" })).name, "Station 7");
    const mine = await groups.getMyGroups();
    assert.deepEqual([mine.length, mine[0].my_memberships[0].role], [1, "admin"]);
    const added = await groups.batchMembershipAction(id, { add: [{ identity_id: PERSON, role: "member" }] });
    assert.equal(added.add[0].identity_id, PERSON);
    const again = await groups.batchMembershipAction(id, {
      add: [{ identity_id: PERSON, role: "member" }],
      invite: [{ identity_id: OTHER }],
    });
    assert.deepEqual([again.errors.add[0].identity_id, again.invite[0].identity_id], [PERSON, OTHER]);
    assert.equal((await groups.changeRole(id, PERSON, "manager")).role, "manager");
    const { memberships } = await groups.getGroup(id, { include: "memberships" });
    assert.deepEqual(memberships.map(({ identity_id: member }) => member).sort(), [CLIENT, PERSON, OTHER].sort());
    const policies = await groups.getGroupPolicies(id);
    const changed = await groups.setGroupPolicies(id, { ...policies, join_requests: !policies.join_requests });
    assert.equal(changed.join_requests, !policies.join_requests);
    // The format of fauxbus's preferences is not Globus's: it has no identities. Membership fields are stored
    // unchanged.
    await groups.setIdentityPreferences({ [CLIENT]: { allow_add: true } });
    assert.deepEqual(await groups.getIdentityPreferences(), { allow_add: true });
    await groups.setMembershipFields(id, { [CLIENT]: { department: "Physics" } });
    assert.deepEqual(await groups.getMembershipFields(id), { [CLIENT]: { department: "Physics" } });
    await groups.removeMember(id, PERSON);
    await groups.deleteGroup(id);
    const deletedGroup = await catchRefusal(groups.getGroup(id));
    assert.deepEqual([deletedGroup.code, deletedGroup.status, deletedGroup.service], ["not_found", 404, "groups"]);
    const missing = await catchRefusal(groups.getGroupBySubscriptionId(SUBSCRIPTION));
    assert.equal(missing.service, "groups");
  });

  scenario("a request that fails once is repeated", async ({ account, control, attempts }) => {
    const { groups } = account({ maxRetryWait: 5000 });
    for (const status of [429, 503]) {
      await control("failures", { method: "GET", path: "/v2/groups/my_groups", status, times: 1 });
      assert.deepEqual(await groups.getMyGroups(), []);
      assert.ok(attempts.includes(`GET /v2/groups/my_groups ${status}`));
    }
  });

  scenario("a manager monitors tasks", async ({ account, control }) => {
    const { transfer } = account();
    const make = (extraFields) =>
      control("transfer/tasks", {
        owner_id: PERSON,
        source_endpoint_id: OTHER,
        destination_endpoint_id: COLLECTION,
        duration: 60,
        files: [{ source_path: "/a.dat", destination_path: "/b.dat", size: 1024 }],
        ...extraFields,
      });
    const { task_id: first } = await make();
    for (let i = 0; i < 3; i++) await make();
    const list = () => transfer.endpointManagerTaskList({ filter_endpoint: COLLECTION }).toArray();
    assert.deepEqual((await list()).map(({ status }) => status), ["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE"]);
    await control("tick", { seconds: 61 });
    const { status, destination_endpoint_id: destination } = await transfer.endpointManagerGetTask(first);
    assert.deepEqual([status, destination], ["SUCCEEDED", COLLECTION]);
    const moved = await transfer.endpointManagerTaskSuccessfulTransfers(first).toArray();
    assert.deepEqual(moved.map(({ destination_path: path }) => path), ["/b.dat"]);
    const missing = await catchRefusal(transfer.endpointManagerGetTask(OTHER));
    assert.deepEqual([missing.service, missing.status], ["transfer", 404]);
    const unsupported = await catchRefusal(transfer.taskList());
    assert.deepEqual([unsupported.service, unsupported.status], ["transfer", 501]);
  });
}
