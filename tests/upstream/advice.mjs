// The lines that advice gives for Globus's command line, run in it by an administrator: then what was refused is allowed.
import { ServiceAccount } from "globus-service-account";
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  /**
   * `setUp` makes something of an administrator's, and gives the call that the other account may not make.
   *
   * @param {(stage: { fake: any, account: any, owner: string }) => () => PromiseLike<unknown>} setUp
   */
  const test = (name, setUp) =>
    register(`advice: its line mends ${name}`, async ({ fake, client, server, globus }) => {
      const { clientId, clientSecret, username } = fake.addClient();
      const { serviceUrls } = server;
      const account = new ServiceAccount({ clientId, clientSecret, serviceUrls, fetch: fake.fetch });
      const call = setUp({ fake, account, owner: client.identityId });
      const refused = await Promise.resolve(call()).then(() => assert.fail("it was allowed"), (error) => error);
      const { advice, steps } = refused;
      const { command } = steps.find(({ command }) => command?.startsWith("globus ")) ?? assert.fail(`no line: ${refused.message}\n${advice}`);
      assert.ok(advice.includes(`\`${command}\``), advice);
      const line = command.replace("globus ", "");
      assert.ok(advice.includes(username), advice);
      // In what replaces a list, those who are in it are to be filled in; here is nobody.
      const { status, stderr } = await globus(line.replace(/OTHERS,/, "").split(" "));
      assert.equal(status, 0, `globus ${line}\n${stderr}`);
      await Promise.resolve(call()).catch((error) => assert.fail(`globus ${line}\n${error.message}\n${advice}`));
    });

  register("advice: the commands and options that it names are there", async ({ globus }) => {
    const table = new URL("../../src/advice/diagnoses/", import.meta.url);
    const files = (await readdir(table)).map((name) => new URL(name, table));
    const text = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("");
    const lines = [...text.matchAll(/[`"]globus ([^`"]+)[`"]/g)].map(([, line]) => line.split(" "));
    assert.ok(lines.length > 20, `${lines.length}`);
    const helps = new Map();
    for (const line of lines) {
      const command = line.slice(0, line.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith("--")) >>> 0);
      const words = command.filter((word) => word !== "administrator" && word !== "writer" && word !== "admin");
      const help = helps.get(words.join(" ")) ?? (await globus([...words, "--help"]));
      helps.set(words.join(" "), help);
      assert.equal(help.status, 0, `globus ${words.join(" ")}: ${help.stderr}`);
      assert.match(help.stdout, /^Usage: globus .*\[OPTIONS\](?! COMMAND)/, `globus ${words.join(" ")} is no command`);
      for (const option of line.filter((word) => word.startsWith("--"))) assert.ok(help.stdout.includes(option), `${line}`);
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
  test("rules that may not be seen", ({ fake, account, owner }) => {
    const { id } = fake.addCollection({ displayName: "Data", owner, files });
    return () => account.transfer.endpointAclList(id);
  });
  test("a collection that may not be changed", ({ fake, account, owner }) => {
    const { id } = fake.addCollection({ displayName: "Data", owner, files });
    return () => account.transfer.updateEndpoint(id, { description: "mine now" });
  });
  test("a private group", ({ fake, account, owner }) => {
    const { id } = fake.addGroup({ name: "Team", visibility: "private", members: [{ identity: owner, role: "admin" }] });
    return () => account.groups.getGroup(id);
  });
  test("a group that is managed by others", ({ fake, account, owner }) => {
    const { id } = fake.addGroup({ name: "Team", members: [{ identity: owner, role: "admin" }] });
    const { id: ada } = fake.addIdentity({ username: "ada@example.org" });
    return () => account.groups.addMember(id, ada);
  });
  test("an index without a role", ({ fake, account, owner }) => {
    const { id } = fake.addIndex({ displayName: "Papers", roles: [{ principal: owner, role: "admin" }] });
    const entry = { subject: "x", visible_to: ["public"], content: {} };
    return () => account.search.ingest(id, { ingest_type: "GMetaEntry", ingest_data: entry });
  });

  /** What doctor finds, as a call that is refused unless all is well. */
  const doctor = (account, subjects) => async () => {
    const check = (await account.doctor(subjects)).checks.at(-1);
    if (check.status !== "ok") throw Object.assign(new Error(check.summary), check);
  };

  test("a closed group that doctor found", ({ fake, account, owner }) => {
    const members = [{ identity: owner, role: "admin" }];
    return doctor(account, { groups: fake.addGroup({ name: "Team", visibility: "authenticated", members }).id });
  });
  test("an open request to join that doctor found", ({ fake, account, owner }) => {
    const pending = { identity: account.clientId, status: "pending" };
    const { id } = fake.addGroup({ name: "Team", members: [{ identity: owner, role: "admin" }, pending] });
    return doctor(account, { groups: id });
  });
  test("an index without a role that doctor found", ({ fake, account, owner }) => {
    const { id } = fake.addIndex({ displayName: "Papers", roles: [{ principal: owner, role: "admin" }] });
    return doctor(account, { indexes: id });
  });
  test("a guest collection without a rule that doctor found", ({ fake, account, owner }) => {
    return doctor(account, { collections: fake.addCollection({ displayName: "Data", owner, files }).id });
  });
  test("a flow that may not be started that doctor found", ({ fake, account, owner }) =>
    doctor(account, { flows: fake.addFlow({ owner }).id }));
  test("a flow that may not be started", ({ fake, account, owner }) => {
    const { id } = fake.addFlow({ owner });
    return () => account.flows.runFlow(id, { body: {} });
  });
}
