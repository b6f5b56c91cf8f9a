// What only a page shows: that it gets no account, frames with realms of their own, and what its console is told.
import { BEARER } from "./server.mjs";

const SECRET = "sEcReT/sEcReT+sEcReT/sEcReT+sEcReT/sEcReT+0=";

export default function (test, { assert, page, url }) {
  const options = { clientId: "01234567-89ab-4cde-8f01-23456789abcd", clientSecret: SECRET, retries: 0 };
  const insisting = { ...options, dangerouslyAllowBrowser: true, serviceUrls: { auth: url, transfer: url } };
  const unreachable = { ...insisting, serviceUrls: { auth: url, transfer: "http://127.0.0.1:1/" } };

  test("chromium: a page gets no account, nor does a worker of it", async () => {
    const codes = await page.evaluate(async (options) => {
      const { ServiceAccount, GlobusConfigError } = await import("/package.js");
      const make = `const { ServiceAccount, GlobusConfigError } = await import("${location.origin}/package.js");
        try { new ServiceAccount(${JSON.stringify(options)}); port.postMessage("made"); }
        catch (error) { port.postMessage(error instanceof GlobusConfigError && error.code); }`;
      const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      const heard = (port) => new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)));
      const dedicated = new Worker(script(`const port = self; ${make}`), { type: "module" });
      const shared = new SharedWorker(script(`onconnect = async ({ ports: [port] }) => { ${make} };`), { type: "module" });
      try {
        new ServiceAccount(options);
      } catch (error) {
        const own = error instanceof GlobusConfigError && error.code;
        return [own, await heard(dedicated), await heard(shared.port)];
      }
    }, options);
    assert.deepEqual(codes, ["browser_forbidden", "browser_forbidden", "browser_forbidden"]);
  });

  /** The errors of a call that is refused and of one that nobody answers, by Chromium's own `fetch`. */
  const fail = (use) =>
    page.evaluate(
      async (accounts, use) => {
        const { ServiceAccount } = await import("/package.js");
        const errors = accounts.map((options) => new ServiceAccount(options).transfer.getTask("x").catch((error) => error));
        return new Function("errors", `return (${use})(errors)`)(await Promise.all(errors));
      },
      [insisting, unreachable],
      String(use),
    );

  const assertClean = (shown) => {
    for (const secret of [BEARER, SECRET, btoa(`${options.clientId}:${SECRET}`)]) {
      assert.notInclude(JSON.stringify(shown), secret);
    }
  };

  test("chromium: an account that its author insists on fails as everywhere, without its secrets", async () => {
    const [refused, unanswered] = await fail((errors) => errors.map((error) => ({ ...error.toJSON(), text: `${error}${error.stack}` })));
    assert.deepInclude(refused, {
      name: "GlobusApiError",
      code: "not_found",
      status: 404,
      service: "transfer",
      body: { code: "NotFound", message: "Bearer [redacted]" },
    });
    assert.deepInclude(unanswered, { name: "GlobusNetworkError", code: "network_error", service: "transfer" });
    assert.deepInclude(unanswered.cause, { name: "TypeError", message: "Failed to fetch" });
    assertClean([refused, unanswered]);
  });

  test("chromium: instanceof holds across copies of the package, and across frames", async () => {
    const found = await page.evaluate(async () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      // What the frame imports has the frame's own Error.
      const loaded = new Promise((resolve) => (window.loaded = resolve));
      const script = frame.contentDocument.createElement("script");
      script.type = "module";
      script.textContent = `import * as globus from "${location.origin}/package.js"; parent.loaded({ ...globus, Error });`;
      frame.contentDocument.body.append(script);
      const [ours, copy, framed] = [await import("/package.js"), await import("/package.js?copy"), await loaded];
      const apart = copy.GlobusError !== ours.GlobusError && framed.Error !== Error;
      return { apart, copies: ours.faults(ours, copy), frames: ours.faults(ours, framed) };
    });
    assert.deepEqual(found, { apart: true, copies: [], frames: [] });
  });

  test("chromium: what crosses to a worker is toJSON whole, and of the error itself message and stack", async () => {
    const [told, bare] = await fail(async ([error]) => {
      const echo = "onmessage = ({ data: [told, bare] }) => postMessage([told, [bare instanceof Error, bare.name, bare.message, bare.stack]])";
      const worker = new Worker(URL.createObjectURL(new Blob([echo])));
      worker.postMessage([error.toJSON(), error]);
      const [told, [...bare]] = (await new Promise((resolve) => (worker.onmessage = resolve))).data;
      return [JSON.stringify(told) === JSON.stringify(error), [...bare.slice(0, 2), bare[2] === error.message, bare[3] === error.stack]];
    });
    assert.isTrue(told);
    assert.deepEqual(bare, [true, "Error", true, true]);
  });

  test("chromium: its console is told the class, the message and the fields, and no secret", async () => {
    const session = await page.createCDPSession();
    const logged = [];
    session.on("Runtime.consoleAPICalled", ({ args }) => logged.push(...args));
    await session.send("Runtime.enable");
    await fail((errors) => console.log(...errors));
    const [refused, unanswered] = logged;
    assert.deepInclude(refused, { type: "object", subtype: "error", className: "GlobusApiError" });
    assert.match(refused.description, /^GlobusApiError: transfer answered 404 NotFound: Bearer \[redacted\]\n/);
    assert.match(unanswered.description, /^GlobusNetworkError: no answer from GET http:\/\/127\.0\.0\.1:1\/v0\.10\/task\/x: Failed to fetch\n/);
    const members = [];
    for (const { objectId } of logged) {
      const { result } = await session.send("Runtime.getProperties", { objectId, ownProperties: true, generatePreview: true });
      members.push(result);
    }
    // The first five are seen without opening it.
    const five = ({ preview }) => preview.properties.map(({ name }) => name).join(" ");
    assert.deepEqual(logged.map(five), [
      "code messages requiredScopes status serverCode",
      "code messages requiredScopes service retryable",
    ]);
    const shown = members.map((own) => own.filter(({ name }) => name !== "advice").map(({ name }) => name).join(" "));
    assert.deepEqual(shown, [
      "code messages requiredScopes status serverCode service retryable method url steps body stack message",
      "code messages requiredScopes service retryable method url steps stack message cause",
    ]);
    assertClean([logged, members]);
    await session.detach();
  });
}
