// An edge worker that has a service account: a small JSON API, and the page that uses it.
//
// Nobody logs in here, so whoever reaches this worker acts as the account. That is why it answers on the loopback address
// only. Before it goes anywhere else, put a login in front of it.
import { GlobusError, ServiceAccount } from "globus-service-account";

const MOST_EVENTS = 300;
const MOST_ENTRIES = 2_000;
const MOST_SELECTED = 500;
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

// What an isolate keeps: the account with its tokens, and what it did lately.
/** @type {ServiceAccount | undefined} */
let account;
const events = [];
/** When the last grant was, by resource server; and of which grant a token is. A later grant need not replace it. */
const grantedAt = new Map();
const issuedAt = new WeakMap();
let lastEvent = 0;

/** Made with the first request, since bindings come with requests; all later ones find its tokens. */
const accountOf = (env) =>
  (account ??= ServiceAccount.fromEnv(env, { appName: "globus-service-account-demo", onEvent: record }));

function record(event) {
  // The response says everything its request said.
  if (event.type === "request") return;
  const { time, url, ...rest } = event;
  events.push({ id: ++lastEvent, time, ...rest, ...(url && { path: new URL(url).pathname }) });
  if (events.length > MOST_EVENTS) events.shift();
  if (event.type === "grant") for (const server of event.resourceServers) grantedAt.set(server, time);
}

