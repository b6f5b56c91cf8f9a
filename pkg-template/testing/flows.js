// @ts-check
import { Hono } from "hono/tiny";
import { authTime } from "./clock.js";
import { ServiceError } from "./errors.js";
import { validateDefinition, definitionScopes } from "./flow-definition.js";
import { flowDocument } from "./flow-documents.js";
import { readFlowMembers } from "./flow-members.js";
import { addInputRoutes } from "./flow-input-routes.js";
import { addRunRoutes } from "./flow-run-routes.js";
import { FLOWS_RESOURCE_SERVER, requireFlow, requireScope } from "./flows-access.js";
import { flowsError, forbidden, notFound, readFlowsDocument, unprocessable } from "./flows-errors.js";
import { readListParameter, paginateByMarker, sortByQuery, readListQuery } from "./flows-paging.js";
import { identityUrn } from "./principals.js";
import { flowsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-definition.js").Definition} Definition
 */

const SORT_FIELDS = ["id", "scope_string", "flow_owner", "flow_administrators", "title", "created_at", "updated_at"];

/**
 * Creates the fake of Globus Flows.
 * @param {World} world
 */
export function flowsService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json(error.document, /** @type {400} */ (error.status));
  });
  app.notFound((c) => c.json(flowsError(404, "NOT_FOUND", `The fake Globus has no ${c.req.path}`).document, 404));

  app.use("*", async (c, next) => {
    const token = world.tokens.fromHeader(c.req.header("Authorization"));
    // Each flow is a resource server of its own. Flows accepts the tokens of all of them.
    if (
      typeof token === "string" ||
      !(token.resourceServer === FLOWS_RESOURCE_SERVER || world.flows.get(token.resourceServer))
    ) {
      throw flowsError(401, "AUTHENTICATION_ERROR", "Expired or invalid Bearer token");
    }
    c.set("callerId", token.clientId);
    c.set("token", token);
    await next();
  });

  app.post("/flows/validate", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const { definition, input_schema: schema } = await readFlowsDocument(c);
    const errors = validateDefinition(definition);
    if (schema !== undefined && (typeof schema !== "object" || schema === null)) {
      errors.push({ loc: ["input_schema"], msg: "value is not a valid dict", type: "type_error.dict" });
    }
    if (errors.length > 0) throw unprocessable(errors);
    return c.json({ scopes: definitionScopes(/** @type {Definition} */ (definition)) });
  });

  app.post("/flows", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const members = readFlowMembers(await readFlowsDocument(c), true);
    const flow = world.flows.add({
      ownerId: c.get("callerId"),
      members: /** @type {Flow["members"]} */ (members),
      now: world.clock.now(),
    });
    return c.json(flowDocument(flow, c.get("callerId"), world, c.env.base), 201);
  });

  app.get("/flows", (c) => c.json(listFlows(c, world)));
  app.get("/flows/:id", (c) => {
    requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
    return c.json(flowDocument(requireVisibleFlow(c, world), c.get("callerId"), world, c.env.base));
  });

  app.put("/flows/:id", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const flow = requireAdministeredFlow(c, world, "UPDATE");
    const document = await readFlowsDocument(c);
    const members = readFlowMembers(document, false);
    if (document.flow_owner !== undefined && document.flow_owner !== identityUrn(c.get("callerId"))) {
      const msg = "flow_owner must be the principal URN of the caller";
      throw unprocessable([{ loc: ["flow_owner"], msg, type: "value_error" }]);
    }
    if (document.flow_owner !== undefined) flow.ownerId = c.get("callerId");
    Object.assign(flow.members, members);
    flow.updatedAt = world.clock.now();
    return c.json(flowDocument(flow, c.get("callerId"), world, c.env.base));
  });

  app.delete("/flows/:id", (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const flow = requireAdministeredFlow(c, world, "DELETE");
    const document = flowDocument(flow, c.get("callerId"), world, c.env.base);
    world.flows.delete(flow.id);
    return c.json({ ...document, DELETED: true, deleted_at: authTime(world.clock.now()) });
  });

  addRunRoutes(app, world);
  addInputRoutes(app, world);
  return app;
}

/** @param {Context} c @param {World} world */
function requireVisibleFlow(c, world) {
  const flow = requireFlow(c, world);
  if (flow.roles(c.get("callerId"), world).length === 0) throw notFound("Flow", flow.id);
  return flow;
}

/** @param {Context} c @param {World} world @param {string} permission */
function requireAdministeredFlow(c, world, permission) {
  const flow = requireVisibleFlow(c, world);
  if (!flow.allows(c.get("callerId"), "flow_administrator", world)) throw forbidden("flow", flow.id, permission);
  return flow;
}

/** @param {Context} c @param {World} world */
function listFlows(c, world) {
  requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
  const callerId = c.get("callerId");
  const listQuery = readListQuery(c);
  const { query } = listQuery;
  // Flows refuses an empty list here, but accepts it for runs.
  if (query.filter_roles?.includes("")) throw flowsError(400, "BAD_REQUEST", "filter_roles must not be empty");
  // Both forms of the names are documented. Clients send the singular.
  const requestedRoles = (readListParameter(query, "filter_roles") ?? readListParameter(query, "filter_role"))?.map(
    toSingular,
  );
  const documents = world.flows
    .all()
    .map((flow) => ({ ...flowDocument(flow, callerId, world, c.env.base), scope_string: flow.scope }))
    .filter(({ user_roles: roles }) => roles.some((role) => requestedRoles?.includes(toSingular(role)) ?? true))
    .filter((document) => TEXT_FILTERS.every(([name, fields]) => hasText(document, query[name], fields)));
  const { page, limit, marker } = paginateByMarker(sortByQuery(documents, query, SORT_FIELDS), listQuery);
  const flows = page.map(({ scope_string: _, ...document }) => document);
  return { flows, limit, has_next_page: marker !== null, marker };
}

/** @param {string} role */
const toSingular = (role) => role.replace("flow_run_", "run_").replace(/s$/, "");

/** @type {[string, string[]][]} */
const TEXT_FILTERS = [
  ["filter_fulltext", ["title", "subtitle", "flow_owner", "description", "id", "flow_administrators"]],
  ["filter_title", ["title"]],
  ["filter_subtitle", ["subtitle"]],
  ["filter_description", ["description"]],
  ["filter_keywords", ["keywords"]],
  ["filter_scope_string", ["scope_string"]],
];

/**
 * Whether one of the texts occurs in one of the fields. Ignores case.
 * @param {Record<string, unknown>} document
 * @param {readonly string[] | undefined} texts
 * @param {readonly string[]} fields
 */
function hasText(document, texts, fields) {
  if (!texts) return true;
  return fields.some((field) => {
    const content = String(document[field] ?? "").toLowerCase();
    return texts.some((text) => content.includes(text.toLowerCase()));
  });
}
