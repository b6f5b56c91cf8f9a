// @ts-check
import { webInputDocument, webInputSummary } from "./flow-documents.js";
import { requireScope } from "./flows-access.js";
import { flowsError, notFound, readFlowsDocument, unprocessable } from "./flows-errors.js";
import { readListParameter, paginateByMarker, sortByQuery, readListQuery } from "./flows-paging.js";
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
    const listQuery = readListQuery(c);
    const requestedRoles = readListParameter(listQuery.query, "filter_roles") ?? ["owner"];
    const apis = [...world.flows.registeredApis.values()]
      .filter((api) => getApiRoles(api, c.get("callerId"), world).some((role) => requestedRoles.includes(role)))
      .map(({ id, name, description, created_timestamp, updated_timestamp }) => ({
        id,
        name,
        description,
        created_timestamp,
        updated_timestamp,
      }));
    const sortFields = ["id", "name", "created_timestamp", "updated_timestamp"];
    const { page, marker } = paginateByMarker(sortByQuery(apis, listQuery.query, sortFields), listQuery);
    return c.json({ registered_apis: page, limit: page.length, has_next_page: marker !== null, marker });
  });

  app.get("/registered_apis/:id", (c) => {
    requireScope(c, flowsScope("view_flows"), flowsScope("manage_flows"));
    const id = c.req.param("id");
    const api = world.flows.registeredApis.get(id.toLowerCase());
    if (!api || getApiRoles(api, c.get("callerId"), world).length === 0) throw notFound("Registered API", id);
    return c.json(api);
  });

  app.get("/web_inputs", (c) => {
    requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
    const listQuery = readListQuery(c);
    const { query } = listQuery;
    const requestedRoles = readListParameter(query, "filter_roles") ?? ["viewer", "respondent"];
    const states = readListParameter(query, "filter_states") ?? ["open"];
    const [flows, runs] = [readListParameter(query, "filter_flow_ids"), readListParameter(query, "filter_run_ids")];
    const summaries = [...world.flows.webInputs.values()].flatMap((input) => {
      const roles = getInputRoles(input, c.get("callerId"), world);
      const isRequested =
        roles.some((role) => requestedRoles.includes(role)) &&
        states.includes(input.closedAt === undefined ? "open" : "closed") &&
        (flows?.includes(input.flow.id) ?? true) &&
        (runs?.includes(input.run.id) ?? true);
      return isRequested ? [webInputSummary(input, roles)] : [];
    });
    const sortFields = ["created_timestamp", "edited_timestamp", "closed_timestamp"];
    const { page, marker } = paginateByMarker(sortByQuery(summaries, query, sortFields), listQuery);
    return c.json({ web_input_summaries: page, marker });
  });

  app.get("/web_inputs/:id", (c) => {
    requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
    const { input, roles } = requireVisibleInput(c, world);
    return c.json(webInputDocument(input, roles));
  });

  app.post("/web_inputs/:id/respond", async (c) => {
    requireScope(c, flowsScope("run_manage"));
    const { input, roles } = requireVisibleInput(c, world);
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
const getApiRoles = ({ roles }, identityId, world) =>
  ["owner", "administrator", "viewer"].filter((role) => includesIdentity(roles[`${role}s`] ?? [], identityId, world));

/** @param {WebInput} input @param {string} identityId @param {World} world */
function getInputRoles({ viewers, respondents }, identityId, world) {
  const isRespondent = includesIdentity(respondents, identityId, world);
  const isViewer = isRespondent || includesIdentity(viewers, identityId, world);
  return [...(isViewer ? ["viewer"] : []), ...(isRespondent ? ["respondent"] : [])];
}

/** @param {Context} c @param {World} world */
function requireVisibleInput(c, world) {
  const id = c.req.param("id") ?? "";
  const input = world.flows.webInputs.get(id.toLowerCase());
  const roles = input ? getInputRoles(input, c.get("callerId"), world) : [];
  if (!input || roles.length === 0) throw notFound("Web Input", id);
  return { input, roles };
}
