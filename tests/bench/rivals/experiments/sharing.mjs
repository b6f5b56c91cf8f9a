// E8: two accounts that differ only in id and secret, in one process and on one store.
import { measureCall, withServer } from "./common.mjs";

/** E8: records whose token each account gets, and whether the store returns an expired token. */
export async function runSharing(library) {
  return {
    inOneProcess: await withServer(library, async (server) => getOwners(makePair(library, server))),
    onOneStore: library.newStorage && (await runOnOneStore(library)),
    how: library.sharedStorage,
  };
}

const runOnOneStore = (library) =>
  withServer(library, async (server) => {
    const storage = library.newStorage();
    const firstPair = makePair(library, server, { storage });
    const concurrent = await getOwners(firstPair);
    // New accounts with the same ids, as after a restart, get their tokens from the store.
    const ids = firstPair.map(({ id }) => id);
    const requestsAtFirst = server.requests.length;
    const later = [];
    for (const account of makePair(library, server, { storage }, ids, firstPair[0].target)) later.push(await getOwner(account));
    const requestsBeforeExpiry = server.requests.length;
    const asked = requestsBeforeExpiry - requestsAtFirst;
    try {
      await library.moveForward((library.lifetime.seconds + 60) * 1000);
      const [expiredAccount] = makePair(library, server, { storage }, ids, firstPair[0].target);
      const { ok } = await measureCall(() => expiredAccount.getToken());
      return { concurrent, later, asked, expired: ok && server.requests.length === requestsBeforeExpiry };
    } finally {
      await library.reset();
    }
  });

let lastTarget = 500_000;

/** Makes two accounts. `target` is the installation id for a library that names the target of a token by a number. */
function makePair(library, server, options = {}, ids = [], target = ++lastTarget) {
  return [0, 1].map((index) => ({
    target,
    ...library.create({ url: server.url, target, ...(ids[index] && { id: ids[index] }), ...options }),
  }));
}

const getOwners = (accounts) => Promise.all(accounts.map(getOwner));

/**
 * Gets a token. Returns "own", "other's" or "error". The text of a token begins with the id of the account that
 * requested it.
 */
async function getOwner(account) {
  const { ok, value } = await measureCall(() => account.getToken());
  if (!ok) return "error";
  return value.startsWith(`${account.id}.`) ? "own" : "other's";
}
