//! The package's types, out of those that wasm-bindgen writes and those that are written by hand.
//!
//! wasm-bindgen declares all that it thinks JavaScript can reach. Left out here: functions that the package does not export, and `free`
//! with its alias `[Symbol.dispose]`, which objects do not have (`handles.rs`). A class that the package does not export is one
//! that nobody can make an object of: it becomes an interface.

use crate::project::{Project, files_under, read};
use anyhow::Result;
use std::path::PathBuf;

/// Members that wasm-bindgen gives to every class.
const FREE: &str = "free(): void;";
const DISPOSE: &str = "[Symbol.dispose](): void;";
const UNMADE: &str = "private constructor();";
/// Where `Symbol.dispose` is declared, for projects whose own `lib` is older.
const HEAD: &str = "/// <reference lib=\"esnext.disposable\" />\n";

/// The files of types that are written by hand, in order: those beside the Rust code, and those of what is built on it.
pub(crate) fn files(project: &Project) -> Result<Vec<PathBuf>> {
    let mut files = files_under(&project.path("src"))?;
    files.retain(|file| file.to_string_lossy().ends_with(".d.ts"));
    files.push(project.path("pkg-template/jobs/jobs.d.ts"));
    Ok(files)
}

/// What is in these files, indented as wasm-bindgen does it: by four spaces, not by two.
pub(crate) fn written(project: &Project) -> Result<String> {
    let mut text = String::new();
    for file in files(project)? {
        text.push('\n');
        for line in read(&file)?.lines() {
            let indentation = line.len() - line.trim_start_matches("  ").len();
            text.extend([&" ".repeat(indentation), line, "\n"]);
        }
    }
    Ok(text)
}

/// Filters wasm-bindgen's declarations down to the public ones.
///
/// Works on lines: wasm-bindgen puts every declaration at the start of a line, and ends it with `}` there or a `;`.
pub(crate) fn public(generated: &str, exports: &[String]) -> String {
    let mut result = HEAD.to_owned();
    // A doc comment waits here until it is known whether what it describes is public.
    let mut comment = String::new();
    let mut hidden = false;
    let mut in_interface = false;
    // What is written by hand comes last, and declares no `free`.
    let mut in_class = false;
    for line in generated.lines() {
        let text = line.trim();
        if text.starts_with("/**") || !comment.is_empty() && text.starts_with('*') {
            comment += line;
            comment.push('\n');
            continue;
        }
        let mut line = line.to_owned();
        if let Some((kind, name)) = declared(&line) {
            let is_exported = exports.iter().any(|export| export == name);
            in_class = kind == "class";
            in_interface = in_class && !is_exported;
            hidden = !in_class && !is_exported;
            if in_interface {
                line = line.replacen("export class", "export interface", 1);
            }
        }
        let idle = in_class && (text == FREE || text == DISPOSE) || in_interface && text == UNMADE;
        if !hidden && !idle && !text.starts_with("/* ") {
            result += &comment;
            result += &line;
            result.push('\n');
        }
        comment.clear();
        let ends = line == "}" || !line.starts_with(' ') && line.ends_with([';', '}']);
        in_class &= line != "}";
        hidden &= !ends;
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
        assert_eq!(public(GENERATED, &exports), expected);
    }
}
