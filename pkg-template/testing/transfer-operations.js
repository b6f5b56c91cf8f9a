// @ts-check
import { badRequest, transferError } from "./errors.js";
import { parseFilter } from "./filters.js";
import { fileTime } from "./clock.js";
import { readInteger, sortBy } from "./paging.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").Node} Node
 */

const MAX_LISTING_LENGTH = 100_000;
const FILE_FIELDS = ["name", "type", "size", "last_modified", "user", "group", "permissions"];
/** @type {Record<string, "text" | "time">} */
const FILE_FILTERS = {
  name: "text",
  type: "text",
  size: "text",
  user: "text",
  group: "text",
  permissions: "text",
  last_modified: "time",
};

/**
 * Adds the routes that read the files of a collection, and those of changes that need no task.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addOperationRoutes(app, world) {
  app.get("/operation/endpoint/:id/ls", (c) => {
    const collection = enterCollection(c, world);
    const path = c.req.query("path") || collection.defaultDirectory;
    requireAccess(c, collection, path, "read", "MLSC");
    const node = collection.tree.stat(path);
    if (!node) {
      throw transferError(404, "ClientError.NotFound", `Directory '${path}' not found on endpoint '${collection.id}'`);
    }
    if (node.type === "file")
      throw transferError(
        502,
        "ExternalError.DirListingFailed.NotDirectory",
        formatFailure("list", collection, "Not a directory"),
      );
    const offset = readInteger(c.req.query("offset"), "offset", 0);
    const limit = readInteger(c.req.query("limit"), "limit", MAX_LISTING_LENGTH);
    const items = listDirectory(c, node);
    if (items.length > MAX_LISTING_LENGTH && c.req.query("limit") === undefined) {
      throw transferError(
        502,
        "ExternalError.DirListingFailed.SizeLimit",
        `Directory limit of ${MAX_LISTING_LENGTH} reached.`,
      );
    }
    const page = items.slice(offset, offset + Math.min(limit, MAX_LISTING_LENGTH));
    return c.json({
      DATA_TYPE: "file_list",
      endpoint: collection.id,
      path: path.endsWith("/") ? path : `${path}/`,
      absolute_path: `${collection.tree.absolutePath(path)}/`.replace("//", "/"),
      rename_supported: true,
      symlink_supported: false,
      length: page.length,
      total: items.length,
      DATA: page,
    });
  });

  app.get("/operation/endpoint/:id/stat", (c) => {
    const collection = enterCollection(c, world);
    const path = c.req.query("path");
    if (!path) throw badRequest("Missing value for 'path'");
    requireAccess(c, collection, path, "read", "MLST");
    const node = collection.tree.stat(path);
    if (!node)
      throw transferError(
        404,
        "NotFound",
        `Path not found, ${formatFailure("list", collection, "No such file or directory")}`,
      );
    return c.json(fileDocument(collection.tree.splitPath(path).at(-1) ?? "/", node));
  });

  app.post("/operation/endpoint/:id/mkdir", async (c) => {
    const collection = enterCollection(c, world);
    const path = requireText(await readDocument(c), "path");
    requireAccess(c, collection, path, "write", "MKD");
    if (collection.tree.stat(path)) {
      throw transferError(
        502,
        "ExternalError.MkdirFailed.Exists",
        formatFailure("mkdir", collection, "Path already exists"),
      );
    }
    if (findParent(collection, path)?.type !== "dir") {
      throw transferError(
        502,
        "ExternalError.MkdirFailed",
        formatFailure("mkdir", collection, "No such file or directory"),
      );
    }
    collection.tree.makeDirectory(path);
    return sendResult(c, "DirectoryCreated", "The directory was created successfully", {
      status: 202,
      type: "mkdir_result",
    });
  });

  app.post("/operation/endpoint/:id/rename", async (c) => {
    const collection = enterCollection(c, world);
    const document = await readDocument(c);
    const [from, to] = [requireText(document, "old_path"), requireText(document, "new_path")];
    for (const path of [from, to]) requireAccess(c, collection, path, "write", "RNFR");
    const node = collection.tree.stat(from);
    if (!node || findParent(collection, to)?.type !== "dir") {
      throw transferError(
        404,
        "NotFound",
        `Path not found, ${formatFailure("rename", collection, "No such file or directory")}`,
      );
    }
    if (collection.tree.stat(to)) {
      throw transferError(409, "Exists", `Path already exists, ${formatFailure("rename", collection, "File exists")}`);
    }
    if (`${collection.tree.absolutePath(to)}/`.startsWith(`${collection.tree.absolutePath(from)}/`)) {
      throw badRequest("A directory cannot be moved into itself");
    }
    collection.tree.remove(from);
    collection.tree.put(to, node);
    return sendResult(c, "FileRenamed", "File or directory renamed successfully");
  });
}

/** Returns the collection of a request. Requires the consent for it. @param {Context} c @param {World} world */
function enterCollection(c, world) {
  const collection = world.collections.get(c.req.param("id") ?? "");
  world.collections.requireConsent([collection], c.get("callerId"));
  return collection;
}

