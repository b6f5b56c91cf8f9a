// @ts-check
import {
  endpointOf,
  gcsError,
  sendList,
  notFound,
  optionalText,
  parameterIncludes,
  permissionDenied,
  readDocument,
  requiredText,
  sendResult,
  invalidInput,
} from "./gcs-documents.js";
import { POSIX_CONNECTOR_ID, domainOf, isFromAllowedDomain } from "./gcs-endpoints.js";
import { uuid } from "./ids.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").UserCredential} UserCredential
 */

/**
 * Adds the routes for user credentials, which connect identities to local accounts.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addCredentialRoutes(app, world) {
  app.get("/user_credentials", (c) => {
    const endpoint = endpointOf(c);
    const gateway = c.req.query("storage_gateway");
    const isVisible = (/** @type {UserCredential} */ credential) =>
      credential.identityId === c.get("callerId") || (canSeeAll(c) && isAdminManaged(c, credential));
    const visibleCredentials = [...endpoint.credentials.values()].filter(
      (credential) => (!gateway || credential.gatewayId === gateway) && isVisible(credential),
    );
    return sendList(c, visibleCredentials.map(credentialDocument));
  });

  app.post("/user_credentials", async (c) => {
    const endpoint = endpointOf(c);
    const document = await readDocument(c, "user_credential");
    const gatewayId = requiredText(document, "storage_gateway_id");
    const gateway = endpoint.gateways.get(gatewayId);
    if (!gateway)
      throw invalidInput([{ property: "storage_gateway_id", message: `Storage gateway ${gatewayId} not found.` }]);
    const identityId = optionalText(document, "identity_id")?.toLowerCase() ?? c.get("callerId");
    if (
      identityId !== c.get("callerId") &&
      !(gateway.settings.admin_managed_credentials && endpoint.holds(c.get("callerId"), "administrator"))
    ) {
      const detail = { DATA_TYPE: "id_not_in_identity_set#1.0.0", id: identityId };
      throw permissionDenied("The identity is not in your identity set", detail);
    }
    if (!isFromAllowedDomain(gateway, world, identityId)) throw notFromAllowedDomain(gateway.allowedDomains ?? []);
    const defaultUsername = world.accounts.usernameOf(identityId).replace(`@${domainOf(world, identityId)}`, "");
    const username = optionalText(document, "username") ?? defaultUsername;
    const existing = endpoint
      .credentialsOf(gatewayId, identityId)
      .find((credential) => credential.username === username);
    if (existing) {
      const detail = { DATA_TYPE: "resource_conflict#1.0.0", resources: [existing.id] };
      throw gcsError(409, "conflict", "This user credential already exists", { detail });
    }
    /** @type {UserCredential} */
    const credential = { id: uuid(), identityId, gatewayId, username, displayName: null, policies: {} };
    applyCredentialChanges(credential, document);
    endpoint.credentials.set(credential.id, credential);
    return sendResult(c, [credentialDocument(credential)], {
      status: 201,
      message: `Created User Credential ${credential.id}`,
    });
  });

  app.get("/user_credentials/:id", (c) => sendResult(c, [credentialDocument(requireOwnCredential(c))]));

  app.patch("/user_credentials/:id", async (c) => {
    const credential = requireOwnCredential(c);
    const document = await readDocument(c, "user_credential");
    const username = optionalText(document, "username");
    if (username !== undefined) credential.username = username;
    applyCredentialChanges(credential, document);
    return sendResult(c, [credentialDocument(credential)], { message: `Updated User Credential ${credential.id}` });
  });

  app.delete("/user_credentials/:id", (c) => {
    const { id } = requireOwnCredential(c);
    endpointOf(c).credentials.delete(id);
    return sendResult(c, [], { message: `Deleted User Credential ${id}` });
  });
}

/** Whether the caller requests all credentials and may see them. @param {Context} c */
const canSeeAll = (c) =>
  parameterIncludes(c, "include", "all") && endpointOf(c).holds(c.get("callerId"), "administrator");

/** @param {Context} c @param {UserCredential} credential */
const isAdminManaged = (c, { gatewayId }) =>
  endpointOf(c).gateways.get(gatewayId)?.settings.admin_managed_credentials === true;

/** @param {readonly string[]} domains */
export const notFromAllowedDomain = (domains) =>
  gcsError(
    403,
    "permission_denied",
    "None of your authenticated identities are from domains allowed by resource policies",
    {
      detail: { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: domains },
      authorization: { session_required_single_domain: domains },
    },
  );

/** Returns the credential that the path names. Throws 403 if it belongs to another identity. @param {Context} c */
function requireOwnCredential(c) {
  const id = c.req.param("id") ?? "";
  const credential = endpointOf(c).credentials.get(id);
  if (!credential) throw notFound("User Credential", id);
  if (credential.identityId === c.get("callerId")) return credential;
  throw permissionDenied("The user credential belongs to another identity", {
    DATA_TYPE: "not_resource_owner#1.0.0",
    id: credential.identityId,
  });
}

/** @param {UserCredential} credential @param {Record<string, unknown>} document */
function applyCredentialChanges(credential, document) {
  if ("display_name" in document) credential.displayName = optionalText(document, "display_name") ?? null;
  const { policies } = document;
  if (typeof policies === "object" && policies !== null) credential.policies = { ...policies };
}

/** @param {UserCredential} credential */
const credentialDocument = ({ id, identityId, gatewayId, username, displayName, policies }) => ({
  DATA_TYPE: "user_credential#1.0.0",
  connector_id: POSIX_CONNECTOR_ID,
  display_name: displayName,
  id,
  identity_id: identityId,
  invalid: false,
  policies: { DATA_TYPE: "posix_user_credential_policies#1.0.0", ...policies },
  provisioned: false,
  storage_gateway_id: gatewayId,
  username,
});
