// @ts-check
import { newCredential } from "./accounts.js";
import {
  clientDocument,
  credentialDocument,
  forbidden,
  grantTypes,
  invalid,
  manager,
  notFound,
  readEnvelope,
  text,
  texts,
} from "./auth-documents.js";
import { authenticate } from "./auth-tokens.js";
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
 * Clients and their secrets, for those who administer their project, and for the client that made them.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addClientRoutes(app, world) {
  const { accounts, registrations } = world;

  app.get("/v2/api/clients", (c) => {
    const callerId = manager(c, world);
    const fqdn = c.req.query("fqdn");
    if (fqdn !== undefined) {
      const client = registrations.clients().find(({ fqdns }) => fqdns.includes(fqdn));
      if (!client || !isVisible(client, callerId, world)) throw notFound("client", fqdn);
      return c.json({ client: clientDocument(world, client) });
    }
    return c.json({ clients: registrations.clientsOf(callerId).map((client) => clientDocument(world, client)) });
  });

  app.get("/v2/api/clients/:id", (c) => {
    const callerId = manager(c, world);
    const client = named(c, world);
    if (!isVisible(client, callerId, world)) throw notFound("client", client.id);
    return c.json({ client: clientDocument(world, client) });
  });

  app.post("/v2/api/clients", async (c) => {
    // Whoever shows an id and a secret makes a child of its own, which belongs to no project.
    const isChild = /^Basic /i.test(c.req.header("Authorization") ?? "");
    const callerId = isChild ? authenticate(c, world).id : manager(c, world);
    const document = await readEnvelope(c, "client");
    const project = isChild ? null : text(document, "project").toLowerCase();
    if (project !== null && !registrations.isAdmin(project, callerId)) throw forbidden();
    const name = text(document, "name");
    const { type, isPublic } = readType(document);
    const client = change(
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
    // A client whose grant types include client_credentials can act as itself, once it has a secret.
    const serviceAccount = grantTypes(client).includes("client_credentials");
    accounts.register({ id: client.id, credentials: [], name, serviceAccount, scopes: undefined });
    registrations.addClient(client);
    return c.json({ client: clientDocument(world, client) });
  });

  app.put("/v2/api/clients/:id", async (c) => {
    const client = managed(c, world);
    const document = await readEnvelope(c, "client");
    const account = accounts.client(client.id);
    if ("name" in document) account.name = text(document, "name");
    change(client, document);
    return c.json({ client: clientDocument(world, client) });
  });

  app.delete("/v2/api/clients/:id", (c) => {
    const client = managed(c, world);
    const document = clientDocument(world, client);
    registrations.deleteClient(client.id);
    world.tokens.revokeAll(client.id);
    return c.json({ client: document });
  });

  app.get("/v2/api/clients/:id/credentials", (c) => {
    const { id, credentials } = accounts.client(managed(c, world).id);
    return c.json({ credentials: credentials.map((credential) => credentialDocument(id, credential)) });
  });

  app.post("/v2/api/clients/:id/credentials", async (c) => {
    const client = managed(c, world);
    if (client.isPublic) throw invalid("A public client has no secrets");
    const name = text(await readEnvelope(c, "credential"), "name");
    const credential = newCredential(name, undefined, world.clock.now());
    accounts.client(client.id).credentials.push(credential);
    return c.json({ credential: credentialDocument(client.id, credential, true) });
  });

  app.delete("/v2/api/clients/:id/credentials/:credential", (c) => {
    const account = accounts.client(managed(c, world).id);
    const credential = account.credentials.find(({ id }) => id === c.req.param("credential"));
    if (!credential) throw notFound("credential", c.req.param("credential"));
    account.credentials = account.credentials.filter((other) => other !== credential);
    return c.json({ credential: credentialDocument(account.id, credential) });
  });
}

/** @param {Context} c @param {World} world */
function named(c, world) {
  const id = c.req.param("id") ?? "";
  const client = world.registrations.client(id);
  if (!client) throw notFound("client", id);
  return client;
}

/** @param {Registration} client @param {string} callerId @param {World} world */
const isVisible = (client, callerId, { registrations }) =>
  client.id === callerId || client.visibility === "public" || registrations.manages(client, callerId);

/** The client of a call that only its managers may make. @param {Context} c @param {World} world */
export function managed(c, world) {
  const callerId = manager(c, world);
  const client = named(c, world);
  if (!world.registrations.manages(client, callerId)) throw forbidden();
  return client;
}

/** @param {Record<string, unknown>} document */
function readType({ client_type: type, public_client: isPublic }) {
  if ((type === undefined) === (isPublic === undefined)) {
    throw invalid("Exactly one of 'public_client' and 'client_type' must be given");
  }
  if (type !== undefined) {
    if (!CLIENT_TYPES.includes(String(type))) throw invalid(`There is no client_type '${type}'`);
    return { type: String(type), isPublic: String(type).startsWith("public_") };
  }
  if (typeof isPublic !== "boolean") throw invalid("'public_client' must be a boolean");
  return { type: isPublic ? "public_installed_client" : "hybrid_confidential_client_resource_server", isPublic };
}

/** Sets what can be changed; null clears. @param {Registration} client @param {Record<string, unknown>} document */
function change(client, document) {
  const { visibility, links, required_idp: required, preselect_idp: preselected } = document;
  if (visibility !== undefined && visibility !== "public" && visibility !== "private") {
    throw authError(400, "INVALID_PARAMETERS", "'visibility' must be 'public' or 'private'");
  }
  client.visibility = visibility ?? client.visibility;
  client.redirectUris = texts(document, "redirect_uris") ?? client.redirectUris;
  if (required !== undefined) client.requiredIdp = /** @type {string | null} */ (required);
  if (preselected !== undefined) client.preselectIdp = /** @type {string | null} */ (preselected);
  if (typeof links === "object" && links !== null) client.links = { ...client.links, ...links };
  return client;
}
