// @ts-check
/**
 * The services that have a URL. The whole package uses these names as keys of service URLs.
 * @typedef {"auth" | "transfer" | "groups" | "search" | "flows" | "timers" | "compute"} ServiceName
 */

/** @type {readonly ServiceName[]} */
export const SERVICE_NAMES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];

/** @type {Record<ServiceName, (domain: string, prefix: string) => string>} */
const URL_BUILDERS = {
  auth: (domain) => `https://auth.${domain}`,
  transfer: (domain) => `https://transfer.api.${domain}`,
  groups: (domain) => `https://groups.api.${domain}`,
  search: (domain) => `https://search.api.${domain}`,
  flows: (_, prefix) => `https://${prefix}flows.automate.globus.org`,
  timers: (_, prefix) => `https://${prefix}timer.automate.globus.org`,
  compute: (domain) => `https://compute.api.${domain}`,
};

/** @type {Record<string, string>} */
const DOMAINS = {
  production: "globus.org",
  preview: "preview.globus.org",
  sandbox: "sandbox.globuscs.info",
  integration: "integration.globuscs.info",
  test: "test.globuscs.info",
  staging: "staging.globuscs.info",
};

/**
 * @param {string} environment
 * @returns {Record<ServiceName, string>}
 */
export function environmentUrls(environment) {
  const domain = DOMAINS[environment];
  if (!domain) throw new TypeError(`unknown environment: ${environment}`);
  const prefix = environment === "production" ? "" : `${environment}.`;
  return /** @type {Record<ServiceName, string>} */ (
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, URL_BUILDERS[name](domain, prefix)]))
  );
}

/**
 * Further hosts of services in production. Globus's JavaScript SDK uses them.
 * @type {Partial<Record<ServiceName, string>>}
 */
const PRODUCTION_ALIASES = { transfer: "https://transfer.api.globusonline.org", flows: "https://flows.globus.org" };

/** @param {string} environment @returns {Partial<Record<ServiceName, string>>} */
export const environmentAliases = (environment) => (environment === "production" ? PRODUCTION_ALIASES : {});

/** Globus's Python SDK reads TIMER, its JavaScript SDK reads TIMERS. @type {(name: ServiceName) => string[]} */
const variableNames = (name) => (name === "timers" ? ["TIMER", "TIMERS"] : [name.toUpperCase()]);

/**
 * Returns the environment variables that point Globus's own clients to other service URLs.
 * @param {Record<ServiceName, string>} urls
 * @returns {Record<string, string>}
 */
export const serviceUrlVariables = (urls) =>
  Object.fromEntries(
    SERVICE_NAMES.flatMap((name) =>
      variableNames(name).map((variable) => [`GLOBUS_SDK_SERVICE_URL_${variable}`, urls[name]]),
    ),
  );
