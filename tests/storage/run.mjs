// The contract of storages, on such as keep it and such as break it.
import process from "node:process";
import { assert } from "chai";
import { run, summary } from "../suite/harness.mjs";
import contract from "./contract.mjs";

const counts = await run([contract], { assert }, { filter: process.argv[2] });
console.log(summary(counts));
process.exitCode = counts.failed ? 1 : 0;
