// The suite in a worker of a page. There a secret does not belong either, and the package says so (`page.mjs`); so that the
// suite need not insist with every account it makes, what tells a worker is taken away.
import "./immediate.mjs";
import * as globus from "globus-service-account";
import { FakeGlobus, makeError } from "globus-service-account/testing";
import { assert } from "chai";
import { run } from "../suite/harness.mjs";
import { modules } from "../suite/index.mjs";

delete globalThis.WorkerGlobalScope;

const env = { ...globus, FakeGlobus, makeError, assert, runtime: "chromium" };
const filter = new URLSearchParams(globalThis.location.search).get("filter");
const say = (told) => globalThis.postMessage(told);
// Whoever listens tells a long test from a worker that has come to a stop.
setInterval(() => say({ alive: true }), 5_000);
const counts = await run(modules, env, { filter, print: (line) => say({ line }), begin: (name) => say({ begun: name }) });
say({ counts });
