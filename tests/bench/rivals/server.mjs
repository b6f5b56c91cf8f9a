// A token endpoint on the loopback interface. An experiment defines its responses.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * The format of one library's server: how a request names its account, and what a grant and a refusal look like.
 * @typedef {object} Dialect
 * @property {(request: { headers: Record<string, string>, body: string }) => string} readAccount
 * @property {(token: string, lifetime: Lifetime) => { status?: number, body: object }} makeGrant
 * @property {() => { status: number, body: object }} makeRefusal
 * @typedef {{ seconds: number, refreshIn?: number }} Lifetime
 *
 * The response to one request. Without a field: a grant.
 * @typedef {object} ResponseRule
 * @property {number} [delay] time before the response, in ms
 * @property {boolean} [hang] whether the server never answers
 * @property {boolean} [refuse] whether the server refuses the credentials
 * @property {number} [status] the status of a response that is neither a grant nor a refusal
 * @property {Record<string, string>} [headers]
 */

const FAILURE_BODY = { error: "temporarily_unavailable", error_description: "Failed on request", message: "Failed on request" };

/**
 * @param {Dialect} dialect
 * @param {Lifetime} lifetime of the granted tokens
 */
export async function startTokenServer(dialect, lifetime) {
  const endpoint = {
    /** @type {{ at: number, account: string }[]} */
    requests: [],
    /** @type {ResponseRule[]} The responses to the next requests, one each. */
    next: [],
    /** @type {ResponseRule} The response to all other requests. */
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
    const account = dialect.readAccount({ headers: request.headers, body });
    const number = endpoint.requests.push({ at, account });
    const { delay = 0, hang, refuse, status, headers = {} } = endpoint.next.shift() ?? endpoint.always;
    if (hang) return;
    if (delay) await sleep(delay);
    const grant = () => dialect.makeGrant(`${account}.${number}`, lifetime);
    const reply = status ? { status, body: FAILURE_BODY } : refuse ? dialect.makeRefusal() : grant();
    // The `Date` header must use the clock of the experiment. Node's own header uses the real clock.
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
