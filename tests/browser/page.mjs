// Tests that need a page: the package refuses accounts there, frames have their own realms, and the console shows
// errors.
import { BEARER } from "./server.mjs";

const SECRET = "sEcReT/sEcReT+sEcReT/sEcReT+sEcReT/sEcReT+0=";

export default function (test, { assert, page, url }) {
  const options = { clientId: "01234567-89ab-4cde-8f01-23456789abcd", clientSecret: SECRET, retries: 0 };
  const reachable = { ...options, dangerouslyAllowBrowser: true, serviceUrls: { auth: url, transfer: url } };
  const unreachable = { ...reachable, serviceUrls: { auth: url, transfer: "http://127.0.0.1:1/" } };

  test("chromium: a page and its workers cannot make an account", async () => {
    const codes = await page.evaluate(async (options) => {
      const { ServiceAccount, GlobusConfigError } = await import("/package.js");
      const make = `const { ServiceAccount, GlobusConfigError } = await import("${location.origin}/package.js");
        try { new ServiceAccount(${JSON.stringify(options)}); port.postMessage("made"); }
        catch (error) { port.postMessage(error instanceof GlobusConfigError && error.code); }`;
      const script = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      const nextMessage = (port) => new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)));
      const dedicated = new Worker(script(`const port = self; ${make}`), { type: "module" });
      const shared = new SharedWorker(script(`onconnect = async ({ ports: [port] }) => { ${make} };`), { type: "module" });
      try {
        new ServiceAccount(options);
      } catch (error) {
        const ownCode = error instanceof GlobusConfigError && error.code;
        return [ownCode, await nextMessage(dedicated), await nextMessage(shared.port)];
      }
    }, options);
    assert.deepEqual(codes, ["browser_forbidden", "browser_forbidden", "browser_forbidden"]);
  });

  /**
   * Makes a call that the server refuses and a call that no server answers, with Chromium's `fetch`. Passes both errors
   * to `use`.
   */
  const useErrors = (use) =>
    page.evaluate(
      async (accounts, use) => {
        const { ServiceAccount } = await import("/package.js");
        const errors = accounts.map((options) => new ServiceAccount(options).transfer.getTask("x").catch((error) => error));
        return new Function("errors", `return (${use})(errors)`)(await Promise.all(errors));
      },
      [reachable, unreachable],
      String(use),
    );

  const assertClean = (shown) => {
    for (const secret of [BEARER, SECRET, btoa(`${options.clientId}:${SECRET}`)]) {
      assert.notInclude(JSON.stringify(shown), secret);
    }
  };

  test("chromium: with dangerouslyAllowBrowser, errors are the same as elsewhere and contain no secret", async () => {
    const [refusal, failure] = await useErrors((errors) => errors.map((error) => ({ ...error.toJSON(), text: `${error}${error.stack}` })));
    assert.deepInclude(refusal, {
      name: "GlobusApiError",
      code: "not_found",
      status: 404,
      service: "transfer",
      body: { code: "NotFound", message: "Bearer [redacted]" },
    });
    assert.deepInclude(failure, { name: "GlobusNetworkError", code: "network_error", service: "transfer" });
    assert.deepInclude(failure.cause, { name: "TypeError", message: "Failed to fetch" });
    assertClean([refusal, failure]);
  });

  test("chromium: instanceof works across copies of the package, and across frames", async () => {
    const results = await page.evaluate(async () => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      // A module that the frame imports uses the frame's own Error.
      const loaded = new Promise((resolve) => (window.loaded = resolve));
      const script = frame.contentDocument.createElement("script");
      script.type = "module";
      script.textContent = `import * as globus from "${location.origin}/package.js"; parent.loaded({ ...globus, Error });`;
      frame.contentDocument.body.append(script);
      const [original, copy, framed] = [await import("/package.js"), await import("/package.js?copy"), await loaded];
      const areDistinct = copy.GlobusError !== original.GlobusError && framed.Error !== Error;
      return { areDistinct, copies: original.faults(original, copy), frames: original.faults(original, framed) };
    });
    assert.deepEqual(results, { areDistinct: true, copies: [], frames: [] });
  });

  test("chromium: a worker receives all of toJSON(), but of the error itself only message and stack", async () => {
    const [json, cloned] = await useErrors(async ([error]) => {
      const echo = "onmessage = ({ data: [told, bare] }) => postMessage([told, [bare instanceof Error, bare.name, bare.message, bare.stack]])";
      const worker = new Worker(URL.createObjectURL(new Blob([echo])));
      worker.postMessage([error.toJSON(), error]);
      const [json, [...cloned]] = (await new Promise((resolve) => (worker.onmessage = resolve))).data;
      return [JSON.stringify(json) === JSON.stringify(error), [...cloned.slice(0, 2), cloned[2] === error.message, cloned[3] === error.stack]];
    });
    assert.isTrue(json);
    assert.deepEqual(cloned, [true, "Error", true, true]);
  });

  test("chromium: the console shows an error's class, message and fields, and no secret", async () => {
    const session = await page.createCDPSession();
    const logged = [];
    session.on("Runtime.consoleAPICalled", ({ args }) => logged.push(...args));
    await session.send("Runtime.enable");
    await useErrors((errors) => console.log(...errors));
    const [refusal, failure] = logged;
    assert.deepInclude(refusal, { type: "object", subtype: "error", className: "GlobusApiError" });
    assert.match(refusal.description, /^GlobusApiError: transfer answered 404 NotFound: Bearer \[redacted\]\n/);
    assert.match(failure.description, /^GlobusNetworkError: no answer from GET http:\/\/127\.0\.0\.1:1\/v0\.10\/task\/x: Failed to fetch\n/);
    const properties = [];
    for (const { objectId } of logged) {
      const { result } = await session.send("Runtime.getProperties", { objectId, ownProperties: true, generatePreview: true });
      properties.push(result);
    }
    // The console shows the first five properties without a click.
    const previewNames = ({ preview }) => preview.properties.map(({ name }) => name).join(" ");
    assert.deepEqual(logged.map(previewNames), [
      "code messages requiredScopes status serverCode",
      "code messages requiredScopes service retryable",
    ]);
    const propertyNames = properties.map((own) => own.filter(({ name }) => name !== "advice").map(({ name }) => name).join(" "));
    assert.deepEqual(propertyNames, [
      "code messages requiredScopes status serverCode service retryable method url steps body stack message",
      "code messages requiredScopes service retryable method url steps stack message cause",
    ]);
    assertClean([logged, properties]);
    await session.detach();
  });
}
