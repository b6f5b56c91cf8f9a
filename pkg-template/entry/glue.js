// Shipped as one file. `start` is the default export because `export *` in the entries leaves a default behind: what
// they pass on is exactly the public names.
export * from "../core/public.js";
export { default } from "./start.js";
