// @ts-check
import { earliest } from "./agenda.js";
import { badRequest, transferError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";
import { readDocument } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {{ code: string, description: string, details: string, isError: boolean, time: number,
 *   id: number }} TunnelEvent
 * @typedef {{ id: string, ownerId: string, label: string | null, submissionId: string, lifetime: number,
 *   restartable: boolean, createdAt: number, listener: string, initiator: string, state: string,
 *   address: Record<string, unknown>, stoppingSince: number | undefined, events: TunnelEvent[] }} Tunnel
 * @typedef {{ id: string, displayName: string, owner: string, endpointId: string, settings: Record<string, unknown> }}
 *   AccessPoint
 */

/** The recorded states of tunnels. Of their events, only those in this file are recorded. */
const STATUS_TEXTS = /** @type {Record<string, string>} */ ({
  AWAITING_LISTENER: "The tunnel is waiting for listening contact detail setup.",
  STOPPING: "A request to stop tunnel has been received.",
  STOPPED: "The tunnel has been stopped.",
});

/** Milliseconds from the request to stop a tunnel until it has stopped. */
const STOPPING_MS = 1000;
const DEFAULT_LIFETIME_MINUTES = 360;
const ADDRESS_FIELDS = ["listener_ip_address", "listener_port", "initiator_ip_address", "initiator_port"];

/** @param {Context} c */
export const isVersion2 = (c) => c.req.path.startsWith("/v2/");

/** @param {Context} c @param {import("./errors.js").ServiceError} error */
export function sendVersion2Error(c, { status, document }) {
  const { code, message } = document;
  return sendJsonApi(c, { errors: [{ status: String(status), code, detail: message }] }, status);
}

/**
 * Adds the routes of tunnels. They are in version 2 of Transfer, which uses JSON:API.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addTunnelRoutes(app, world) {
  /** @type {Map<string, Tunnel>} */
  const tunnels = new Map();
  const findOwn = (/** @type {Context} */ c) =>
    [...tunnels.values()]
      .filter(({ ownerId }) => ownerId === c.get("callerId"))
      .map((tunnel) => updateState(tunnel, world));
  const requireOwn = (/** @type {Context} */ c) => {
    const tunnel = findOwn(c).find(({ id }) => id === c.req.param("id"));
    if (!tunnel) throw transferError(404, "NotFound", `No such tunnel '${c.req.param("id")}'`);
    return tunnel;
  };

  const pollOwn = (/** @type {Context} */ c) => {
    const polled = c.req.param("id") === undefined ? findOwn(c) : [requireOwn(c)];
    world.agenda.advanceOnPoll(() => earliest(polled.map((tunnel) => updateState(tunnel, world)).map(getStopTime)));
    return polled.map((tunnel) => updateState(tunnel, world));
  };

  app.get("/v2/tunnels", (c) => sendJsonApi(c, { data: pollOwn(c).map(tunnelDocument), links: null }));

  app.post("/v2/tunnels", async (c) => {
    const { attributes, relationships } = readData(await readDocument(c));
    const {
      submission_id: submissionId,
      label = null,
      lifetime_mins: lifetime = DEFAULT_LIFETIME_MINUTES,
      restartable = false,
    } = attributes;
    if (!isUuid(submissionId)) throw badRequest("Missing or invalid value for 'submission_id'");
    if (label !== null && typeof label !== "string") throw badRequest("Invalid value for 'label'");
    if (typeof lifetime !== "number" || lifetime <= 0) throw badRequest("Invalid value for 'lifetime_mins'");
    const existing = findOwn(c).find((tunnel) => tunnel.submissionId === submissionId);
    if (existing) return sendJsonApi(c, { data: tunnelDocument(existing) });
    const [listener, initiator] = ["listener", "initiator"].map(
      (name) => requireAccessPoint(relationships, name, world).id,
    );
    /** @type {Tunnel} */
    const tunnel = {
      id: uuid(),
      ownerId: c.get("callerId"),
      label,
      submissionId,
      lifetime,
      restartable: restartable === true,
      createdAt: world.clock.now(),
      listener: listener ?? "",
      initiator: initiator ?? "",
      state: "AWAITING_LISTENER",
      address: {},
      stoppingSince: undefined,
      events: [],
    };
    addEvent(tunnel, "STARTED", "started", "Attempting tunnel establishment", world.clock.now());
    tunnels.set(tunnel.id, tunnel);
    return sendJsonApi(c, { data: tunnelDocument(tunnel) }, 201);
  });

  app.get("/v2/tunnels/:id", (c) => sendJsonApi(c, { data: pollOwn(c).map(tunnelDocument)[0] }));

  app.patch("/v2/tunnels/:id", async (c) => {
    const tunnel = requireOwn(c);
    const { attributes } = readData(await readDocument(c));
    const { label, state } = attributes;
    if (typeof label === "string" || label === null) tunnel.label = label;
    for (const name of ADDRESS_FIELDS) if (name in attributes) tunnel.address[name] = attributes[name];
    if (state !== undefined && state !== "STOPPING") throw badRequest("Invalid value for 'state'");
    if (state === "STOPPING" && tunnel.stoppingSince === undefined) {
      tunnel.state = state;
      tunnel.stoppingSince = world.clock.now();
    }
    return sendJsonApi(c, { data: tunnelDocument(tunnel) });
  });

  app.delete("/v2/tunnels/:id", (c) => {
    tunnels.delete(requireOwn(c).id);
    return sendJsonApi(c, { data: null });
  });

  app.get("/v2/tunnels/:id/events", (c) => {
    const data = pollOwn(c)
      .flatMap(({ events }) => events)
      .map(({ id, code, isError, description, details, time }) => ({
        type: "TunnelEvent",
        id,
        attributes: { code, is_error: isError, description, details, time: formatTunnelTime(time) },
      }));
    return sendJsonApi(c, { data, links: null });
  });

  app.get("/v2/stream_access_points", (c) =>
    sendJsonApi(c, { data: [...world.accessPoints.values()].map((point) => accessPointDocument(point, world)) }),
  );
  app.get("/v2/stream_access_points/:id", (c) => {
    const point = world.accessPoints.get(c.req.param("id"));
    if (!point) throw transferError(404, "NotFound", `No such stream access point '${c.req.param("id")}'`);
    return sendJsonApi(c, { data: accessPointDocument(point, world) });
  });
}

