// @ts-check
import { webInputDocument, webInputSummary } from "./flow-documents.js";
import { requireScope } from "./flows-access.js";
import { flowsError, notFound, readFlowsDocument, unprocessable } from "./flows-errors.js";
import { listed, markedPage, ordered, readQuery } from "./flows-paging.js";
import { isObject } from "./json-schema.js";
import { includesIdentity } from "./principals.js";
import { flowsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./flow-records.js").WebInput} WebInput
 */

/**
 * Adds the routes of registered APIs and web inputs. Only tests create them. Which scopes they need is not documented:
 * the fake uses the scopes of flows and runs.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addInputRoutes(app, world) {
  app.get("/registered_apis", (c) => {
    requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
    const from = readQuery(c);
    const wanted = listed(from.query, "filter_roles") ?? ["owner"];
    const found = [...world.flows.registeredApis.values()]
      .filter((api) => apiRoles(api, c.get("callerId"), world).some((role) => wanted.includes(role)))
      .map(({ id, name, description, created_timestamp, updated_timestamp }) => ({
        id,
        name,
        description,
        created_timestamp,
        updated_timestamp,
      }));
    const orders = ["id", "name", "created_timestamp", "updated_timestamp"];
    const { page, marker } = markedPage(ordered(found, from.query, orders), from);
    return c.json({ registered_apis: page, limit: page.length, has_next_page: marker !== null, marker });
  });

  app.get("/registered_apis/:id", (c) => {
    requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
    const id = c.req.param("id");
    const api = world.flows.registeredApis.get(id.toLowerCase());
    if (!api || apiRoles(api, c.get("callerId"), world).length === 0) throw notFound("Registered API", id);
    return c.json(api);
  });

  app.get("/web_inputs", (c) => {
    requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
    const from = readQuery(c);
    const { query } = from;
    const wanted = listed(query, "filter_roles") ?? ["viewer", "respondent"];
    const states = listed(query, "filter_states") ?? ["open"];
    const [flows, runs] = [listed(query, "filter_flow_ids"), listed(query, "filter_run_ids")];
    const found = [...world.flows.webInputs.values()].flatMap((input) => {
      const roles = inputRoles(input, c.get("callerId"), world);
      const isWanted =
        roles.some((role) => wanted.includes(role)) &&
        states.includes(input.closedAt === undefined ? "open" : "closed") &&
        (flows?.includes(input.flow.id) ?? true) &&
        (runs?.includes(input.run.id) ?? true);
      return isWanted ? [webInputSummary(input, roles)] : [];
    });
    const orders = ["created_timestamp", "edited_timestamp", "closed_timestamp"];
    const { page, marker } = markedPage(ordered(found, query, orders), from);
    return c.json({ web_input_summaries: page, marker });
  });

  app.get("/web_inputs/:id", (c) => {
    requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
    const { input, roles } = visibleInput(c, world);
    return c.json(webInputDocument(input, roles));
  });

  app.post("/web_inputs/:id/respond", async (c) => {
    requireScope(c, flowsScope("run_manage"));
    const { input, roles } = visibleInput(c, world);
    if (!roles.includes("respondent")) {
      throw flowsError(403, "FORBIDDEN", `User does not have respondent role on web input ${input.id}`);
    }
    if (input.closedAt !== undefined) {
      throw flowsError(409, "STATE_CONFLICT", `Web Input ${input.id} is already closed.`);
    }
    const { response } = await readFlowsDocument(c);
    if (!isObject(response) || !("value" in response)) {
      throw unprocessable([{ loc: ["response", "value"], msg: "field required", type: "value_error.missing" }]);
    }
    const { value } = response;
    if (!input.options.some(({ option_id: id }) => id === value)) {
      const detail = `'${String(value)}' is not a registered option id for this input.`;
      throw flowsError(422, "UNPROCESSABLE_ENTITY", detail);
    }
    input.response = value;
    input.closedAt = world.clock.now();
    return c.json({ status: "ok" });
  });
}

/** @param {Record<string, any>} api @param {string} identityId @param {World} world */
const apiRoles = ({ roles }, identityId, world) =>
  ["owner", "administrator", "viewer"].filter((role) => includesIdentity(roles[`${role}s`] ?? [], identityId, world));

/** @param {WebInput} input @param {string} identityId @param {World} world */
function inputRoles({ viewers, respondents }, identityId, world) {
  const isRespondent = includesIdentity(respondents, identityId, world);
  const isViewer = isRespondent || includesIdentity(viewers, identityId, world);
  return [...(isViewer ? ["viewer"] : []), ...(isRespondent ? ["respondent"] : [])];
}

/** @param {Context} c @param {World} world */
function visibleInput(c, world) {
  const id = c.req.param("id") ?? "";
  const input = world.flows.webInputs.get(id.toLowerCase());
  const roles = input ? inputRoles(input, c.get("callerId"), world) : [];
  if (!input || roles.length === 0) throw notFound("Web Input", id);
  return { input, roles };
}
