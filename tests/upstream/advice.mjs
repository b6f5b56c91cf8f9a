// Runs the commands of Globus's command line that advice contains, as an administrator. The refused call must then
// succeed.
import { ServiceAccount } from "globus-service-account";
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  /**
   * `setUp` creates a resource of an administrator. Returns a call that the other account may not make.
   *
   * @param {(stage: { fake: any, account: any, owner: string }) => () => PromiseLike<unknown>} setUp
   */
  const test = (name, setUp) =>
    register(`advice: its command fixes ${name}`, async ({ fake, client, server, globus }) => {
      const { clientId, clientSecret, username } = fake.addClient();
      const { serviceUrls } = server;
      const account = new ServiceAccount({ clientId, clientSecret, serviceUrls, fetch: fake.fetch });
      const call = setUp({ fake, account, owner: client.identityId });
      const refusal = await Promise.resolve(call()).then(() => assert.fail("the call was allowed"), (error) => error);
      const { advice, steps } = refusal;
      const { command } = steps.find(({ command }) => command?.startsWith("globus ")) ?? assert.fail(`the advice has no command: ${refusal.message}\n${advice}`);
      assert.ok(advice.includes(`\`${command}\``), advice);
      const commandLine = command.replace("globus ", "");
      assert.ok(advice.includes(username), advice);
      // A command that replaces a list has a placeholder for its present members. This list has none.
      const { status, stderr } = await globus(commandLine.replace(/OTHERS,/, "").split(" "));
      assert.equal(status, 0, `globus ${commandLine}\n${stderr}`);
      await Promise.resolve(call()).catch((error) => assert.fail(`globus ${commandLine}\n${error.message}\n${advice}`));
    });

  register("advice: the commands and options in it exist", async ({ globus }) => {
    const tableFolder = new URL("../../src/advice/diagnoses/", import.meta.url);
    const files = (await readdir(tableFolder)).map((name) => new URL(name, tableFolder));
    const text = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("");
    const commandLines = [...text.matchAll(/[`"]globus ([^`"]+)[`"]/g)].map(([, commandLine]) => commandLine.split(" "));
    assert.ok(commandLines.length > 20, `${commandLines.length}`);
    const helps = new Map();
    for (const commandLine of commandLines) {
      const command = commandLine.slice(0, commandLine.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith("--")) >>> 0);
      const commandWords = command.filter((word) => word !== "administrator" && word !== "writer" && word !== "admin");
      const help = helps.get(commandWords.join(" ")) ?? (await globus([...commandWords, "--help"]));
      helps.set(commandWords.join(" "), help);
      assert.equal(help.status, 0, `globus ${commandWords.join(" ")}: ${help.stderr}`);
      assert.match(help.stdout, /^Usage: globus .*\[OPTIONS\](?! COMMAND)/, `globus ${commandWords.join(" ")} is not a command`);
      for (const option of commandLine.filter((word) => word.startsWith("--"))) assert.ok(help.stdout.includes(option), `${commandLine}`);
    }
  });

  const files = { share: { "a.txt": "alpha" } };

  test("a guest collection without a rule", ({ fake, account, owner }) => {
    const { id } = fake.addCollection({ displayName: "Data", owner, files });
    return () => account.transfer.operationLs(id, { path: "/share/" });
  });
  test("a rule that only reads", ({ fake, account, owner }) => {
    const permissions = [{ principal: account.clientId, path: "/", permissions: "r" }];
    const { id } = fake.addCollection({ displayName: "Data", owner, files, permissions });
    return () => account.transfer.operationMkdir(id, { path: "/share/new" });
  });
  test("access rules that it may not read", ({ fake, account, owner }) => {
    const { id } = fake.addCollection({ displayName: "Data", owner, files });
    return () => account.transfer.endpointAclList(id);
  });
  test("a collection that it may not change", ({ fake, account, owner }) => {
    const { id } = fake.addCollection({ displayName: "Data", owner, files });
    return () => account.transfer.updateEndpoint(id, { description: "mine now" });
  });
  test("a private group", ({ fake, account, owner }) => {
    const { id } = fake.addGroup({ name: "Team", visibility: "private", members: [{ identity: owner, role: "admin" }] });
    return () => account.groups.getGroup(id);
  });
  test("a group that another account manages", ({ fake, account, owner }) => {
    const { id } = fake.addGroup({ name: "Team", members: [{ identity: owner, role: "admin" }] });
    const { id: ada } = fake.addIdentity({ username: "ada@example.org" });
    return () => account.groups.addMember(id, ada);
  });
  test("an index without a role", ({ fake, account, owner }) => {
    const { id } = fake.addIndex({ displayName: "Papers", roles: [{ principal: owner, role: "admin" }] });
    const entry = { subject: "x", visible_to: ["public"], content: {} };
    return () => account.search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: entry });
  });

  /** Returns a call of doctor that throws unless its last check passes. */
  const callDoctor = (account, subjects) => async () => {
    const check = (await account.doctor(subjects)).checks.at(-1);
    if (check.status !== "ok") throw Object.assign(new Error(check.summary), check);
  };

  test("a closed group, found by doctor", ({ fake, account, owner }) => {
    const members = [{ identity: owner, role: "admin" }];
    return callDoctor(account, { groups: fake.addGroup({ name: "Team", visibility: "authenticated", members }).id });
  });
  test("an open request to join, found by doctor", ({ fake, account, owner }) => {
    const pending = { identity: account.clientId, status: "pending" };
    const { id } = fake.addGroup({ name: "Team", members: [{ identity: owner, role: "admin" }, pending] });
    return callDoctor(account, { groups: id });
  });
  test("an index without a role, found by doctor", ({ fake, account, owner }) => {
    const { id } = fake.addIndex({ displayName: "Papers", roles: [{ principal: owner, role: "admin" }] });
    return callDoctor(account, { indexes: id });
  });
  test("a guest collection without a rule, found by doctor", ({ fake, account, owner }) => {
    return callDoctor(account, { collections: fake.addCollection({ displayName: "Data", owner, files }).id });
  });
  test("a flow that it may not start, found by doctor", ({ fake, account, owner }) =>
    callDoctor(account, { flows: fake.addFlow({ owner }).id }));
  test("a flow that it may not start", ({ fake, account, owner }) => {
    const { id } = fake.addFlow({ owner });
    return () => account.flows.runFlow(id, { body: {} });
  });
}
