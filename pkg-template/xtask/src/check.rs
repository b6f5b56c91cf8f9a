//! The checks that need no running package.

use crate::process::{cargo, read_output, succeeds, timed_step};
use crate::project::{Project, files_under, read};
use crate::{layers, setup, suite, words};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules that may use JavaScript. All others are pure Rust and are tested natively.
const BORDER_MODULES: [&str; 6] = ["js/", "tokens/", "session/", "services/", "account/", "lib.rs"];
const BORDER_CRATES: [&str; 3] = ["js_sys", "web_sys", "wasm_bindgen_futures"];

/// The macros that panic. A text search looks for them because clippy allows assertions.
const PANICKING_MACROS: [&str; 7] =
    ["panic!(", "assert!(", "assert_eq!(", "assert_ne!(", "unreachable!(", "todo!(", "unimplemented!("];

/// Runs all checks, also after one has failed, so that one run reports all errors.
pub(crate) fn check(project: &Project) -> Result<()> {
    setup::ensure_rust_components()?;
    setup::ensure_wasm_target()?;
    let deny_warnings = ["--", "-D", "warnings"];
    let host = ["clippy", "--quiet", "--workspace", "--all-targets"];
    let wasm = ["clippy", "--quiet", "--package", "globus-service-account", "--lib", "--target", setup::WASM_TARGET];
    let results = [
        run_cargo(project, "rustfmt", &["fmt", "--all", "--check", "--", "--color", "never"]),
        run_cargo(project, "clippy, host", &[&host[..], &deny_warnings].concat()),
        run_cargo(project, "clippy, wasm32", &[&wasm[..], &deny_warnings].concat()),
        timed_step("rustdoc", || check_rustdoc(project)),
        timed_step("JavaScript only at the border, no panics", || check_source_rules(&project.path("src"))),
        timed_step("layers of the crate, no circles", || layers::check(&project.path("src"))),
        check_licences(project),
        check_types(project),
        timed_step("plain words", || words::check(project)),
    ];
    let errors: Vec<String> = results.into_iter().filter_map(Result::err).map(|error| format!("{error:#}")).collect();
    if !errors.is_empty() {
        bail!("{}", errors.join("\n\n"));
    }
    Ok(())
}

fn run_cargo(project: &Project, name: &str, arguments: &[&str]) -> Result<()> {
    timed_step(name, || read_output(cargo().args(arguments).current_dir(project.path(""))).map(drop))
}

/// Checks that the documentation of the crate, private items included, has no broken link and no other warning.
fn check_rustdoc(project: &Project) -> Result<()> {
    let document = ["doc", "--quiet", "--package", "globus-service-account", "--no-deps", "--document-private-items"];
    let mut command = cargo();
    command.args(document).args(["--target", setup::WASM_TARGET]).env("RUSTDOCFLAGS", "--deny warnings");
    read_output(command.current_dir(project.path(""))).map(drop)
}

/// Checks two rules of the crate by a text search: only some modules use JavaScript, and no code panics.
fn check_source_rules(source_folder: &Path) -> Result<()> {
    let mut violations = Vec::new();
    let is_code =
        |file: &&PathBuf| file.extension().is_some_and(|extension| extension == "rs") && !file.ends_with("tests.rs");
    for file in files_under(source_folder)?.iter().filter(is_code) {
        let name = file.strip_prefix(source_folder)?.to_string_lossy().replace('\\', "/");
        let is_at_border = BORDER_MODULES.iter().any(|module| name.starts_with(module));
        for (number, line) in code_lines(&read(file)?) {
            let contains = |words: &[&str]| words.iter().any(|word| line.contains(word));
            if !is_at_border && contains(&BORDER_CRATES) {
                violations.push(format!("src/{name}:{number}: only modules at the border may use JavaScript"));
            }
            // The compiler evaluates an assertion in a constant. It cannot fail at run time.
            if contains(&PANICKING_MACROS) && !contains(&["const {", "const _"]) {
                violations.push(format!("src/{name}:{number}: this can panic"));
            }
        }
    }
    if !violations.is_empty() {
        bail!("{}", violations.join("\n"));
    }
    Ok(())
}

/// Returns the numbered lines of a source file without comments and tests. Tests are at the end of a file, or in a
/// `tests.rs`.
fn code_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().zip(1..).map(|(line, number)| (number, line.trim()));
    lines.take_while(|(_, line)| *line != "mod tests {").filter(|(_, line)| !line.starts_with("//"))
}

/// Checks the licences and the sources of the dependencies. Security advisories are not checked: a new one would fail
/// this check without any change of the repository.
fn check_licences(project: &Project) -> Result<()> {
    if !succeeds(cargo().args(["deny", "--version"])) {
        println!("  cargo deny: skipped, it is not installed (cargo install cargo-deny --locked)");
        return Ok(());
    }
    let command = ["deny", "--log-level", "error", "--workspace", "check", "bans", "licenses", "sources"];
    run_cargo(project, "cargo deny", &command)
}

/// Checks the package's types as a user's compiler reads them, and the command line program, which uses these types.
fn check_types(project: &Project) -> Result<()> {
    if !project.path("tests/types").exists() {
        println!("  types: skipped, there is no tests/types");
        return Ok(());
    }
    suite::build_and_install(project, &["tests"])?;
    let tsc = project.npm_program("tests", "tsc");
    let compile = |folder: &str| read_output(Command::new(&tsc).arg("--project").arg(project.path(folder))).map(drop);
    timed_step("types", || compile("tests/types").and_then(|()| compile("tests/types/bin")))
}
