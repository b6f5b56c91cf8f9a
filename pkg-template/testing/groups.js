// @ts-check
import { Hono } from "hono/tiny";
import { ServiceError, groupsError } from "./errors.js";
import { perform } from "./groups-batch.js";
import { groupDocument, limitedSubscriptionInfo } from "./groups-documents.js";
import { readPolicies } from "./groups-policies.js";
import { forbidden, invalid, readBody, text } from "./groups-requests.js";
import { isUuid } from "./ids.js";
import { STATUSES } from "./memberships.js";

// Documented are the statuses and members of errors, and the codes of 401 for tokens. The other codes have no public record,
// nor has which calls are refused for want of a session: here, all that are about the group.

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./memberships.js").Group} Group
 * @typedef {import("hono").Context<Env>} Context
 */

const SERVER = "groups.api.globus.org";
const SCOPE = `urn:globus:auth:scope:${SERVER}:`;

/**
 * Globus Groups.
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
    if (token === "inactive" || token.resourceServer !== SERVER) {
      throw groupsError(401, "INVALID_TOKEN", "The token is not valid for this service");
    }
    const isAllowed =
      token.scopes.has(`${SCOPE}all`) ||
      (c.req.method === "GET" && token.scopes.has(`${SCOPE}view_my_groups_and_memberships`));
    if (!isAllowed) throw forbidden("The token lacks the required scope", [...token.scopes]);
    c.set("callerId", token.clientId);
    await next();
  });

  app.get("/v2/groups/my_groups", (c) => c.json(myGroups(c, world)));

  app.get("/v2/groups/:id", (c) => {
    const group = visible(c, world);
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: included(c) }));
  });

  app.post("/v2/groups", async (c) => {
    const callerId = c.get("callerId");
    const body = await readBody(c);
    const name = text(body, "name");
    if (!name) throw invalid(["body", "name"], "Field required", "missing");
    const parentId = text(body, "parent_id");
    if (parentId) requireAdmin(named(parentId, ["body", "parent_id"], world), callerId);
    const policies = readPolicies(body.policies ?? {}, ["body", "policies"]);
    const group = groups.add({
      name,
      ...(parentId && { parentId }),
      members: [{ identity: callerId, role: "admin" }],
    });
    Object.assign(group.policies, policies);
    group.description = text(body, "description") ?? null;
    group.terms = text(body, "terms_and_conditions") ?? null;
    return c.json(groupDocument(world, group, { callerId, include: new Set(["my_memberships"]) }), 201);
  });

  app.put("/v2/groups/:id", async (c) => {
    const group = administered(c, world);
    const body = await readBody(c);
    const verifiedBy = text(body, "subscription_admin_verified_id");
    if (verifiedBy && verifiedBy !== group.verifiedBy) {
      throw forbidden("Only the admin of a subscription can verify a group with it");
    }
    group.name = text(body, "name") || group.name;
    const [description, terms] = [text(body, "description"), text(body, "terms_and_conditions")];
    if (description !== undefined) group.description = description;
    if (terms !== undefined) group.terms = terms;
    if (verifiedBy === null) group.verifiedBy = null;
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: included(c) }));
  });

  app.delete("/v2/groups/:id", (c) => {
    const group = administered(c, world);
    // That this is what 400 is for is a guess.
    if (groups.children(group).length > 0) throw groupsError(400, "BAD_REQUEST", "The group has subgroups");
    groups.delete(group.id);
    return c.json(groupDocument(world, group, { callerId: c.get("callerId"), include: included(c) }));
  });

  app.post("/v2/groups/:id", async (c) => {
    const body = await readBody(c);
    return c.json(perform(world, visible(c, world), c.get("callerId"), body));
  });

  app.get("/v2/groups/:id/policies", (c) => c.json(visible(c, world).policies));

  app.put("/v2/groups/:id/policies", async (c) => {
    const group = administered(c, world);
    Object.assign(group.policies, readPolicies(await readBody(c), ["body"]));
    return c.json(group.policies);
  });

  app.get("/v2/groups/:id/membership_fields", (c) => {
    const callerId = c.get("callerId");
    return c.json({ [callerId]: visible(c, world).fields.get(callerId) ?? {} });
  });

  app.put("/v2/groups/:id/membership_fields", async (c) => {
    const group = visible(c, world);
    const given = ownDocument(c, await readBody(c));
    if (given) group.fields.set(c.get("callerId"), given);
    return c.json({ [c.get("callerId")]: group.fields.get(c.get("callerId")) ?? {} });
  });

  app.put("/v2/groups/:id/subscription_admin_verified", async (c) => {
    const group = visible(c, world);
    const id = text(await readBody(c), "subscription_admin_verified_id");
    if (id === undefined) throw invalid(["body", "subscription_admin_verified_id"], "Field required", "missing");
    for (const subscription of [group.verifiedBy, id]) {
      if (subscription !== null) requireSubscriptionAdmin(subscription, c.get("callerId"), world);
    }
    group.verifiedBy = id;
    return c.json({ group_id: group.id, subscription_admin_verified_id: id });
  });

  app.get("/v2/subscription_info/:id", (c) => {
    const group = groups.ofSubscription(c.req.param("id"));
    if (!group?.subscription) throw groupsError(404, "NOT_FOUND", "No group has this subscription");
    return c.json({
      group_id: group.id,
      subscription_id: group.subscription.id,
      subscription_info: limitedSubscriptionInfo(group.subscription),
    });
  });

  const preferences = (/** @type {Context} */ c) => ({
    [c.get("callerId")]: { allow_add: groups.mayAdd(c.get("callerId")) },
  });
  app.get("/v2/preferences", (c) => c.json(preferences(c)));
  app.put("/v2/preferences", async (c) => {
    const given = ownDocument(c, await readBody(c));
    if (given) {
      if (typeof given.allow_add !== "boolean") {
        throw invalid(["body", c.get("callerId"), "allow_add"], "Input should be a valid boolean", "bool_type");
      }
      groups.setMayAdd(c.get("callerId"), given.allow_add);
    }
    return c.json(preferences(c));
  });
  return app;
}

