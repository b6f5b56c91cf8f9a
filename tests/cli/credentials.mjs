// Where the credentials come from.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET } from "./stage.mjs";

const OTHER = "11111111-2222-4333-8444-555555555555";

export default function (test, { assert, program, client, credentials, runtime }) {
  if (runtime === "npx") return;
  const { clientId } = client;

  /** Runs `whoami` with a file of that content. */
  async function withFile(content, { env = {}, mode = 0o600, args = [] } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    const file = join(folder, ".env");
    writeFileSync(file, content);
    chmodSync(file, mode);
    try {
      return { file, ...(await program(["whoami", "--env", file, ...args], { env })) };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test("without credentials it says where they come from", async () => {
    const { code, stdout, stderr } = await program(["whoami"], { env: {} });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error: there are no credentials\n/);
    assert.match(stderr, /--env FILE/);
  });

  test("half a pair is named", async () => {
    const { code, stderr } = await program(["whoami"], { env: { GLOBUS_CLIENT_ID: clientId } });
    assert.equal(code, 2);
    assert.match(stderr, /GLOBUS_CLIENT_SECRET/);
  });

  test("a mistake that has nothing to do with the credentials is not taken for one", async () => {
    for (const [name, value, said] of [
      ["GLOBUS_SDK_ENVIRONMENT", "prod", /environment must be one of production/],
      ["GLOBUS_SDK_HTTP_TIMEOUT", "soon", /GLOBUS_SDK_HTTP_TIMEOUT must be a number of seconds/],
      ["GLOBUS_SDK_SERVICE_URL_TRANSFER", "http://transfer.example", /serviceUrls\.transfer .*https/],
    ]) {
      const { code, stdout, stderr } = await program(["whoami"], { env: { ...credentials, [name]: value } });
      assert.deepEqual([code, stdout], [2, ""], name);
      assert.match(stderr.replace(/\s+/g, " "), said);
      assert.notMatch(stderr, /GLOBUS_CLIENT_ID|--env FILE/);
    }
  });

  test("GLOBUS_DEBUG=1 writes what goes on to stderr, without a secret", async () => {
    const { code, stdout, stderr } = await program(["whoami"], { env: { ...credentials, GLOBUS_DEBUG: "1" } });
    assert.equal(code, 0);
    assert.include(stdout, clientId);
    const events = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.includeMembers(events.map(({ type }) => type), ["request", "grant", "response"]);
  });

  test("a secret with something around it is refused without being shown", async () => {
    const { code, stderr } = await program(["whoami"], { env: { ...credentials, GLOBUS_CLIENT_SECRET: `"${SECRET}"` } });
    assert.equal(code, 2);
    assert.match(stderr, /secret/i);
  });

  test("a wrong secret is Globus's to refuse, with advice", async () => {
    const env = { ...credentials, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { code, stdout, stderr } = await program(["whoami"], { env });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^error: [^]*app\.globus\.org/);
    assert.notInclude(stderr, "xxxx");
  });

  test("a file may be written as shells write it", async () => {
    for (const content of [
      `GLOBUS_CLIENT_ID=${clientId}\nGLOBUS_CLIENT_SECRET=${SECRET}\n`,
      `\ufeff# ours\r\n\r\nexport GLOBUS_CLIENT_ID="${clientId}"\r\nexport GLOBUS_CLIENT_SECRET='${SECRET}' # secret\r\n`,
      `  GLOBUS_CLI_CLIENT_ID = ${clientId}\n  GLOBUS_CLI_CLIENT_SECRET = ${SECRET}  # comment\nOTHER=\n`,
    ]) {
      const { code, stdout, stderr } = await withFile(content);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.include(stdout, clientId);
    }
  });

  test("a file that is named wins, and its pair is not mixed with that of the environment", async () => {
    const content = `GLOBUS_CLI_CLIENT_ID=${clientId}\nGLOBUS_CLI_CLIENT_SECRET=${SECRET}\n`;
    const env = { GLOBUS_CLIENT_ID: OTHER, GLOBUS_CLIENT_SECRET: "x".repeat(44) };
    const { stdout } = await withFile(content, { env });
    assert.include(stdout, clientId);
    const half = await withFile(`GLOBUS_CLIENT_ID=${clientId}\n`, { env: credentials });
    assert.equal(half.code, 2);
    assert.match(half.stderr, /GLOBUS_CLIENT_SECRET/);
  });

  test("a file that others can read works, with a warning", async () => {
    const content = `GLOBUS_CLIENT_ID=${clientId}\nGLOBUS_CLIENT_SECRET=${SECRET}\n`;
    for (const mode of [0o640, 0o604]) {
      const { code, stderr } = await withFile(content, { mode });
      assert.equal(code, 0);
      assert.match(stderr, /^warning: others can read/);
    }
    const { stderr, file } = await withFile(content, { mode: 0o644, args: ["--json"] });
    assert.include(JSON.parse(stderr).warning, file);
  });

  test("a line that cannot be read is counted and not shown", async () => {
    const { code, stdout, stderr } = await withFile(`# secret\nGLOBUS_CLIENT_SECRET ${SECRET}\n`);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /line 2 of/);
  });

  test("a file that is not there is named", async () => {
    const { code, stderr } = await program(["whoami", "--env", "nowhere.env"]);
    assert.equal(code, 2);
    assert.match(stderr, /cannot read nowhere\.env \(ENOENT\)/);
  });
}