/** A request that this worker itself does not accept. */
class Refused extends Error {
  constructor(message, { status = 400, code = "bad_request" } = {}) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const routes = [
  route("GET", "/api/account", async (account) => {
    const { name, organization } = await account.whoami();
    const { clientId, username } = account;
    return { name, organization, username, identityId: clientId };
  }),

  route("GET", "/api/tokens", async (account) => {
    const tokens = await account.getTokens(["transfer", "auth"]);
    return tokens.map((token) => {
      const { resourceServer, scope, expiresAt } = token;
      if (!issuedAt.has(token)) issuedAt.set(token, grantedAt.get(resourceServer));
      return { resourceServer, scope, grantedAt: issuedAt.get(token), expiresAt: expiresAt.getTime() };
    });
  }),

  route("GET", "/api/events", async (_, { query }) => {
    const after = Number(query.get("after")) || 0;
    return events.filter(({ id }) => id > after);
  }),

  route("GET", "/api/collections", async ({ transfer }, { query }) => {
    const text = query.get("text")?.trim().slice(0, 200);
    const find = (filter) => transfer.endpointSearch({ ...filter, filter_non_functional: false }).toArray({ max: 100 });
    const found = text
      ? await find({ filter_fulltext: text })
      : (await Promise.all(OWN.map((filter_scope) => find({ filter_scope })))).flat();
    // One collection may be there for several reasons.
    return [...new Map(found.map((collection) => [collection.id, summary(collection)])).values()];
  }),

  route("GET", "/api/collections/:id", async ({ transfer }, { id }) => summary(await transfer.getEndpoint(id))),

  route("GET", "/api/collections/:id/files", async ({ transfer }, { id, query }) => {
    const path = query.has("path") ? absolutePath(query.get("path")) : undefined;
    const listing = await transfer.operationLs(id, { path, orderby: ["type", "name"], limit: MOST_ENTRIES });
    const entries = listing.DATA.map(({ name, type, size, last_modified }) => ({
      name,
      type,
      size,
      modified: last_modified,
    }));
    return { path: listing.absolute_path ?? listing.path, total: listing.total, entries };
  }),

  // A service account consents for itself: a grant that names the scope is the consent.
  route("POST", "/api/collections/:id/consent", async (account, { id }) => {
    await account.getToken(`${TRANSFER_ALL}[*https://auth.globus.org/scopes/${id}/data_access]`);
    return { consented: true };
  }),

  route("GET", "/api/transfers", async ({ transfer }) => {
    const { DATA } = await transfer.taskList({ filter: "type:TRANSFER", orderby: "request_time DESC", limit: 5 });
    return DATA.map(progress);
  }),

  route("POST", "/api/transfers", async ({ transfer }, { body }) => {
    const [from, to] = [absolutePath(body.sourcePath), absolutePath(body.destinationPath)];
    const entries = Array.isArray(body.entries) ? body.entries : [];
    if (entries.length === 0 || entries.length > MOST_SELECTED)
      throw new Refused(`Select 1 to ${MOST_SELECTED} entries.`);
    if (!entries.every((entry) => isName(entry?.name))) throw new Refused("An entry has no usable name.");
    const items = entries.map(({ name, directory }) => {
      return { source_path: from + name, destination_path: to + name, recursive: directory === true };
    });
    const { task_id } = await transfer.submitTransfer({
      source_endpoint: uuid(body.source),
      destination_endpoint: uuid(body.destination),
      label: labelOf(entries.map(({ name }) => name)),
      notify_on_succeeded: false,
      notify_on_failed: false,
      notify_on_inactive: false,
      DATA: items,
    });
    return { id: task_id };
  }),

  route("GET", "/api/transfers/:id", async ({ transfer }, { id }) => progress(await transfer.getTask(id))),

  route("POST", "/api/transfers/:id/cancel", async ({ transfer }, { id }) => {
    const { code, message } = await transfer.cancelTask(id);
    return { code, message };
  }),
];

/** What there is to find without a word to search for. */
const OWN = ["shared-with-me", "administered-by-me", "recently-used"];

const summary = (collection) => ({
  id: collection.id,
  name: collection.display_name,
  type: collection.entity_type,
  organization: collection.organization,
  description: collection.description,
  owner: collection.owner_string,
  defaultPath: collection.default_directory,
});

const progress = (task) => ({
  id: task.task_id,
  label: task.label,
  status: task.status,
  paused: task.is_paused,
  // "OK" and "Queued" are how it should be.
  trouble: task.is_ok === false ? task.nice_status_short_description : null,
  failure: task.fatal_error?.description ?? null,
  canceled: task.fatal_error?.code === "CANCELED",
  source: task.source_endpoint_display_name,
  destination: task.destination_endpoint_display_name,
  destinationId: task.destination_endpoint_id,
  requested: task.request_time,
  completed: task.completion_time,
  bytes: task.bytes_transferred,
  bytesPerSecond: task.effective_bytes_per_second,
  files: task.files,
  filesDone: task.files_transferred + task.files_skipped,
  faults: task.faults,
  steps: task.subtasks_total,
  stepsDone: task.subtasks_total - task.subtasks_pending - task.subtasks_retrying,
});

/** The first names; a label has 128 characters at most. */
function labelOf(names) {
  const more = names.length > 3 ? ` and ${names.length - 2} more` : "";
  const first = names.slice(0, more ? 2 : 3).join(", ");
  return `${first
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 128 - more.length)}${more}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function uuid(value) {
  if (typeof value !== "string" || !UUID.test(value)) throw new Refused("That is no id of a collection or task.");
  return value;
}

/** A directory, with a slash at its end. */
function absolutePath(value) {
  if (typeof value !== "string" || !/^[/~]/.test(value) || value.length > 4_096)
    throw new Refused("A path begins with / or ~.");
  return value.endsWith("/") ? value : `${value}/`;
}

const isName = (value) => typeof value === "string" && /^[^/\0]{1,255}$/.test(value) && value !== "." && value !== "..";

function route(method, pathname, handle) {
  return { method, pattern: new URLPattern({ pathname }), handle };
}

/** Another site's page can make a browser send requests here, but not with this content type. */
async function readBody(request) {
  if (request.method !== "POST") return {};
  if (request.headers.get("Content-Type") !== "application/json") throw new Refused("Send JSON.", { status: 415 });
  const body = await request.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) throw new Refused("Send a JSON object.");
  return body;
}

async function answer(request, env, url) {
  // The one thing that can be said without an account.
  if (url.pathname === "/api/about") return { globus: env.DEMO_GLOBUS, search: env.DEMO_SEARCH ?? "" };
  const matching = routes.filter(({ pattern }) => pattern.test(url));
  const found = matching.find(({ method }) => method === request.method);
  if (!found) {
    const [status, code] = matching.length > 0 ? [405, "method_not_allowed"] : [404, "not_found"];
    throw new Refused(`There is no ${request.method} ${url.pathname} here.`, { status, code });
  }
  const { id } = found.pattern.exec(url).pathname.groups;
  const body = await readBody(request);
  return found.handle(accountOf(env), { body, query: url.searchParams, ...(id !== undefined && { id: uuid(id) }) });
}

function problem(error) {
  if (error instanceof Refused) return [error.status, { code: error.code, message: error.message }];
  if (!(error instanceof GlobusError)) {
    console.error(error);
    return [500, { code: "internal", message: "The worker failed. Its log says why." }];
  }
  const { code, message, messages, status, serverCode, requestId, requiredScopes, advice, steps } = error;
  return [status ?? 502, { code, message, messages, status, serverCode, requestId, requiredScopes, advice, steps }];
}

const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    // A name of somebody else's that leads to the loopback address would let that site's pages in.
    if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname))
      return new Response("This worker answers on the loopback address only.\n", { status: 403 });
    if (!url.pathname.startsWith("/api/")) {
      const asset = await env.ASSETS.fetch(request);
      const response = new Response(asset.body, asset);
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      return response;
    }
    try {
      return Response.json(await answer(request, env, url), { headers: HEADERS });
    } catch (error) {
      const [status, body] = problem(error);
      return Response.json({ error: body }, { status, headers: HEADERS });
    }
  },
};
