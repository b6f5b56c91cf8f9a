// E8: two accounts that differ in id and secret alone, in one process and on one store.
import { timed, withServer } from "./common.mjs";

/** E8: whose token each gets, and whether an expired one is taken out of the store. */
export async function sharing(library) {
  return {
    inOneProcess: await withServer(library, async (server) => atOnce(pair(library, server))),
    onOneStore: library.newStorage && (await onOneStore(library)),
    how: library.shareable,
  };
}

const onOneStore = (library) =>
  withServer(library, async (server) => {
    const storage = library.newStorage();
    const first = pair(library, server, { storage });
    const concurrent = await atOnce(first);
    // Others of the same ids, as after a restart: what they get, they get from the store.
    const ids = first.map(({ id }) => id);
    const granted = server.requests.length;
    const later = [];
    for (const account of pair(library, server, { storage }, ids, first[0].target)) later.push(await owner(account));
    const before = server.requests.length;
    const asked = before - granted;
    try {
      await library.forward((library.life.seconds + 60) * 1000);
      const [again] = pair(library, server, { storage }, ids, first[0].target);
      const { ok } = await timed(() => again.getToken());
      return { concurrent, later, asked, expired: ok && server.requests.length === before };
    } finally {
      await library.backToNow();
    }
  });

let lastTarget = 500_000;

/** Two accounts. `target` is what they want a token for, where a library wants a number for that. */
function pair(library, server, options = {}, ids = [], target = ++lastTarget) {
  return [0, 1].map((index) => ({
    target,
    ...library.create({ url: server.url, target, ...(ids[index] && { id: ids[index] }), ...options }),
  }));
}

const atOnce = (accounts) => Promise.all(accounts.map(owner));

/** Tokens name the account that asked for them. */
async function owner(account) {
  const { ok, value } = await timed(() => account.getToken());
  if (!ok) return "error";
  return value.startsWith(`${account.id}.`) ? "own" : "other's";
}
