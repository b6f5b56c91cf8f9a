// A worker whose requests share one account, as users' workers do.
import { ServiceAccount } from "globus-service-account";

const account = new ServiceAccount({
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=",
});

let resolveShared;

const routes = {
  /** Starts a grant and is answered before it is there. */
  "/early": () => {
    account.getToken("transfer").catch(() => {});
    return new Response("early");
  },
  "/token": async () => new Response((await account.getToken("transfer")).accessToken),
  "/task": async () => Response.json(await account.transfer.getTask("x")),
  "/clear": () => {
    account.clearTokens();
    return new Response("clear");
  },
  /** What nobody must do, so that workerd warns: waiting for what another request resolves, or for nothing. */
  "/wait": async () => {
    const shared = new Promise((resolve) => (resolveShared = resolve));
    return new Response(await Promise.race([shared, new Promise((resolve) => setTimeout(resolve, 500))]));
  },
  "/resolve": () => {
    resolveShared("shared");
    return new Response("resolved");
  },
  "/hang": () => new Promise(() => {}),
};

export default { fetch: (request) => routes[new URL(request.url).pathname]() };
