// Runs one block of the README, with all it may use without saying so:
//
// - the credentials of a service account: `clientId` and `clientSecret`, and GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET in
//   the environment and in `env`, the bindings of a worker
// - `source` and `destination`: the ids of two collections it may read and write, with files in /share/
// - `mappedCollection`: the id of one on which it may have guest collections, with a directory /runs/42/
// - `colleague`: the id of an identity; `index`: that of a search index it may read
// - a fake Globus in place of the network, whose tasks are done at once
//
// A block that is a worker (`export default { fetch }`) is sent one request.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { FakeGlobus } from "globus-service-account/testing";

const fake = new FakeGlobus({ clock: "real", taskDuration: 0 });
const { clientId, clientSecret, identityId } = fake.addClient();

const collection = (displayName) =>
  fake.addCollection({
    displayName,
    files: { share: { "a.txt": "alpha", results: { "b.txt": "beta" } } },
    permissions: [{ principal: identityId, permissions: "rw" }],
  }).id;

const colleague = fake.addIdentity({ username: "ada@example.org" });
const mapped = fake.addCollection({
  displayName: "Cluster",
  type: "mapped",
  files: { runs: { 42: {} } },
  permissions: [{ principal: identityId, permissions: "rw" }],
});

const env = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
Object.assign(process.env, env);
Object.assign(globalThis, {
  clientId,
  clientSecret,
  env,
  source: collection("Source"),
  destination: collection("Destination"),
  mappedCollection: mapped.id,
  colleague: colleague.id,
  index: fake.addIndex({ displayName: "Runs" }).id,
});
globalThis.fetch = fake.fetch;

const { default: worker } = await import(pathToFileURL(process.argv[2]));
if (worker?.fetch) {
  const response = await worker.fetch(new Request("https://worker.example/"), env, { waitUntil() {} });
  if (!response.ok) throw new Error(`the worker answered ${response.status}: ${await response.text()}`);
  await response.text();
}
console.log("done");
