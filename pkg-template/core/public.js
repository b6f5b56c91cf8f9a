// @ts-check
// Everything the package exports.
import { AuthClient, ServiceAccount, TransferClient } from "./globus_service_account_bg.js";
import { showAs } from "./runtime.js";

export {
  GlobusApiError,
  GlobusAuthError,
  GlobusConfigError,
  GlobusError,
  GlobusNetworkError,
  GlobusTimeoutError,
} from "./errors.js";
export { Paged } from "./paged.js";
export { AuthClient, ServiceAccount, TransferClient };

// A minifier renames classes; their names are what consoles show.
for (const [name, type] of Object.entries({ AuthClient, ServiceAccount, TransferClient })) {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  showAs(type.prototype, function () {
    return `${name} ${JSON.stringify(this)}`;
  });
}
