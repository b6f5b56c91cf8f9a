// Serves a fake for each service, sets the environment variables that it returns, and runs the SDK's scenarios there.
// Prints the names of the SDK functions that were called.
import assert from "node:assert/strict";
import { auth, compute, flows, groups, search, timers, transfer } from "@globus/sdk";
import { FakeGlobus } from "globus-service-account/testing";
import * as ofAuth from "../upstream/javascript/auth.mjs";
import * as ofAutomation from "../upstream/javascript/automation.mjs";
import * as ofGroups from "../upstream/javascript/groups.mjs";
import { makeScenarioStage, recordCalls } from "../upstream/javascript/official.mjs";
import * as ofSearch from "../upstream/javascript/search.mjs";
import * as ofTransfer from "../upstream/javascript/transfer.mjs";

const { files, tasks, sharing, tunnels, management } = ofTransfer;
const SERVICES = {
  auth: [auth, [ofAuth.identities, ofAuth.tokens]],
  transfer: [transfer, [files, tasks, sharing, tunnels, management]],
  groups: [groups, [ofGroups.groups]],
  search: [search, [ofSearch.search]],
  flows: [flows, [ofAutomation.flows]],
  timers: [timers, [ofAutomation.timers]],
  compute: [compute, [ofAutomation.compute]],
};

const calledFunctions = {};
for (const [service, [module, scenarios]] of Object.entries(SERVICES)) {
  const fake = new FakeGlobus({ clock: "real", taskDuration: 50, flowRunDuration: 50, computeTaskDuration: 50 });
  const client = fake.addClient({ name: "Outsider" });
  const server = await fake.serve();
  Object.assign(process.env, server.env);
  try {
    const { sdk, called } = recordCalls(module);
    const options = { serviceUrls: server.origins, fetch: undefined };
    for (const scenario of scenarios) await scenario(sdk, makeScenarioStage({ fake, client }, options));
    const isFromPackage = ({ headers }) => /globus-service-account/.test(headers["user-agent"]);
    const sdkRequests = fake.requests.filter((request) => !isFromPackage(request) && request.service === service);
    assert.ok(sdkRequests.length >= called.size, `${service}: ${sdkRequests.length} requests of ${called.size} functions`);
    for (const { url } of sdkRequests) assert.ok(url.startsWith(`${server.origins[service]}/`), url);
    calledFunctions[service] = [...called];
  } finally {
    await server.close();
  }
}
console.log(JSON.stringify(calledFunctions));
