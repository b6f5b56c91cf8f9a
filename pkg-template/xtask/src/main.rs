//! The build tool: `cargo xtask <command>`.
//!
//! `package` makes the npm package out of what `wasm`, `declarations` and `notices` produce; `suite` and `check` judge it; `setup`
//! gets what these need on a fresh machine; `process` and `project` are the small things all of them share.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its user")]

mod arrows;
mod check;
mod declarations;
mod handles;
mod install;
mod notices;
mod package;
mod process;
mod project;
mod setup;
mod suite;
mod tags;
mod tally;
mod wasm;

use anyhow::{Result, bail};
use project::Project;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <command>

  build          make the npm package: pkg/, and a tarball in target/npm/
  test [name]    build, then run all tests, or the steps whose name contains `name`
  demo [args]    build, then serve the demo; args go to www-demo/serve.mjs
  bench [name]   run tests/bench/<name>.mjs (after a build) or <name>.rs, or all of them; `size`: what a row costs
  api            write the public surface down in tests/api/, after a change that is meant
  check          formatting, lints, licences, types

Needs cargo, Node.js 20 or newer, and npm; the rest is fetched.";

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

/// Returns false when the command has said itself what is wrong.
fn run(arguments: &[String]) -> Result<bool> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(true);
    };
    let project = Project::find()?;
    match (command.as_str(), rest) {
        ("build", []) => package::build(&project).map(drop)?,
        ("test", []) => return suite::test(&project, ""),
        ("test", [filter]) => return suite::test(&project, filter),
        ("demo", arguments) => suite::demo(&project, arguments)?,
        ("bench", []) => suite::bench(&project, None)?,
        ("bench", [name]) if name == "size" => package::bench_size(&project)?,
        ("bench", [name]) => suite::bench(&project, Some(name))?,
        ("api", []) => suite::api(&project)?,
        ("check", []) => check::check(&project)?,
        _ => bail!("there is no command `{}`\n\n{USAGE}", arguments.join(" ")),
    }
    Ok(true)
}
