// Runs one block of the README with the globals that it uses without declaring them:
//
// - the credentials of a service account: `clientId` and `clientSecret`, and GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET
//   in the environment and in `env`, the bindings of a worker
// - `source` and `destination`: the ids of two collections that the account may read and write, with files in /share/
// - `mappedCollection`: the id of a mapped collection on which the account may create guest collections, with a
//   directory /runs/42/
// - `colleague`: the id of an identity
// - `index`: the id of a search index that the account may read
// - `fetch` of FakeGlobus, whose tasks end at once
//
// A block that is a worker (`export default { fetch }`) receives one request.
import process from "node:process";
import { pathToFileURL } from "node:url";
import { FakeGlobus } from "globus-service-account/testing";

const fake = new FakeGlobus({ clock: "real", taskDuration: 0 });
const { clientId, clientSecret, identityId } = fake.addClient();

const addCollection = (displayName) =>
  fake.addCollection({
    displayName,
    files: { share: { "a.txt": "alpha", results: { "b.txt": "beta" } } },
    permissions: [{ principal: identityId, permissions: "rw" }],
  }).id;

const colleague = fake.addIdentity({ username: "ada@example.org" });
const mappedCollection = fake.addCollection({
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
  source: addCollection("Source"),
  destination: addCollection("Destination"),
  mappedCollection: mappedCollection.id,
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
