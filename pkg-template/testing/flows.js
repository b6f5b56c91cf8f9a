// @ts-check
import { Hono } from "hono/tiny";
import { authTime } from "./clock.js";
import { ServiceError } from "./errors.js";
import { definitionFaults, definitionScopes } from "./flow-definition.js";
import { flowDocument } from "./flow-documents.js";
import { readFlow } from "./flow-members.js";
import { addInputRoutes } from "./flow-input-routes.js";
import { addRunRoutes } from "./flow-run-routes.js";
import { SERVER, knownFlow, requireScope } from "./flows-access.js";
import { flowsError, forbidden, notFound, readFlowsDocument, unprocessable } from "./flows-errors.js";
import { listed, markedPage, ordered, readQuery } from "./flows-paging.js";
import { identityUrn } from "./principals.js";
import { flowsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-definition.js").Definition} Definition
 */

const ORDERS = ["id", "scope_string", "flow_owner", "flow_administrators", "title", "created_at", "updated_at"];

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
    if (typeof token === "string" || !(token.resourceServer === SERVER || world.flows.get(token.resourceServer))) {
      throw flowsError(401, "AUTHENTICATION_ERROR", "Expired or invalid Bearer token");
    }
    c.set("callerId", token.clientId);
    c.set("token", token);
    await next();
  });

  app.post("/flows/validate", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const { definition, input_schema: schema } = await readFlowsDocument(c);
    const faults = definitionFaults(definition);
    if (schema !== undefined && (typeof schema !== "object" || schema === null)) {
      faults.push({ loc: ["input_schema"], msg: "value is not a valid dict", type: "type_error.dict" });
    }
    if (faults.length > 0) throw unprocessable(faults);
    return c.json({ scopes: definitionScopes(/** @type {Definition} */ (definition)) });
  });

  app.post("/flows", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const members = readFlow(await readFlowsDocument(c), true);
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
    return c.json(flowDocument(visibleFlow(c, world), c.get("callerId"), world, c.env.base));
  });

  app.put("/flows/:id", async (c) => {
    requireScope(c, flowsScope("manage_flows"));
    const flow = administeredFlow(c, world, "UPDATE");
    const document = await readFlowsDocument(c);
    const members = readFlow(document, false);
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
    const flow = administeredFlow(c, world, "DELETE");
    const document = flowDocument(flow, c.get("callerId"), world, c.env.base);
    world.flows.delete(flow.id);
    return c.json({ ...document, DELETED: true, deleted_at: authTime(world.clock.now()) });
  });

  addRunRoutes(app, world);
  addInputRoutes(app, world);
  return app;
}

/** @param {Context} c @param {World} world */
function visibleFlow(c, world) {
  const flow = knownFlow(c, world);
  if (flow.roles(c.get("callerId"), world).length === 0) throw notFound("Flow", flow.id);
  return flow;
}

/** @param {Context} c @param {World} world @param {string} permission */
function administeredFlow(c, world, permission) {
  const flow = visibleFlow(c, world);
  if (!flow.allows(c.get("callerId"), "flow_administrator", world)) throw forbidden("flow", flow.id, permission);
  return flow;
}

/** @param {Context} c @param {World} world */
function listFlows(c, world) {
  requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
  const callerId = c.get("callerId");
  const from = readQuery(c);
  const { query } = from;
  // Flows refuses an empty list here, but accepts it for runs.
  if (query.filter_roles?.includes("")) throw flowsError(400, "BAD_REQUEST", "filter_roles must not be empty");
  // Both forms of the names are documented. Clients send the singular.
  const wanted = (listed(query, "filter_roles") ?? listed(query, "filter_role"))?.map(singular);
  const found = world.flows
    .all()
    .map((flow) => ({ ...flowDocument(flow, callerId, world, c.env.base), scope_string: flow.scope }))
    .filter(({ user_roles: roles }) => roles.some((role) => wanted?.includes(singular(role)) ?? true))
    .filter((document) => FILTERS.every(([name, fields]) => hasText(document, query[name], fields)));
  const { page, limit, marker } = markedPage(ordered(found, query, ORDERS), from);
  const flows = page.map(({ scope_string: _, ...document }) => document);
  return { flows, limit, has_next_page: marker !== null, marker };
}

/** @param {string} role */
const singular = (role) => role.replace("flow_run_", "run_").replace(/s$/, "");

/** @type {[string, string[]][]} */
const FILTERS = [
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
