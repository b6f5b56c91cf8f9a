// Serves a fake for each service, sets what its `env` says, and lets the SDK work there. Prints the names of what it called.
import assert from "node:assert/strict";
import { auth, compute, flows, groups, search, timers, transfer } from "@globus/sdk";
import { FakeGlobus } from "globus-service-account/testing";
import * as ofAuth from "../upstream/javascript/auth.mjs";
import * as ofAutomation from "../upstream/javascript/automation.mjs";
import * as ofGroups from "../upstream/javascript/groups.mjs";
import { beginning, recorded } from "../upstream/javascript/official.mjs";
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

const found = {};
for (const [service, [module, scenarios]] of Object.entries(SERVICES)) {
  const fake = new FakeGlobus({ clock: "real", taskDuration: 50, flowRunDuration: 50, computeTaskDuration: 50 });
  const client = fake.addClient({ name: "Outsider" });
  const server = await fake.serve();
  Object.assign(process.env, server.env);
  try {
    const { sdk, called } = recorded(module);
    const options = { serviceUrls: server.origins, fetch: undefined };
    for (const scenario of scenarios) await scenario(sdk, beginning({ fake, client }, options));
    const isOurs = ({ headers }) => /globus-service-account/.test(headers["user-agent"]);
    const came = fake.requests.filter((request) => !isOurs(request) && request.service === service);
    assert.ok(came.length >= called.size, `${service}: ${came.length} requests of ${called.size} functions`);
    for (const { url } of came) assert.ok(url.startsWith(`${server.origins[service]}/`), url);
    found[service] = [...called];
  } finally {
    await server.close();
  }
}
console.log(JSON.stringify(found));
