// Type tests of the jobs: code that the declarations must accept or reject. Nothing here is run.

import { createReadStream } from "node:fs";
import {
  type ByteRange,
  type DoctorReport,
  type FileList,
  type FlowRun,
  type GcsCollection,
  type GroupMembership,
  type Paged,
  type Principal,
  type Share,
  type Task,
  type TimerJob,
  type WalkEntry,
  Scope,
  ServiceAccount,
  mergeScopes,
  scopes,
} from "globus-service-account";

declare const account: ServiceAccount;
declare const signal: AbortSignal;
declare const maybeText: string | undefined;
const id = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";

export async function waiting() {
  const task: Task = await account.transfer.taskWait(id, {
    timeout: 5000,
    pollingInterval: 1000,
    signal,
    failOnInactive: true,
  });
  const run: FlowRun = await account.flows.runWait(id, {});
  const healed: FlowRun = await account.flows.healRun(id, { signal });
  const job: TimerJob = await account.timers.healJob(id);
  // @ts-expect-error misspelt option
  await account.transfer.taskWait(id, { interval: 1000 });
  // @ts-expect-error a timeout is a number of milliseconds
  await account.flows.runWait(id, { timeout: "5s" });
  // @ts-expect-error the task is missing
  await account.transfer.taskWait();
  // @ts-expect-error `pollingInterval` is an option of waits
  await account.flows.healRun(id, { pollingInterval: 5 });
  // @ts-expect-error an id is text
  await account.timers.healJob(7);
  return [task.status, run.status, healed.run_id, job.status];
}

export async function walking() {
  const list: Paged<FileList, WalkEntry> = account.transfer.walk(id, {
    path: maybeText,
    depth: 2,
    filter: ["type:dir"],
  });
  for await (const { path, name, size, type } of list) console.log(path.length, name.length, size, type);
  const first: FileList = await list;
  const all: WalkEntry[] = await account.transfer.walk(id).toArray({ max: 5 });
  // @ts-expect-error misspelt parameter
  account.transfer.walk(id, { levels: 2 });
  // @ts-expect-error `walk` has no page size
  account.transfer.walk(id, { limit: 2 });
  // @ts-expect-error an option in place of the query
  account.transfer.walk(id, { signal });
  return [first.DATA.length, all.length];
}

export async function sharing() {
  const principals: Principal[] = [id, "ada@example.org", { group: id }, { identity: id }, { everyone: "public" }];
  // @ts-expect-error `everyone` has no such value
  principals.push({ everyone: "anonymous" });
  // @ts-expect-error everyone or a group, not both
  principals.push({ everyone: "public", group: id });
  for (const principal of principals) {
    const rule: Share = await account.share(id, { path: "/", principal, permissions: "rw", expiration_date: null });
    const ended: boolean = await account.unshare(id, { path: rule.path, principal });
    console.log(rule.id.length, rule.permissions, ended);
  }
  // @ts-expect-error the principal is missing
  await account.share(id, { path: "/" });
  // @ts-expect-error permissions are "r" or "rw"
  await account.share(id, { path: "/", principal: id, permissions: "w" });
  // @ts-expect-error a group or an identity, not both
  await account.share(id, { path: "/", principal: { group: id, identity: id } });
  // @ts-expect-error misspelt member
  await account.share(id, { path: "/", principal: id, permission: "r" });
  // @ts-expect-error `unshare` has no permissions
  await account.unshare(id, { path: "/", principal: id, permissions: "r" });
}

export async function guestCollections() {
  const document = { display_name: "Results", collection_base_path: "/out" };
  const collection: GcsCollection = await account.createGuestCollection(id, { ...document, public: true }, { signal });
  // @ts-expect-error the name is missing
  await account.createGuestCollection(id, { collection_base_path: "/out" });
  // @ts-expect-error misspelt member
  await account.createGuestCollection(id, { ...document, descripton: "x" });
  // @ts-expect-error the mapped collection is the first argument
  await account.createGuestCollection(id, { ...document, mapped_collection_id: id });
  return collection.id;
}