/** @param {Context} c @param {World} world */
function myGroups(c, { groups, ...world }) {
  const callerId = c.get("callerId");
  const wanted = list(c, "statuses") ?? ["active"];
  const bad = wanted.find((status) => !(/** @type {readonly string[]} */ (STATUSES).includes(status)));
  if (bad !== undefined) throw groupsError(422, "UNPROCESSABLE_ENTITY", `Not a status: '${bad}'`);
  return groups.all().flatMap((group) => {
    const mine = groups
      .memberships(group)
      .filter(({ identityId, status }) => identityId === callerId && wanted.includes(status));
    return mine.length === 0 ? [] : [groupDocument({ groups, ...world }, group, { callerId, mine })];
  });
}

/** A parameter that is comma-separated or repeated. @param {Context} c @param {string} name */
const list = (c, name) =>
  c.req
    .queries(name)
    ?.flatMap((value) => value.split(","))
    .filter(Boolean);

/** @param {Context} c */
const included = (c) => new Set(list(c, "include"));

/** @param {string} id @param {readonly string[]} loc where it was named @param {World} world */
function named(id, loc, world) {
  if (!isUuid(id)) throw invalid(loc, "Input should be a valid UUID", "uuid_parsing");
  const group = world.groups.get(id);
  if (!group) throw groupsError(404, "GROUP_NOT_FOUND", `No group ${id}`);
  return group;
}

/** The group of a call, if the caller may see it. @param {Context} c @param {World} world */
function visible(c, world) {
  const group = named(c.req.param("id") ?? "", ["path", "group_id"], world);
  // Globus's command line takes 403 for "not visible to you", so this is no 404.
  if (!world.groups.isVisible(group, c.get("callerId"))) throw forbidden("You are not allowed to view this group");
  if (group.requiresSession) throw sessionRequired(c.get("callerId"));
  return group;
}

/** @param {string} identityId */
function sessionRequired(identityId) {
  const detail = "The session has no authentication that is recent enough for this group";
  return groupsError(401, "AUTHENTICATION_TIMEOUT", detail, {
    authorization_parameters: { session_message: detail, session_required_identities: [identityId] },
  });
}

/** @param {Context} c @param {World} world */
function administered(c, world) {
  const group = visible(c, world);
  requireAdmin(group, c.get("callerId"));
  return group;
}

/** @param {Group} group @param {string} callerId */
function requireAdmin(group, callerId) {
  if (!group.isAdmin(callerId)) throw forbidden("You must be an admin of the group");
}

/** @param {string} subscriptionId @param {string} callerId @param {World} world */
function requireSubscriptionAdmin(subscriptionId, callerId, world) {
  if (world.groups.ofSubscription(subscriptionId)?.isAdmin(callerId)) return;
  throw forbidden("You must be an admin of the subscription's group");
}

/**
 * The part of a document that is about the caller. It is keyed by identities; Python's documentation shows the bare
 * part, which is understood here too.
 * @param {Context} c
 * @param {Record<string, unknown>} body
 */
function ownDocument(c, body) {
  const keys = Object.keys(body);
  if (keys.length > 0 && !keys.some(isUuid)) return body;
  const foreign = keys.find((key) => key.toLowerCase() !== c.get("callerId"));
  if (foreign !== undefined) throw forbidden(`The identity ${foreign} is not one of yours`);
  return /** @type {Record<string, unknown> | undefined} */ (body[c.get("callerId")]);
}
