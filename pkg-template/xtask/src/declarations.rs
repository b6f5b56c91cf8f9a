//! The package's types, out of those that wasm-bindgen writes.
//!
//! wasm-bindgen declares all that JavaScript can reach. Left out here: what the package does not export (helpers that the
//! glue calls), and `free`, which exists but which nobody needs: memory is given back when objects are collected. With
//! `free` goes its alias `[Symbol.dispose]`, except for the account, where it is documented.

/// Members that wasm-bindgen gives to every class.
const FREE: &str = "free(): void;";
const DISPOSE: &str = "[Symbol.dispose](): void;";
const KEEPS_DISPOSE: &str = "ServiceAccount";
/// Where `Symbol.dispose` is declared, for projects whose own `lib` is older.
const HEAD: &str = "/// <reference lib=\"esnext.disposable\" />\n";

/// Filters wasm-bindgen's declarations down to the public ones.
///
/// Works on lines: wasm-bindgen puts every declaration at the start of a line, and ends it with `}` there or a `;`.
pub(crate) fn public(generated: &str, exports: &[String]) -> String {
    let mut result = HEAD.to_owned();
    // A doc comment waits here until it is known whether what it describes is public.
    let mut comment = String::new();
    let mut class = "";
    let mut hidden = false;
    for line in generated.lines() {
        let text = line.trim();
        if text.starts_with("/**") || !comment.is_empty() && text.starts_with('*') {
            comment += line;
            comment.push('\n');
            continue;
        }
        if let Some((kind, name)) = declared(line) {
            class = if kind == "class" { name } else { "" };
            hidden = !exports.iter().any(|export| export == name);
        }
        let idle = text == FREE || text == DISPOSE && class != KEEPS_DISPOSE;
        if !hidden && !idle && !text.starts_with("/* ") {
            result += &comment;
            result += line;
            result.push('\n');
        }
        comment.clear();
        if hidden && (line == "}" || !line.starts_with(' ') && line.ends_with([';', '}'])) {
            hidden = false;
        }
    }
    result
}

/// Kind and name of the value that a line begins to declare. Types are never hidden: they have no value to be missed.
fn declared(line: &str) -> Option<(&str, &str)> {
    let mut words = line.strip_prefix("export ")?.split([' ', '(', '<', ':', '{']).filter(|word| !word.is_empty());
    let kind = words.find(|word| !matches!(*word, "declare" | "abstract"))?;
    matches!(kind, "class" | "function" | "const" | "let").then_some((kind, words.next()?))
}

#[cfg(test)]
mod tests {
    use super::public;

    const GENERATED: &str = "\
/* tslint:disable */
/* eslint-disable */
/**
 * An account.
 */
export class ServiceAccount {
  /**
   * Frees.
   */
  free(): void;
  [Symbol.dispose](): void;
  /**
   * The client id.
   */
  readonly clientId: string;
}
/** Not for users. */
export class Helper {
  free(): void;
  x(): void;
}
export class TransferClient {
  private constructor();
  free(): void;
  [Symbol.dispose](): void;
}
/** Runs first. */
export function start(): void;

export type Json = unknown;
";

    #[test]
    fn only_public_declarations_remain() {
        let exports = ["ServiceAccount", "TransferClient"].map(str::to_owned);
        let expected = "\
/// <reference lib=\"esnext.disposable\" />
/**
 * An account.
 */
export class ServiceAccount {
  [Symbol.dispose](): void;
  /**
   * The client id.
   */
  readonly clientId: string;
}
export class TransferClient {
  private constructor();
}

export type Json = unknown;
";
        assert_eq!(public(GENERATED, &exports), expected);
    }
}
