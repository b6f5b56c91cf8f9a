// @ts-check
import { Hono } from "hono/tiny";
import { ServiceError, groupsError } from "./errors.js";
import { performBatch } from "./groups-batch.js";
import { groupDocument, limitedSubscriptionInfo } from "./groups-documents.js";
import { readPolicies } from "./groups-policies.js";
import { forbidden, invalidInput, readBody, readText } from "./groups-requests.js";
import { isUuid } from "./ids.js";
import { STATUSES } from "./memberships.js";

// Globus documents the status codes and members of errors, and the codes of 401 for tokens. No public record shows the
// other codes, nor which calls need a recent session: here every call about the group does.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("hono").Context<Env>} Context
 */

const RESOURCE_SERVER = "groups.api.globus.org";
const SCOPE_PREFIX = `urn:globus:auth:scope:${RESOURCE_SERVER}:`;

/**
 * Builds Globus Groups.
 * @param {World} world
 */
export function groupsService(world) {
  const { groups } = world;
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof ServiceError) return c.json(error.document, /** @type {400} */ (error.status));
    throw error;
  });
  app.notFound((c) => c.json({ detail: "Not Found" }, 404));

  app.use("/v2/*", async (c, next) => {
    const header = c.req.header("Authorization");
    const token = world.tokens.fromHeader(header);
    if (token === "missing")
      throw groupsError(401, "AUTHENTICATION_ERROR", "Missing or malformed Authorization header");
    if (token === "inactive" || token.resourceServer !== RESOURCE_SERVER) {
      throw groupsError(401, "INVALID_TOKEN", "The token is not valid for this service");
    }
    const isAllowed =
      token.scopes.has(`${SCOPE_PREFIX}all`) ||
      (c.req.method === "GET" && token.scopes.has(`${SCOPE_PREFIX}view_my_groups_and_memberships`));
    if (!isAllowed) throw forbidden("The token lacks the required scope", [...token.scopes]);
    c.set("callerId", token.clientId);
    await next();
  });

  app.get("/v2/groups/my_groups", (c) => c.json(myGroupDocuments(c, world)));

  app.get("/v2/groups/:id", (c) => {
    const group = requireVisibleGroup(c, world);
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: readInclude(c) }));
  });

  app.post("/v2/groups", async (c) => {
    const callerId = c.get("callerId");
    const body = await readBody(c);
    const name = readText(body, "name");
    if (!name) throw invalidInput(["body", "name"], "Field required", "missing");
    const parentId = readText(body, "parent_id");
    if (parentId) requireAdmin(requireGroup(parentId, ["body", "parent_id"], world), callerId);
    const policies = readPolicies(body.policies ?? {}, ["body", "policies"]);
    const group = groups.add({
      name,
      ...(parentId && { parentId }),
      members: [{ identity: callerId, role: "admin" }],
    });
    Object.assign(group.policies, policies);
    group.description = readText(body, "description") ?? null;
    group.terms = readText(body, "terms_and_conditions") ?? null;
    return c.json(groupDocument(world, group, { callerId, include: new Set(["my_memberships"]) }), 201);
  });

  app.put("/v2/groups/:id", async (c) => {
    const group = requireAdministeredGroup(c, world);
    const body = await readBody(c);
    const verifiedBy = readText(body, "subscription_admin_verified_id");
    if (verifiedBy && verifiedBy !== group.verifiedBy) {
      throw forbidden("Only the admin of a subscription can verify a group with it");
    }
    group.name = readText(body, "name") || group.name;
    const [description, terms] = [readText(body, "description"), readText(body, "terms_and_conditions")];
    if (description !== undefined) group.description = description;
    if (terms !== undefined) group.terms = terms;
    if (verifiedBy === null) group.verifiedBy = null;
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: readInclude(c) }));
  });

  app.delete("/v2/groups/:id", (c) => {
    const group = requireAdministeredGroup(c, world);
    // Globus documents status 400 for this call, but not the reason. That subgroups are the reason is assumed.
    if (groups.children(group).length > 0) throw groupsError(400, "BAD_REQUEST", "The group has subgroups");
    groups.delete(group.id);
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: readInclude(c) }));
  });

  app.post("/v2/groups/:id", async (c) => {
    const body = await readBody(c);
    return c.json(performBatch(world, requireVisibleGroup(c, world), c.get("callerId"), body));
  });

  app.get("/v2/groups/:id/policies", (c) => c.json(requireVisibleGroup(c, world).policies));

  app.put("/v2/groups/:id/policies", async (c) => {
    const group = requireAdministeredGroup(c, world);
    Object.assign(group.policies, readPolicies(await readBody(c), ["body"]));
    return c.json(group.policies);
  });

  app.get("/v2/groups/:id/membership_fields", (c) => {
    const callerId = c.get("callerId");
    return c.json({ [callerId]: requireVisibleGroup(c, world).fields.get(callerId) ?? {} });
  });

  app.put("/v2/groups/:id/membership_fields", async (c) => {
    const group = requireVisibleGroup(c, world);
    const fields = readCallerMember(c, await readBody(c));
    if (fields) group.fields.set(c.get("callerId"), fields);
    return c.json({ [c.get("callerId")]: group.fields.get(c.get("callerId")) ?? {} });
  });

  app.put("/v2/groups/:id/subscription_admin_verified", async (c) => {
    const group = requireVisibleGroup(c, world);
    const id = readText(await readBody(c), "subscription_admin_verified_id");
    if (id === undefined) throw invalidInput(["body", "subscription_admin_verified_id"], "Field required", "missing");
    for (const subscription of [group.verifiedBy, id]) {
      if (subscription !== null) requireSubscriptionAdmin(subscription, c.get("callerId"), world);
    }
    group.verifiedBy = id;
    return c.json({ group_id: group.id, subscription_admin_verified_id: id });
  });

  app.get("/v2/subscription_info/:id", (c) => {
    const group = groups.findBySubscription(c.req.param("id"));
    if (!group?.subscription) throw groupsError(404, "NOT_FOUND", "No group has this subscription");
    return c.json({
      group_id: group.id,
      subscription_id: group.subscription.id,
      subscription_info: limitedSubscriptionInfo(group.subscription),
    });
  });

  const preferencesDocument = (/** @type {Context} */ c) => ({
    [c.get("callerId")]: { allow_add: groups.canAdd(c.get("callerId")) },
  });
  app.get("/v2/preferences", (c) => c.json(preferencesDocument(c)));
  app.put("/v2/preferences", async (c) => {
    const preferences = readCallerMember(c, await readBody(c));
    if (preferences) {
      if (typeof preferences.allow_add !== "boolean") {
        throw invalidInput(["body", c.get("callerId"), "allow_add"], "Input should be a valid boolean", "bool_type");
      }
      groups.setCanAdd(c.get("callerId"), preferences.allow_add);
    }
    return c.json(preferencesDocument(c));
  });
  return app;
}

