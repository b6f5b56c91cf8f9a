// @ts-check
export { FakeGlobus } from "./fake-globus.js";
