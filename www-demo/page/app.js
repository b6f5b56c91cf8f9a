// The page begins here: who the account is, and the panes.
import { $, api, copies, h, problemBlock } from "./dom.js";
import { startActivity } from "./activity.js";
import { startFiles } from "./files.js";
import { skeleton } from "./listing.js";
import { startTransfers } from "./transfers.js";

for (const button of document.querySelectorAll("[data-copies]"))
  copies(button, () => $(button.dataset.copies).textContent);

async function showAccount() {
  try {
    const account = await api("/account");
    $("name").textContent = account.name ?? account.username;
    const [id, domain] = account.username.split("@");
    // Where the name is too long for its line, this is the place to break it.
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

// The address belongs to the files: a link to a part of the page would lead away from them.
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("files").focus();
});

$("entries").replaceChildren(...skeleton());
startActivity();
startTransfers();
const [about, account] = await Promise.all([showAbout(), showAccount()]);
if (account) startFiles({ ...about, ...account });
else for (const id of ["collections", "entries"]) $(id).replaceChildren();
