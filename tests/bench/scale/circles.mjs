// A server whose markers repeat: counts the pages that an iteration loads, and records how it ends.
import { ID, load, report, stub } from "./measure.mjs";

/** After this many pages the iteration counts as endless. */
const MAX_PAGES = 10_000;

const [implementation, length] = [process.argv[2], Number(process.argv[3])];
let requests = 0;

const ServiceAccount = await load();
const fetch = stub((url) => {
  requests += 1;
  if (requests > MAX_PAGES) throw new Error("endless");
  const page = Number(url.searchParams.get("marker") ?? 0);
  return Response.json({ runs: [{ run_id: ID }], has_next_page: true, marker: String((page % length) + 1) });
});
const account = new ServiceAccount({ clientId: ID, clientSecret: "not-a-secret", fetch, retries: 0 });

async function* byHand() {
  for (let marker; ; ) {
    const response = await fetch(`https://flows.globus.org/runs${marker ? `?marker=${marker}` : ""}`);
    const page = await response.json();
    yield* page.runs;
    if (!page.has_next_page) return;
    marker = page.marker;
  }
}

let end = "no error";
let items = 0;
try {
  for await (const { run_id: id } of implementation === "ours" ? account.flows.listRuns() : byHand()) items += id === ID;
} catch (error) {
  end = error.code ?? error.message;
}
await report({ requests, items, end });
