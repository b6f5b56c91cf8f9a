// Credentials from the environment and from a file.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET } from "./stage.mjs";

const OTHER_CLIENT_ID = "11111111-2222-4333-8444-555555555555";

export default function (test, { assert, runProgram, client, credentials, runtime }) {
  if (runtime === "npx") return;
  const { clientId } = client;

  /** Runs `whoami` with `--env` and a file of the given content. */
  async function runWithFile(content, { env = {}, mode = 0o600, args = [] } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    const file = join(folder, ".env");
    writeFileSync(file, content);
    chmodSync(file, mode);
    try {
      return { file, ...(await runProgram(["whoami", "--env", file, ...args], { env })) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("without credentials the error explains how to set them", async () => {
    const { code, stdout, stderr } = await runProgram(["whoami"], { env: {} });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error: there are no credentials\n/);
    assert.match(stderr, /--env FILE/);
  });

  test("an id without a secret is an error that names the missing variable", async () => {
    const { code, stderr } = await runProgram(["whoami"], { env: { GLOBUS_CLIENT_ID: clientId } });
    assert.equal(code, 2);
    assert.match(stderr, /GLOBUS_CLIENT_SECRET/);
  });

  test("an error about another variable does not advise about credentials", async () => {
    for (const [name, value, expected] of [
      ["GLOBUS_SDK_ENVIRONMENT", "prod", /environment must be one of production/],
      ["GLOBUS_SDK_HTTP_TIMEOUT", "soon", /GLOBUS_SDK_HTTP_TIMEOUT must be a number of seconds/],
      ["GLOBUS_SDK_SERVICE_URL_TRANSFER", "http://transfer.example", /serviceUrls\.transfer .*https/],
    ]) {
      const { code, stdout, stderr } = await runProgram(["whoami"], { env: { ...credentials, [name]: value } });
      assert.deepEqual([code, stdout], [2, ""], name);
      assert.match(stderr.replace(/\s+/g, " "), expected);
      assert.notMatch(stderr, /GLOBUS_CLIENT_ID|--env FILE/);
    }
  });

  test("GLOBUS_DEBUG=1 writes events to stderr, without a secret", async () => {
    const { code, stdout, stderr } = await runProgram(["whoami"], { env: { ...credentials, GLOBUS_DEBUG: "1" } });
    assert.equal(code, 0);
    assert.include(stdout, clientId);
    const events = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.includeMembers(events.map(({ type }) => type), ["request", "grant", "response"]);
  });

  test("a secret in quotes is refused, and the error does not contain it", async () => {
    const env = { ...credentials, GLOBUS_CLIENT_SECRET: `"${SECRET}"` };
    const { code, stderr } = await runProgram(["whoami"], { env });
    assert.equal(code, 2);
    assert.match(stderr, /secret/i);
  });

  test("a wrong secret is refused by Globus Auth, and the error has advice", async () => {
    const env = { ...credentials, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { code, stdout, stderr } = await runProgram(["whoami"], { env });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: [^]*app\.globus\.org/);
    assert.notInclude(stderr, "xxxx");
  });

  test("a file may have comments, quotes, spaces and export, as in shells", async () => {
    for (const content of [
      `GLOBUS_CLIENT_ID=${clientId}\nGLOBUS_CLIENT_SECRET=${SECRET}\n`,
      `\ufeff# ours\r\n\r\nexport GLOBUS_CLIENT_ID="${clientId}"\r\nexport GLOBUS_CLIENT_SECRET='${SECRET}' # secret\r\n`,
      `  GLOBUS_CLI_CLIENT_ID = ${clientId}\n  GLOBUS_CLI_CLIENT_SECRET = ${SECRET}  # comment\nOTHER=\n`,
    ]) {
      const { code, stdout, stderr } = await runWithFile(content);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.include(stdout, clientId);
    }
  });

  test("a file overrides the environment, and an id and a secret are never mixed from both", async () => {
    const content = `GLOBUS_CLI_CLIENT_ID=${clientId}\nGLOBUS_CLI_CLIENT_SECRET=${SECRET}\n`;
    const env = { GLOBUS_CLIENT_ID: OTHER_CLIENT_ID, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { stdout } = await runWithFile(content, { env });
    assert.include(stdout, clientId);
    const idOnly = await runWithFile(`GLOBUS_CLIENT_ID=${clientId}\n`, { env: credentials });
    assert.equal(idOnly.code, 2);
    assert.match(idOnly.stderr, /GLOBUS_CLIENT_SECRET/);
  });

  test("a file that other users can read works, with a warning", async () => {
    const content = `GLOBUS_CLIENT_ID=${clientId}\nGLOBUS_CLIENT_SECRET=${SECRET}\n`;
    for (const mode of [0o640, 0o604]) {
      const { code, stderr } = await runWithFile(content, { mode });
      assert.equal(code, 0);
      assert.match(stderr, /^warning: other users can read/);
    }
    const { stderr, file } = await runWithFile(content, { mode: 0o644, args: ["--json"] });
    assert.include(JSON.parse(stderr).warning, file);
  });

  test("an invalid line is reported by its number, without its text", async () => {
    const { code, stdout, stderr } = await runWithFile(`# secret\nGLOBUS_CLIENT_SECRET ${SECRET}\n`);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /line 2 of/);
  });

  test("a missing file is reported by its name", async () => {
    const { code, stderr } = await runProgram(["whoami", "--env", "nowhere.env"]);
    assert.equal(code, 2);
    assert.match(stderr, /cannot read nowhere\.env \(ENOENT\)/);
  });
}
