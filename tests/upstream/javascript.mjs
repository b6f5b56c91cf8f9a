// Globus's JavaScript SDK on the fake, with the header that this package returns: every request of the SDK.
import assert from "node:assert/strict";
import { auth, compute, flows, gcs, groups, search, timers, transfer } from "@globus/sdk";
import * as ofAuth from "./javascript/auth.mjs";
import * as ofAutomation from "./javascript/automation.mjs";
import { connectServer } from "./javascript/gcs.mjs";
import * as ofGroups from "./javascript/groups.mjs";
import { makeScenarioStage, recordCalls } from "./javascript/official.mjs";
import * as ofSearch from "./javascript/search.mjs";
import * as ofTransfer from "./javascript/transfer.mjs";

/** The functions of the SDK that these tests do not call, with the reason. */
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
    reason: "always sends its request to a host below data.globus.org, with its own `fetch`",
  },
  {
    calls: `gcs.collections.resetOwnerString gcs.collections.update gcs.collections.updateOwnerString
      gcs.endpoint.resetOwnerString gcs.endpoint.update gcs.endpoint.updateOwner gcs.endpoint.updateOwnerString
      gcs.nodes.create gcs.nodes.get gcs.nodes.getAll gcs.nodes.patch gcs.nodes.remove gcs.nodes.update
      gcs.storageGateways.update gcs.userCredentials.update groups.groups.getStatuses
      transfer.fileOperations.symlink transfer.task.remove`,
    reason: "neither the Python SDK nor this package has this call, and the fake does not implement it",
  },
  {
    calls: "transfer.endpointManager.task.getAdminCancel",
    reason: "sends a POST for a call that Transfer documents as GET",
  },
];

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(`@globus/sdk ${name}: every request of the SDK, with this package's header`, body);
  const scenarios = (name, module, list) =>
    test(name, async (stage) => {
      const recording = recordCalls(module, stage.fake.fetch);
      for (const scenario of list) await scenario(recording.sdk, makeScenarioStage(stage));
      checkComplete(name, recording);
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
    const recording = recordCalls(gcs);
    await connectServer(recording.sdk, stage);
    checkComplete("gcs", recording);
  });
}

/** Checks that every function of a module was called, or that `NOT_CALLED` has the reason. */
function checkComplete(name, { called, methods }) {
  const excluded = NOT_CALLED.flatMap(({ calls }) => calls.split(/\s+/)).flatMap((call) => {
    const [service, ...path] = call.split(".");
    return service === name ? path.join(".") : [];
  });
  assert.deepEqual(
    methods.filter((method) => !called.has(method)).sort(),
    excluded.sort(),
    "the functions that were not called must be those of NOT_CALLED",
  );
  console.log(`  @globus/sdk ${name}: ${called.size} functions`);
}