/**
 * @param {Context} c
 * @param {Collection} collection
 * @param {string} path
 * @param {import("./collections.js").AccessMode} mode
 * @param {string} command
 */
function requireAccess(c, collection, path, mode, command) {
  const callerId = c.get("callerId");
  if (collection.type === "mapped" && !collection.canUse(callerId)) throw makeLoginError(collection, callerId);
  if (collection.allows(callerId, path, mode)) return;
  const message = formatFailure(
    "list",
    collection,
    `Fatal FTP Response\nCommand: ${command} ${path}`,
    "500 Command failed : Path not allowed.",
  );
  throw transferError(403, "EndpointPermissionDenied", `Denied by endpoint, ${message}`);
}

/**
 * Returns the error of a caller without a local account. Transfer passes on the server's text with its line ends
 * escaped.
 * @param {Collection} collection
 * @param {string} callerId
 */
function makeLoginError(collection, callerId) {
  const isForeign = !collection.admitsDomainOf(callerId);
  const domains = collection.gateway.allowedDomains ?? [];
  const message = isForeign
    ? "None of your authenticated identities are from domains allowed by resource policies"
    : "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this " +
      "connector";
  const detail = isForeign
    ? { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: domains }
    : { DATA_TYPE: "invalid_user#1.0.0", usernames: [collection.usernameOf(callerId)] };
  const more = isForeign ? { authorization_parameters: { session_required_single_domain: domains } } : {};
  const document = { DATA_TYPE: "result#1.1.0", ...more, code: "permission_denied", detail, has_next_page: false };
  const lines = [
    "530-Login incorrect. : GlobusError: v=1 c=LOGIN_DENIED",
    `530-GridFTP-Message: ${message}`,
    `530-GridFTP-JSON-Result: ${JSON.stringify({ ...document, http_response_code: 403, message })}`,
    "530 End.",
    "",
  ];
  const text = formatFailure("login", collection, "Login Failed", lines.join("\\r\\n"));
  return transferError(502, "ExternalError.DirListingFailed.LoginFailed", `Command Failed: ${text}`, more);
}

/** @param {Collection} collection @param {string} path */
const findParent = ({ tree }, path) => tree.stat(`/${tree.splitPath(path).slice(0, -1).join("/")}`);

/** @param {Context} c @param {import("./files.js").Directory} directory */
function listDirectory(c, directory) {
  const showsHidden = c.req.query("show_hidden") !== "0" && c.req.query("show_hidden") !== "false";
  // An item is listed if it passes any of the filters.
  const filters = (c.req.queries("filter") ?? []).filter(Boolean).map((filter) => parseFilter(filter, FILE_FILTERS));
  const items = [...directory.children]
    .filter(([name]) => showsHidden || !name.startsWith("."))
    .map(([name, node]) => fileDocument(name, node))
    .filter((item) => filters.length === 0 || filters.some((passes) => passes(item)));
  return sortBy(items, c.req.query("orderby"), "name", FILE_FIELDS);
}

/** @param {string} name @param {Node} node */
const fileDocument = (name, node) => ({
  DATA_TYPE: "file",
  name,
  type: node.type,
  size: node.type === "dir" ? 4096 : node.size,
  last_modified: fileTime(node.modified),
  permissions: node.type === "dir" ? "0755" : "0644",
  user: "globus",
  group: "globus",
  link_target: null,
  link_user: null,
  link_group: null,
  link_size: null,
  link_last_modified: null,
});

/** @param {string} action @param {Collection} collection @param {string} message @param {string} [details] */
function formatFailure(action, { displayName, id, domain }, message, details = message) {
  return `Error (${action})\nEndpoint: ${displayName} (${id})\nServer: ${domain}:443\nMessage: ${message}\n---\nDetails: ${details}\n`;
}
