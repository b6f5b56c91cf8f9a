// Runs 500 waits for tasks at once, by `taskWait` or by one loop for each task, and counts the requests per interval.
// The bench moves the clock and does not wait.
import { withTime } from "../../suite/time.mjs";
import { ID, load, report, stub } from "./measure.mjs";

const WAITS = 500;
const INTERVALS = 10;
const INTERVAL_MS = 10_000;

const implementation = process.argv[2];
const ids = Array.from({ length: WAITS }, (_, number) => ID.slice(0, -4) + String(number).padStart(4, "0"));
let requests = 0;
let ended = false;
const task = (task_id) => ({ DATA_TYPE: "task", task_id, status: ended ? "SUCCEEDED" : "ACTIVE" });

const ServiceAccount = await load();
const fetch = stub((url) => {
  requests += 1;
  if (!url.pathname.endsWith("/task_list")) return Response.json(task(url.pathname.split("/").at(-1)));
  const DATA = ended ? [] : ids.map(task);
  return Response.json({ DATA_TYPE: "task_list", DATA, limit: 1000, offset: 0, total: DATA.length });
});
const account = new ServiceAccount({ clientId: ID, clientSecret: "not-a-secret", fetch });

async function byHand(id) {
  for (;;) {
    const response = await fetch(`https://transfer.api.globus.org/v0.10/task/${id}`);
    const { status } = await response.json();
    if (status === "SUCCEEDED") return { status };
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

await account.getToken("transfer");
const result = await withTime(async (time) => {
  const waits = ids.map((id) => (implementation === "ours" ? account.transfer.taskWait(id) : byHand(id)));
  await time.advance(INTERVAL_MS / 2);
  const firstRequests = requests;
  await time.advance(INTERVALS * INTERVAL_MS);
  const perInterval = (requests - firstRequests) / INTERVALS;
  ended = true;
  const requestsBeforeEnd = requests;
  for (const { status } of await time.until(Promise.all(waits))) {
    if (status !== "SUCCEEDED") throw new Error(`a wait ended with ${status}`);
  }
  return { first: firstRequests, perInterval, last: requests - requestsBeforeEnd };
});
await report(result);
