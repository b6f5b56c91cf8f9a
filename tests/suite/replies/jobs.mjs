// Each job in a world where it succeeds, so that one of its replies after the other can be broken.
import { helpers } from "../helpers.mjs";

/** What of a result is the same each time. */
const idsOut = (value) => JSON.parse(JSON.stringify(value ?? null).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|Ag\w+/g, "#"));

/**
 * @param {any} env
 * @returns {{ name: string, run: (options: { broken?: number, reply?: () => Response }) => Promise<any>, expect?: (value: any, kind: string, path: string) => boolean }[]}
 */
export function jobs(env) {
  const { stage } = helpers(env);

  const job = (name, prepare, act, expect) => ({
    name,
    expect,
    async run({ broken, reply }) {
      const { fake, client, account: warm } = stage({ retries: 0, fake: { taskDuration: 0 } });
      const world = await prepare({ fake, client, account: warm });
      let requests = 0;
      let path;
      const fetch = (input, init) => {
        const url = input.url ?? String(input);
        const { host, pathname } = new URL(url);
        // What a file has in it is nobody's promise.
        const isFile = host.endsWith(".data.globus.org") && !pathname.startsWith("/api/");
        if (url.endsWith("/oauth2/token") || isFile || requests++ !== broken) return fake.fetch(input, init);
        path = pathname;
        return Promise.resolve(reply());
      };
      const { clientId, clientSecret } = client;
      const account = new env.ServiceAccount({ clientId, clientSecret, fetch, retries: 0 });
      try {
        return { value: idsOut(await act(account, world)), requests, path };
      } catch (error) {
        return { error, requests, path };
      }
    },
  });

  const collection = async ({ fake, client }, more) =>
    fake.addCollection({
      displayName: "Data",
      owner: client.identityId,
      files: { a: { "one.txt": "1", b: { "two.txt": "22" } } },
      permissions: [{ principal: client.identityId, permissions: "rw" }],
      ...more,
    });
  const mapped = (world) => collection(world, { type: "mapped", owner: undefined });
  const group = async ({ fake, client }) => {
    const other = fake.addClient();
    return { other, ...fake.addGroup({ name: "Lab", members: [{ identity: client.identityId, role: "admin" }] }) };
  };
  const flow = async ({ fake, client }) => fake.addFlow({ owner: client.identityId });
  const submitted = async (world) => {
    const { id } = await collection(world);
    return world.account.transfer.submitDelete({ endpoint: id, DATA: [{ path: "/a/one.txt" }] });
  };
  const begun = async (world) => {
    const { id } = await flow(world);
    return world.account.flows.runFlow(id, { body: {} });
  };
  const items = async (list) => {
    const found = [];
    for await (const { path, type } of list) found.push(`${type} ${path}`);
    return found;
  };
  const rule = { path: "/a/", principal: { everyone: "authenticated" }, permissions: "r" };
  const shared = async (world) => {
    const { id } = await collection(world);
    await world.account.share(id, rule);
    return { id };
  };
  const timer = ({ id }) => ({
    timer: {
      name: "Nightly",
      schedule: { type: "recurring", interval_seconds: 3600 },
      body: { source_endpoint: id, destination_endpoint: id, DATA: [{ source_path: "/a/one.txt", destination_path: "/c" }] },
    },
  });
  /** A report that tells of a broken answer, or leaves open what that would have told; it names none of what was in it. */
  const isHonest = ({ checks }, kind, path) =>
    checks.every(({ summary }) => !/TypeError|undefined|\[object|doctype/.test(summary)) &&
    // That a flow can be run is said by the status.
    (path.endsWith("/validate_run") ||
      checks.some(({ code, status, can }) => code === "invalid_response" || status !== "ok" || can?.write === "unknown"));

  return [
    job("taskWait", submitted, (account, { task_id: id }) => account.transfer.taskWait(id).then(({ status }) => status)),
    job("runWait", begun, (account, { run_id: id }) => account.flows.runWait(id).then(({ status }) => status)),
    job("healRun", begun, (account, { run_id: id }) => account.flows.healRun(id).then(({ run_id }) => run_id)),
    job("walk", collection, (account, { id }) => items(account.transfer.walk(id, { path: "/" }))),
    job("share", collection, (account, { id }) => account.share(id, rule)),
    job("share with a username", collection, (account, { id }) => account.share(id, { ...rule, principal: account.username })),
    job("share again", shared, (account, { id }) => account.share(id, { ...rule, permissions: "rw" })),
    job("unshare", shared, (account, { id }) => account.unshare(id, rule)),
    job("createGuestCollection", mapped, (account, { id }) =>
      account.createGuestCollection(id, { display_name: "Guest", collection_base_path: "/a/" }).then(({ display_name }) => display_name),
    ),
    job("createTimer", mapped, (account, place) => account.timers.createTimer(timer(place)).then(() => "made")),
    job("collection().get", collection, (account, { id }) => account.collection(id).get("/a/one.txt").then((file) => file.text())),
    job("collection().head", collection, (account, { id }) => account.collection(id).head("/a/one.txt").then(({ status }) => status)),
    job("collection().put", collection, (account, { id }) => account.collection(id).put("/a/new.txt", "new")),
    job("collection().delete", collection, (account, { id }) => account.collection(id).delete("/a/one.txt")),
    job("addMember", group, (account, { id, other }) => account.groups.addMember(id, other.identityId).then(({ status }) => status)),
    job("leave", group, (account, { id, other }) => account.groups.inviteMember(id, other.identityId).then(({ status }) => status)),
    job("gcs of a collection", mapped, (account, { id }) => account.gcs({ collection: id }).getEndpoint().then(() => "reached")),
    job(
      "doctor",
      async (world) => ({ collection: await collection(world), group: await group(world), flow: await flow(world) }),
      (account, { collection: { id }, group, flow }) =>
        account.doctor({ collections: [`${id}:/a/`], groups: [group.id], flows: [flow.id] }),
      isHonest,
    ),
  ];
}
