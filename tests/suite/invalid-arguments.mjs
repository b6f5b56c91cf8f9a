// Invalid arguments and options of every public function: the error names the field, and nothing is sent.
import { GROUPS_ALL, helpers, ID, json, SECRET, TRANSFER_ALL, TRANSFER_URL } from "./helpers.mjs";

class Empty {}
class Foreign {
  constructor() {
    this.foreign = 1;
  }
}

/** Returns an object with a getter that throws. */
const withThrowingGetter = (name) => Object.defineProperty({}, name, { enumerable: true, get: () => { throw new Error("getter"); } });
function createRevokedProxy() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
const UNREADABLE = [withThrowingGetter("any"), createRevokedProxy()];

const NOT_VALUES = [Symbol("s"), 5n, () => {}, new Map(), new Set(), new Empty(), Promise.resolve()];
const NOT_TEXTS = [5, NaN, true, {}, ["x"], new String("x"), new Foreign(), ...NOT_VALUES];
const NOT_OBJECTS = [5, "x", "", true, false, [], [["a", 1]], new String("x"), new Date(), ...NOT_VALUES, ...UNREADABLE];
const NOT_DURATIONS = [0, -0, -1, NaN, -Infinity, "5", "", true, {}, [5], new Number(5), new Date(), ...NOT_VALUES];
const NOT_COUNTS = [-1, 0.5, NaN, Infinity, 2 ** 53, "5", true, {}, [], new Number(5), ...NOT_VALUES];
const NOT_FLAGS = ["true", "", 0, 1, NaN, {}, [], new Boolean(true), ...NOT_VALUES];
const NOT_SIGNALS = [5, "x", {}, { aborted: false }, ...NOT_VALUES];
const NOT_FUNCTIONS = [5, "fetch", true, {}, [], Symbol("s"), new Map(), Promise.resolve()];
const NOT_SCOPES = [5, true, {}, "", " ", [], [5], [""], [undefined], ["urn:x[", "urn:y]"], "urn:x[", new String("urn:x"), ...NOT_VALUES];
const NOT_SEGMENTS = ["", ".", "..", "%2e", ...NOT_TEXTS];
const NOT_UUIDS = ["", "x", `${ID} `, ID.slice(1), `${ID}/..`, ...NOT_TEXTS];

