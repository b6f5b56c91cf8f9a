import type { TokenStorage } from "globus-service-account";

/**
 * Keeps tokens in a file, for all processes of one machine: programs that run again and again, such as cron jobs and
 * command lines, and servers of several processes. For Node, Deno and Bun.
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
 * - The file can be read by its owner only (mode 0600), and so can the folders that are made for it. A file that holds
 *   something else is neither read nor replaced.
 * - It is always replaced whole, and processes take turns by a lock beside it, `<file>.lock`. A lock older than a
 *   second is that of a process that died, and taken over. The folder has to be writable.
 * - Of processes that need the same token one gets it. Should it die before it has it, the others see that at once, and do
 *   not wait for its claim to end; on Deno they do.
 * - Meant for a local disk ([node:fs](https://nodejs.org/api/fs.html#promises-api)). On a network file system, where
 *   clocks differ, a token may get lost and be asked for again. So it may on Windows, where a file that somebody has
 *   open cannot always be replaced.
 * - Deno asks for `--allow-read` and `--allow-write` of the folder.
 *
 * @param path Where the file is, or will be.
 * @returns A storage, for the option `storage`.
 */
export function file(path: string): TokenStorage;
