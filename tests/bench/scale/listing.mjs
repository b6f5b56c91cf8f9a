// A directory of 100,000 entries, listed by `operationLs` or by `Response.json()`.
import { ID, collect, load, peak, report, stub } from "./measure.mjs";

const ENTRIES = 100_000;
const LOADS = 7;
const CHUNK = 64 * 1024;

/** One entry, as Transfer writes it. */
const entry = (number) =>
  JSON.stringify({
    DATA_TYPE: "file",
    group: "climate",
    last_modified: "2026-11-02 08:15:31+00:00",
    link_group: null,
    link_last_modified: null,
    link_size: null,
    link_target: null,
    link_user: null,
    name: `simulation-output-${String(number).padStart(6, "0")}.nc`,
    permissions: "0644",
    size: 1_000_000 + number * 37,
    type: "file",
    user: "model",
  });

/** The reply, written in place: a text of it would raise the peak that is to be measured. */
function document() {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(40_000_000);
  let length = 0;
  const write = (text) => (length += encoder.encodeInto(text, bytes.subarray(length)).written);
  write(`{"DATA_TYPE":"file_list","endpoint":"${ID}","path":"/","total":${ENTRIES},"DATA":[`);
  for (let number = 0; number < ENTRIES; number += 1) write(`${number ? "," : ""}${entry(number)}`);
  write("]}");
  return bytes.subarray(0, length);
}

const ADDRESS = `https://transfer.api.globus.org/v0.10/operation/endpoint/${ID}/ls?path=%2F`;

const ServiceAccount = await load();
const small = new TextEncoder().encode('{"DATA_TYPE":"file_list","DATA":[],"total":0}');
let body = small;
/** In parts, as a network brings it. */
const fetch = stub(() => {
  let at = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      controller.enqueue(body.slice(at, (at += CHUNK)));
    },
  });
  return new Response(stream, { headers: { "content-type": "application/json" } });
});
const account = new ServiceAccount({ clientId: ID, clientSecret: "not-a-secret", fetch });

const ways = {
  ours: async () => account.transfer.operationLs(ID, { path: "/" }),
  theirs: async () => (await fetch(ADDRESS)).json(),
};
const list = ways[process.argv[2]];

for (let warm = 0; warm < 100; warm += 1) await list();
body = document();
await collect();
const before = process.memoryUsage.rss();
let page = await list();
const most = peak() - before;
if (page.DATA.length !== ENTRIES) throw new Error(`${page.DATA.length} entries`);
const times = [];
for (let round = 0; round < LOADS; round += 1) {
  page = undefined;
  await collect();
  const begin = performance.now();
  page = await list();
  times.push(performance.now() - begin);
}
// The quickest: whoever else wants the processor can only add to it.
await report({ ms: Math.min(...times), peak: most, bytes: body.length });
