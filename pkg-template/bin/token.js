// @ts-check
import { DONE } from "./exit.js";
import { escapeLine, formatDateTime } from "./text.js";

const REDACTED = "[redacted]";

/** @param {import("./main.js").CommandContext} context */
export async function token({ account, operands, options, screen, signal }) {
  const targets = /** @type {import("globus-service-account").Target[]} */ (operands);
  const tokens = (await account.getTokens(targets, { signal })).map((token, index) => ({
    target: operands[index],
    ...token,
    accessToken: options.reveal ? token.accessToken : REDACTED,
  }));
  if (screen.isJson) screen.printJson(tokens);
  else {
    for (const [index, { target, accessToken, expiresAt, scope, resourceServer }] of tokens.entries()) {
      if (index > 0) screen.print("");
      screen.print(screen.out.paint("bold", escapeLine(target)));
      const bearer = options.reveal ? escapeLine(accessToken) : screen.out.paint("dim", "hidden (--reveal shows it)");
      screen.print(`  Token      ${bearer}`);
      screen.print(`  Expires    ${formatDateTime(expiresAt)}, in ${formatTimeUntil(expiresAt)}`);
      screen.print(`  Server     ${escapeLine(resourceServer)}`);
      screen.print(`  Scopes     ${escapeLine(scope).split(" ").join("\n             ")}`);
    }
  }
  return DONE;
}

/** @param {Date} date */
function formatTimeUntil(date) {
  const totalMinutes = Math.max(0, Math.floor((date.getTime() - Date.now()) / 60_000));
  const [hours, minutes] = [Math.floor(totalMinutes / 60), totalMinutes % 60];
  return hours ? `${hours} h ${minutes} min` : `${minutes} min`;
}
