// Globus's JavaScript SDK with the header that this package gives, on the fake: every request it knows.
import assert from "node:assert/strict";
import { auth, compute, flows, gcs, groups, search, timers, transfer } from "@globus/sdk";
import * as ofAuth from "./javascript/auth.mjs";
import * as ofAutomation from "./javascript/automation.mjs";
import { connectServer } from "./javascript/gcs.mjs";
import * as ofGroups from "./javascript/groups.mjs";
import { beginning, recorded } from "./javascript/official.mjs";
import * as ofSearch from "./javascript/search.mjs";
import * as ofTransfer from "./javascript/transfer.mjs";

/** What is not called here, and why. */
const NOT_CALLED = [
  {
    calls: `auth.getAuthorizationEndpoint auth.getTokenEndpoint auth.isGlobusAuthTokenResponse auth.isRefreshToken
      auth.isToken auth.utils.hasConsentForScope auth.utils.splitScopeString auth.utils.toScopeTree
      transfer.utils.getDomainFromEndpoint transfer.utils.isDirectory transfer.utils.isFileDocument
      transfer.utils.isGlobusHostname transfer.utils.readableBytes gcs.getScopes gcs.utils.getGCSDomainFromURL`,
    reason: "makes no request",
  },
  {
    calls: "gcs.utils.getEndpointIdFromURL",
    reason: "takes the host for one below data.globus.org, whatever `fetch` it is given",
  },
  {
    calls: `gcs.collections.resetOwnerString gcs.collections.update gcs.collections.updateOwnerString
      gcs.endpoint.resetOwnerString gcs.endpoint.update gcs.endpoint.updateOwner gcs.endpoint.updateOwnerString
      gcs.nodes.create gcs.nodes.get gcs.nodes.getAll gcs.nodes.patch gcs.nodes.remove gcs.nodes.update
      gcs.storageGateways.update gcs.userCredentials.update groups.groups.getStatuses
      transfer.fileOperations.symlink transfer.task.remove`,
    reason: "neither the Python SDK nor this package has it, and the fake does not know it",
  },
  {
    calls: "transfer.endpointManager.task.getAdminCancel",
    reason: "asks with POST for what Transfer documents as GET",
  },
];

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(`@globus/sdk ${name}: every request it knows, with our header`, body);
  const scenarios = (name, module, list) =>
    test(name, async (stage) => {
      const accounting = recorded(module, stage.fake.fetch);
      for (const scenario of list) await scenario(accounting.sdk, beginning(stage));
      settle(name, accounting);
    });
  const { files, tasks, sharing, tunnels, management } = ofTransfer;
  scenarios("auth", auth, [ofAuth.identities, ofAuth.tokens]);
  scenarios("transfer", transfer, [files, tasks, sharing, tunnels, management]);
  scenarios("groups", groups, [ofGroups.groups]);
  scenarios("search", search, [ofSearch.search]);
  scenarios("flows", flows, [ofAutomation.flows]);
  scenarios("timers", timers, [ofAutomation.timers]);
  scenarios("compute", compute, [ofAutomation.compute]);
  test("gcs", async (stage) => {
    const accounting = recorded(gcs);
    await connectServer(accounting.sdk, stage);
    settle("gcs", accounting);
  });
}

/** Every function of a module was called, or the table says why not. */
function settle(name, { called, methods }) {
  const excused = NOT_CALLED.flatMap(({ calls }) => calls.split(/\s+/)).flatMap((call) => {
    const [service, ...path] = call.split(".");
    return service === name ? path.join(".") : [];
  });
  assert.deepEqual(
    methods.filter((method) => !called.has(method)).sort(),
    excused.sort(),
    "not called, and the reasons in NOT_CALLED",
  );
  console.log(`  @globus/sdk ${name}: ${called.size} functions`);
}
