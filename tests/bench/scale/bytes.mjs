// Streams a file through `collection().get` and `.put`, or through `fetch` alone, over the loopback interface.
import { ID, MIB, inUse, load, peak, report } from "./measure.mjs";

const [implementation, url, direction, size] = process.argv.slice(2);
const total = Number(size);

/** After this many bytes everything that is allocated once has been allocated. Growth is measured from here. */
const SETTLED_BYTES = 256 * MIB;
let transferred = 0;
let settledPeak;
function countBytes(bytes) {
  transferred += bytes;
  if (settledPeak === undefined && transferred >= SETTLED_BYTES) settledPeak = peak();
}

const ServiceAccount = await load();
const account = new ServiceAccount({
  clientId: ID,
  clientSecret: "not-a-secret",
  serviceUrls: { auth: `${url}/auth`, transfer: `${url}/transfer` },
});
const collection = account.collection(ID);
const headers = { authorization: "Bearer token" };

/** Returns a stream that makes its bytes on demand. */
function makeStream() {
  const block = new Uint8Array(64 * 1024);
  let remaining = total;
  return new ReadableStream(
    {
      pull(controller) {
        const part = remaining < block.length ? block.subarray(0, remaining) : block;
        remaining -= part.length;
        countBytes(part.length);
        controller.enqueue(part);
        if (remaining === 0) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

async function readBody(response) {
  if (!response.ok) throw new Error(`status ${response.status}`);
  for await (const part of response.body) countBytes(part.length);
}

const implementations = {
  get: {
    ours: async () => readBody(await collection.get(`/${total}`)),
    handWritten: async () => readBody(await fetch(`${url}/${total}`, { headers })),
  },
  put: {
    ours: () => collection.put("/file", makeStream()),
    handWritten: async () => {
      const response = await fetch(`${url}/file`, { method: "PUT", headers, body: makeStream(), duplex: "half" });
      if (!response.ok) throw new Error(`status ${response.status}`);
      await response.body?.cancel();
    },
  },
};

// The first request of a process allocates much memory, and the package first needs a token and the server's name.
for (let warm = 0; warm < 10; warm += 1) {
  const response = await (implementation === "ours" ? collection.get("/64") : fetch(`${url}/64`, { headers }));
  await response.arrayBuffer();
}

const before = await inUse();
// Processor time: other processes on the machine do not change it as they change the elapsed time.
const begin = process.cpuUsage();
await implementations[direction][implementation]();
const { user, system } = process.cpuUsage(begin);
const ms = (user + system) / 1000;
const peakBytes = peak();
if (transferred !== total) throw new Error(`${transferred} bytes passed, not ${total}`);
if (direction === "put") {
  const { received } = await (await fetch(`${url}/received`)).json();
  if (received !== total) throw new Error(`${received} bytes arrived, not ${total}`);
}
const after = await inUse();
await report({
  ms,
  peak: peakBytes,
  growth: { peak: peakBytes - settledPeak, heap: after.heap - before.heap, wasm: after.wasm - before.wasm },
});
