// @ts-check
// The check of `doctor` for a search index: reads its document, with the roles of the account.
import { createFindings, createHasRole } from "./doctor-shared.js";
import { isNonEmptyString, readDocument, readItems } from "./replies.js";

/**
 * @param {import("./doctor-shared.js").CheckContext} context @param {{ id: string }} subject
 * @returns {Promise<import("./doctor-shared.js").Finding>}
 */
export async function checkIndex(context, { id: index }) {
  const { account, withTimeout } = context;
  const answer = await withTimeout((options) => account.search.getIndex(index, undefined, options));
  const document = readDocument("search", "an index", answer, "status");
  const { display_name: name, status } = document;
  const roles = readItems("search", "an index", document, "permissions", isNonEmptyString);
  const hasRole = createHasRole(roles);
  const isOpen = status === "open";
  const can = {
    // Which entries it finds depends on each entry's `visible_to`.
    search: isOpen,
    ingest: isOpen && hasRole("owner", "admin", "writer"),
    administer: hasRole("owner", "admin"),
  };
  const finding = createFindings(context, index, { name, roles, can });
  if (!isOpen) return finding("failed", "is being deleted", "index_closed");
  if (roles.length === 0) return finding("warning", "can be searched, but not written to", "index_role");
  return finding("ok", `has this account as its ${roles.join(", ")}`);
}
