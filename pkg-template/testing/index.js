// @ts-check
export { FakeGlobus } from "./fake-globus.js";
export { makeError } from "./make-error.js";
export { storageContract } from "./storage-contract.js";
