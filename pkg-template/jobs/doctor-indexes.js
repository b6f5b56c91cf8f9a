// @ts-check
// `doctor` on a search index: its document, with the roles of the account.
import { findings, holding } from "./doctor-examiner.js";
import { documentOf, isText, listOf } from "./replies.js";

/** @param {import("./doctor-examiner.js").Examiner} examiner @param {{ id: string }} subject @returns {Promise<import("./doctor-examiner.js").Finding>} */
export async function lookAtIndex(examiner, { id: index }) {
  const { account, ask } = examiner;
  const answer = await ask((options) => account.search.getIndex(index, undefined, options));
  const document = documentOf("search", "an index", answer, "status");
  const { display_name: name, status } = document;
  const roles = listOf("search", "an index", document, "permissions", isText);
  const holds = holding(roles);
  const isOpen = status === "open";
  const can = {
    // That goes by entry: each says who may see it.
    search: isOpen,
    ingest: isOpen && holds("owner", "admin", "writer"),
    administer: holds("owner", "admin"),
  };
  const finding = findings(examiner, index, { name, roles, can });
  if (!isOpen) return finding("failed", "is being deleted", "index_closed");
  if (roles.length === 0) return finding("warning", "can be searched, but not written to", "index_role");
  return finding("ok", `has this account as its ${roles.join(", ")}`);
}
