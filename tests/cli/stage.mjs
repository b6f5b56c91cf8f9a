// A FakeGlobus with the collections, groups, index and flows that the tests use.
import { ServiceAccount } from "globus-service-account";
import { FakeGlobus } from "globus-service-account/testing";

export const SECRET = "c2VjcmV0IG9mIHRoZSBjb21tYW5kIGxpbmUncyB0ZXM=";
/** Number of files in a directory whose listing is larger than the buffer of a pipe. */
const LARGE_COUNT = 20_000;

export async function makeStage() {
  const fake = new FakeGlobus({ clock: "real" });
  const client = fake.addClient({ name: "Nightly copy", clientSecret: SECRET });
  const permissions = [{ principal: client.identityId, permissions: "rw" }];
  const modified = Date.parse("2026-01-02T03:04:00Z");
  const source = fake.addCollection({
    displayName: "Beamline 7",
    permissions,
    files: {
      share: {
        "run-001.h5": { size: 4_000_000, modified },
        "notes.txt": { size: 12, modified },
        results: { "a.txt": "alpha" },
        "\x1b[2Jevil\x07\u202e.txt": { size: 1, modified },
      },
      many: Object.fromEntries(Array.from({ length: LARGE_COUNT }, (_, i) => [`frame-${i}.raw`, { size: i }])),
    },
  });
  const destination = fake.addCollection({ displayName: "Archive", permissions });
  const closed = fake.addCollection({ displayName: "Closed", files: { share: {} } });
  const files = { "a.txt": "alpha" };
  const cluster = fake.addCollection({ displayName: "Cluster", type: "mapped", permissions, files });
  const own = client.identityId;
  const groups = {
    own: fake.addGroup({ name: "Robots", members: [{ identity: own, role: "manager" }] }),
    strict: fake.addGroup({ name: "Patients", requireSession: true, members: [{ identity: own }] }),
    closed: fake.addGroup({ name: "Staff", visibility: "authenticated" }),
  };
  const index = fake.addIndex({ displayName: "Papers", roles: [{ principal: own, role: "writer" }] });
  const flows = {
    own: fake.addFlow({ title: "Nightly", starters: [`urn:globus:auth:identity:${own}`] }),
    closed: fake.addFlow({ title: "Weekly", viewers: ["public"] }),
  };
  /** An account of the library that uses the same fake. */
  const account = new ServiceAccount({ clientId: client.clientId, clientSecret: SECRET, fetch: fake.fetch });
  const server = await fake.serve();
  return { fake, client, account, source, destination, closed, cluster, groups, index, flows, server };
}