/** @param {Context} c @param {Record<string, unknown>} document @param {number} [status] */
const sendJsonApi = (c, document, status = 200) =>
  c.body(JSON.stringify({ ...document, meta: { request_id: c.env.requestId } }), /** @type {200} */ (status), {
    "Content-Type": "application/vnd.api+json",
  });

/** @param {Record<string, unknown>} document */
function readData(document) {
  const { type = "Tunnel", attributes = {}, relationships = {} } = requireObject(document.data, "data");
  if (type !== "Tunnel") throw badRequest("Invalid value for 'type'");
  return {
    attributes: requireObject(attributes, "attributes"),
    relationships: requireObject(relationships, "relationships"),
  };
}

/** @param {unknown} value @param {string} name @returns {Record<string, unknown>} */
function requireObject(value, name) {
  if (typeof value !== "object" || value === null) throw badRequest(`Missing or invalid value for '${name}'`);
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {Record<string, unknown>} relationships @param {string} name @param {World} world */
function requireAccessPoint(relationships, name, world) {
  const { id } = requireObject(requireObject(relationships[name], name).data, name);
  const point = world.accessPoints.get(String(id));
  if (!point) throw transferError(404, "NotFound", `No such stream access point '${String(id)}'`);
  return point;
}

/** Returns the time at which a stopping tunnel stops. @param {Tunnel} tunnel */
const getStopTime = ({ state, stoppingSince }) =>
  state === "STOPPING" && stoppingSince !== undefined ? stoppingSince + STOPPING_MS : undefined;

/** Updates the state of a tunnel to the clock's time. @param {Tunnel} tunnel @param {World} world */
function updateState(tunnel, world) {
  const now = world.clock.now();
  const end = Math.min((tunnel.stoppingSince ?? Infinity) + STOPPING_MS, tunnel.createdAt + tunnel.lifetime * 60_000);
  if (now < end || tunnel.state === "STOPPED") return tunnel;
  tunnel.state = "STOPPED";
  addEvent(tunnel, "TUNNEL_STOPPED", "tunnel has been stopped", "Tunnel stopped as requested.", end);
  return tunnel;
}

/**
 * @param {Tunnel} tunnel
 * @param {string} code
 * @param {string} description
 * @param {string} details
 * @param {number} time
 */
function addEvent(tunnel, code, description, details, time) {
  tunnel.events.push({ id: tunnel.events.length + 1, code, description, details, isError: false, time });
}

/** Formats a time as version 2 does: without an offset. @param {number} ms */
const formatTunnelTime = (ms) => `${new Date(ms).toISOString().slice(0, 23)}000`;

/** @param {Tunnel} tunnel */
function tunnelDocument(tunnel) {
  const accessPointLink = (/** @type {string} */ id) => ({ data: { id, type: "StreamAccessPoint" } });
  return {
    type: "Tunnel",
    id: tunnel.id,
    attributes: {
      created_time: formatTunnelTime(tunnel.createdAt),
      ...Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, tunnel.address[name] ?? null])),
      label: tunnel.label,
      lifetime_mins: tunnel.lifetime,
      restartable: tunnel.restartable,
      state: tunnel.state,
      status: STATUS_TEXTS[tunnel.state] ?? "",
      submission_id: tunnel.submissionId,
    },
    relationships: {
      initiator: accessPointLink(tunnel.initiator),
      listener: accessPointLink(tunnel.listener),
      owner: { data: { id: tunnel.ownerId, type: "Identity" } },
    },
  };
}

/** @param {AccessPoint} point @param {World} world */
const accessPointDocument = ({ id, displayName, owner, endpointId, settings }, world) => ({
  type: "StreamAccessPoint",
  id,
  attributes: {
    advertised_owner: world.accounts.usernameOf(owner),
    contact_email: null,
    contact_info: null,
    department: null,
    description: null,
    display_name: displayName,
    info_link: null,
    keywords: null,
    organization: null,
    ...settings,
    tlsftp_server: `tlsftp://s-${id.slice(0, 5)}.${endpointId.slice(0, 6)}.${endpointId.slice(9, 13)}.data.globus.org:443`,
  },
  relationships: { host_endpoint: { data: { id: endpointId, type: "Endpoint" } } },
});
