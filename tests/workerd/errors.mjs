// How workerd shows errors: in its log, and to the client of a worker that throws one.
import { setTimeout } from "node:timers/promises";
import { start } from "./start.mjs";

const SECRETS = ["AgBearerOfTheWorker", "sEcReT/"];

export default function (test, { assert, compatibilityDate }) {
  const named = (name) => `workerd: ${name} (${compatibilityDate})`;

  /** Returns the log of workerd and the text of the response. */
  async function callWorker(path) {
    const { get, output, dispose } = await start("./failing.mjs", { compatibilityDate });
    try {
      const reply = await (await get(path)).text();
      while (!output.text.includes("GlobusNetworkError")) await setTimeout(20);
      return { output: output.text, reply };
    } finally {
      await dispose();
    }
  }

  const assertClean = (texts) => {
    for (const secret of SECRETS) assert.notInclude(JSON.stringify(texts), secret);
  };

  test(named("console.log shows every field of an error and of its cause, and no secret"), async () => {
    const { output } = await callWorker("/log");
    const text = output.replaceAll(/\n +(at |\.{3} \d+ lines).*?(?= \{\n|\n|$)/g, "");
    assert.match(text, /^GlobusNetworkError: no answer from GET https:\/\/transfer\.api\.globus\.org\/v0\.10\/task\/x: cannot send Bearer \[redacted\] \{$/m);
    for (const line of ["code: 'network_error',", "messages: [],", "requiredScopes: [],", "service: 'transfer',", "retryable: true,"])
      assert.include(text, `\n  ${line}\n`);
    assert.include(text, "\n  [cause]: TypeError: cannot send Bearer [redacted] {\n");
    assert.match(text, /^ +authorization: 'Bearer \[redacted\]',?$/m);
    assertClean(output);
  });

  test(named("the log of an error that a worker throws has its class and message, and no secret"), async () => {
    const { output, reply } = await callWorker("/throw");
    assert.include(output, "GlobusNetworkError: no answer from GET https://transfer.api.globus.org/v0.10/task/x");
    assertClean([output, reply]);
  });
}
