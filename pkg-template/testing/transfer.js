// @ts-check
import { Hono } from "hono/tiny";
import { ServiceError, transferError } from "./errors.js";
import { TRANSFER_ALL } from "./scopes.js";
import { addBookmarkRoutes } from "./transfer-bookmarks.js";
import { addCollectionRoutes } from "./transfer-collections.js";
import { addEndpointRoutes } from "./transfer-endpoints.js";
import { addManagerRoutes } from "./transfer-manager.js";
import { addOperationRoutes } from "./transfer-operations.js";
import { addRoleRoutes } from "./transfer-roles.js";
import { addTaskRoutes } from "./transfer-tasks.js";
import { addTunnelRoutes, isVersion2, sendVersion2Error } from "./tunnels.js";
import { VERSION, resourceName } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 */

/**
 * Creates the fake of Globus Transfer.
 * @param {World} world
 */
export function transferService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    if (isVersion2(c)) return sendVersion2Error(c, error);
    const { status, document } = error;
    return c.json({ ...document, request_id: c.env.requestId, resource: resourceName(c) }, /** @type {400} */ (status));
  });
  app.notFound((c) => {
    const error = transferError(404, "ClientError.NotFound", `The fake Globus has no resource '${resourceName(c)}'`);
    return c.json({ ...error.document, request_id: c.env.requestId, resource: resourceName(c) }, 404);
  });

  /** @type {import("hono").MiddlewareHandler<Env>} */
  const authenticate = async (c, next) => {
    const token = world.tokens.fromHeader(c.req.header("Authorization"));
    if (token === "missing") throw transferError(401, "AuthenticationFailed", "No credentials supplied");
    if (token === "inactive") throw transferError(401, "AuthenticationFailed", "Token is not active");
    if (token.resourceServer !== "transfer.api.globus.org") {
      throw transferError(401, "AuthenticationFailed", "Token is not valid for this service");
    }
    if (!token.scopes.has(TRANSFER_ALL)) throw transferError(403, "PermissionDenied", "Token lacks the required scope");
    c.set("callerId", token.clientId);
    await next();
  };
  app.use(`${VERSION}/*`, authenticate);
  app.use("/v2/*", authenticate);
  addTunnelRoutes(app, world);

  const routes = app.basePath(VERSION);
  addCollectionRoutes(routes, world);
  addOperationRoutes(routes, world);
  addTaskRoutes(routes, world);
  addBookmarkRoutes(routes, world);
  addEndpointRoutes(routes, world);
  addRoleRoutes(routes, world);
  addManagerRoutes(routes, world);
  return app;
}
