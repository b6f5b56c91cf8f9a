// @ts-check
export { FakeGlobus } from "./fake-globus.js";
export { storageContract } from "./storage-contract.js";
