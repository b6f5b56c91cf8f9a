// @ts-check
import { Hono } from "hono/tiny";
import { ServiceError, searchError } from "./errors.js";
import { isUuid } from "./ids.js";
import { addDataRoutes } from "./search-data.js";
import { indexDocument, roleDocument } from "./search-documents.js";
import { IDENTITY_URN, ROLE_NAMES } from "./search-indexes.js";
import { principalType, validationError } from "./search-ingest.js";
import {
  RESOURCE_SERVER,
  requireRole,
  requireScope,
  requireIndex,
  requireIndexWithStatus,
  readBody,
} from "./search-requests.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/** The number of trial indexes that one identity can own. */
const MAX_TRIAL_INDEXES = 3;

/**
 * Builds Globus Search.
 * @param {World} world
 */
export function searchService(world) {
  const { indexes } = world;
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json({ ...error.document, request_id: c.env.requestId }, /** @type {400} */ (error.status));
  });
  app.notFound((c) => {
    const { document } = searchError(404, "NotFound.Generic", `No such resource: ${c.req.path}`);
    return c.json({ ...document, request_id: c.env.requestId }, 404);
  });

  app.use("/v1/*", async (c, next) => {
    indexes.settle();
    const token = world.tokens.fromHeader(c.req.header("Authorization"));
    if (token === "inactive" || (token !== "missing" && token.resourceServer !== RESOURCE_SERVER)) {
      throw searchError(401, "Unauthorized.Generic", "The token is not valid for this service");
    }
    if (token !== "missing") c.set("callerId", token.clientId);
    await next();
  });

  app.get("/v1/index_list", (c) => {
    requireScope(c, world, "index_list", ["all", "search", "ingest"]);
    const roleFilter = c.req.query("filter_roles")?.split(",");
    const unknownRole = roleFilter?.find((name) => !(/** @type {readonly string[]} */ (ROLE_NAMES).includes(name)));
    if (unknownRole !== undefined) throw validationError({ filter_roles: [`Unknown role: ${unknownRole}`] });
    const callerIndexes = indexes.all().flatMap((index) => {
      const roles = indexes.rolesOf(index, c.get("callerId"));
      return roles.some((role) => !roleFilter || roleFilter.includes(role)) ? [indexDocument(index, roles)] : [];
    });
    return c.json({ index_list: callerIndexes.slice(0, 100) });
  });

  app.get("/v1/index/:id", (c) => {
    const index = requireIndex(c, world);
    return c.json(indexDocument(index, indexes.rolesOf(index, c.get("callerId"))));
  });

  app.post("/v1/index", async (c) => {
    requireScope(c, world, "index_create", ["all"]);
    const members = readTexts(await readBody(c), ["display_name", "description"], true);
    const { display_name: displayName = "", description = "" } = members;
    requireTrialQuota(c.get("callerId"), world);
    const owner = { principal: c.get("callerId"), role: /** @type {const} */ ("owner") };
    return c.json(indexDocument(indexes.add({ displayName, description, roles: [owner] })));
  });

  app.patch("/v1/index/:id", async (c) => {
    const index = requireIndexWithStatus(c, world);
    requireRole(c, world, index, "index_update", { scopes: ["all"], role: "admin" });
    const { display_name: displayName, description } = readTexts(
      await readBody(c),
      ["display_name", "description"],
      false,
    );
    index.displayName = displayName ?? index.displayName;
    index.description = description ?? index.description;
    return c.json(indexDocument(index));
  });

  app.delete("/v1/index/:id", (c) => {
    const index = requireIndexWithStatus(c, world);
    requireRole(c, world, index, "index_delete", { scopes: ["all"], role: "owner" });
    index.deletedAt = world.clock.now();
    return c.json({ index_id: index.id, acknowledged: true });
  });

  app.post("/v1/index/:id/reopen", (c) => {
    const index = requireIndexWithStatus(c, world, "delete_pending");
    requireRole(c, world, index, "index_reopen", { scopes: ["all"], role: "owner" });
    index.deletedAt = undefined;
    return c.json({ index_id: index.id, acknowledged: true });
  });

  app.get("/v1/index/:id/role_list", (c) => {
    const index = requireIndexWithStatus(c, world);
    requireRole(c, world, index, "role_list", { scopes: ["all"], role: "admin" });
    return c.json({ role_list: [...index.roles.values()].map((role) => roleDocument(role, index)) });
  });

  app.post("/v1/index/:id/role", async (c) => {
    const index = requireIndexWithStatus(c, world);
    requireRole(c, world, index, "role_create", { scopes: ["all"], role: "admin" });
    const { role_name: roleName, principal = "" } = readTexts(await readBody(c), ["role_name", "principal"], true);
    const name = ROLE_NAMES.find((role) => role === roleName);
    if (!name) throw validationError({ role_name: [`Must be one of: ${ROLE_NAMES.join(", ")}.`] });
    if (!principalType(principal)) throw validationError({ principal: ["Not a valid principal URN."] });
    if (name === "owner") requireRole(c, world, index, "role_create", { scopes: ["all"], role: "owner" });
    if ([...index.roles.values()].some((role) => role.name === name && role.principal === principal)) {
      throw searchError(409, "Conflict.Generic", "The principal already has this role");
    }
    if (name === "owner" && index.isTrial && principal.startsWith(IDENTITY_URN)) {
      requireTrialQuota(principal.slice(IDENTITY_URN.length), world);
    }
    return c.json(roleDocument(index.addRole(name, principal), index));
  });

  app.delete("/v1/index/:id/role/:role", (c) => {
    const index = requireIndexWithStatus(c, world);
    requireRole(c, world, index, "role_delete", { scopes: ["all"], role: "admin" });
    const role = index.roles.get(c.req.param("role"));
    if (!role) throw searchError(404, "NotFound.Generic", "The index has no such role");
    const owners = [...index.roles.values()].filter(({ name }) => name === "owner");
    if (role.name === "owner" && owners.length === 1) {
      throw searchError(409, "Conflict.Generic", "The last owner of an index cannot be removed");
    }
    index.roles.delete(role.id);
    return c.json({ deleted: roleDocument(role, index), success: true });
  });

  addDataRoutes(app, world);
  return app;
}

