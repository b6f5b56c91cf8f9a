// @ts-check
import {
  endpointOf,
  gcsError,
  listResult,
  notFound,
  optionalText,
  parameterHolds,
  permissionDenied,
  readDocument,
  requiredText,
  result,
  invalidInput,
} from "./gcs-documents.js";
import { POSIX, domainOf, isFromAllowedDomain } from "./gcs-endpoints.js";
import { uuid } from "./ids.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./gcs-endpoints.js").UserCredential} UserCredential
 */

/**
 * Local accounts of identities.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addCredentialRoutes(app, world) {
  app.get("/user_credentials", (c) => {
    const endpoint = endpointOf(c);
    const gateway = c.req.query("storage_gateway");
    const sees = (/** @type {UserCredential} */ credential) =>
      credential.identityId === c.get("callerId") || (seesAll(c) && isAdminManaged(c, credential));
    const found = [...endpoint.credentials.values()].filter((it) => (!gateway || it.gatewayId === gateway) && sees(it));
    return listResult(c, found.map(credentialDocument));
  });

  app.post("/user_credentials", async (c) => {
    const endpoint = endpointOf(c);
    const document = await readDocument(c, "user_credential");
    const gatewayId = requiredText(document, "storage_gateway_id");
    const gateway = endpoint.gateways.get(gatewayId);
    if (!gateway) throw invalidInput([{ property: "storage_gateway_id", message: `No storage gateway ${gatewayId}.` }]);
    const identityId = optionalText(document, "identity_id")?.toLowerCase() ?? c.get("callerId");
    if (
      identityId !== c.get("callerId") &&
      !(gateway.settings.admin_managed_credentials && endpoint.holds(c.get("callerId"), "administrator"))
    ) {
      const detail = { DATA_TYPE: "id_not_in_identity_set#1.0.0", id: identityId };
      throw permissionDenied("The identity is none of yours", detail);
    }
    if (!isFromAllowedDomain(gateway, world, identityId)) throw notFromAllowedDomain(gateway.allowedDomains ?? []);
    const usual = world.accounts.usernameOf(identityId).replace(`@${domainOf(world, identityId)}`, "");
    const username = optionalText(document, "username") ?? usual;
    const existing = endpoint.credentialsOf(gatewayId, identityId).find((it) => it.username === username);
    if (existing) {
      const detail = { DATA_TYPE: "resource_conflict#1.0.0", resources: [existing.id] };
      throw gcsError(409, "conflict", "This user credential already exists", { detail });
    }
    /** @type {UserCredential} */
    const credential = { id: uuid(), identityId, gatewayId, username, displayName: null, policies: {} };
    update(credential, document);
    endpoint.credentials.set(credential.id, credential);
    return result(c, [credentialDocument(credential)], {
      status: 201,
      message: `Created User Credential ${credential.id}`,
    });
  });

  app.get("/user_credentials/:id", (c) => result(c, [credentialDocument(own(c))]));

  app.patch("/user_credentials/:id", async (c) => {
    const credential = own(c);
    const document = await readDocument(c, "user_credential");
    const username = optionalText(document, "username");
    if (username !== undefined) credential.username = username;
    update(credential, document);
    return result(c, [credentialDocument(credential)], { message: `Updated User Credential ${credential.id}` });
  });

  app.delete("/user_credentials/:id", (c) => {
    const { id } = own(c);
    endpointOf(c).credentials.delete(id);
    return result(c, [], { message: `Deleted User Credential ${id}` });
  });
}

/** @param {Context} c */
const seesAll = (c) => parameterHolds(c, "include", "all") && endpointOf(c).holds(c.get("callerId"), "administrator");

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

/** @param {Context} c */
function own(c) {
  const id = c.req.param("id") ?? "";
  const credential = endpointOf(c).credentials.get(id);
  if (!credential) throw notFound("User Credential", id);
  if (credential.identityId === c.get("callerId")) return credential;
  throw permissionDenied("The user credential is another identity's", {
    DATA_TYPE: "not_resource_owner#1.0.0",
    id: credential.identityId,
  });
}

/** @param {UserCredential} credential @param {Record<string, unknown>} document */
function update(credential, document) {
  if ("display_name" in document) credential.displayName = optionalText(document, "display_name") ?? null;
  const { policies } = document;
  if (typeof policies === "object" && policies !== null) credential.policies = { ...policies };
}

/** @param {UserCredential} credential */
const credentialDocument = ({ id, identityId, gatewayId, username, displayName, policies }) => ({
  DATA_TYPE: "user_credential#1.0.0",
  connector_id: POSIX,
  display_name: displayName,
  id,
  identity_id: identityId,
  invalid: false,
  policies: { DATA_TYPE: "posix_user_credential_policies#1.0.0", ...policies },
  provisioned: false,
  storage_gateway_id: gatewayId,
  username,
});