export default function (test, env) {
  const { ServiceAccount, GlobusConfigError, Scope, mergeScopes, scopes, assert } = env;
  const { stub } = helpers(env);

  /** Returns one case for each value. The error must have this `code` and `field`. */
  const each = (values, field, call, code = "invalid_argument") => values.map((value) => ({ value, field, call, code }));

  /** Returns the result or the error of a call. */
  const outcomeOf = async (call) => {
    try {
      return { result: await call() };
    } catch (error) {
      return { error };
    }
  };
  const describe = (value) => {
    try {
      return `${typeof value} ${JSON.stringify(value) ?? String(value)}`;
    } catch {
      return "an unreadable value";
    }
  };

  function testRejections(title, cases) {
    test(`invalid arguments: ${title}: ${cases.length} values: the error names the field, nothing is sent`, async () => {
      const { account, calls, grants } = stub(() => json({ code: "Done" }), { retries: 0 });
      const problems = [];
      for (const { value, field, call, code } of cases) {
        const { error } = await outcomeOf(() => call(account, value));
        const isRight = error instanceof GlobusConfigError && error.code === code && error.field === field;
        if (!isRight || !error.message.includes(field)) {
          problems.push(`${field} of ${describe(value)}: ${error === undefined ? "accepted" : `${error.name} ${error.code} ${error.field}: ${error.message}`}`);
        }
        if (calls.length + grants.length > 0) problems.push(`${field} of ${describe(value)}: sent`);
        calls.length = grants.length = 0;
      }
      assert.equal(problems.join("\n"), "");
    });
  }

  // ---- The account ----

  const make = (field) => (_, value) => new ServiceAccount({ clientId: ID, clientSecret: SECRET, [field]: value });
  const option = (values, field) => each(values, field, make(field), "invalid_option");
  const memberCases = (values, option, member) =>
    each(values, `${option}.${member}`, (_, value) => make(option)(_, { [member]: value }), "invalid_option");
  const OPTIONS = {
    clientId: ["", " ", "x", ...NOT_TEXTS],
    clientSecret: ["", " ", 5, true, {}, [], new String(SECRET), Symbol("s"), 5n, new Map(), Promise.resolve("x")],
    environment: ["", "prod", ...NOT_TEXTS],
    serviceUrls: NOT_OBJECTS,
    scopes: NOT_OBJECTS,
    fetch: NOT_FUNCTIONS,
    timeout: NOT_DURATIONS,
    retries: NOT_COUNTS,
    maxRetryWait: NOT_DURATIONS.filter((value) => value !== 0),
    storage: [5, "x", true, {}, [], new Set(), Symbol("s")],
    encryptStorage: NOT_FLAGS,
    appName: ["", " ", "a;b", ...NOT_TEXTS],
    onEvent: NOT_FUNCTIONS,
    dangerouslyAllowBrowser: NOT_FLAGS,
  };
  testRejections("options of the account", [
    ...each([undefined, null, 5, "x", [], Symbol("s"), () => {}], "options", (_, value) => new ServiceAccount(value), "invalid_option"),
    ...Object.entries(OPTIONS).flatMap(([field, values]) => option(values, field)),
    ...memberCases(["", "x", "http://x.test", ...NOT_TEXTS], "serviceUrls", "transfer"),
    ...memberCases([GROUPS_ALL, ...NOT_SCOPES], "scopes", "transfer"),
    ...["serviceUrls", "scopes"].flatMap((name) => memberCases([5, "x"], name, "transfers")),
    ...option([undefined, 5], "unknown"),
  ]);
  testRejections(
    "options that throw when they are read",
    Object.keys(OPTIONS).flatMap((field) =>
      each([undefined], field, () => {
        const options = { clientId: ID, clientSecret: SECRET };
        Object.defineProperty(options, field, Object.getOwnPropertyDescriptor(withThrowingGetter(field), field));
        return new ServiceAccount(options);
      }, "invalid_option"),
    ),
  );

  const PAIR = { GLOBUS_CLIENT_ID: ID, GLOBUS_CLIENT_SECRET: SECRET };
  const variableCases = (values, name) => each(values, name, (_, value) => ServiceAccount.fromEnv({ ...PAIR, [name]: value }), "invalid_option");
  testRejections("fromEnv", [
    ...each([5, "x", true, [], Symbol("s"), 5n, () => {}], "env", (_, value) => ServiceAccount.fromEnv(value), "invalid_option"),
    ...each(NOT_OBJECTS, "overrides", (_, value) => ServiceAccount.fromEnv(PAIR, value), "invalid_option"),
    ...["GLOBUS_CLIENT_ID", "GLOBUS_CLIENT_SECRET", "GLOBUS_SDK_ENVIRONMENT", "GLOBUS_SDK_SERVICE_URL_TRANSFER"].flatMap((name) =>
      variableCases(NOT_TEXTS, name),
    ),
    ...variableCases(["0", "-1", "NaN", "soon", " ", "-Infinity", ...NOT_TEXTS], "GLOBUS_SDK_HTTP_TIMEOUT"),
    ...each([undefined, 5], "unknown", (_, value) => ServiceAccount.fromEnv(PAIR, { unknown: value }), "invalid_option"),
    ...each(["x", 0], "timeout", (_, value) => ServiceAccount.fromEnv(PAIR, { timeout: value }), "invalid_option"),
    ...each([undefined], "GLOBUS_SDK_ENVIRONMENT", () => ServiceAccount.fromEnv(withThrowingGetter("GLOBUS_SDK_ENVIRONMENT")), "invalid_option"),
  ]);

  // ---- Targets and tokens ----

  /** The methods that accept a target. */
  const TARGET_METHODS = {
    getToken: (account, target) => account.getToken(target),
    getTokens: (account, target) => account.getTokens(["transfer", target]),
    getAuthorizationHeader: (account, target) => account.getAuthorizationHeader(target),
    authorizer: (account, target) => account.authorizer(target),
    fetch: (account, target) => account.fetch(`${TRANSFER_URL}/x`, { target }),
    request: (account, target) => account.request({ service: "transfer", target }),
  };
  const OWN_SCOPE = "https://auth.globus.org/scopes/0ae3a1a8-11c1-4cf1-8c39-2f4a53d8c1ab/https";
  const UNKNOWN = ["transferr", "", " ", "Transfer", "transfer ", ["transferr"], ["transfer", "transferr"], [""],
    { scopes: "transfer" }, { scopes: ["transferr"] }, { scopes: "" }, { resourceServer: "" }, { resourceServer: "transfer" }, { resourceServer: "example.org" }];
  const AMBIGUOUS = [["transfer", "groups"], ["transfer", GROUPS_ALL], [TRANSFER_ALL, GROUPS_ALL], ["groups.api.globus.org", "openid"],
    `openid ${TRANSFER_ALL}`, { scopes: [TRANSFER_ALL, OWN_SCOPE] }, ["transfer", scopes.groups.all]];
  const NO_TARGETS = [5, true, {}, [], [5], [undefined], [[TRANSFER_ALL]], { scope: TRANSFER_ALL }, { scopes: TRANSFER_ALL, resourceServer: "x" },
    { scopes: TRANSFER_ALL, more: 1 }, "urn:x[", ["urn:x[", "urn:y]"], { scopes: [] }, new String("transfer"), new Foreign(), ...NOT_VALUES];
  for (const [name, call] of Object.entries(TARGET_METHODS)) {
    // Without a target, `fetch` and `request` use the service's own.
    const absent = name === "fetch" || name === "request" ? [] : [undefined, null];
    testRejections(`targets of ${name}`, [
      ...each(UNKNOWN, "target", call, "unknown_target"),
      ...each(AMBIGUOUS, "target", call, "ambiguous_target"),
      ...each([...absent, ...NO_TARGETS, ...UNREADABLE], "target", call),
      ...each([5, {}, [5]], "target.scopes", (account, scopes) => call(account, { scopes })),
      ...each([5, {}, ["x"]], "target.resourceServer", (account, resourceServer) => call(account, { resourceServer })),
    ]);
  }
  const tokenOptions = (call) => [
    ...each(NOT_OBJECTS, "options", call),
    ...each(NOT_SIGNALS, "options.signal", (account, signal) => call(account, { signal })),
    ...each(NOT_DURATIONS.filter((value) => value != null), "options.timeout", (account, timeout) => call(account, { timeout })),
    ...each(NOT_FLAGS, "options.forceRefresh", (account, forceRefresh) => call(account, { forceRefresh })),
    ...each([undefined, 5], "options.foreign", (account, foreign) => call(account, { foreign })),
    ...each([new Foreign()], "options.foreign", call),
  ];
  testRejections("tokens", [
    ...each([undefined, null, "transfer", {}, 5, new Set(["transfer"])], "targets", (account, targets) => account.getTokens(targets)),
    ...tokenOptions((account, options) => account.getToken("transfer", options)),
    ...tokenOptions((account, options) => account.getTokens(["transfer"], options)),
    ...tokenOptions((account, options) => account.getAuthorizationHeader("transfer", options)),
  ]);

  // ---- Options and queries of calls ----

  const DOCUMENT = { source_endpoint: ID, destination_endpoint: ID, DATA: [{ source_path: "/a", destination_path: "/b" }] };
  /** One method for each way in which options are used. */
  const METHODS_WITH_OPTIONS = {
    "getTask": (account, options) => account.transfer.getTask("x", undefined, options),
    "taskList": (account, options) => account.transfer.taskList(undefined, options),
    "submitTransfer": (account, options) => account.transfer.submitTransfer(DOCUMENT, undefined, options),
    "getIdentities": (account, options) => account.auth.getIdentities({ ids: ID }, options),
    "whoami": (account, options) => account.whoami(options),
    "gcs().getCollectionList": (account, options) => account.gcs("abc.data.globus.org").getCollectionList(undefined, options),
    "walk": (account, options) => account.transfer.walk(ID, undefined, options),
    "share": (account, options) => account.share(ID, { path: "/", principal: ID }, options),
    "unshare": (account, options) => account.unshare(ID, { path: "/", principal: ID }, options),
    "createGuestCollection": (account, options) => account.createGuestCollection(ID, { display_name: "x", collection_base_path: "/" }, options),
    "addMember": (account, options) => account.groups.addMember(ID, ID, undefined, options),
    "join": (account, options) => account.groups.join(ID, options),
    "healRun": (account, options) => account.flows.healRun(ID, options),
    "healJob": (account, options) => account.timers.healJob(ID, options),
  };
  for (const [name, call] of Object.entries(METHODS_WITH_OPTIONS)) {
    const member = (values, name) => each(values, `options.${name}`, (account, value) => call(account, { [name]: value }));
    testRejections(`options of ${name}`, [
      ...each(NOT_OBJECTS, "options", call),
      ...each([new Foreign()], "options.foreign", call),
      ...member(NOT_SIGNALS, "signal"),
      ...member(NOT_DURATIONS, "timeout"),
      ...member(NOT_COUNTS, "retries"),
      ...member([5, "a: b", true, ...NOT_VALUES.slice(0, 2)], "headers"),
      ...member([undefined, null, 5], "foreign"),
    ]);
  }

  const NOT_QUERIES = [...NOT_OBJECTS, new Foreign(), new URLSearchParams("fields=status"), new Map([["fields", "status"]])];
  const METHODS_WITH_QUERY = {
    "getTask": (account, query) => account.transfer.getTask("x", query),
    "taskList": (account, query) => account.transfer.taskList(query),
    "operationLs": (account, query) => account.transfer.operationLs(ID, query).toArray(),
    "submitTransfer": (account, query) => account.transfer.submitTransfer(DOCUMENT, query),
    "getMyGroups": (account, query) => account.groups.getMyGroups(query),
    "request": (account, query) => account.request({ service: "transfer", query }),
    "walk": (account, query) => account.transfer.walk(ID, query).toArray(),
  };
  testRejections("a query that is required", each(NOT_QUERIES, "query", (account, query) => account.search.getSubject(ID, query)));
  const NOT_SCALARS = [{}, [[]], [{}], [5n], NaN, Infinity, new Date(NaN), new String("x"), ...NOT_VALUES];
  for (const [name, call] of Object.entries(METHODS_WITH_QUERY)) {
    testRejections(`queries of ${name}`, [
      ...each(NOT_QUERIES, "query", call),
      ...each(NOT_SCALARS, "query.fields", (account, fields) => call(account, { fields })),
      ...["signal", "timeout", "retries", "headers"].flatMap((option) => each([5], `query.${option}`, (account, value) => call(account, { [option]: value }))),
    ]);
  }

  testRejections("paths and documents", [
    ...each([undefined, null, ...NOT_SEGMENTS], "taskId", (account, id) => account.transfer.getTask(id)),
    ...each([undefined, null, ...NOT_SEGMENTS], "endpointId", (account, id) => account.transfer.operationLs(id)),
    // The object with a throwing getter is left out: it has no DATA, and the error reports that first.
    ...each([undefined, null, ...NOT_OBJECTS.filter((value) => value !== UNREADABLE[0])], "document", (account, document) =>
      account.transfer.submitTransfer(document),
    ),
    ...each([undefined, null, ...NOT_OBJECTS], "document", (account, document) => account.transfer.operationMkdir(ID, document)),
    ...each([undefined, null, ...NOT_OBJECTS], "document.DATA[0]", (account, item) =>
      account.transfer.submitTransfer({ ...DOCUMENT, DATA: [item] }),
    ),
  ]);

  // ---- request and fetch ----

  const requestWith = (more) => (account, value) => account.request({ service: "transfer", ...more(value) });
  const NOT_BODIES = [Symbol("s"), 5n, NaN, Infinity, () => {}, new Map(), new Set(), new WeakMap(), new Empty(), Promise.resolve(),
    new String("x"), new Error("x"), /x/, new Response("x"), new Headers(), ...UNREADABLE];
  testRejections("request", [
    ...each([5, "x", [], ...NOT_VALUES, ...UNREADABLE], "request", (account, value) => account.request(value)),
    ...each(["", "transfers", ...NOT_TEXTS], "service", (account, service) => account.request({ service })),
    ...each(["", "x", "http://x.test", "https://a@x.test", ...NOT_TEXTS], "baseUrl", (account, baseUrl) => account.request({ baseUrl, target: OWN_SCOPE })),
    ...each(["", "BREW", "GET ", ...NOT_TEXTS], "method", requestWith((method) => ({ method }))),
    ...each(["//x", "..", "/a/%2e%2e", "/a\\b", "/#", ...NOT_TEXTS], "path", requestWith((path) => ({ path }))),
    ...each(NOT_FLAGS, "raw", requestWith((raw) => ({ raw }))),
    ...each(NOT_BODIES, "body", requestWith((body) => ({ method: "POST", body }))),
    ...["GET", "get", "HEAD", undefined].flatMap((method) =>
      each(["", "x", {}, [], new Uint8Array(1), 0, false], "body", requestWith((body) => ({ method, body }))),
    ),
    ...each(NOT_DURATIONS, "options.timeout", requestWith((timeout) => ({ timeout }))),
    ...each([undefined, 5], "foreign", requestWith((foreign) => ({ foreign }))),
  ]);
  const fetchWith = (more) => (account, value) => account.fetch(`${TRANSFER_URL}/x`, more(value));
  testRejections("fetch", [
    ...each([undefined, null, "", "x", "/x", "http://x.test/", 5, {}, [], ...NOT_VALUES], "input", (account, input) => account.fetch(input)),
    ...each([...NOT_OBJECTS, new Request(TRANSFER_URL)], "init", fetchWith((init) => init)),
    ...each(["BREW"], "init.method", fetchWith((method) => ({ method }))),
    ...each(NOT_SIGNALS, "init.signal", fetchWith((signal) => ({ signal }))),
    ...["GET", "get", "HEAD", undefined].flatMap((method) => each(["", "x", new Uint8Array(1)], "init.body", fetchWith((body) => ({ method, body })))),
    ...each(["GET", "HEAD"], "init.body", (account, method) => account.fetch(new Request(TRANSFER_URL, { method: "POST", body: "x" }), { method })),
  ]);

  // ---- Jobs ----

  const waitCases = (call) => [
    ...each(NOT_OBJECTS, "options", call),
    ...each(NOT_DURATIONS, "options.timeout", (account, timeout) => call(account, { timeout })),
    ...each(NOT_DURATIONS, "options.pollingInterval", (account, pollingInterval) => call(account, { pollingInterval })),
    ...each(NOT_FLAGS, "options.failOnInactive", (account, failOnInactive) => call(account, { failOnInactive })),
    ...each(NOT_SIGNALS, "options.signal", (account, signal) => call(account, { signal })),
    ...each([undefined, 5], "options.retries", (account, retries) => call(account, { retries })),
  ];
  testRejections("waits", [
    ...each([undefined, null, "", ...NOT_TEXTS], "taskId", (account, id) => account.transfer.taskWait(id)),
    ...each([undefined, null, "", ...NOT_TEXTS], "runId", (account, id) => account.flows.runWait(id)),
    ...waitCases((account, options) => account.transfer.taskWait(ID, options)),
    ...waitCases((account, options) => account.flows.runWait(ID, options)),
  ]);
  testRejections("lists and walks", [
    ...each(NOT_OBJECTS, "options", (account, options) => account.transfer.taskList().toArray(options)),
    ...each([-1, 0.5, NaN, -Infinity, "5", true, {}, [], new Number(5), ...NOT_VALUES], "options.max", (account, max) =>
      account.transfer.taskList().toArray({ max }),
    ),
    ...each([undefined, 5], "options.limit", (account, limit) => account.transfer.taskList().toArray({ limit })),
    ...each([undefined, null, "", ...NOT_TEXTS], "collectionId", (account, id) => account.transfer.walk(id)),
    ...each(NOT_TEXTS, "query.path", (account, path) => account.transfer.walk(ID, { path })),
    ...each([-1, 0.5, NaN, -Infinity, "5", true, {}, [], ...NOT_VALUES], "query.depth", (account, depth) => account.transfer.walk(ID, { depth })),
    ...["limit", "offset"].flatMap((name) => each([0, 5], `query.${name}`, (account, value) => account.transfer.walk(ID, { [name]: value }))),
  ]);
  const NOT_PRINCIPALS = [undefined, null, "", "ada", "a@b,c@d", 5, true, {}, [], [ID], { group: 5 }, { group: "x" }, { identity: 5 },
    { identity: "" }, { group: ID, identity: ID }, { group: ID, more: 1 }, new String(ID), ...NOT_VALUES];
  for (const name of ["share", "unshare"]) {
    testRejections(name, [
      ...each([undefined, null, "", ...NOT_TEXTS], "collectionId", (account, id) => account[name](id, { path: "/", principal: ID })),
      ...each(NOT_OBJECTS, "document", (account, document) => account[name](ID, document)),
      ...each([undefined, null, "", "a", ...NOT_TEXTS], "document.path", (account, path) => account[name](ID, { path, principal: ID })),
      ...each(NOT_PRINCIPALS, "document.principal", (account, principal) => account[name](ID, { path: "/", principal })),
    ]);
  }
  testRejections("other jobs", [
    ...each(["", "w", "RW", 5, true, {}, []], "document.permissions", (account, permissions) => account.share(ID, { path: "/", principal: ID, permissions })),
    ...each([undefined, null, ...NOT_UUIDS], "collectionId", (account, id) => account.collection(id)),
    ...each([undefined, null, "", ...NOT_TEXTS], "mappedCollectionId", (account, id) =>
      account.createGuestCollection(id, { display_name: "x", collection_base_path: "/" }),
    ),
    ...each(NOT_OBJECTS, "document", (account, document) => account.createGuestCollection(ID, document)),
    ...each([undefined, "", ...NOT_TEXTS], "document.display_name", (account, display_name) =>
      account.createGuestCollection(ID, { display_name, collection_base_path: "/" }),
    ),
    ...each([undefined, null, ...NOT_UUIDS], "identityId", (account, id) => account.groups.addMember(ID, id)),
    ...each(NOT_OBJECTS, "details", (account, details) => account.groups.addMember(ID, ID, details)),
    ...each(NOT_TEXTS, "details.role", (account, role) => account.groups.addMember(ID, ID, { role })),
    ...each([undefined, 5], "details.foreign", (account, foreign) => account.groups.addMember(ID, ID, { foreign })),
    ...each([undefined, null, "", ...NOT_TEXTS], "role", (account, role) => account.groups.changeRole(ID, ID, role)),
    ...each([undefined, null, ...NOT_SEGMENTS], "groupId", (account, id) => account.groups.join(id)),
    ...each([undefined, null, "", ...NOT_TEXTS], "runId", (account, id) => account.flows.healRun(id)),
    ...each([undefined, null, "", ...NOT_TEXTS], "jobId", (account, id) => account.timers.healJob(id)),
    ...each([undefined, null, "", "http://x.test", "a b", 5, [], ...NOT_VALUES], "address", (account, address) => account.gcs(address)),
    ...each([undefined, null, "", "..", ...NOT_TEXTS], "collection", (account, collection) => account.gcs({ collection })),
  ]);
  testRejections("doctor", [
    ...each(NOT_OBJECTS, "subjects", (account, subjects) => account.doctor(subjects)),
    ...each([undefined, ID], "subjects.foreign", (account, foreign) => account.doctor({ foreign })),
    ...each(["", "x", 5, true, ["x"], [5], new Map()], "subjects.groups", (account, groups) => account.doctor({ groups })),
    ...each(NOT_OBJECTS, "options", (account, options) => account.doctor(undefined, options)),
    ...each(NOT_DURATIONS, "options.timeout", (account, timeout) => account.doctor(undefined, { timeout })),
    ...each(NOT_SIGNALS, "options.signal", (account, signal) => account.doctor(undefined, { signal })),
    ...each([undefined, 5], "options.foreign", (account, foreign) => account.doctor(undefined, { foreign })),
  ]);

  const NO_SCOPES = [undefined, null, 5, "", " ", true, {}, [], [TRANSFER_ALL], "urn:x[", new String(TRANSFER_ALL), new Foreign(), ...NOT_VALUES];
  testRejections("scopes", [
    ...each(NO_SCOPES, "scope", (_, value) => Scope.parse(value)),
    ...each(NO_SCOPES, "scope", (_, value) => mergeScopes(TRANSFER_ALL, value)),
    ...each([undefined], "scope", () => mergeScopes()),
    ...each(NO_SCOPES, "scope", (_, value) => scopes.transfer.all.with(value)),
    ...each(NOT_OBJECTS, "options", (_, value) => scopes.transfer.all.with(GROUPS_ALL, value)),
    ...each(NOT_FLAGS, "options.optional", (_, optional) => scopes.transfer.all.with(GROUPS_ALL, { optional })),
    ...each([undefined, null, ...NOT_UUIDS], "collectionId", (_, id) => scopes.collection(id)),
    ...each([undefined, null, ...NOT_UUIDS], "endpointId", (_, id) => scopes.endpoint(id)),
    ...each([undefined, null, ...NOT_UUIDS], "flowId", (_, id) => scopes.flow(id)),
  ]);

  // ---- Unusual values that are valid ----

  test("invalid arguments: unusual values that are valid are accepted", async () => {
    const durations = [Infinity, 2 ** 31, Number.MAX_VALUE, 0.5];
    for (const ms of durations) for (const field of ["timeout", "maxRetryWait"]) make(field)(undefined, ms);
    for (const absent of [undefined, null]) for (const field of Object.keys(OPTIONS).slice(2)) make(field)(undefined, absent);
    for (const seconds of ["Infinity", "1e99", "0.001"]) ServiceAccount.fromEnv({ ...PAIR, GLOBUS_SDK_HTTP_TIMEOUT: seconds });
    for (const nothing of [undefined, null, {}, Object.create(null), Object.freeze({})]) ServiceAccount.fromEnv(PAIR, nothing);
    assert.equal(ServiceAccount.fromEnv({ ...PAIR, GLOBUS_SDK_ENVIRONMENT: "sandbox" }, { environment: undefined }).toJSON().environment, "sandbox");
    const { account } = stub(() => json({ DATA: [], value: "s", status: "SUCCEEDED", task_id: ID }));
    for (const options of [undefined, null, {}, Object.create(null), Object.freeze({ timeout: Infinity }), ...durations.map((timeout) => ({ timeout })),
      { timeout: null, retries: null, signal: null, headers: null }]) {
      await account.transfer.getTask("x", Object.create(null), options);
      await account.transfer.taskList(null, options).toArray(null);
    }
    for (const options of [{ timeout: Infinity }, { timeout: 2 ** 40, pollingInterval: Infinity }, { timeout: null, pollingInterval: 2 ** 31 }]) {
      assert.equal((await account.transfer.taskWait(ID, options)).task_id, ID);
    }
    for (const max of [0, 5, Infinity, null, undefined]) assert.deepEqual(await account.transfer.taskList().toArray({ max }), []);
    await account.getToken("transfer", { signal: null, forceRefresh: null });
    await account.transfer.submitTransfer(Object.assign(new Foreign(), DOCUMENT));
  });
}