/** @param {Context} c @param {World} world */
function myGroupDocuments(c, { groups, ...world }) {
  const callerId = c.get("callerId");
  const statuses = readListParameter(c, "statuses") ?? ["active"];
  const unknownStatus = statuses.find((status) => !(/** @type {readonly string[]} */ (STATUSES).includes(status)));
  if (unknownStatus !== undefined) throw groupsError(422, "UNPROCESSABLE_ENTITY", `Not a status: '${unknownStatus}'`);
  return groups.all().flatMap((group) => {
    const ownMemberships = groups
      .memberships(group)
      .filter(({ identityId, status }) => identityId === callerId && statuses.includes(status));
    return ownMemberships.length === 0
      ? []
      : [groupDocument({ groups, ...world }, group, { callerId, ownMemberships })];
  });
}

/**
 * Reads a list parameter. Its values are separated by commas, or the parameter is repeated.
 * @param {Context} c
 * @param {string} name
 */
const readListParameter = (c, name) =>
  c.req
    .queries(name)
    ?.flatMap((value) => value.split(","))
    .filter(Boolean);

/** @param {Context} c */
const readInclude = (c) => new Set(readListParameter(c, "include"));

/**
 * Returns the group with an id, or throws 404.
 * @param {string} id
 * @param {readonly string[]} loc the part of the request that names the group
 * @param {World} world
 */
function requireGroup(id, loc, world) {
  if (!isUuid(id)) throw invalidInput(loc, "Input should be a valid UUID", "uuid_parsing");
  const group = world.groups.get(id);
  if (!group) throw groupsError(404, "GROUP_NOT_FOUND", `No group ${id}`);
  return group;
}

/**
 * Returns the group that the path names. Throws 403 if the caller cannot see it.
 * @param {Context} c
 * @param {World} world
 */
function requireVisibleGroup(c, world) {
  const group = requireGroup(c.req.param("id") ?? "", ["path", "group_id"], world);
  // Globus's command line understands 403 as "not visible to you", so the status is not 404.
  if (!world.groups.isVisible(group, c.get("callerId"))) throw forbidden("You are not allowed to view this group");
  if (group.requiresSession) throw sessionRequired(c.get("callerId"));
  return group;
}

/** @param {string} identityId */
function sessionRequired(identityId) {
  const detail = "The session has no recent authentication, which this group requires";
  return groupsError(401, "AUTHENTICATION_TIMEOUT", detail, {
    authorization_parameters: { session_message: detail, session_required_identities: [identityId] },
  });
}

/**
 * Returns the group that the path names. Throws 403 unless the caller is an admin of it.
 * @param {Context} c
 * @param {World} world
 */
function requireAdministeredGroup(c, world) {
  const group = requireVisibleGroup(c, world);
  requireAdmin(group, c.get("callerId"));
  return group;
}

/** @param {Group} group @param {string} callerId */
function requireAdmin(group, callerId) {
  if (!group.isAdmin(callerId)) throw forbidden("You must be an admin of the group");
}

/** @param {string} subscriptionId @param {string} callerId @param {World} world */
function requireSubscriptionAdmin(subscriptionId, callerId, world) {
  if (world.groups.findBySubscription(subscriptionId)?.isAdmin(callerId)) return;
  throw forbidden("You must be an admin of the subscription's group");
}

/**
 * Returns the part of a document that describes the caller. The document has one member per identity. The documentation
 * of Globus's Python SDK shows the part without that envelope, so the fake accepts both.
 * @param {Context} c
 * @param {Record<string, unknown>} body
 */
function readCallerMember(c, body) {
  const keys = Object.keys(body);
  if (keys.length > 0 && !keys.some(isUuid)) return body;
  const foreignId = keys.find((key) => key.toLowerCase() !== c.get("callerId"));
  if (foreignId !== undefined) throw forbidden(`The identity ${foreignId} is not in your identity set`);
  return /** @type {Record<string, unknown> | undefined} */ (body[c.get("callerId")]);
}
