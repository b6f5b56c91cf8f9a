// What a page of the tests imports. Another query makes another copy of it.
export * from "globus-service-account";
export { faults } from "../packed/relations.mjs";
