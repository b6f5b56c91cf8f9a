//! The package's TypeScript declarations, built from wasm-bindgen's declarations and from those written by hand.
//!
//! wasm-bindgen declares everything that it exports to JavaScript. This module removes functions that the package does
//! not export, and `free` with its alias `[Symbol.dispose]`, which `handles.rs` removes from the objects. A class that
//! the package does not export becomes an interface, because users cannot construct it.

use crate::project::{Project, files_under, read};
use anyhow::Result;
use std::path::PathBuf;

/// Members that wasm-bindgen adds to every class.
const FREE: &str = "free(): void;";
const DISPOSE: &str = "[Symbol.dispose](): void;";
const PRIVATE_CONSTRUCTOR: &str = "private constructor();";
/// Declares `Symbol.dispose` in projects whose own `lib` is older.
const LIB_REFERENCE: &str = "/// <reference lib=\"esnext.disposable\" />\n";

/// Returns the declaration files that are written by hand, in order: those next to the Rust code, and that of the jobs.
pub(crate) fn handwritten_files(project: &Project) -> Result<Vec<PathBuf>> {
    let mut files = files_under(&project.path("src"))?;
    files.retain(|file| file.to_string_lossy().ends_with(".d.ts"));
    files.push(project.path("pkg-template/jobs/jobs.d.ts"));
    Ok(files)
}

/// Returns the declarations that are written by hand, indented as wasm-bindgen does: by four spaces, not by two.
pub(crate) fn read_handwritten(project: &Project) -> Result<String> {
    let mut text = String::new();
    for file in handwritten_files(project)? {
        text.push('\n');
        for line in read(&file)?.lines() {
            let indentation = line.len() - line.trim_start_matches("  ").len();
            text.extend([&" ".repeat(indentation), line, "\n"]);
        }
    }
    Ok(text)
}

/// Removes the declarations that are not public.
///
/// Works line by line: wasm-bindgen begins every declaration at the start of a line, and ends it with `}` there or with
/// a `;`.
pub(crate) fn keep_public(generated: &str, exports: &[String]) -> String {
    let mut result = LIB_REFERENCE.to_owned();
    // The last doc comment. It is written only if the declaration after it is public.
    let mut comment = String::new();
    let mut is_hidden = false;
    let mut in_interface = false;
    // Declarations written by hand are last, and declare no `free`.
    let mut in_class = false;
    for line in generated.lines() {
        let text = line.trim();
        if text.starts_with("/**") || !comment.is_empty() && text.starts_with('*') {
            comment += line;
            comment.push('\n');
            continue;
        }
        let mut line = line.to_owned();
        if let Some((kind, name)) = parse_declaration(&line) {
            let is_exported = exports.iter().any(|export| export == name);
            in_class = kind == "class";
            in_interface = in_class && !is_exported;
            is_hidden = !in_class && !is_exported;
            if in_interface {
                line = line.replacen("export class", "export interface", 1);
            }
        }
        let is_removed = in_class && (text == FREE || text == DISPOSE) || in_interface && text == PRIVATE_CONSTRUCTOR;
        if !is_hidden && !is_removed && !text.starts_with("/* ") {
            result += &comment;
            result += &line;
            result.push('\n');
        }
        comment.clear();
        let is_end = line == "}" || !line.starts_with(' ') && line.ends_with([';', '}']);
        in_class &= line != "}";
        is_hidden &= !is_end;
    }
    result
}

/// Returns kind and name of the value whose declaration begins on a line. Returns `None` for types: a type has no value
/// that the package could fail to export, and is never removed.
fn parse_declaration(line: &str) -> Option<(&str, &str)> {
    let mut words = line.strip_prefix("export ")?.split([' ', '(', '<', ':', '{']).filter(|word| !word.is_empty());
    let kind = words.find(|word| !matches!(*word, "declare" | "abstract"))?;
    matches!(kind, "class" | "function" | "const" | "let").then_some((kind, words.next()?))
}

#[cfg(test)]
mod tests {
    use super::keep_public;

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
        let exports = ["ServiceAccount"].map(str::to_owned);
        let expected = "\
/// <reference lib=\"esnext.disposable\" />
/**
 * An account.
 */
export class ServiceAccount {
  /**
   * The client id.
   */
  readonly clientId: string;
}
export interface TransferClient {
}

export type Json = unknown;
";
        assert_eq!(keep_public(GENERATED, &exports), expected);
    }
}
