// The module that a page of the tests imports. An import with another query string loads another copy.
export * from "globus-service-account";
export { faults } from "../packed/relations.mjs";
