// @ts-check
import { newCredential } from "./accounts.js";
import {
  clientDocument,
  credentialDocument,
  forbidden,
  grantTypes,
  invalidParameters,
  requireManageProjects,
  notFound,
  readEnvelope,
  readText,
  readTexts,
} from "./auth-documents.js";
import { authenticateClient } from "./auth-tokens.js";
import { authError } from "./errors.js";
import { uuid } from "./ids.js";
import { CLIENT_TYPES } from "./registrations.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./registrations.js").Registration} Registration
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes for clients and their secrets. The administrators of a client's project may call them, and so may its
 * parent client.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addClientRoutes(app, world) {
  const { accounts, registrations } = world;

  app.get("/v2/api/clients", (c) => {
    const callerId = requireManageProjects(c, world);
    const fqdn = c.req.query("fqdn");
    if (fqdn !== undefined) {
      const client = registrations.clients().find(({ fqdns }) => fqdns.includes(fqdn));
      if (!client || !isVisible(client, callerId, world)) throw notFound("client", fqdn);
      return c.json({ client: clientDocument(world, client) });
    }
    return c.json({ clients: registrations.clientsOf(callerId).map((client) => clientDocument(world, client)) });
  });

  app.get("/v2/api/clients/:id", (c) => {
    const callerId = requireManageProjects(c, world);
    const client = requireClient(c, world);
    if (!isVisible(client, callerId, world)) throw notFound("client", client.id);
    return c.json({ client: clientDocument(world, client) });
  });

  app.post("/v2/api/clients", async (c) => {
    // A caller that authenticates with client id and secret creates a child client, which belongs to no project.
    const isChild = /^Basic /i.test(c.req.header("Authorization") ?? "");
    const callerId = isChild ? authenticateClient(c, world).id : requireManageProjects(c, world);
    const document = await readEnvelope(c, "client");
    const project = isChild ? null : readText(document, "project").toLowerCase();
    if (project !== null && !registrations.isAdmin(project, callerId)) throw forbidden();
    const name = readText(document, "name");
    const { type, isPublic } = readType(document);
    const client = applyChanges(
      {
        id: uuid(),
        project,
        parent: isChild ? callerId : null,
        type,
        isPublic,
        visibility: "private",
        redirectUris: [],
        requiredIdp: null,
        preselectIdp: null,
        fqdns: [],
        links: { terms_and_conditions: null, privacy_policy: null },
      },
      document,
    );
    // A client with the grant type client_credentials is a service account as soon as it has a secret.
    const serviceAccount = grantTypes(client).includes("client_credentials");
    accounts.register({ id: client.id, credentials: [], name, serviceAccount, scopes: undefined });
    registrations.addClient(client);
    return c.json({ client: clientDocument(world, client) });
  });

  app.put("/v2/api/clients/:id", async (c) => {
    const client = requireManagedClient(c, world);
    const document = await readEnvelope(c, "client");
    const account = accounts.client(client.id);
    if ("name" in document) account.name = readText(document, "name");
    applyChanges(client, document);
    return c.json({ client: clientDocument(world, client) });
  });

  app.delete("/v2/api/clients/:id", (c) => {
    const client = requireManagedClient(c, world);
    const document = clientDocument(world, client);
    registrations.deleteClient(client.id);
    world.tokens.revokeAll(client.id);
    return c.json({ client: document });
  });

  app.get("/v2/api/clients/:id/credentials", (c) => {
    const { id, credentials } = accounts.client(requireManagedClient(c, world).id);
    return c.json({ credentials: credentials.map((credential) => credentialDocument(id, credential)) });
  });

  app.post("/v2/api/clients/:id/credentials", async (c) => {
    const client = requireManagedClient(c, world);
    if (client.isPublic) throw invalidParameters("A public client has no secrets");
    const name = readText(await readEnvelope(c, "credential"), "name");
    const credential = newCredential(name, undefined, world.clock.now());
    accounts.client(client.id).credentials.push(credential);
    return c.json({ credential: credentialDocument(client.id, credential, true) });
  });

  app.delete("/v2/api/clients/:id/credentials/:credential", (c) => {
    const account = accounts.client(requireManagedClient(c, world).id);
    const credential = account.credentials.find(({ id }) => id === c.req.param("credential"));
    if (!credential) throw notFound("credential", c.req.param("credential"));
    account.credentials = account.credentials.filter((kept) => kept !== credential);
    return c.json({ credential: credentialDocument(account.id, credential) });
  });
}

/** Returns the client that the path names, or throws 404. @param {Context} c @param {World} world */
function requireClient(c, world) {
  const id = c.req.param("id") ?? "";
  const client = world.registrations.client(id);
  if (!client) throw notFound("client", id);
  return client;
}

/** @param {Registration} client @param {string} callerId @param {World} world */
const isVisible = (client, callerId, { registrations }) =>
  client.id === callerId || client.visibility === "public" || registrations.canManage(client, callerId);

/**
 * Returns the client that the path names. Throws 403 unless the caller may manage it.
 * @param {Context} c
 * @param {World} world
 */
export function requireManagedClient(c, world) {
  const callerId = requireManageProjects(c, world);
  const client = requireClient(c, world);
  if (!world.registrations.canManage(client, callerId)) throw forbidden();
  return client;
}

/**
 * Reads the type of a new client, which the document gives in one of two members.
 * @param {Record<string, unknown>} document
 */
function readType({ client_type: type, public_client: isPublic }) {
  if ((type === undefined) === (isPublic === undefined)) {
    throw invalidParameters("Exactly one of 'public_client' and 'client_type' must be given");
  }
  if (type !== undefined) {
    if (!CLIENT_TYPES.includes(String(type))) throw invalidParameters(`Unknown 'client_type': '${type}'`);
    return { type: String(type), isPublic: String(type).startsWith("public_") };
  }
  if (typeof isPublic !== "boolean") throw invalidParameters("'public_client' must be a boolean");
  return { type: isPublic ? "public_installed_client" : "hybrid_confidential_client_resource_server", isPublic };
}

/**
 * Writes the members that can be changed to a client. Null clears a required or preselected identity provider.
 * @param {Registration} client
 * @param {Record<string, unknown>} document
 */
function applyChanges(client, document) {
  const { visibility, links, required_idp: requiredIdp, preselect_idp: preselectIdp } = document;
  if (visibility !== undefined && visibility !== "public" && visibility !== "private") {
    throw authError(400, "INVALID_PARAMETERS", "'visibility' must be 'public' or 'private'");
  }
  client.visibility = visibility ?? client.visibility;
  client.redirectUris = readTexts(document, "redirect_uris") ?? client.redirectUris;
  if (requiredIdp !== undefined) client.requiredIdp = /** @type {string | null} */ (requiredIdp);
  if (preselectIdp !== undefined) client.preselectIdp = /** @type {string | null} */ (preselectIdp);
  if (typeof links === "object" && links !== null) client.links = { ...client.links, ...links };
  return client;
}
