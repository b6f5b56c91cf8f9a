// Each job with everything that it needs to succeed. A test then breaks one of its replies after the other.
import { helpers } from "../helpers.mjs";

/** Returns a result without ids, times and bearers, which differ from run to run. */
const maskIds = (value) => JSON.parse(JSON.stringify(value ?? null).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|Ag\w+/g, "#"));

/**
 * @param {any} env
 * @returns {{ name: string, run: (options: { broken?: number, reply?: () => Response }) => Promise<any>, expect?: (value: any, kind: string, path: string) => boolean }[]}
 */
export function jobs(env) {
  const { stage } = helpers(env);

  const job = (name, prepare, runJob, expect) => ({
    name,
    expect,
    async run({ broken, reply }) {
      const { fake, client, account: warm } = stage({ retries: 0, fake: { taskDuration: 0 } });
      const resources = await prepare({ fake, client, account: warm });
      let requests = 0;
      let path;
      const fetch = (input, init) => {
        const url = input.url ?? String(input);
        const { host, pathname } = new URL(url);
        // No call promises the content of a file, so it cannot be broken.
        const isFile = host.endsWith(".data.globus.org") && !pathname.startsWith("/api/");
        if (url.endsWith("/oauth2/token") || isFile || requests++ !== broken) return fake.fetch(input, init);
        path = pathname;
        return Promise.resolve(reply());
      };
      const { clientId, clientSecret } = client;
      const account = new env.ServiceAccount({ clientId, clientSecret, fetch, retries: 0 });
      try {
        return { value: maskIds(await runJob(account, resources)), requests, path };
      } catch (error) {
        return { error, requests, path };
      }
    },
  });

  const addCollection = async ({ fake, client }, more) =>
    fake.addCollection({
      displayName: "Data",
      owner: client.identityId,
      files: { a: { "one.txt": "1", b: { "two.txt": "22" } } },
      permissions: [{ principal: client.identityId, permissions: "rw" }],
      ...more,
    });
  const addMappedCollection = (resources) => addCollection(resources, { type: "mapped", owner: undefined });
  const addGroup = async ({ fake, client }) => {
    const other = fake.addClient();
    return { other, ...fake.addGroup({ name: "Lab", members: [{ identity: client.identityId, role: "admin" }] }) };
  };
  const addFlow = async ({ fake, client }) => fake.addFlow({ owner: client.identityId });
  const submitTask = async (resources) => {
    const { id } = await addCollection(resources);
    return resources.account.transfer.submitDelete({ endpoint: id, DATA: [{ path: "/a/one.txt" }] });
  };
  const startRun = async (resources) => {
    const { id } = await addFlow(resources);
    return resources.account.flows.runFlow(id, { body: {} });
  };
  const items = async (list) => {
    const found = [];
    for await (const { path, type } of list) found.push(`${type} ${path}`);
    return found;
  };
  const rule = { path: "/a/", principal: { everyone: "authenticated" }, permissions: "r" };
  const shareDirectory = async (resources) => {
    const { id } = await addCollection(resources);
    await resources.account.share(id, rule);
    return { id };
  };
  const timer = ({ id }) => ({
    timer: {
      name: "Nightly",
      schedule: { type: "recurring", interval_seconds: 3600 },
      body: { source_endpoint: id, destination_endpoint: id, DATA: [{ source_path: "/a/one.txt", destination_path: "/c" }] },
    },
  });
  /**
   * Whether a report shows that a reply was broken: as invalid_response, or by a check that is not ok. It must not
   * repeat the reply.
   */
  const reportsFailure = ({ checks }, kind, path) =>
    checks.every(({ summary }) => !/TypeError|undefined|\[object|doctype/.test(summary)) &&
    // For a flow that can be run, the status of the response is enough.
    (path.endsWith("/validate_run") ||
      checks.some(({ code, status, can }) => code === "invalid_response" || status !== "ok" || can?.write === "unknown"));

  return [
    job("taskWait", submitTask, (account, { task_id: id }) => account.transfer.taskWait(id).then(({ status }) => status)),
    job("runWait", startRun, (account, { run_id: id }) => account.flows.runWait(id).then(({ status }) => status)),
    job("healRun", startRun, (account, { run_id: id }) => account.flows.healRun(id).then(({ run_id }) => run_id)),
    job("walk", addCollection, (account, { id }) => items(account.transfer.walk(id, { path: "/" }))),
    job("share", addCollection, (account, { id }) => account.share(id, rule)),
    job("share with a username", addCollection, (account, { id }) => account.share(id, { ...rule, principal: account.username })),
    job("share again", shareDirectory, (account, { id }) => account.share(id, { ...rule, permissions: "rw" })),
    job("unshare", shareDirectory, (account, { id }) => account.unshare(id, rule)),
    job("createGuestCollection", addMappedCollection, (account, { id }) =>
      account.createGuestCollection(id, { display_name: "Guest", collection_base_path: "/a/" }).then(({ display_name }) => display_name),
    ),
    job("createTimer", addMappedCollection, (account, collection) => account.timers.createTimer(timer(collection)).then(() => "made")),
    job("collection().get", addCollection, (account, { id }) => account.collection(id).get("/a/one.txt").then((file) => file.text())),
    job("collection().head", addCollection, (account, { id }) => account.collection(id).head("/a/one.txt").then(({ status }) => status)),
    job("collection().put", addCollection, (account, { id }) => account.collection(id).put("/a/new.txt", "new")),
    job("collection().delete", addCollection, (account, { id }) => account.collection(id).delete("/a/one.txt")),
    job("addMember", addGroup, (account, { id, other }) => account.groups.addMember(id, other.identityId).then(({ status }) => status)),
    job("leave", addGroup, (account, { id, other }) => account.groups.inviteMember(id, other.identityId).then(({ status }) => status)),
    job("gcs of a collection", addMappedCollection, (account, { id }) => account.gcs({ collection: id }).getEndpoint().then(() => "reached")),
    job(
      "doctor",
      async (resources) => ({ collection: await addCollection(resources), group: await addGroup(resources), flow: await addFlow(resources) }),
      (account, { collection: { id }, group, flow }) =>
        account.doctor({ collections: [`${id}:/a/`], groups: [group.id], flows: [flow.id] }),
      reportsFailure,
    ),
  ];
}
