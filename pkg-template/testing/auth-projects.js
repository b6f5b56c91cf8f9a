// @ts-check
import {
  forbidden,
  invalidParameters,
  requireManageProjects,
  notFound,
  projectDocument,
  readEnvelope,
  readText,
  readTexts,
} from "./auth-documents.js";
import { authError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./registrations.js").Project} Project
 * @typedef {import("./registrations.js").Policy} Policy
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes for projects and their policies. A caller can read and change only the projects that it administers.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addProjectRoutes(app, world) {
  const { registrations } = world;
  const { projects, policies } = registrations;

  app.get("/v2/api/projects", (c) => {
    const callerId = requireManageProjects(c, world);
    const callerProjects = [...projects.values()].filter(({ id }) => registrations.isAdmin(id, callerId));
    return c.json({ projects: callerProjects.map((project) => projectDocument(world, project)) });
  });

  app.get("/v2/api/projects/:id", (c) =>
    c.json({ project: projectDocument(world, requireAdministeredProject(c, world)) }),
  );

  app.post("/v2/api/projects", async (c) => {
    requireManageProjects(c, world);
    const document = await readEnvelope(c, "project");
    const project = {
      id: uuid(),
      displayName: readText(document, "display_name"),
      contactEmail: readText(document, "contact_email"),
      adminIds: readIds(document, "admin_ids") ?? [],
      adminGroupIds: readIds(document, "admin_group_ids") ?? [],
    };
    requireAdmins(project);
    projects.set(project.id, project);
    return c.json({ project: projectDocument(world, project) });
  });

  app.put("/v2/api/projects/:id", async (c) => {
    const project = requireAdministeredProject(c, world);
    const document = await readEnvelope(c, "project");
    const changed = {
      ...project,
      ...("display_name" in document && { displayName: readText(document, "display_name") }),
      ...("contact_email" in document && { contactEmail: readText(document, "contact_email") }),
      ...("admin_ids" in document && { adminIds: readIds(document, "admin_ids") ?? [] }),
      ...("admin_group_ids" in document && { adminGroupIds: readIds(document, "admin_group_ids") ?? [] }),
    };
    requireAdmins(changed);
    return c.json({ project: projectDocument(world, Object.assign(project, changed)) });
  });

  app.delete("/v2/api/projects/:id", (c) => {
    const project = requireAdministeredProject(c, world);
    if (registrations.clients().some((client) => client.project === project.id)) {
      throw authError(409, "CONFLICT", "The project has clients");
    }
    const document = projectDocument(world, project);
    projects.delete(project.id);
    for (const policy of policies.values()) if (policy.project_id === project.id) policies.delete(policy.id);
    return c.json({ project: document });
  });

  app.get("/v2/api/policies", (c) => {
    const callerId = requireManageProjects(c, world);
    const callerPolicies = [...policies.values()].filter((policy) =>
      registrations.isAdmin(policy.project_id, callerId),
    );
    return c.json({ policies: callerPolicies });
  });

  app.get("/v2/api/policies/:id", (c) => c.json({ policy: requireAdministeredPolicy(c, world) }));

  app.post("/v2/api/policies", async (c) => {
    const callerId = requireManageProjects(c, world);
    const document = await readEnvelope(c, "policy");
    /** @type {Policy} */
    const policy = {
      id: uuid(),
      project_id: readText(document, "project_id"),
      display_name: readText(document, "display_name"),
      description: readText(document, "description"),
      high_assurance: document.high_assurance === true,
      authentication_assurance_timeout: null,
      required_mfa: false,
      domain_constraints_include: null,
      domain_constraints_exclude: null,
    };
    applyPolicyChanges(policy, document, callerId, world);
    policies.set(policy.id, policy);
    return c.json({ policy });
  });

  app.put("/v2/api/policies/:id", async (c) => {
    const policy = requireAdministeredPolicy(c, world);
    applyPolicyChanges(policy, await readEnvelope(c, "policy"), requireManageProjects(c, world), world);
    return c.json({ policy });
  });

  app.delete("/v2/api/policies/:id", (c) => {
    const policy = requireAdministeredPolicy(c, world);
    policies.delete(policy.id);
    return c.json({ policy });
  });
}

/**
 * Returns the project that the path names. Throws 403 unless the caller administers it.
 * @param {Context} c
 * @param {World} world
 */
function requireAdministeredProject(c, world) {
  const callerId = requireManageProjects(c, world);
  const id = c.req.param("id") ?? "";
  const project = world.registrations.projects.get(id.toLowerCase());
  if (!project) throw notFound("project", id);
  if (!world.registrations.isAdmin(project.id, callerId)) throw forbidden();
  return project;
}

/**
 * Returns the policy that the path names. Throws 403 unless the caller administers its project.
 * @param {Context} c
 * @param {World} world
 */
function requireAdministeredPolicy(c, world) {
  const callerId = requireManageProjects(c, world);
  const id = c.req.param("id") ?? "";
  const policy = world.registrations.policies.get(id.toLowerCase());
  if (!policy) throw notFound("policy", id);
  if (!world.registrations.isAdmin(policy.project_id, callerId)) throw forbidden();
  return policy;
}

/** @param {Record<string, unknown>} document @param {string} name */
function readIds(document, name) {
  const value = readTexts(document, name);
  if (value?.every(isUuid) === false) throw invalidParameters(`'${name}' must be a list of UUIDs`);
  return value?.map((id) => id.toLowerCase());
}

/** @param {Project} project */
function requireAdmins({ adminIds, adminGroupIds }) {
  if (adminIds.length + adminGroupIds.length > 0) return;
  throw invalidParameters("At least one of 'admin_ids' and 'admin_group_ids' must be provided");
}

/**
 * Writes the members of a document to a policy, after all of them were checked.
 * @param {Policy} policy
 * @param {Record<string, unknown>} document
 * @param {string} callerId
 * @param {World} world
 */
function applyPolicyChanges(policy, document, callerId, world) {
  /** @type {Policy} */
  const changed = { ...policy };
  if ("project_id" in document) changed.project_id = readText(document, "project_id").toLowerCase();
  if (!world.registrations.isAdmin(changed.project_id, callerId)) throw forbidden();
  if ("display_name" in document) changed.display_name = readText(document, "display_name");
  if ("description" in document) changed.description = readText(document, "description");
  if ("authentication_assurance_timeout" in document) {
    changed.authentication_assurance_timeout = Number(document.authentication_assurance_timeout);
  }
  if ("required_mfa" in document) changed.required_mfa = document.required_mfa === true;
  if ("domain_constraints_include" in document) {
    changed.domain_constraints_include = readTexts(document, "domain_constraints_include") ?? null;
  }
  if ("domain_constraints_exclude" in document) {
    changed.domain_constraints_exclude = readTexts(document, "domain_constraints_exclude") ?? null;
  }
  if (changed.required_mfa && !changed.high_assurance) {
    throw invalidParameters("'required_mfa' can only be set for high assurance policies");
  }
  Object.assign(policy, changed);
}
