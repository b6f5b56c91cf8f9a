import { env } from "cloudflare:workers";
import { createAppAuth } from "@octokit/auth-app";
import { request } from "@octokit/request";
import { makeWorker } from "./routes.mjs";

const auth = createAppAuth({
  appId: 1,
  privateKey: env.KEY,
  installationId: 2,
  request: request.defaults({ baseUrl: "https://api.example.org" }),
});

export default makeWorker(async () => (await auth({ type: "installation" })).token);
