// Type tests of the fake Globus. Nothing here is run.
import { FakeGlobus, type FakeGroup, type FakeIndex } from "globus-service-account/testing";

const fake = new FakeGlobus();
const { identityId } = fake.addClient({ fqdns: ["data.example.org"] });

for (const clock of ["auto", "manual", "real"] as const) new FakeGlobus({ clock, uploadLimit: 1_000_000 });
// @ts-expect-error no such clock
new FakeGlobus({ clock: "fast" });

const group: FakeGroup = fake.addGroup({ name: "Observers", members: [{ identity: identityId, role: "admin" }] });
const status: "active" | "invited" | "pending" | "rejected" | "removed" | "left" | "declined" | undefined =
  group.members[0]?.status;
group.setMember(identityId, { status: "invited" });
// @ts-expect-error the name is missing
fake.addGroup({});
// @ts-expect-error no such role
fake.addGroup({ name: "Observers", members: [{ identity: identityId, role: "owner" }] });
// @ts-expect-error members are read-only: `setMember` changes them
group.members = [];

fake.addGroup({ name: "Patients", requireSession: true });

const index: FakeIndex = fake.addIndex({
  displayName: "Papers",
  roles: [{ principal: identityId, role: "owner" }],
  entries: [{ subject: "one", content: { title: "One" } }],
});
const title: unknown = index.entries[0]?.content.title;
index.put({ subject: "two", id: null, content: {}, visibleTo: ["public"] });
// @ts-expect-error Search has no such role
fake.addIndex({ displayName: "Papers", roles: [{ principal: identityId, role: "reader" }] });
// @ts-expect-error the content is missing
index.put({ subject: "three" });

export { status, title };
