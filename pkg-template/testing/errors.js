// @ts-check
import { uuid } from "./ids.js";

// Status, code and members follow Globus's recorded responses (the fixtures of its clients, public reports). Not
// recorded are:
// - the OAuth 2 `error` next to Auth's own codes, and the refusal of a client or grant type (both follow RFC 6749)
// - Transfer's codes for rename, for tasks of other owners and for names that are taken
// - what the files of the other services list

/** A refusal that a route throws. */
export class ServiceError extends Error {
  /**
   * @param {number} status
   * @param {Record<string, unknown>} document
   */
  constructor(status, document) {
    super(`${status} ${String(document.code ?? document.error)}`);
    this.status = status;
    this.document = document;
  }
}

/**
 * Creates an error of Transfer: `{ code, message, request_id, resource }`. The service adds the last two.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {Record<string, unknown>} [more]
 */
export const transferError = (status, code, message, more) => new ServiceError(status, { code, message, ...more });

/** @param {string} message */
export const badRequest = (message) => transferError(400, "BadRequest", message);

/** @param {string} id */
export const endpointNotFound = (id) => transferError(404, "EndpointNotFound", `No such endpoint '${id}'`);

/**
 * Creates an error of Auth: a list of errors, and next to it the members of an OAuth 2 error.
 * @param {number} status
 * @param {string} code
 * @param {string} detail
 * @param {{ title?: string, error?: string, description?: string }} [more]
 */
export function authError(status, code, detail, more = {}) {
  const { title = TITLES[status] ?? "Error", description = title } = more;
  const { error = title.toLowerCase().replaceAll(" ", "_") } = more;
  return new ServiceError(status, {
    errors: [{ status: String(status), id: uuid(), code, detail, title }],
    error_description: description,
    error,
  });
}

/**
 * Creates the plain OAuth 2 error of the token endpoint.
 * @param {number} status
 * @param {string} error
 * @param {string} [description]
 */
export const oauthError = (status, error, description) =>
  new ServiceError(status, { error, ...(description && { error_description: description }) });

/**
 * Creates an error of Groups: `{ code, detail }`.
 * @param {number} status
 * @param {string} code
 * @param {string} detail
 * @param {Record<string, unknown>} [more]
 */
export const groupsError = (status, code, detail, more) => new ServiceError(status, { code, detail, ...more });

/**
 * Creates an error of Search, a GError. The service adds the request id.
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {unknown} [data]
 */
export const searchError = (status, code, message, data) =>
  new ServiceError(status, {
    "@datatype": "GError",
    "@version": "2017-09-01",
    status,
    code,
    message,
    ...(data !== undefined && { error_data: data }),
  });

/** @type {Record<number, string>} */
const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Payload Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** @type {Record<number, string>} */
const TRANSFER_CODES = {
  400: "BadRequest",
  401: "AuthenticationFailed",
  403: "PermissionDenied",
  404: "ClientError.NotFound",
  409: "Conflict",
  429: "TooManyRequests",
  500: "InternalError",
  502: "EndpointError",
  503: "ServiceUnavailable",
  504: "EndpointError",
};

/**
 * Creates a service's error for a status alone: the default body of an injected fault.
 * @param {string} service
 * @param {number} status
 */
export function genericError(service, status) {
  const title = TITLES[status] ?? "Error";
  if (service === "auth") return authError(status, title.toUpperCase().replaceAll(" ", "_"), title);
  if (service === "flows" || service === "timers") {
    return new ServiceError(status, { error: { code: title.toUpperCase().replaceAll(" ", "_"), detail: title } });
  }
  if (service === "gcs") {
    const code = title.toLowerCase().replaceAll(" ", "_");
    const envelope = { DATA_TYPE: "result#1.0.0", detail: null, http_response_code: status, has_next_page: false };
    return new ServiceError(status, { ...envelope, code, message: title, data: [] });
  }
  if (service === "compute") {
    const document = { status: "Failed", code: 0, error_args: [], reason: title, http_status_code: status };
    return new ServiceError(status, document);
  }
  if (service === "groups") return groupsError(status, title.toUpperCase().replaceAll(" ", "_"), title);
  if (service === "search") return searchError(status, `${title.replaceAll(" ", "")}.Generic`, title);
  return transferError(status, TRANSFER_CODES[status] ?? title.replaceAll(" ", ""), title);
}
