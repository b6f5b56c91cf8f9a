// oidc-provider as an authorization server for the client credentials grant, at the paths of Globus Auth. A proxy in
// front of it adds Globus's extensions of OAuth 2, and an API accepts its tokens.
import { createServer } from "node:http";

const URN = "urn:globus:auth:scope:";
export const SCOPES = Object.fromEntries(
  ["transfer", "groups", "search"].map((name) => [name, `${URN}${name}.api.globus.org:all`]),
);
const TOKEN_PATH = "/v2/oauth2/token";

const isOwn = (context, client, token) => token.clientId === client.clientId;

async function listen(handler, atEnd) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * @param {{ clientId: string, clientSecret: string, atEnd: (end: () => void) => void }} options
 * @returns the URLs of the server, of the proxy with Globus's extensions and of the API; and a setting, the token lifetime in seconds
 */
export async function startAuthority({ clientId, clientSecret, atEnd }) {
  const { default: Provider } = await import("oidc-provider");
  const settings = { lifetime: 600 };
  let answer;
  const url = await listen((request, response) => answer(request, response), atEnd);
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: "client_secret_basic",
        scope: `${SCOPES.transfer} ${SCOPES.groups}`,
      },
    ],
    // The server knows the scope of search, but this client may not request it.
    scopes: Object.values(SCOPES),
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: isOwn },
      revocation: { enabled: true, allowedPolicy: isOwn },
      devInteractions: { enabled: false },
    },
    routes: { token: TOKEN_PATH, introspection: `${TOKEN_PATH}/introspect`, revocation: `${TOKEN_PATH}/revoke` },
    ttl: { ClientCredentials: () => settings.lifetime },
  });
  answer = provider.callback();

  /** Accepts a valid token that has the scope of the service. */
  const api = await listen(async (request, response) => {
    const [, service] = request.url.split("/");
    const token = await provider.ClientCredentials.find(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
    const isAccepted = token?.isValid && token.scope?.split(" ").includes(SCOPES[service]);
    response.writeHead(isAccepted ? 200 : 401, { "Content-Type": "application/json" });
    const refusal = { code: "AuthenticationFailed", message: "no valid token" };
    response.end(JSON.stringify(isAccepted ? { DATA_TYPE: "task_list", DATA: [], total: 0, token: token.jti } : refusal));
  }, atEnd);

  return { url, api, settings, proxyUrl: await listen((...args) => proxyAsGlobus(url, ...args), atEnd) };
}

/**
 * A grant of Globus Auth returns one token for each resource server of the scopes. The proxy passes all other requests
 * on.
 */
async function proxyAsGlobus(url, request, response) {
  const chunks = await request.toArray();
  const body = Buffer.concat(chunks).toString();
  const { authorization, "content-type": type } = request.headers;
  const headers = { ...(authorization && { authorization }), ...(type && { "content-type": type }) };
  const forward = (text) => fetch(url + request.url, { method: request.method, headers, ...(text && { body: text }) });
  const scopes = request.url === TOKEN_PATH ? (new URLSearchParams(body).get("scope")?.split(" ") ?? []) : [];
  const replies = await Promise.all(
    (scopes.length > 0 ? scopes : [undefined]).map((scope) => {
      const form = new URLSearchParams(body);
      if (scope) form.set("scope", scope);
      return forward(scope ? String(form) : body);
    }),
  );
  const reply = replies.find(({ ok }) => !ok) ?? replies[0];
  let text = await reply.text();
  if (scopes.length > 0 && reply.ok) {
    const otherReplies = await Promise.all(replies.slice(1).map((reply) => reply.json()));
    const [first, ...others] = [JSON.parse(text), ...otherReplies].map((document, i) => ({
      ...document,
      resource_server: scopes[i].slice(URN.length).split(":")[0],
    }));
    text = JSON.stringify({ ...first, other_tokens: others });
  }
  response.writeHead(reply.status, { "Content-Type": reply.headers.get("content-type") ?? "text/plain" }).end(text);
}
