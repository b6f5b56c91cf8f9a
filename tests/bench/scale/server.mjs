// A process that serves the paths of Globus and of a collection's server. It sends as many bytes as the path requests,
// and reads as many as a client sends.
import { once } from "node:events";
import { createServer } from "node:http";
import { tokenDocuments } from "../../suite/helpers.mjs";

const BLOCK = Buffer.alloc(256 * 1024, "globus ");
let received = 0;

async function sendBytes(response, total) {
  response.writeHead(200, { "content-length": total, "content-type": "application/octet-stream" });
  for (let remaining = total; remaining > 0 && !response.destroyed; remaining -= BLOCK.length) {
    const block = remaining < BLOCK.length ? BLOCK.subarray(0, remaining) : BLOCK;
    if (!response.write(block)) await drainOrClose(response);
  }
  response.end();
}

/** Waits until the socket accepts more data or is closed. */
async function drainOrClose(response) {
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  ended.abort();
}

async function readText(request) {
  let body = "";
  for await (const part of request) body += part;
  return body;
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const json = (value) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (pathname === "/auth/v2/oauth2/token") {
    const [first, ...others] = tokenDocuments(new URLSearchParams(await readText(request)).get("scope"));
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
    await sendBytes(response, Number(pathname.slice(1)));
  }
});
server.listen(0, "127.0.0.1", () => process.send(`http://127.0.0.1:${server.address().port}`));
// Ends with the bench.
process.on("disconnect", () => process.exit());
