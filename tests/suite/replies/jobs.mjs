// Each job with a fake on which it succeeds. A test replaces one of its replies after the other by a broken one.
import { helpers } from "../helpers.mjs";

/** Returns a result with its ids, times and tokens replaced, so that it is the same in each run. */
const withoutIds = (value) => JSON.parse(JSON.stringify(value ?? null).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|Ag\w+/g, "#"));

/**
 * @param {any} env
 * @returns {{ name: string, run: (options: { broken?: number, reply?: () => Response }) => Promise<any>, expect?: (value: any, kind: string, path: string) => boolean }[]}
 */
export function jobs(env) {
  const { stage } = helpers(env);

  /** Defines a job: `prepare` sets the fake up, `act` calls the job, `expect` accepts values other than an error. */
  const job = (name, prepare, act, expect) => ({
    name,
    expect,
    async run({ broken, reply }) {
      const { fake, client, account: setUpAccount } = stage({ retries: 0, fake: { taskDuration: 0 } });
      const subjects = await prepare({ fake, client, account: setUpAccount });
      let requests = 0;
      let path;
      const fetch = (input, init) => {
        const url = input.url ?? String(input);
        const { host, pathname } = new URL(url);
        // The content of a file has no promised form, so it is never broken.
        const isFile = host.endsWith(".data.globus.org") && !pathname.startsWith("/api/");
        if (url.endsWith("/oauth2/token") || isFile || requests++ !== broken) return fake.fetch(input, init);
        path = pathname;
        return Promise.resolve(reply());
      };
      const { clientId, clientSecret } = client;
      const account = new env.ServiceAccount({ clientId, clientSecret, fetch, retries: 0 });
      try {
        return { value: withoutIds(await act(account, subjects)), requests, path };
      } catch (error) {
        return { error, requests, path };
      }
    },
  });

  const collection = async ({ fake, client }, options) =>
    fake.addCollection({
      displayName: "Data",
      owner: client.identityId,
      files: { a: { "one.txt": "1", b: { "two.txt": "22" } } },
      permissions: [{ principal: client.identityId, permissions: "rw" }],
      ...options,
    });
  const mapped = (stage) => collection(stage, { type: "mapped", owner: undefined });
  const group = async ({ fake, client }) => {
    const other = fake.addClient();
    return { other, ...fake.addGroup({ name: "Lab", members: [{ identity: client.identityId, role: "admin" }] }) };
  };
  const flow = async ({ fake, client }) => fake.addFlow({ owner: client.identityId });
  const submittedTask = async (stage) => {
    const { id } = await collection(stage);
    return stage.account.transfer.submitDelete({ endpoint: id, DATA: [{ path: "/a/one.txt" }] });
  };
  const startedRun = async (stage) => {
    const { id } = await flow(stage);
    return stage.account.flows.runFlow(id, { body: {} });
  };
  const items = async (list) => {
    const paths = [];
    for await (const { path, type } of list) paths.push(`${type} ${path}`);
    return paths;
  };
  const rule = { path: "/a/", principal: { everyone: "authenticated" }, permissions: "r" };
  const sharedCollection = async (stage) => {
    const { id } = await collection(stage);
    await stage.account.share(id, rule);
    return { id };
  };
  const timer = ({ id }) => ({
    timer: {
      name: "Nightly",
      schedule: { type: "recurring", interval_seconds: 3600 },
      body: { source_endpoint: id, destination_endpoint: id, DATA: [{ source_path: "/a/one.txt", destination_path: "/c" }] },
    },
  });
  /** Whether `doctor` reports that a reply was broken, or its fact as unknown, without the text of the reply. */
  const isHonest = ({ checks }, kind, path) =>
    checks.every(({ summary }) => !/TypeError|undefined|\[object|doctype/.test(summary)) &&
    // For /validate_run, the status of the response alone shows that the flow can run.
    (path.endsWith("/validate_run") ||
      checks.some(({ code, status, can }) => code === "invalid_response" || status !== "ok" || can?.write === "unknown"));

  return [
    job("taskWait", submittedTask, (account, { task_id: id }) => account.transfer.taskWait(id).then(({ status }) => status)),
    job("runWait", startedRun, (account, { run_id: id }) => account.flows.runWait(id).then(({ status }) => status)),
    job("healRun", startedRun, (account, { run_id: id }) => account.flows.healRun(id).then(({ run_id }) => run_id)),
    job("walk", collection, (account, { id }) => items(account.transfer.walk(id, { path: "/" }))),
    job("share", collection, (account, { id }) => account.share(id, rule)),
    job("share with a username", collection, (account, { id }) => account.share(id, { ...rule, principal: account.username })),
    job("share again", sharedCollection, (account, { id }) => account.share(id, { ...rule, permissions: "rw" })),
    job("unshare", sharedCollection, (account, { id }) => account.unshare(id, rule)),
    job("createGuestCollection", mapped, (account, { id }) =>
      account.createGuestCollection(id, { display_name: "Guest", collection_base_path: "/a/" }).then(({ display_name }) => display_name),
    ),
    job("createTimer", mapped, (account, collection) => account.timers.createTimer(timer(collection)).then(() => "made")),
    job("collection().get", collection, (account, { id }) => account.collection(id).get("/a/one.txt").then((file) => file.text())),
    job("collection().head", collection, (account, { id }) => account.collection(id).head("/a/one.txt").then(({ status }) => status)),
    job("collection().put", collection, (account, { id }) => account.collection(id).put("/a/new.txt", "new")),
    job("collection().delete", collection, (account, { id }) => account.collection(id).delete("/a/one.txt")),
    job("addMember", group, (account, { id, other }) => account.groups.addMember(id, other.identityId).then(({ status }) => status)),
    job("leave", group, (account, { id, other }) => account.groups.inviteMember(id, other.identityId).then(({ status }) => status)),
    job("gcs of a collection", mapped, (account, { id }) => account.gcs({ collection: id }).getEndpoint().then(() => "reached")),
    job(
      "doctor",
      async (stage) => ({ collection: await collection(stage), group: await group(stage), flow: await flow(stage) }),
      (account, { collection: { id }, group, flow }) =>
        account.doctor({ collections: [`${id}:/a/`], groups: [group.id], flows: [flow.id] }),
      isHonest,
    ),
  ];
}
