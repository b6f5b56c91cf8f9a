// Shipped as one file. `start` is the default export because `export *` does not export a default: the entries thus
// export exactly the public names.
export * from "../core/public.js";
export { default } from "./start.js";
