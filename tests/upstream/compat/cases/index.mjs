// Every call of Globus's Python SDK that a service account can make, class by class, and the SDK's helper class for
// groups.
import auth from "./auth.mjs";
import appAuth from "./app-auth.mjs";
import transfer from "./transfer.mjs";
import groups from "./groups.mjs";
import groupsManager from "./groups-manager.mjs";
import search from "./search.mjs";
import { flows, specificFlow } from "./flows.mjs";
import timers from "./timers.mjs";
import { computeV2, computeV3 } from "./compute.mjs";
import gcs from "./gcs.mjs";

/** @type {import("../calls.mjs").Group[]} */
export const groupsOfCalls = [
  auth,
  appAuth,
  transfer,
  groups,
  search,
  flows,
  specificFlow,
  timers,
  computeV2,
  computeV3,
  gcs,
  groupsManager,
];
