// A process that answers for Globus and for a collection's server: it gives as many bytes as it is asked for, and takes
// as many as it is sent.
import { once } from "node:events";
import { createServer } from "node:http";
import { tokenDocuments } from "../../suite/helpers.mjs";

const BLOCK = Buffer.alloc(256 * 1024, "globus ");
let received = 0;

async function give(response, total) {
  response.writeHead(200, { "content-length": total, "content-type": "application/octet-stream" });
  for (let left = total; left > 0 && !response.destroyed; left -= BLOCK.length) {
    const block = left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK;
    if (!response.write(block)) await written(response);
  }
  response.end();
}

/** Until there is room for more, or nobody to give it to. */
async function written(response) {
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  ended.abort();
}

async function text(request) {
  let all = "";
  for await (const part of request) all += part;
  return all;
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const json = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (pathname === "/auth/v2/oauth2/token") {
    const [first, ...others] = tokenDocuments(new URLSearchParams(await text(request)).get("scope"));
    json({ ...first, other_tokens: others });
  } else if (pathname.startsWith("/transfer/v0.10/endpoint/")) {
    json({ DATA_TYPE: "endpoint", https_server: `http://${request.headers.host}` });
  } else if (pathname === "/received") {
    json({ received });
  } else if (!request.headers.authorization?.startsWith("Bearer ")) {
    response.writeHead(401).end();
  } else if (request.method === "PUT") {
    received = 0;
    for await (const part of request) received += part.length;
    response.writeHead(201).end();
  } else {
    await give(response, Number(pathname.slice(1)));
  }
});
server.listen(0, "127.0.0.1", () => process.send(`http://127.0.0.1:${server.address().port}`));
// With the bench.
process.on("disconnect", () => process.exit());
