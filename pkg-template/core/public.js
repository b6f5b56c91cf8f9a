// @ts-check
// All exports of the package. Classes that users cannot construct are exported as types only
// (`xtask/src/declarations.rs`).
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
  shortcutsOf,
  disposeAndWait,
} from "./globus_service_account_bg.js";
import { accountOf } from "../jobs/internal.js";
import { CollectionClient, Scope, mergeScopes, scopes } from "../jobs/index.js";
import { addTokenShortcut } from "./token-shortcuts.js";
import { publishMethods } from "./methods.js";
import { Paged } from "./paged.js";
import { setInspection } from "./runtime.js";

export {
  GlobusApiError,
  GlobusAuthError,
  GlobusConfigError,
  GlobusError,
  GlobusNetworkError,
  GlobusTimeoutError,
} from "./errors.js";
export { Scope, ServiceAccount, mergeScopes, scopes };

const wasmClasses = {
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
const jsClasses = { CollectionClient, Paged, Scope };

const { prototype } = ServiceAccount;
addTokenShortcut(prototype, shortcutsOf);
if (Symbol.dispose) prototype[Symbol.dispose] = prototype.dispose;
if (Symbol.asyncDispose) {
  /** @this {any} */
  prototype[Symbol.asyncDispose] = function () {
    return disposeAndWait(this);
  };
}
for (const [name, type] of Object.entries(wasmClasses)) publishMethods(name, type, true);
for (const [name, type] of Object.entries(jsClasses)) publishMethods(name, type, false);

// Set here, because a minifier renames them and consoles show the names.
for (const [name, type] of Object.entries({ ...wasmClasses, ...jsClasses, mergeScopes })) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
}
for (const [name, type] of Object.entries({ ...wasmClasses, CollectionClient, Paged })) {
  setInspection(type.prototype, function () {
    return `${name} ${JSON.stringify(accountSummary(this))}`;
  });
}

/** Returns what consoles print for an object: its account. @param {any} object */
function accountSummary(object) {
  try {
    return (object instanceof ServiceAccount ? object : accountOf(object)).toJSON();
  } catch {
    return {};
  }
}