/**
 * Reads string members of a document. Reports all invalid members in one error.
 * @template {string} Name
 * @param {Record<string, unknown>} body
 * @param {readonly Name[]} names
 * @param {boolean} required
 * @returns {{ [name in Name]?: string }}
 */
function readTexts(body, names, required) {
  /** @type {Record<string, string[]>} */
  const messages = {};
  /** @type {{ [name in Name]?: string }} */
  const members = {};
  for (const name of names) {
    const value = body[name] ?? undefined;
    if (typeof value === "string") members[name] = value;
    else if (value !== undefined) messages[name] = ["Not a valid string."];
    else if (required) messages[name] = ["Missing data for required field."];
  }
  if (Object.keys(messages).length > 0) throw validationError(messages);
  return members;
}

/**
 * Throws 409 if an identity already owns the largest number of trial indexes.
 * @param {string} identityId
 * @param {World} world
 */
function requireTrialQuota(identityId, { indexes }) {
  if (!isUuid(identityId)) return;
  const trials = indexes.all().filter((index) => index.isTrial && indexes.rolesOf(index, identityId).includes("owner"));
  if (trials.length < MAX_TRIAL_INDEXES) return;
  throw searchError(409, "Conflict.LimitExceeded", "Role limit exceeded", {
    cause:
      "When creating an index, an 'owner' role is created automatically. If this would exceed ownership limits, " +
      "this error is raised instead.",
    constraint: `Cannot create more ownership roles on trial indices than the limit (${MAX_TRIAL_INDEXES})`,
  });
}
