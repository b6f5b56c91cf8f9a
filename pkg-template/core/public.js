// @ts-check
// Everything the package exports.
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
export { CollectionClient, Paged, Scope, mergeScopes, scopes };

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
export {
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

shorten(ServiceAccount.prototype, atHandOf);
for (const [name, type] of Object.entries({ ...classes, CollectionClient, Paged, Scope })) publish(name, type);

if (Symbol.dispose) {
  // The generated one frees the object, so that its methods fail afterwards: a client is its account's, which gives it again.
  for (const type of Object.values(classes)) delete type.prototype[Symbol.dispose];
  ServiceAccount.prototype[Symbol.dispose] = ServiceAccount.prototype.dispose;
}
if (Symbol.asyncDispose) ServiceAccount.prototype[Symbol.asyncDispose] = ServiceAccount.prototype.disposed;

// A minifier renames them; their names are what consoles show.
for (const [name, type] of Object.entries({ ...classes, CollectionClient, Paged, Scope, mergeScopes })) {
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
