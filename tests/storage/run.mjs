// The adapters on their real engines, the contract on storages that violate it, and accounts that share a storage.
import process from "node:process";
import { assert } from "chai";
import { run, summary } from "../suite/harness.mjs";
import contract from "./contract.mjs";
import file from "./file.mjs";
import fleet from "./fleet.mjs";
import keyv from "./keyv.mjs";
import outage from "./outage.mjs";
import redis from "./redis.mjs";
import { startRedis } from "./server.mjs";
import short from "./short.mjs";
import workerd from "./workerd.mjs";

const server = await startRedis();
if (!server) console.log("Redis: skipped, redis-server is not installed");
const modules = [contract, file, keyv, ...(server ? [redis, outage, fleet] : []), workerd, short];
const running = run(modules, { assert, redisUrl: server?.url }, { filter: process.argv[2] });
const counts = await running.finally(() => server?.stop());

console.log(server ? summary(counts) : `${summary(counts)}, 1 skipped`);
// A test that reached its limit may have left connections open, which would keep this process running.
process.exit(counts.failed ? 1 : 0);
