// A workflow of one account on FakeGlobus: it creates a guest collection, transfers to it, lists it, reads it over
// HTTPS and shares it.
import { helpers } from "./helpers.mjs";

export default function register(test, env) {
  const { ServiceAccount, assert } = env;
  const { stage } = helpers(env);

  test("fake: an account creates, fills and shares a guest collection", async () => {
    const { fake, client, account } = stage();
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const mapped = fake.addCollection({ displayName: "Cluster", type: "mapped", files: { out: {} }, permissions });
    const instrument = fake.addCollection({ displayName: "Instrument", files: { "run.csv": "1,2" }, permissions });

    // Transfer reports the URL of the GCS Manager API and the endpoint whose scopes it accepts.
    const { gcs_manager_url: url, owner_id: server } = await account.transfer.getEndpoint(mapped.id);
    const manage = `urn:globus:auth:scope:${server}:manage_collections`;
    const target = `${manage}[*https://auth.globus.org/scopes/${mapped.id}/data_access]`;
    const gcs = (path, body) => account.request({ baseUrl: `${url}/api`, method: "POST", path, body, target });
    const storage_gateway_id = mapped.storageGatewayId;
    await gcs("/user_credentials", { DATA_TYPE: "user_credential#1.0.0", storage_gateway_id });
    const { data } = await gcs("/collections", {
      DATA_TYPE: "collection#1.0.0",
      collection_type: "guest",
      mapped_collection_id: mapped.id,
      collection_base_path: "/out",
      display_name: "Results",
      public: true,
    });
    const [{ id, https_url: https }] = data;

    const DATA = [{ source_path: "/run.csv", destination_path: "/run.csv" }];
    await account.transfer.submitTransfer({ source_endpoint: instrument.id, destination_endpoint: id, DATA });
    fake.clock.advance(fake.taskDuration);
    const { DATA: items } = await account.transfer.operationLs(id, { path: "/" });
    assert.deepEqual(
      items.map(({ name }) => name),
      ["run.csv"],
    );

    const read = (reader) => reader.fetch(`${https}/run.csv`, { target: `https://auth.globus.org/scopes/${id}/https` });
    assert.equal(await (await read(account)).text(), "1,2");
    const { clientId, clientSecret, identityId } = fake.addClient();
    const guest = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
    assert.equal((await read(guest)).status, 403);
    const rule = {
      DATA_TYPE: "access",
      principal_type: "identity",
      principal: identityId,
      path: "/",
      permissions: "r",
    };
    await account.request({ service: "transfer", method: "POST", path: `/v0.10/endpoint/${id}/access`, body: rule });
    assert.equal(await (await read(guest)).text(), "1,2");
  });
}
