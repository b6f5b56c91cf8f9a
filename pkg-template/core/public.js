// @ts-check
// Everything the package exports. Classes that nobody can make an object of are types alone (`declarations.rs` of the build tool).
import {
  AuthClient,
  Authorizer,
  ComputeV2Client,
  ComputeV3Client,
  FlowsClient,
  GcsClient,
  GroupsClient,
  SearchClient,
  ServiceAccount,
  TimersClient,
  TransferClient,
  atHandOf,
  disposed,
} from "./globus_service_account_bg.js";
import { accountOf } from "../jobs/account-of.js";
import { CollectionClient, Scope, mergeScopes, scopes } from "../jobs/index.js";
import { shorten } from "./at-hand.js";
import { publish } from "./methods.js";
import { Paged } from "./paged.js";
import { showAs } from "./runtime.js";

export {
  GlobusApiError,
  GlobusAuthError,
  GlobusConfigError,
  GlobusError,
  GlobusNetworkError,
  GlobusTimeoutError,
} from "./errors.js";
export { Scope, ServiceAccount, mergeScopes, scopes };

const classes = {
  AuthClient,
  Authorizer,
  ComputeV2Client,
  ComputeV3Client,
  FlowsClient,
  GcsClient,
  GroupsClient,
  SearchClient,
  ServiceAccount,
  TimersClient,
  TransferClient,
};
const others = { CollectionClient, Paged, Scope };

const { prototype } = ServiceAccount;
shorten(prototype, atHandOf);
if (Symbol.dispose) prototype[Symbol.dispose] = prototype.dispose;
if (Symbol.asyncDispose) {
  /** @this {any} */
  prototype[Symbol.asyncDispose] = function () {
    return disposed(this);
  };
}
for (const [name, type] of Object.entries(classes)) publish(name, type, true);
for (const [name, type] of Object.entries(others)) publish(name, type, false);

// A minifier renames them; their names are what consoles show.
for (const [name, type] of Object.entries({ ...classes, ...others, mergeScopes })) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
}
for (const [name, type] of Object.entries({ ...classes, CollectionClient, Paged })) {
  showAs(type.prototype, function () {
    return `${name} ${JSON.stringify(shownOf(this))}`;
  });
}

/** What consoles print of an object: whose it is. @param {any} object */
function shownOf(object) {
  try {
    return (object instanceof ServiceAccount ? object : accountOf(object)).toJSON();
  } catch {
    return {};
  }
}
