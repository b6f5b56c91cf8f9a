import { ServiceAccount } from "globus-service-account";
import { makeWorker } from "./routes.mjs";

const account = new ServiceAccount({
  clientId: "01234567-89ab-4cde-8f01-23456789abcd",
  clientSecret: "bm90IGEgc2VjcmV0LCBidXQgYXMgbG9uZyBhcyBvbmU=",
  serviceUrls: { auth: "https://auth.example.org" },
});

export default makeWorker(async () => (await account.getToken("transfer")).accessToken);
