// Compute: calls with unusual requests or replies.
import { helpers, json } from "./helpers.mjs";

const ID = "198ae7a0-e8de-11f1-8797-02fc00000001";
const URL = "https://compute.api.globus.org";

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  test("compute: a single task id is sent as a list with one item", async () => {
    const { account, calls } = stub(() => json({ results: {} }));
    const document = Object.freeze({ task_ids: ID });
    await account.computeV2.getTaskBatch(document);
    await account.computeV2.getTaskBatch({ task_ids: [ID, ID] });
    assert.deepEqual(
      calls.map(({ init }) => JSON.parse(init.body)),
      [{ task_ids: [ID] }, { task_ids: [ID, ID] }],
    );
    assert.equal((await failure(account.computeV2.getTaskBatch({}))).field, "document.task_ids");
  });

  test("compute: a reply may be a list or a bare string", async () => {
    const { account } = stub(({ url }) => json(url.endsWith("/version") ? "1.23.0" : [{ uuid: 1 }, { uuid: 2 }]));
    assert.equal(await account.computeV2.getVersion(), "1.23.0");
    assert.deepEqual(await account.computeV2.getEndpoints(), [{ uuid: 1 }, { uuid: 2 }]);
    assert.deepEqual(await account.computeV2.getEndpoints({ role: "any" }).toArray(), [{ uuid: 1 }, { uuid: 2 }]);
  });

  test("compute: both versions use the same token, each with its own paths", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    await account.computeV2.lockEndpoint(ID);
    await account.computeV3.lockEndpoint(ID);
    await account.computeV2.submit({ tasks: [] });
    await account.computeV3.submit(ID, { tasks: {} });
    assert.deepEqual(
      calls.map(({ url, init }) => `${init.method} ${url.replace(URL, "")}`),
      [
        `POST /v2/endpoints/${ID}/lock`,
        `POST /v3/endpoints/${ID}/lock`,
        "POST /v2/submit",
        `POST /v3/endpoints/${ID}/submit`,
      ],
    );
    assert.lengthOf(grants, 1);
  });
}
