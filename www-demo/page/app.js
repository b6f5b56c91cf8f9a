// The page begins here: who the account is, and the panes.
import { $, api, copies, h, problemBlock } from "./dom.js";
import { startActivity } from "./activity.js";
import { startFiles } from "./files.js";
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
    $("globus").textContent = account.globus;
    $("globus").classList.toggle("real", account.globus !== "fake Globus");
    $("globus").hidden = false;
    for (const button of document.querySelectorAll("[data-copies]")) button.disabled = false;
    document.title = `${account.name ?? "Service account"} · ${account.globus}`;
    return account;
  } catch (problem) {
    $("name").textContent = "No account";
    $("ids").hidden = true;
    $("trouble").replaceChildren(problemBlock(problem));
    $("trouble").hidden = false;
    return undefined;
  }
}

startActivity();
startTransfers();
const account = await showAccount();
if (account) startFiles(account);
else $("collections").replaceChildren();
