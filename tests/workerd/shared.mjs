// A worker whose requests share one account, as users' workers do.
import { ServiceAccount } from "globus-service-account";

const account = new ServiceAccount({
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=",
});

let resolveShared;
/** The number of requests that have arrived and wait for a token or for a promise of another request. */
let begun = 0;

const routes = {
  /** Starts a grant and answers before the grant has ended. */
  "/early": () => {
    account.getToken("transfer").catch(() => {});
    return new Response("early");
  },
  "/token": async () => ((begun += 1), new Response((await account.getToken("transfer")).accessToken)),
  "/task": async () => ((begun += 1), Response.json(await account.transfer.getTask("x"))),
  "/begun": () => new Response(String(begun)),
  "/clear": () => {
    account.clearTokens();
    return new Response("clear");
  },
  /**
   * Waits for a promise that another request resolves. Workers must not do this, nor `/hang` below: workerd warns of
   * both.
   */
  "/wait": async () => {
    const shared = new Promise((resolve) => (resolveShared = resolve));
    begun += 1;
    return new Response(await Promise.race([shared, new Promise((resolve) => setTimeout(resolve, 5000))]));
  },
  "/resolve": () => {
    resolveShared("shared");
    return new Response("resolved");
  },
  "/hang": () => new Promise(() => {}),
};

export default { fetch: (request) => routes[new URL(request.url).pathname]() };
