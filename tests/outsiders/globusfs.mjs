// globusfs, a file system for Python's fsspec by Sam Foreman, on FakeGlobus over https: listings come from Transfer,
// bytes from the server of a collection. `env` names the fake's certificate authority, which `requests` and aiohttp
// then trust.
import assert from "node:assert/strict";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>, options: object) => void} test */
export default function register(test) {
  const scenario = (name, body) =>
    test(`globusfs: ${name}`, async (stage) => {
      const served = await stage.serve({ tls: true });
      const files = {
        share: { "a b.txt": "0123456789", "größe.txt": "ü", sub: { "c.bin": { size: 200_000 } } },
        open: { "p.txt": "public" },
        closed: { "b.txt": "b" },
      };
      const permissions = [
        { principal: served.client.identityId, path: "/share/", permissions: "rw" },
        { principal: "anonymous", path: "/open/", permissions: "r" },
      ];
      const guest = served.fake.addCollection({ displayName: "Station 7", files, permissions });
      const runOperations = async (args) => {
        const results = await stage.python("globusfs_operations.py", { collection: guest.id, ...args }, served.env);
        stage.recordUse("globusfs", "operations", Object.keys(results));
        return results;
      };
      await body({ ...served, guest, runOperations });
    }, { python: "current" });

  scenario("listings, reads, ranges, open files, uploads, deletions", async ({ guest, runOperations }) => {
    const entry = (name, size) => [`share/${name}`, size, "file"];
    assert.deepEqual(await runOperations(), {
      "ls names": ["share/a b.txt", "share/größe.txt", "share/sub"],
      ls: [entry("a b.txt", 10), entry("größe.txt", 2), ["share/sub", 4096, "directory"]],
      "ls absent": "FileNotFoundError",
      info: { name: "share/a b.txt", size: 10, type: "file" },
      "info of a directory": "directory",
      exists: [true, true, false],
      isdir: [false, true, false],
      isfile: [true, false, false],
      size: 10,
      glob: ["share/sub/c.bin"],
      find: ["share/a b.txt", "share/größe.txt", "share/sub/c.bin"],
      walk: [
        ["share", ["sub"], ["a b.txt", "größe.txt"]],
        ["share/sub", [], ["c.bin"]],
      ],
      cat_file: "0123456789",
      "cat_file range": "234",
      "cat_file from": "789",
      "cat_file from the end": "ClientResponseError",
      "cat_file absent": "FileNotFoundError",
      cat_ranges: ["01", "89"],
      read_text: "ü",
      "open, read": "0123",
      "open, seek": "789",
      "open, size": 10,
      "open, blocks": 5000,
      "fsspec.open by URL": "0123456789",
      pipe_file: "written",
      pipe: 3_000_000,
      "pipe_file over": "again",
      rm_file: false,
      "rm_file absent": "FileNotFoundError",
      "pipe_file refused": "ClientResponseError",
    });
    assert.equal(guest.files.readText("/share/sub/large.bin"), "x".repeat(3_000_000));
    assert.equal(guest.files.stat("/share/new.txt"), undefined);
  });

  scenario("a collection is found by its name", async ({ guest, runOperations }) => {
    assert.deepEqual(await runOperations({ name: "Station 7" }), { "a collection by its name": guest.id });
  });

  scenario("a mapped collection, with the consent that it requires", async ({ fake, client, runOperations }) => {
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    const { id } = fake.addCollection({ displayName: "Cluster", type: "mapped", files: { "m.txt": "m" }, permissions });
    assert.deepEqual(await runOperations({ collection: id, mapped: true }), {
      needs_data_access: true,
      "ls of a mapped collection": ["m.txt"],
      "cat_file of a mapped collection": "m",
    });
  });

  scenario("a public folder without a token", async ({ runOperations }) => {
    assert.deepEqual(await runOperations({ anonymous: true }), {
      "info without a token": 6,
      "cat_file without a token": "public",
      "open without a token": "blic",
      // The server redirects the request to a login page, which the fake does not have.
      "cat_file refused": "FileNotFoundError",
    });
  });

  scenario("a failing back end answers 404, and the request is repeated", async ({ fake, runOperations }) => {
    const body = "Mapping collection to specified ID failed.\nGlobusError: v=1 c=ENDPOINT_ERROR\n";
    const twice = fake.inject({ service: "https", path: "/share/a%20b.txt", status: 404, body, times: 2 });
    const ever = fake.inject({ service: "https", path: "/share/sub/c.bin", status: 404, body, times: Infinity });
    assert.deepEqual(await runOperations({ failing: true }), {
      "cat_file of a failing server": "0123456789",
      "cat_file of a server that keeps failing": "TransientBackendError",
    });
    assert.deepEqual([twice.used, ever.used], [2, 5], "the number of failed requests");
  });
}
