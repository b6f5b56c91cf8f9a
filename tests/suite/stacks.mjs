import { helpers, isList, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

const COLLECTION = "11111111-2222-4333-8444-555555555555";

/**
 * Users look for a line of their own code in a stack. The callers here are named functions: tests find their lines by
 * name.
 */
export default function (test, env) {
  const { assert, runtime } = env;
  const { stub, failure, thrown } = helpers(env);

  const respondNotFound = () => json({ code: "NotFound", message: "No such thing" }, { status: 404 });
  const grant = ({ init }) => {
    const scope = requestedScope(init);
    return scope.includes("unknown") ? json({ error: "invalid_scope" }, { status: 400 }) : tokenReply(tokenDocuments(scope));
  };
  const createAccount = (answer = respondNotFound) => stub(answer, { grant, retries: 0 }).account;

  /** Returns the names of the callers in the stack of an error, innermost first. */
  const callersIn = ({ stack }) => [...stack.matchAll(/caller[A-Z]\w*/g)].map(([name]) => name);

  /** Callers that fail after a while, one for each kind of call. */
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
      await account.getToken("urn:globus:unknown:scope");
    },
    async callerOfTokens(account) {
      await account.getTokens(["transfer", "urn:globus:unknown:scope"]);
    },
    async callerOfHeader(account) {
      await account.getAuthorizationHeader("urn:globus:unknown:scope");
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
      await account.share(COLLECTION, { principal: "someone@example.org", path: "/", permissions: "r" });
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
      for await (const item of account.transfer.walk(COLLECTION)) assert.fail(String(item));
    },
  };

  test("stacks: the stack of a call that fails asynchronously contains its caller", async () => {
    for (const [name, call] of Object.entries(callers)) {
      const error = await failure(call(createAccount()));
      assert.instanceOf(error, env.GlobusError, name);
      assert.include(callersIn(error), name, error.stack);
      assert.isTrue(error.stack.startsWith(`${error.name}: ${error.message}`), error.stack);
    }
  });

  test("stacks: the stack also contains the function that called the caller", async () => {
    async function callerOutside(account) {
      await callers.callerOfCall(account);
    }
    const error = await failure(callerOutside(createAccount()));
    assert.includeMembers(callersIn(error), ["callerOfCall", "callerOutside"], error.stack);
  });

  test("stacks: the stack of a call that is awaited by Promise.all contains the caller", async () => {
    // Bun's engine does not follow a stack through Promise.all.
    if (runtime === "bun") return;
    async function callerOfAll(account) {
      await Promise.all([account.transfer.getTask("x"), account.transfer.getTask("y")]);
    }
    const error = await failure(callerOfAll(createAccount()));
    assert.include(callersIn(error), "callerOfAll", error.stack);
  });

  test("stacks: the stack of an invalid argument contains the caller, awaited or not, and no WebAssembly", async () => {
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
      const error = await call(createAccount());
      assert.include(callersIn(error), call.name, error.stack);
      assert.notMatch(error.stack, /wasm/, call.name);
    }
    function callerOfAuthorizer() {
      createAccount().authorizer("transferr");
    }
    const error = thrown(callerOfAuthorizer);
    assert.include(callersIn(error), "callerOfAuthorizer", error.stack);
  });

  test("stacks: each caller that waits for a grant gets its error with a stack of its own", async () => {
    async function callerOne(account) {
      await account.transfer.getTask("x");
    }
    async function callerTwo(account) {
      await account.groups.getGroup("x");
    }
    async function callerThree(account) {
      await account.transfer.getTask("x");
    }
    const { account } = stub(respondNotFound, { retries: 0, grant: () => json({ error: "invalid_client" }, { status: 401 }) });
    const errors = await Promise.all([callerOne, callerTwo].map((call) => failure(call(account))));
    errors.push(await failure(callerThree(account)));
    assert.deepEqual(errors.map(callersIn), [["callerOne"], ["callerTwo"], ["callerThree"]]);
    assert.deepEqual(errors[0].toJSON(), errors[2].toJSON());
  });

  test("stacks: each caller that waits for a task gets its error with a stack of its own", () =>
    withTime(async (time) => {
      async function callerOne(account) {
        await account.transfer.taskWait("x");
      }
      async function callerTwo(account) {
        await account.transfer.taskWait("x");
      }
      const account = createAccount();
      const errors = await time.until(Promise.all([callerOne, callerTwo].map((call) => failure(call(account)))));
      assert.deepEqual(errors.map(callersIn), [["callerOne"], ["callerTwo"]]);
    }));

  test("stacks: the stack of an error on a later page contains the caller that requested the list", async () => {
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
      const error = await failure(caller(createAccount(() => replies.pop() ?? respondNotFound())));
      assert.equal(error.code, "not_found");
      assert.include(callersIn(error), caller.name, error.stack);
    }
  });

  test("stacks: an error of the caller, such as the reason of a signal, keeps its stack", async () => {
    const reason = new Error("mine");
    const { stack } = reason;
    const controller = new AbortController();
    const pending = failure(createAccount(() => new Promise(() => {})).transfer.getTask("x", undefined, { signal: controller.signal }));
    controller.abort(reason);
    assert.equal(await pending, reason);
    assert.equal(reason.stack, stack);
  });

  test("stacks: Error.stackTraceLimit stays as the program set it, and no error depends on it", async () => {
    const { stackTraceLimit } = Error;
    try {
      for (const limit of [0, 1, 50]) {
        Error.stackTraceLimit = limit;
        const errors = [await failure(createAccount().transfer.getTask("")), await failure(createAccount().transfer.taskList())];
        assert.deepEqual(errors.map(({ code }) => code), ["invalid_argument", "not_found"]);
        assert.equal(Error.stackTraceLimit, limit);
      }
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  test("stacks: a call returns a promise that rejects with the same failure for each handler", async () => {
    const call = createAccount().transfer.getTask("x");
    assert.instanceOf(call, Promise);
    assert.isFalse(isList(call));
    assert.equal((await failure(call)).code, "not_found");
    assert.equal((await failure(call.then((task) => task))).code, "not_found");
  });
}
