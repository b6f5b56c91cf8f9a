// The file, and those who share it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync }
  from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { file } from "globus-service-account/storage/file";
import { withTime } from "../suite/time.mjs";
import { until } from "../suite/work.mjs";
import { inTurns, output } from "./processes.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));
const tool = (name) => join(tests, "node_modules/.bin", name);
const script = join(tests, "storage/file-process.mjs");

const RUNTIMES = {
  node: [process.execPath],
  deno: [tool("deno"), "run", "--no-lock", "--allow-read", "--allow-write"],
  bun: [tool("bun")],
};

const PROCESSES = 20;
const KILLS = 200;
/** So many of those killed, or more, were just writing. */
const LOCKS = 8;

const life = (ttlSeconds = 3600) => ({ expiresAt: Date.now() + ttlSeconds * 1000, ttlSeconds });
const permissions = (path) => (statSync(path).mode & 0o777).toString(8);

/** Does something while the clock runs fast: what is watched for seconds is so for a few looks. */
async function hurried(work) {
  const { now } = Date;
  let fast = now();
  Date.now = () => (fast += 200);
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}

export default function (test, { assert }) {
  /** A folder, gone afterwards, and the path of a file in it that is not there yet. */
  const inFolder = (body) => async (goesOn) => {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    try {
      await body(join(folder, "tokens.json"), folder, goesOn);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  const runs = async ([program, ...args], goesOn, ...more) => {
    assert.equal(await output(program, [...args, script, ...more], { cwd: tests }, goesOn), "done\n");
  };

  for (const [name, command] of Object.entries(RUNTIMES)) {
    test(`file, ${name}: it keeps the contract`, inFolder((path, _, goesOn) =>
      runs(command, goesOn, "contract", path)));
  }

  test("file: only its owner can read it and the folders made for it, and nothing lies beside it",
    inFolder(async (_, folder) => {
      const path = join(folder, "a/b/tokens.json");
      await file(path).set("key", "value", life());
      await file(path).set("key", "value", life());
      assert.deepEqual([path, join(folder, "a/b"), join(folder, "a")].map(permissions), ["600", "700", "700"]);
      assert.deepEqual(readdirSync(join(folder, "a/b")), ["tokens.json"]);
    }));

  test("file: a path is the same from wherever it is named", inFolder(async (path, folder) => {
    await file(join(folder, "x/../tokens.json")).set("key", "value", life());
    assert.equal(await file(path).get("key"), "value");
    assert.equal(await file(relative(process.cwd(), path)).get("key"), "value");
  }));

  test("file: what has expired is dropped by the next who writes", inFolder(async (path) => {
    const storage = file(path);
    await storage.set("old", "of old", life(-1));
    await storage.set("new", "of new", life());
    assert.isUndefined(await storage.get("old"));
    assert.notInclude(readFileSync(path, "utf8"), "old");
  }));

  test("file: a wider mode is not kept", inFolder(async (path) => {
    const storage = file(path);
    await storage.set("key", "value", life());
    chmodSync(path, 0o644);
    await storage.set("key", "value", life());
    assert.equal(permissions(path), "600");
  }));

  for (const [name, text] of Object.entries({
    "an empty file": "",
    "a file that was cut off": '{"globusTokens":{"key":{"value":"val',
    "a file with other entries": '{"globusTokens":{"key":"value","other":null}}',
    "a file with no entries": '{"globusTokens":7}',
  })) {
    test(`file: ${name} reads as empty and is replaced`, inFolder(async (path) => {
      writeFileSync(path, text);
      const storage = file(path);
      assert.isUndefined(await storage.get("key"));
      await storage.set("key", "value", life());
      assert.equal(await storage.get("key"), "value");
    }));
  }

  for (const text of ['{"name":"my-program"}', "[]", "key = value\n", "{"]) {
    test(`file: somebody else's is left as it is: ${text.trim()}`, inFolder(async (path, folder) => {
      writeFileSync(path, text);
      const storage = file(path);
      assert.isUndefined(await storage.get("name"));
      for (const write of [storage.set, storage.add, storage.delete]) {
        const error = await write("key", "value", life()).catch((error) => error);
        assert.match(error?.message, /tokens\.json has other contents than tokens/);
      }
      assert.equal(readFileSync(path, "utf8"), text);
      assert.deepEqual(readdirSync(folder), ["tokens.json"]);
    }));
  }

  test("file: the lock of another process is waited for", inFolder((path, folder) => withTime(async (time) => {
    const lock = `${path}.lock`;
    writeFileSync(lock, "");
    // By the clock of a file system that is far behind.
    utimesSync(lock, new Date(0), new Date(0));
    let done = false;
    const written = file(path).set("key", "value", life()).then(() => (done = true));
    const paused = () => until(() => done || time.pending.length > 0);
    for (let looks = 0; looks < 10; looks += 1) {
      await paused();
      assert.isFalse(done);
      assert.isFalse(existsSync(path));
      await time.advance(15);
    }
    await paused();
    rmSync(lock);
    await time.advance(15);
    await written;
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  })));

  test("file: the lock of a process that died is taken over, whatever its file says of the time", inFolder(async (path, folder) => {
    for (const date of [new Date(0), new Date(), new Date(Date.now() + 7_200_000)]) {
      writeFileSync(`${path}.lock`, '{"globusTokens":{"key":{"value":"unfin');
      utimesSync(`${path}.lock`, date, date);
      await hurried(() => file(path).set("key", "value", life()));
      assert.equal(await file(path).get("key"), "value");
      assert.deepEqual(readdirSync(folder), ["tokens.json"]);
    }
  }));

  test(`file: ${PROCESSES} processes, many at once, lose nothing`, inFolder(async (path, folder, goesOn) => {
    const names = Array.from({ length: PROCESSES }, (_, index) => `process:${index}`);
    await inTurns(names, (name) => runs(RUNTIMES.node, goesOn, "share", path, name));
    const storage = file(path);
    for (const key of names.flatMap((name) => Array.from({ length: 20 }, (_, index) => `${name}:${index}`))) {
      assert.equal(await storage.get(key), `of ${key}`);
    }
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  }));

  test(`file: ${KILLS} processes killed while writing leave it whole`, inFolder(async (path, folder, goesOn) => {
    const lock = `${path}.lock`;
    const storage = file(path);
    let locksLeft = 0;
    const kill = async (moment) => {
      const stdio = ["ignore", "pipe", "inherit"];
      const child = spawn(process.execPath, [script, "write", path], { cwd: tests, stdio });
      await once(child.stdout, "data");
      await moment();
      child.kill("SIGKILL");
      await once(child, "exit");

      const { globusTokens } = JSON.parse(readFileSync(path, "utf8"));
      assert.match(globusTokens.key.value, /^([a-z])\1{6999}$/);
      assert.equal(permissions(path), "600");
      if (existsSync(lock)) {
        locksLeft += 1;
      }
      await hurried(() => storage.set("alive", "value", life()));
    };
    const anyTime = () => setTimeout(5 * Math.random());
    const whenItWrites = () => until(() => existsSync(lock));
    for (let count = 0; count < KILLS || locksLeft < LOCKS; count += 1) {
      await kill(count % 2 ? anyTime : whenItWrites);
      goesOn();
    }
    assert.equal(await storage.get("alive"), "value");
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  }));
}
