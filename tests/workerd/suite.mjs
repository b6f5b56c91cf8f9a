// The suite inside workerd, run by a request.
import * as globus from "globus-service-account";
import { FakeGlobus, makeError } from "globus-service-account/testing";
import { assert } from "chai";
import { run } from "../suite/harness.mjs";
import { modules } from "../suite/index.mjs";

export default {
  async fetch(request) {
    // Without a compatibility flag such as `nodejs_als`, this module does not exist.
    const { AsyncLocalStorage } = await import("node:async_hooks").catch(() => ({}));
    const env = { ...globus, FakeGlobus, makeError, assert, AsyncLocalStorage, runtime: "workerd" };
    const lines = [];
    const filter = new URL(request.url).searchParams.get("filter") ?? "";
    const counts = await run(modules, env, { filter, print: (line) => lines.push(line) });
    return Response.json({ ...counts, lines });
  },
};
