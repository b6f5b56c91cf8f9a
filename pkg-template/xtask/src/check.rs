//! What can be judged without running the product.

use crate::process::{cargo, output, step, works};
use crate::project::{Project, files_under, read};
use crate::{arrows, setup, suite};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules that may know JavaScript; all others are pure and tested natively.
const BORDER: [&str; 6] = ["js/", "tokens/", "session/", "services/", "account/", "lib.rs"];
const BORDER_CRATES: [&str; 3] = ["js_sys", "web_sys", "wasm_bindgen_futures"];

/// What the lints do not see: clippy lets assertions pass.
const PANICS: [&str; 7] =
    ["panic!(", "assert!(", "assert_eq!(", "assert_ne!(", "unreachable!(", "todo!(", "unimplemented!("];

/// Does all of it, so that one run shows all there is to mend.
pub(crate) fn check(project: &Project) -> Result<()> {
    setup::rust_components()?;
    setup::wasm_target()?;
    let deny_warnings = ["--", "-D", "warnings"];
    let host = ["clippy", "--quiet", "--workspace", "--all-targets"];
    let wasm = ["clippy", "--quiet", "--package", "globus-service-account", "--lib", "--target", setup::WASM_TARGET];
    let results = [
        run(project, "rustfmt", &["fmt", "--all", "--check", "--", "--color", "never"]),
        run(project, "clippy, host", &[&host[..], &deny_warnings].concat()),
        run(project, "clippy, wasm32", &[&wasm[..], &deny_warnings].concat()),
        step("the border, and no panics", || source_rules(&project.path("src"))),
        step("arrows run down", || arrows::check(&project.path("src"))),
        licences(project),
        types(project),
    ];
    let faults: Vec<String> = results.into_iter().filter_map(Result::err).map(|error| format!("{error:#}")).collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n\n"));
    }
    Ok(())
}

fn run(project: &Project, name: &str, arguments: &[&str]) -> Result<()> {
    step(name, || output(cargo().args(arguments).current_dir(project.path(""))).map(drop))
}

/// Two rules of the crate that are plain text.
fn source_rules(source: &Path) -> Result<()> {
    let mut faults = Vec::new();
    let is_code =
        |file: &&PathBuf| file.extension().is_some_and(|extension| extension == "rs") && !file.ends_with("tests.rs");
    for file in files_under(source)?.iter().filter(is_code) {
        let name = file.strip_prefix(source)?.to_string_lossy().replace('\\', "/");
        let at_the_border = BORDER.iter().any(|allowed| name.starts_with(allowed));
        for (number, line) in code_lines(&read(file)?) {
            let contains = |words: &[&str]| words.iter().any(|word| line.contains(word));
            if !at_the_border && contains(&BORDER_CRATES) {
                faults.push(format!("src/{name}:{number}: only the border may know JavaScript"));
            }
            // An assertion in a constant is the compiler's, not the user's.
            if contains(&PANICS) && !contains(&["const {", "const _"]) {
                faults.push(format!("src/{name}:{number}: this can panic"));
            }
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The numbered lines of a source file that are neither comments nor tests, which stand at its end or in a `tests.rs`.
fn code_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().zip(1..).map(|(line, number)| (number, line.trim()));
    lines.take_while(|(_, line)| *line != "mod tests {").filter(|(_, line)| !line.starts_with("//"))
}

/// Licences and sources of the dependencies. Advisories change without us, so they are no part of this.
fn licences(project: &Project) -> Result<()> {
    if !works(cargo().args(["deny", "--version"])) {
        println!("  cargo deny: skipped, it is not installed (cargo install cargo-deny --locked)");
        return Ok(());
    }
    run(project, "cargo deny", &["deny", "--log-level", "error", "--workspace", "check", "bans", "licenses", "sources"])
}

/// The package's types, as users' compilers see them, and the command line, which is written with them.
fn types(project: &Project) -> Result<()> {
    if !project.path("tests/types").exists() {
        println!("  types: skipped, there is no tests/types");
        return Ok(());
    }
    suite::packed(project, &["tests"])?;
    let tsc = project.npm_program("tests", "tsc");
    let check = |folder: &str| output(Command::new(&tsc).arg("--project").arg(project.path(folder))).map(drop);
    step("types", || check("tests/types").and_then(|()| check("tests/types/bin")))
}
