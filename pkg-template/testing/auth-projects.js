// @ts-check
import { forbidden, invalid, manager, notFound, projectDocument, readEnvelope, text, texts } from "./auth-documents.js";
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
 * Projects and their policies, for those who administer them.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addProjectRoutes(app, world) {
  const { registrations } = world;
  const { projects, policies } = registrations;

  app.get("/v2/api/projects", (c) => {
    const callerId = manager(c, world);
    const mine = [...projects.values()].filter(({ id }) => registrations.isAdmin(id, callerId));
    return c.json({ projects: mine.map((project) => projectDocument(world, project)) });
  });

  app.get("/v2/api/projects/:id", (c) => c.json({ project: projectDocument(world, administered(c, world)) }));

  app.post("/v2/api/projects", async (c) => {
    manager(c, world);
    const document = await readEnvelope(c, "project");
    const project = {
      id: uuid(),
      displayName: text(document, "display_name"),
      contactEmail: text(document, "contact_email"),
      adminIds: ids(document, "admin_ids") ?? [],
      adminGroupIds: ids(document, "admin_group_ids") ?? [],
    };
    requireAdmins(project);
    projects.set(project.id, project);
    return c.json({ project: projectDocument(world, project) });
  });

  app.put("/v2/api/projects/:id", async (c) => {
    const project = administered(c, world);
    const document = await readEnvelope(c, "project");
    const changed = {
      ...project,
      ...("display_name" in document && { displayName: text(document, "display_name") }),
      ...("contact_email" in document && { contactEmail: text(document, "contact_email") }),
      ...("admin_ids" in document && { adminIds: ids(document, "admin_ids") ?? [] }),
      ...("admin_group_ids" in document && { adminGroupIds: ids(document, "admin_group_ids") ?? [] }),
    };
    requireAdmins(changed);
    return c.json({ project: projectDocument(world, Object.assign(project, changed)) });
  });

  app.delete("/v2/api/projects/:id", (c) => {
    const project = administered(c, world);
    if (registrations.clients().some((client) => client.project === project.id)) {
      throw authError(409, "CONFLICT", "The project has clients");
    }
    const document = projectDocument(world, project);
    projects.delete(project.id);
    for (const policy of policies.values()) if (policy.project_id === project.id) policies.delete(policy.id);
    return c.json({ project: document });
  });

  app.get("/v2/api/policies", (c) => {
    const callerId = manager(c, world);
    const mine = [...policies.values()].filter((policy) => registrations.isAdmin(policy.project_id, callerId));
    return c.json({ policies: mine });
  });

  app.get("/v2/api/policies/:id", (c) => c.json({ policy: administeredPolicy(c, world) }));

  app.post("/v2/api/policies", async (c) => {
    const callerId = manager(c, world);
    const document = await readEnvelope(c, "policy");
    /** @type {Policy} */
    const policy = {
      id: uuid(),
      project_id: text(document, "project_id"),
      display_name: text(document, "display_name"),
      description: text(document, "description"),
      high_assurance: document.high_assurance === true,
      authentication_assurance_timeout: null,
      required_mfa: false,
      domain_constraints_include: null,
      domain_constraints_exclude: null,
    };
    change(policy, document, callerId, world);
    policies.set(policy.id, policy);
    return c.json({ policy });
  });

  app.put("/v2/api/policies/:id", async (c) => {
    const policy = administeredPolicy(c, world);
    change(policy, await readEnvelope(c, "policy"), manager(c, world), world);
    return c.json({ policy });
  });

  app.delete("/v2/api/policies/:id", (c) => {
    const policy = administeredPolicy(c, world);
    policies.delete(policy.id);
    return c.json({ policy });
  });
}

/** @param {Context} c @param {World} world */
function administered(c, world) {
  const callerId = manager(c, world);
  const id = c.req.param("id") ?? "";
  const project = world.registrations.projects.get(id.toLowerCase());
  if (!project) throw notFound("project", id);
  if (!world.registrations.isAdmin(project.id, callerId)) throw forbidden();
  return project;
}

/** @param {Context} c @param {World} world */
function administeredPolicy(c, world) {
  const callerId = manager(c, world);
  const id = c.req.param("id") ?? "";
  const policy = world.registrations.policies.get(id.toLowerCase());
  if (!policy) throw notFound("policy", id);
  if (!world.registrations.isAdmin(policy.project_id, callerId)) throw forbidden();
  return policy;
}

/** @param {Record<string, unknown>} document @param {string} name */
function ids(document, name) {
  const value = texts(document, name);
  if (value?.every(isUuid) === false) throw invalid(`'${name}' must be a list of ids`);
  return value?.map((id) => id.toLowerCase());
}

/** @param {Project} project */
function requireAdmins({ adminIds, adminGroupIds }) {
  if (adminIds.length + adminGroupIds.length > 0) return;
  throw invalid("At least one of 'admin_ids' and 'admin_group_ids' must be provided");
}

/** @param {Policy} policy @param {Record<string, unknown>} document @param {string} callerId @param {World} world */
function change(policy, document, callerId, world) {
  /** @type {Policy} */
  const changed = { ...policy };
  if ("project_id" in document) changed.project_id = text(document, "project_id").toLowerCase();
  if (!world.registrations.isAdmin(changed.project_id, callerId)) throw forbidden();
  if ("display_name" in document) changed.display_name = text(document, "display_name");
  if ("description" in document) changed.description = text(document, "description");
  if ("authentication_assurance_timeout" in document) {
    changed.authentication_assurance_timeout = Number(document.authentication_assurance_timeout);
  }
  if ("required_mfa" in document) changed.required_mfa = document.required_mfa === true;
  if ("domain_constraints_include" in document) {
    changed.domain_constraints_include = texts(document, "domain_constraints_include") ?? null;
  }
  if ("domain_constraints_exclude" in document) {
    changed.domain_constraints_exclude = texts(document, "domain_constraints_exclude") ?? null;
  }
  if (changed.required_mfa && !changed.high_assurance) {
    throw invalid("'required_mfa' can only be set for high assurance policies");
  }
  Object.assign(policy, changed);
}
