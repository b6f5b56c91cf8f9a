// A worker whose requests share one account, as users' workers do.
import { ServiceAccount } from "globus-service-account";

const account = new ServiceAccount({
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=",
});

let resolveShared;
/** How many requests for a token, or for what another request resolves, have arrived. */
let begun = 0;

const routes = {
  /** Starts a grant and is answered before it is there. */
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
  /** What nobody must do, so that workerd warns: waiting for what another request resolves, or for nothing. */
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
