//! The build tool: `cargo xtask <command>`.
//!
//! `package` builds the npm package from the output of `wasm`, `declarations`, `tags` and `notices`. `suite` runs what
//! uses the package: tests, the demo and benchmarks. `check` runs the checks that need no running package; `layers` and
//! `words` are two of them. `setup` installs what these commands need on a fresh machine. All modules share `process`
//! and `project`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its user")]

mod check;
mod declarations;
mod handles;
mod install;
mod layers;
mod notices;
mod package;
mod process;
mod project;
mod setup;
mod suite;
mod tags;
mod tally;
mod wasm;
mod words;

use anyhow::{Result, bail};
use project::Project;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <command>

  build          build the npm package: pkg/, and a tarball in target/npm/
  test [name]    build, then run all tests, or the steps whose name contains `name`
  demo [args]    build, then serve the demo; args go to www-demo/serve.mjs
  bench [name]   run tests/bench/<name>.mjs (after a build) or <name>.rs, or all of them; `size`: the bytes of a row
  api            write the reports of the public API in tests/api/, after an intended change
  check          formatting, lints, licences, types, plain words

Needs cargo, Node.js 20 or newer, and npm. The tool installs everything else.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command. Returns false if the command failed and has printed why.
fn run(arguments: &[String]) -> Result<bool> {
    let Some((command, options)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(true);
    };
    let project = Project::find()?;
    match (command.as_str(), options) {
        ("build", []) => package::build(&project).map(drop)?,
        ("test", []) => return suite::run_tests(&project, ""),
        ("test", [filter]) => return suite::run_tests(&project, filter),
        ("demo", arguments) => suite::serve_demo(&project, arguments)?,
        ("bench", []) => suite::run_benches(&project, None)?,
        ("bench", [name]) if name == "size" => package::bench_size(&project)?,
        ("bench", [name]) => suite::run_benches(&project, Some(name))?,
        ("api", []) => suite::write_api_reports(&project)?,
        ("check", []) => check::check(&project)?,
        _ => bail!("there is no command `{}`\n\n{USAGE}", arguments.join(" ")),
    }
    Ok(true)
}
