// The workflow of the README: with credentials alone, an account creates a guest collection, shares it, transfers files
// to it, lists and reads them.
import { helpers } from "./helpers.mjs";

export default function (test, env) {
  const { ServiceAccount, assert } = env;
  const { stage } = helpers(env);

  test("first hour: an account creates a guest collection, shares it with a group, transfers files to it, lists and reads them", async () => {
    const { fake, client, account } = stage({ fake: { taskDuration: 0 } });
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const cluster = fake.addCollection({ displayName: "Cluster", type: "mapped", files: { out: {} }, permissions });
    const files = { runs: { 1: { "data.csv": "1,2" } } };
    const instrument = fake.addCollection({ displayName: "Instrument", type: "mapped", files, permissions });
    const colleague = fake.addClient();

    const { id: groupId } = await account.groups.createGroup({ name: "Lab" });
    await account.groups.addMember(groupId, colleague.identityId);
    const { id } = await account.createGuestCollection(cluster.id, {
      display_name: "Results",
      collection_base_path: "/out",
    });
    await account.share(id, { path: "/", principal: { group: groupId } });
    const { task_id: taskId } = await account.transfer.submitTransfer({
      source_endpoint: instrument.id,
      destination_endpoint: id,
      DATA: [{ source_path: "/runs/", destination_path: "/runs/", recursive: true }],
    });
    await account.transfer.taskWait(taskId, { timeout: 3_600_000 });
    const texts = {};
    for await (const { type, path } of account.transfer.walk(id, { path: "/" })) {
      if (type === "file") texts[path] = await (await account.collection(id).get(path)).text();
    }

    assert.deepEqual(texts, { "/runs/1/data.csv": "1,2" });
    const { clientId, clientSecret } = colleague;
    const other = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
    assert.equal(await (await other.collection(id).get("/runs/1/data.csv")).text(), "1,2");
    await account.unshare(id, { path: "/", principal: { group: groupId } });
    const refused = await other
      .collection(id)
      .get("/runs/1/data.csv")
      .catch(({ code }) => code);
    assert.equal(refused, "forbidden");
  });
}
