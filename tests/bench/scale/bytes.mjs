// A file's bytes, streamed through `collection().get` and `.put` or through `fetch` alone, over the loopback interface.
import { ID, MIB, inUse, load, peak, report } from "./measure.mjs";

const [way, url, direction, size] = process.argv.slice(2);
const total = Number(size);

/** Where the beginning ends, by which time all that is made once has been made. */
const SETTLED = 256 * MIB;
let passed = 0;
let settled;
function pass(bytes) {
  passed += bytes;
  if (settled === undefined && passed >= SETTLED) settled = peak();
}

const ServiceAccount = await load();
const account = new ServiceAccount({
  clientId: ID,
  clientSecret: "not-a-secret",
  serviceUrls: { auth: `${url}/auth`, transfer: `${url}/transfer` },
});
const collection = account.collection(ID);
const headers = { authorization: "Bearer token" };

/** A stream that makes its bytes when they are asked for. */
function stream() {
  const block = new Uint8Array(64 * 1024);
  let left = total;
  return new ReadableStream(
    {
      pull(controller) {
        const part = left < block.length ? block.subarray(0, left) : block;
        left -= part.length;
        pass(part.length);
        controller.enqueue(part);
        if (left === 0) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

async function read(response) {
  if (!response.ok) throw new Error(`status ${response.status}`);
  for await (const part of response.body) pass(part.length);
}

const ways = {
  get: {
    ours: async () => read(await collection.get(`/${total}`)),
    theirs: async () => read(await fetch(`${url}/${total}`, { headers })),
  },
  put: {
    ours: () => collection.put("/file", stream()),
    theirs: async () => {
      const response = await fetch(`${url}/file`, { method: "PUT", headers, body: stream(), duplex: "half" });
      if (!response.ok) throw new Error(`status ${response.status}`);
      await response.body?.cancel();
    },
  },
};

// The first request of a process brings much with it, and ours needs a token and the server's name.
for (let warm = 0; warm < 10; warm += 1) {
  const response = await (way === "ours" ? collection.get("/64") : fetch(`${url}/64`, { headers }));
  await response.arrayBuffer();
}

const before = await inUse();
// The processor's time: how long it takes by the clock is up to whoever else wants the processor.
const begin = process.cpuUsage();
await ways[direction][way]();
const { user, system } = process.cpuUsage(begin);
const ms = (user + system) / 1000;
const most = peak();
if (passed !== total) throw new Error(`${passed} bytes passed, not ${total}`);
if (direction === "put") {
  const { received } = await (await fetch(`${url}/received`)).json();
  if (received !== total) throw new Error(`${received} bytes arrived, not ${total}`);
}
const after = await inUse();
await report({
  ms,
  peak: most,
  growth: { peak: most - settled, heap: after.heap - before.heap, wasm: after.wasm - before.wasm },
});
