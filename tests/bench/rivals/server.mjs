// A token endpoint on the loopback interface that does what an experiment tells it to.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * How one library's server speaks: who asks, and what a grant and a refusal look like.
 * @typedef {object} Dialect
 * @property {(request: { headers: Record<string, string>, body: string }) => string} account
 * @property {(token: string, life: Life) => { status?: number, body: object }} granted
 * @property {() => { status: number, body: object }} refused
 * @typedef {{ seconds: number, refreshIn?: number }} Life
 *
 * What becomes of one request. Nothing said: a grant.
 * @typedef {object} Step
 * @property {number} [delay] ms before the answer
 * @property {boolean} [hang] no answer at all
 * @property {boolean} [refuse] the credentials are wrong
 * @property {number} [status] of an answer that is neither grant nor refusal
 * @property {Record<string, string>} [headers]
 */

const FAILED = { error: "temporarily_unavailable", error_description: "Told to fail", message: "Told to fail" };

/**
 * @param {Dialect} dialect
 * @param {Life} life of the tokens it grants
 */
export async function tokenServer(dialect, life) {
  const endpoint = {
    /** @type {{ at: number, account: string }[]} */
    requests: [],
    /** @type {Step[]} For the next requests, one each. */
    next: [],
    /** @type {Step} For all others. */
    always: {},
    url: "",
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };

  const server = createServer(async (request, response) => {
    const at = performance.now();
    let body = "";
    for await (const chunk of request) body += chunk;
    const account = dialect.account({ headers: request.headers, body });
    const number = endpoint.requests.push({ at, account });
    const { delay = 0, hang, refuse, status, headers = {} } = endpoint.next.shift() ?? endpoint.always;
    if (hang) return;
    if (delay) await sleep(delay);
    const granted = () => dialect.granted(`${account}.${number}`, life);
    const reply = status ? { status, body: FAILED } : refuse ? dialect.refused() : granted();
    // `Date` by the clock of the experiment: Node writes it by its own.
    response.writeHead(reply.status ?? 200, {
      "content-type": "application/json",
      date: new Date().toUTCString(),
      ...headers,
    });
    response.end(JSON.stringify(reply.body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint.url = `http://127.0.0.1:${server.address().port}`;
  return endpoint;
}
