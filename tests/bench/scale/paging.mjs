// Iterates a list of 1,000,000 items by `for await` or by a hand-written loop.
import { ID, inUse, load, peak, report, stub } from "./measure.mjs";

const ITEMS = 1_000_000;
const SAMPLES = 10;

const lists = {
  /** `limit` and `offset`, 1,000 to a page. */
  offset: {
    size: 1000,
    url: "https://transfer.api.globus.org/v0.10/task_list?limit=1000",
    items: "DATA",
    begin: ({ searchParams }) => Number(searchParams.get("offset") ?? 0),
    page: (DATA, begin) => ({ DATA_TYPE: "task_list", DATA, limit: 1000, offset: begin, total: ITEMS }),
    next: ({ offset, total }) => (offset + 1000 < total ? ["offset", offset + 1000] : undefined),
    call: (account) => account.transfer.taskList(),
  },
  /** Markers, 100 to a page. */
  marker: {
    size: 100,
    url: "https://flows.globus.org/runs",
    items: "runs",
    begin: ({ searchParams }) => Number((searchParams.get("marker") ?? "page-0").slice(5)),
    page: (runs, begin) => {
      const more = begin + runs.length < ITEMS;
      return { runs, limit: 100, has_next_page: more, marker: more ? `page-${begin + runs.length}` : null };
    },
    next: ({ has_next_page: more, marker }) => (more ? ["marker", marker] : undefined),
    call: (account) => account.flows.listRuns(),
  },
};

const [implementation, style] = process.argv.slice(2);
const list = lists[style];
let requests = 0;

const ServiceAccount = await load();
const fetch = stub((url) => {
  requests += 1;
  const begin = list.begin(url);
  const items = Array.from({ length: list.size }, (_, index) => ({
    id: begin + index,
    label: `Item ${begin + index} of the list`,
    status: "SUCCEEDED",
    started: "2026-11-02T08:15:31+00:00",
    bytes_transferred: 1_000_000 + begin,
  }));
  return Response.json(list.page(items, begin));
});

async function* byHand() {
  for (let next; ; ) {
    const url = new URL(list.url);
    if (next) url.searchParams.set(...next);
    const response = await fetch(String(url));
    if (!response.ok) throw new Error(`status ${response.status}`);
    const page = await response.json();
    yield* page[list.items];
    next = list.next(page);
    if (!next) return;
  }
}

const account = new ServiceAccount({ clientId: ID, clientSecret: "not-a-secret", fetch });
const items = implementation === "ours" ? list.call(account) : byHand();

const samples = [];
let itemCount = 0;
let begin = performance.now();
let ms = 0;
let firstPeak;
for await (const { id } of items) {
  if (id !== itemCount) throw new Error(`got item ${id} instead of ${itemCount}`);
  itemCount += 1;
  if (itemCount % (ITEMS / SAMPLES) === 0) {
    ms += performance.now() - begin;
    samples.push(await inUse());
    firstPeak ??= peak();
    begin = performance.now();
  }
}
if (itemCount !== ITEMS) throw new Error(`${itemCount} items`);

/**
 * Returns the growth from the first sample, by which everything that is allocated once has been allocated, to the
 * highest later one.
 */
const growth = (name) => Math.max(...samples.slice(1).map((sample) => sample[name])) - samples[0][name];
await report({
  ms,
  requests,
  growth: { heap: growth("heap"), external: growth("external"), wasm: growth("wasm"), peak: peak() - firstPeak },
});
