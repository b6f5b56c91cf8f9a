// The entry of the page. Shows the identity of the account and starts the panes.
import { $, api, addCopyAction, h, problemBlock } from "./dom.js";
import { startActivity } from "./activity.js";
import { startFiles } from "./files.js";
import { makePlaceholderRows } from "./listing.js";
import { startTransfers } from "./transfers.js";

for (const button of document.querySelectorAll("[data-copies]"))
  addCopyAction(button, () => $(button.dataset.copies).textContent);

async function showAccount() {
  try {
    const account = await api("/account");
    $("name").textContent = account.name ?? account.username;
    const [id, domain] = account.username.split("@");
    // A username that is too long for one line breaks before the @.
    $("username").replaceChildren(id, h("wbr"), `@${domain}`);
    $("identity").textContent = account.identityId;
    for (const button of document.querySelectorAll("[data-copies]")) button.disabled = false;
    document.title = `${account.name ?? account.username} · Globus service account`;
    return account;
  } catch (problem) {
    $("name").textContent = "No account";
    $("ids").hidden = true;
    $("trouble").replaceChildren(problemBlock(problem));
    $("trouble").hidden = false;
    return undefined;
  }
}

async function showAbout() {
  const about = await api("/about").catch(() => ({ globus: "", search: "" }));
  $("globus").textContent = about.globus;
  $("globus").classList.toggle("real", about.globus !== "fake Globus");
  $("globus").hidden = about.globus === "";
  return about;
}

// The fragment of the URL names the shown directory. The skip link must not replace it, so this listener moves the
// focus.
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("files").focus();
});

$("entries").replaceChildren(...makePlaceholderRows());
startActivity();
startTransfers();
const [about, account] = await Promise.all([showAbout(), showAccount()]);
if (account) startFiles({ ...about, ...account });
else for (const id of ["collections", "entries"]) $(id).replaceChildren();
