import { helpers, isList, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const COLLECTION = "11111111-2222-4333-8444-555555555555";

/** Whoever reads an error looks for a line of their own first. Callers are named here, so that their lines are found by name. */
export default function (test, env) {
  const { assert, runtime } = env;
  const { stub, failure, thrown } = helpers(env);

  const absent = () => json({ code: "NotFound", message: "No such thing" }, { status: 404 });
  const grant = ({ init }) => {
    const scope = requestedScope(init);
    return scope.includes("nobody") ? json({ error: "invalid_scope" }, { status: 400 }) : tokenReply(tokenDocuments(scope));
  };
  const staged = (answer = absent) => stub(answer, { grant, retries: 0 }).account;

  /** The names of the functions in a stack, from the place of the error on. */
  const placesOf = ({ stack }) => [...stack.matchAll(/caller[A-Z]\w*/g)].map(([name]) => name);

  /** Ways to call that fail after a while, each with a line of its own. */
  const callers = {
    async callerOfCall(account) {
      await account.transfer.getTask("x");
    },
    async callerOfRequest(account) {
      await account.request({ service: "transfer", path: "/v0.10/x" });
    },
    async callerOfUserinfo(account) {
      await account.whoami();
    },
    async callerOfSubmission(account) {
      const items = [{ source_path: "/a", destination_path: "/b" }];
      await account.transfer.submitTransfer({ source_endpoint: "a", destination_endpoint: "b", DATA: items });
    },
    async callerOfEndpoint(account) {
      await account.gcs("abc.data.globus.org").getEndpoint();
    },
    async callerOfSecret(account) {
      await account.auth.oauth2TokenIntrospect({ token: "some-token" });
    },
    async callerOfToken(account) {
      await account.getToken("urn:globus:nobody:knows");
    },
    async callerOfTokens(account) {
      await account.getTokens(["transfer", "urn:globus:nobody:knows"]);
    },
    async callerOfHeader(account) {
      await account.getAuthorizationHeader("urn:globus:nobody:knows");
    },
    async callerOfLoop(account) {
      for await (const task of account.transfer.taskList()) assert.fail(String(task));
    },
    async callerOfPage(account) {
      await account.transfer.taskList();
    },
    async callerOfArray(account) {
      await account.transfer.taskList().toArray();
    },
    async callerOfWait(account) {
      await account.transfer.taskWait("x");
    },
    async callerOfRun(account) {
      await account.flows.runWait("x");
    },
    async callerOfShare(account) {
      await account.share(COLLECTION, { principal: "somebody@example.org", path: "/", permissions: "r" });
    },
    async callerOfFile(account) {
      await account.collection(COLLECTION).get("/x");
    },
    async callerOfTimer(account) {
      const [source_endpoint, destination_endpoint] = [COLLECTION, COLLECTION];
      const body = { source_endpoint, destination_endpoint, DATA: [{ source_path: "/a", destination_path: "/b" }] };
      await account.timers.createTimer({ timer: { timer_type: "transfer", schedule: { type: "once" }, body } });
    },
    async callerOfWalk(account) {
      for await (const entry of account.transfer.walk(COLLECTION)) assert.fail(String(entry));
    },
  };

  test("stacks: what fails while it is waited for names the lines of its caller", async () => {
    for (const [name, call] of Object.entries(callers)) {
      const error = await failure(call(staged()));
      assert.instanceOf(error, env.GlobusError, name);
      assert.include(placesOf(error), name, error.stack);
      assert.isTrue(error.stack.startsWith(`${error.name}: ${error.message}`), error.stack);
    }
  });

  test("stacks: so does the one that called the caller", async () => {
    async function callerOutside(account) {
      await callers.callerOfCall(account);
    }
    const error = await failure(callerOutside(staged()));
    assert.includeMembers(placesOf(error), ["callerOfCall", "callerOutside"], error.stack);
  });

  test("stacks: a call among others that are awaited together", async () => {
    // Bun's engine does not look behind Promise.all.
    if (runtime === "bun") return;
    async function callerOfAll(account) {
      await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("y")]);
    }
    const error = await failure(callerOfAll(staged()));
    assert.include(placesOf(error), "callerOfAll", error.stack);
  });

  test("stacks: a wrong argument is told of with the line it stands in, awaited or not, and nothing of this package before it", async () => {
    function callerOfNothing(account) {
      return account.transfer.getTask("").catch((error) => error);
    }
    function callerOfDocument(account) {
      return account.share(COLLECTION, { principals: "x" }).catch((error) => error);
    }
    function callerOfList(account) {
      return account.transfer.taskList({ limit: -1 }).catch((error) => error);
    }
    function callerOfFetch(account) {
      return account.fetch("https://example.org/").catch((error) => error);
    }
    for (const call of [callerOfNothing, callerOfDocument, callerOfList, callerOfFetch]) {
      const error = await call(staged());
      assert.include(placesOf(error), call.name, error.stack);
      assert.notMatch(error.stack, /wasm/, call.name);
    }
    function callerOfAuthorizer() {
      staged().authorizer("transferr");
    }
    const error = thrown(callerOfAuthorizer);
    assert.include(placesOf(error), "callerOfAuthorizer", error.stack);
  });

  test("stacks: of an error that many wait for each has its own", async () => {
    async function callerOne(account) {
      await account.transfer.getTask("x");
    }
    async function callerTwo(account) {
      await account.groups.getGroup("x");
    }
    async function callerThree(account) {
      await account.transfer.getTask("x");
    }
    const { account } = stub(absent, { retries: 0, grant: () => json({ error: "invalid_client" }, { status: 401 }) });
    const errors = await Promise.all([callerOne, callerTwo].map((call) => failure(call(account))));
    errors.push(await failure(callerThree(account)));
    assert.deepEqual(errors.map(placesOf), [["callerOne"], ["callerTwo"], ["callerThree"]]);
    assert.deepEqual(errors[0].toJSON(), errors[2].toJSON());
  });

  test("stacks: those who wait for one task each have their own", () =>
    withTime(async (time) => {
      async function callerOne(account) {
        await account.transfer.taskWait("x");
      }
      async function callerTwo(account) {
        await account.transfer.taskWait("x");
      }
      const account = staged();
      const errors = await time.until(Promise.all([callerOne, callerTwo].map((call) => failure(call(account)))));
      assert.deepEqual(errors.map(placesOf), [["callerOne"], ["callerTwo"]]);
    }));

  test("stacks: of a page that comes later, the line that asked for the list", async () => {
    const pages = [json({ DATA: [{ task_id: "1" }], total: 2, limit: 1, offset: 0, length: 1, has_next_page: true })];
    async function callerOfPages(account) {
      const all = [];
      for await (const task of account.transfer.taskList({ limit: 1 })) all.push(task);
    }
    async function callerOfAwaited(account) {
      for await (const task of await account.transfer.taskList({ limit: 1 })) assert.equal(task.task_id, "1");
    }
    for (const caller of [callerOfPages, callerOfAwaited]) {
      const replies = [...pages.map((page) => page.clone())];
      const error = await failure(caller(staged(() => replies.pop() ?? absent())));
      assert.equal(error.code, "not_found");
      assert.include(placesOf(error), caller.name, error.stack);
    }
  });

  test("stacks: what is not this package's is not touched: the reason of a signal, an error of a handler", async () => {
    const reason = new Error("mine");
    const { stack } = reason;
    const controller = new AbortController();
    const pending = failure(staged(() => new Promise(() => {})).transfer.getTask("x", undefined, { signal: controller.signal }));
    controller.abort(reason);
    assert.equal(await pending, reason);
    assert.equal(reason.stack, stack);
  });

  test("stacks: the limit that a program has set is kept, and nothing depends on it", async () => {
    const { stackTraceLimit } = Error;
    try {
      for (const limit of [0, 1, 50]) {
        Error.stackTraceLimit = limit;
        const errors = [await failure(staged().transfer.getTask("")), await failure(staged().transfer.taskList())];
        assert.deepEqual(errors.map(({ code }) => code), ["invalid_argument", "not_found"]);
        assert.equal(Error.stackTraceLimit, limit);
      }
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  test("stacks: a promise that is not awaited is rejected once", async () => {
    const call = staged().transfer.getTask("x");
    assert.instanceOf(call, Promise);
    assert.isFalse(isList(call));
    assert.equal((await failure(call)).code, "not_found");
    assert.equal((await failure(call.then((task) => task))).code, "not_found");
  });
}