async function* generateParts() {
  yield "text";
  yield new Uint8Array(5);
}

export async function files() {
  const collection = account.collection(id);
  const ranges: ByteRange[] = [{ start: 0, end: 9 }, { last: 5 }, { start: 5 }, "bytes=0-1"];
  for (const range of ranges) {
    const response: Response = await collection.get("/a", { range, timeout: 5000, headers: { a: "b" } });
    console.log(response.body, await response.text());
  }
  const size: string | null = (await collection.head("/a")).headers.get("content-length");
  const result: void = await collection.put("/a", new Uint8Array(5), { signal });
  await collection.put("/a", new Blob(["x"]).stream());
  await collection.put("/a", createReadStream("a"));
  await collection.put("/a", generateParts());
  // @ts-expect-error a body is not a promise
  await collection.put("/a", Promise.resolve("a"));
  // @ts-expect-error a range has no such member
  await collection.get("/a", { range: { suffix: 4 } });
  await collection.delete("/a");
  // @ts-expect-error `start` or `last`, not both
  await collection.get("/a", { range: { start: 0, last: 5 } });
  // @ts-expect-error the body is missing
  await collection.put("/a");
  // @ts-expect-error a body is not an object
  await collection.put("/a", { a: 1 });
  // @ts-expect-error `delete` has no range
  await collection.delete("/a", { range: { last: 5 } });
  // @ts-expect-error misspelt option
  await collection.get("/a", { ranges: { last: 5 } });
  return [size, result];
}

export async function members() {
  const added: GroupMembership = await account.groups.addMember(id, id, { role: "manager" });
  const left: GroupMembership = await account.groups.leave(id, { signal });
  // @ts-expect-error no such role
  await account.groups.changeRole(id, id, "owner");
  // @ts-expect-error the identity is missing
  await account.groups.removeMember(id);
  return [added.status, left.role];
}

export async function doctor() {
  const report: DoctorReport = await account.doctor({
    collections: [id, `${id}:/share/`, { id, path: maybeText }],
    groups: id,
    indexes: [{ id }],
    flows: { id, body: { source: "/a/" } },
  });
  await account.doctor();
  await account.doctor({}, { signal, timeout: 5000 });
  for (const check of report.checks) {
    if (check.status === "ok") continue;
    console.log(check.code, check.summary, check.advice, check.error?.message);
    for (const { who, command } of check.steps ?? []) console.log(who === "you" ? command : who);
    // The value of `check` decides which fields a check has.
    if (check.check === "collection" || check.check === "flow") {
      const canRun: boolean | "unknown" | undefined = check.can.run;
      console.log(check.id, check.exists, canRun, check.policies[0]?.blocks);
    } else if (check.check === "clock") {
      // @ts-expect-error a check of the account has no `can`
      console.log(check.can);
    }
  }
  // @ts-expect-error misspelt kind
  await account.doctor({ collection: id });
  // @ts-expect-error only collections have paths
  await account.doctor({ groups: { id, path: "/" } });
  // @ts-expect-error misspelt option
  await account.doctor({}, { timout: 5 });
  return report.identity.username;
}

export async function scoping() {
  const scope: Scope = scopes.transfer.all.with(scopes.collection(id).dataAccess, { optional: true });
  const [first] = Scope.parse("a[b]");
  const name: string | undefined = first?.dependencies[0]?.name;
  const text: string = mergeScopes(scope, "openid");
  const { accessToken } = await account.getToken(scope);
  await account.getTokens(["transfer", scope]);
  await account.getAuthorizationHeader([scope, "openid"]);
  await account.authorizer(scope).getAuthorizationHeader();
  await account.fetch("https://example.org", { target: scope });
  await account.request({ service: "transfer", target: scope });
  // @ts-expect-error a scope is created by `Scope.parse`
  new Scope("a");
  // @ts-expect-error a scope is read-only
  scope.name = "b";
  // @ts-expect-error no such scope
  scopes.transfer.some;
  return [name, text, accessToken];
}
