// A worker that logs the error of a call, or throws it.
import { ServiceAccount } from "globus-service-account";

const bearer = "AgBearerOfTheWorker";

const account = new ServiceAccount({
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "sEcReT/sEcReT+sEcReT/sEcReT+sEcReT/sEcReT+0=",
  retries: 0,
  fetch: async (url, init) => {
    const scope = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const document = { access_token: bearer, scope, resource_server: "transfer.api.globus.org", expires_in: 3600 };
    if (url.endsWith("/token")) return Response.json(document);
    throw Object.assign(new TypeError(`cannot send ${init.headers.authorization}`), { headers: init.headers });
  },
});

const routes = {
  "/log": async () => {
    await account.transfer.getTask("x").catch((error) => console.log(error));
    return new Response("logged");
  },
  "/throw": () => account.transfer.getTask("x"),
};

export default { fetch: (request) => routes[new URL(request.url).pathname]() };
