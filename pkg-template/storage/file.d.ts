import type { TokenStorage } from "globus-service-account";

/**
 * Stores tokens in a file, for all processes of one machine: programs that start often, such as cron jobs and command
 * lines, and servers with several processes. For Node, Deno and Bun.
 *
 * ```js
 * import { homedir } from "node:os";
 * import { ServiceAccount } from "globus-service-account";
 * import { file } from "globus-service-account/storage/file";
 *
 * const storage = file(`${homedir()}/.cache/my-program/globus-tokens.json`);
 * const account = ServiceAccount.fromEnv(process.env, { storage });
 * ```
 *
 * - Only its owner can read the file (mode 0600) and the folders that are created for it (mode 0700). A file with other
 *   contents than tokens is neither read nor replaced.
 * - Each write replaces the whole file. Processes write in turn, with a lock file `<file>.lock` in the same folder. A
 *   lock that is unchanged for 2 seconds belongs to a process that died, and is removed. The folder must be writable.
 * - Only one process requests a token that several need. If it dies before it has the token, the others notice at once
 *   and do not wait for its claim to expire. On Deno they wait.
 * - Use it on a local disk ([node:fs](https://nodejs.org/api/fs.html#promises-api)). On a network file system, where
 *   clocks differ, a token can get lost and is then requested again. The same can happen on Windows, where a file that
 *   is open in another process cannot always be replaced.
 * - Deno needs `--allow-read` and `--allow-write` for the folder.
 *
 * @param path The path of the file. It is created by the first write.
 * @returns A storage, for the option `storage`.
 */
export function file(path: string): TokenStorage;
