// The file storage, and processes that share one file.
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
/** At least this many of the killed processes must leave a lock: they were killed during a write. */
const MIN_LOCKS_LEFT = 8;

const makeOptions = (ttlSeconds = 3600) => ({ expiresAt: Date.now() + ttlSeconds * 1000, ttlSeconds });
const permissions = (path) => (statSync(path).mode & 0o777).toString(8);

/** Runs `body` while each read of the clock advances it by 200 ms: a wait of seconds then ends after a few polls. */
async function withFastClock(body) {
  const { now } = Date;
  let fast = now();
  Date.now = () => (fast += 200);
  try {
    return await body();
  } finally {
    Date.now = now;
  }
}

export default function (test, { assert }) {
  /**
   * Runs `body` with a new folder and the path of a file in it that does not exist yet. Removes the folder afterwards.
   */
  const inFolder = (body) => async (goesOn) => {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    try {
      await body(join(folder, "tokens.json"), folder, goesOn);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  const runProcess = async ([program, ...args], goesOn, ...processArgs) => {
    assert.equal(await output(program, [...args, script, ...processArgs], { cwd: tests }, goesOn), "done\n");
  };

  for (const [name, command] of Object.entries(RUNTIMES)) {
    test(`file, ${name}: it satisfies the contract`, inFolder((path, _, goesOn) =>
      runProcess(command, goesOn, "contract", path)));
  }

  test("file: only its owner can read it and the folders made for it, and the folder contains no other file",
    inFolder(async (_, folder) => {
      const path = join(folder, "a/b/tokens.json");
      await file(path).set("key", "value", makeOptions());
      await file(path).set("key", "value", makeOptions());
      assert.deepEqual([path, join(folder, "a/b"), join(folder, "a")].map(permissions), ["600", "700", "700"]);
      assert.deepEqual(readdirSync(join(folder, "a/b")), ["tokens.json"]);
    }));

  test("file: two spellings of a path name the same file", inFolder(async (path, folder) => {
    await file(join(folder, "x/../tokens.json")).set("key", "value", makeOptions());
    assert.equal(await file(path).get("key"), "value");
    assert.equal(await file(relative(process.cwd(), path)).get("key"), "value");
  }));

  test("file: the next write removes expired entries", inFolder(async (path) => {
    const storage = file(path);
    await storage.set("old", "of old", makeOptions(-1));
    await storage.set("new", "of new", makeOptions());
    assert.isUndefined(await storage.get("old"));
    assert.notInclude(readFileSync(path, "utf8"), "old");
  }));

  test("file: a write resets a wider file mode", inFolder(async (path) => {
    const storage = file(path);
    await storage.set("key", "value", makeOptions());
    chmodSync(path, 0o644);
    await storage.set("key", "value", makeOptions());
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
      await storage.set("key", "value", makeOptions());
      assert.equal(await storage.get("key"), "value");
    }));
  }

  for (const text of ['{"name":"my-program"}', "[]", "key = value\n", "{"]) {
    test(`file: a file of another program stays unchanged: ${text.trim()}`, inFolder(async (path, folder) => {
      writeFileSync(path, text);
      const storage = file(path);
      assert.isUndefined(await storage.get("name"));
      for (const write of [storage.set, storage.add, storage.delete]) {
        const error = await write("key", "value", makeOptions()).catch((error) => error);
        assert.match(error?.message, /tokens\.json has other contents than tokens/);
      }
      assert.equal(readFileSync(path, "utf8"), text);
      assert.deepEqual(readdirSync(folder), ["tokens.json"]);
    }));
  }

  test("file: a write waits for the lock of another process", inFolder((path, folder) => withTime(async (time) => {
    const lock = `${path}.lock`;
    writeFileSync(lock, "");
    // As on a file system whose clock is far behind.
    utimesSync(lock, new Date(0), new Date(0));
    let done = false;
    const written = file(path).set("key", "value", makeOptions()).then(() => (done = true));
    const untilDoneOrWaiting = () => until(() => done || time.pending.length > 0);
    for (let polls = 0; polls < 10; polls += 1) {
      await untilDoneOrWaiting();
      assert.isFalse(done);
      assert.isFalse(existsSync(path));
      await time.advance(15);
    }
    await untilDoneOrWaiting();
    rmSync(lock);
    await time.advance(15);
    await written;
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  })));

  test("file: a write takes over the lock of a dead process, whatever the time stamp of the lock file", inFolder(async (path, folder) => {
    for (const date of [new Date(0), new Date(), new Date(Date.now() + 7_200_000)]) {
      writeFileSync(`${path}.lock`, '{"globusTokens":{"key":{"value":"unfin');
      utimesSync(`${path}.lock`, date, date);
      await withFastClock(() => file(path).set("key", "value", makeOptions()));
      assert.equal(await file(path).get("key"), "value");
      assert.deepEqual(readdirSync(folder), ["tokens.json"]);
    }
  }));

  test(`file: ${PROCESSES} processes, many at once, lose nothing`, inFolder(async (path, folder, goesOn) => {
    const names = Array.from({ length: PROCESSES }, (_, index) => `process:${index}`);
    await inTurns(names, (name) => runProcess(RUNTIMES.node, goesOn, "share", path, name));
    const storage = file(path);
    for (const key of names.flatMap((name) => Array.from({ length: 20 }, (_, index) => `${name}:${index}`))) {
      assert.equal(await storage.get(key), `of ${key}`);
    }
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  }));

  test(`file: ${KILLS} processes killed while writing leave a complete file`, inFolder(async (path, folder, goesOn) => {
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
      await withFastClock(() => storage.set("alive", "value", makeOptions()));
    };
    const atAnyTime = () => setTimeout(5 * Math.random());
    const duringWrite = () => until(() => existsSync(lock));
    for (let count = 0; count < KILLS || locksLeft < MIN_LOCKS_LEFT; count += 1) {
      await kill(count % 2 ? atAnyTime : duringWrite);
      goesOn();
    }
    assert.equal(await storage.get("alive"), "value");
    assert.deepEqual(readdirSync(folder), ["tokens.json"]);
  }));
}
