// The suite in a worker of a page. The package refuses to make an account in such a worker (`page.mjs`). It recognizes
// a worker by `WorkerGlobalScope`, which is deleted here, so that the suite makes its accounts without
// `dangerouslyAllowBrowser`.
import "./immediate.mjs";
import * as globus from "globus-service-account";
import { FakeGlobus, makeError } from "globus-service-account/testing";
import { assert } from "chai";
import { run } from "../suite/harness.mjs";
import { modules } from "../suite/index.mjs";

delete globalThis.WorkerGlobalScope;

const env = { ...globus, FakeGlobus, makeError, assert, runtime: "chromium" };
const filter = new URLSearchParams(globalThis.location.search).get("filter");
const post = (message) => globalThis.postMessage(message);
// Lets the listener distinguish a long test from a worker that has stopped.
setInterval(() => post({ alive: true }), 5_000);
const counts = await run(modules, env, { filter, print: (line) => post({ line }), begin: (name) => post({ begun: name }) });
post({ counts });
