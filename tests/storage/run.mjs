// The adapters on the engines that they are for, the contract on storages that break it, and accounts that share a storage.
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
if (!server) console.log("Redis: skipped, there is no redis-server");
const modules = [contract, file, keyv, ...(server ? [redis, outage, fleet] : []), workerd, short];
const running = run(modules, { assert, redisUrl: server?.url }, { filter: process.argv[2] });
const counts = await running.finally(() => server?.stop());

console.log(server ? summary(counts) : `${summary(counts)}, 1 skipped`);
// What a test that was given up has left open must not keep this going.
process.exit(counts.failed ? 1 : 0);
