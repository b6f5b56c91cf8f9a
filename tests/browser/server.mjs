import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { TRANSFER_ALL } from "../suite/helpers.mjs";

/** The names of the scripts that a page loads. Each is bundled as for a browser. */
const SCRIPTS = ["package", "suite"];

async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    external: ["node:*"],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

/** The two paths of Globus that the page's calls need. The second answers with a refusal that repeats the bearer. */
const GLOBUS = {
  "/v2/oauth2/token": () =>
    Response.json({ access_token: BEARER, scope: TRANSFER_ALL, resource_server: "transfer.api.globus.org", expires_in: 3600 }),
  "/v0.10/task/x": ({ authorization }) => Response.json({ code: "NotFound", message: authorization }, { status: 404 }),
};

export const BEARER = "AgBearerOfThePage";

/** Starts a server with an empty page, the scripts and the two paths of Globus. */
export async function serve() {
  const scripts = Object.fromEntries(
    await Promise.all(SCRIPTS.map(async (name) => [`/${name}.js`, await bundle(name)])),
  );
  const server = createServer(async ({ url, headers }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const reply = GLOBUS[pathname]?.(headers);
    const type = pathname in scripts ? "text/javascript" : "text/html";
    response.writeHead(reply?.status ?? 200, { "content-type": reply?.headers.get("content-type") ?? type });
    response.end((await reply?.text()) ?? scripts[pathname] ?? "<!doctype html>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
