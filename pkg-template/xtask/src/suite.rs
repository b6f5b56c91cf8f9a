//! Runs what uses the packed package: tests, the demo and benchmarks.

use crate::process::{cannot_run, cargo, run_in_foreground};
use crate::project::{Project, files_under};
use crate::tally::Tally;
use crate::{install, package, setup};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A test runner: its name on the command line, the program that runs it with arguments, and the script.
struct Step {
    name: &'static str,
    program: &'static [&'static str],
    script: &'static str,
}

const fn step(name: &'static str, program: &'static [&'static str], script: &'static str) -> Step {
    Step { name, program, script }
}

/// The step of the native tests. It runs first because it takes seconds and needs no package.
const NATIVE_STEP: &str = "cargo";

const STEPS: [Step; 15] = [
    step("node", &["node"], "tests/run-node.mjs"),
    // The package needs only the network. The tests need the other permissions: they read their own files and serve the
    // fake.
    step("deno", &["deno", "run", "--no-lock", "--allow-net", "--allow-env", "--allow-read"], "tests/run-deno.mjs"),
    step("bun", &["bun"], "tests/run-bun.mjs"),
    step("workerd", &["node"], "tests/run-workerd.mjs"),
    step("browser", &["node"], "tests/run-browser.mjs"),
    step("storage", &["node"], "tests/storage/run.mjs"),
    step("network", &["node"], "tests/network/run.mjs"),
    step("readme", &["node"], "tests/readme.mjs"),
    step("api", &["node"], API_SCRIPT),
    step("packed", &["node"], "tests/packed/run.mjs"),
    step("packaging", &["node"], "tests/packaging/run.mjs"),
    step("cli", &["node"], "tests/cli/run.mjs"),
    step("upstream", &["node"], "tests/upstream/run.mjs"),
    step("outsiders", &["node"], "tests/outsiders/run.mjs"),
    step("demo", &["node"], "www-demo/test.mjs"),
];

/// Compares the public API with the reports in `tests/api`, or writes these reports.
const API_SCRIPT: &str = "tests/api/run.mjs";

/// Runs all steps whose name contains `filter`. Prints the sum of their counts as the last line. Returns whether
/// nothing failed.
pub(crate) fn run_tests(project: &Project, filter: &str) -> Result<bool> {
    let is_native_selected = NATIVE_STEP.contains(filter);
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.name.contains(filter)).collect();
    if !is_native_selected && steps.is_empty() {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step has a name that contains `{filter}`; the steps are: {NATIVE_STEP} {}", names.join(" "));
    }

    let mut total = Tally::default();
    if is_native_selected {
        let mut tests = cargo();
        tests.args(["test", "--workspace", "--", "--quiet"]);
        let mut tally = Tally::default();
        let is_success = run_and_print(project, NATIVE_STEP, &mut tests, |line| {
            tally += Tally::parse_cargo_line(line).unwrap_or_default();
        })?;
        total += count_runner_failure(NATIVE_STEP, is_success, tally);
    }
    if !steps.is_empty() {
        build_and_install(project, &["tests", "www-demo"])?;
    }
    for step in steps {
        total += run_step(project, step)?;
    }

    // A runner skips a test whose environment is missing. CI must fail then, because skips in its log would be
    // overlooked.
    if total.skipped > 0 && std::env::var("CI").is_ok_and(|ci| ci == "true") {
        println!("\n{} skipped: CI counts them as failed", total.skipped);
        total = Tally { failed: total.failed + total.skipped, skipped: 0, ..total };
    }
    println!("\n{total}");
    Ok(total.failed == 0)
}

fn run_step(project: &Project, step: &Step) -> Result<Tally> {
    if !project.path(step.script).exists() {
        println!("\n{}: skipped, there is no {}", step.name, step.script);
        return Ok(Tally::SKIPPED);
    }
    let (program, arguments) = step.program.split_first().context("a step must have a program")?;
    let program = if *program == "node" { PathBuf::from(program) } else { project.npm_program("tests", program) };
    let mut command = Command::new(program);
    command.args(arguments).arg(step.script);

    let mut last_line = String::new();
    let is_success = run_and_print(project, step.name, &mut command, |line| {
        if !line.trim().is_empty() {
            line.clone_into(&mut last_line);
        }
    })?;
    Ok(if let Some(tally) = Tally::parse_runner_line(&last_line) {
        count_runner_failure(step.name, is_success, tally)
    } else {
        println!("{}: the last line must be `N passed, M failed`", step.name);
        Tally::FAILED
    })
}

/// Counts a runner that ended with an error as one failure, unless it reported failed tests.
fn count_runner_failure(name: &str, is_success: bool, mut tally: Tally) -> Tally {
    if !is_success && tally.failed == 0 {
        println!("{name}: ended with an error");
        tally += Tally::FAILED;
    }
    tally
}

/// Runs a command in the root folder and prints each line of its output at once. Returns whether its exit code is 0.
fn run_and_print(project: &Project, name: &str, command: &mut Command, mut on_line: impl FnMut(&str)) -> Result<bool> {
    println!("\n{name}");
    let mut child =
        command.current_dir(project.path("")).stdout(Stdio::piped()).spawn().with_context(|| cannot_run(command))?;
    let stdout = child.stdout.take().context("no output")?;
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        on_line(&line);
    }
    Ok(child.wait()?.success())
}

/// Writes the reports of the public API. The step `api` compares the API with them.
pub(crate) fn write_api_reports(project: &Project) -> Result<()> {
    build_and_install(project, &["tests"])?;
    run_in_foreground(Command::new("node").arg(API_SCRIPT).arg("--write").current_dir(project.path("")))
}

/// Serves the demo until the user stops it.
pub(crate) fn serve_demo(project: &Project, arguments: &[String]) -> Result<()> {
    build_and_install(project, &["www-demo"])?;
    run_in_foreground(Command::new("node").arg("www-demo/serve.mjs").args(arguments).current_dir(project.path("")))
}

/// Runs one benchmark, or all. A `.mjs` file uses the package, a `.rs` file is a simulation that uses the crate.
pub(crate) fn run_benches(project: &Project, name: Option<&String>) -> Result<()> {
    let folder = project.path("tests/bench");
    // A file in a subfolder is a part of a benchmark, not a benchmark.
    let is_bench = |file: &PathBuf| file.parent() == Some(&*folder) && file.is_file();
    let is_selected =
        |file: &PathBuf| name.is_none_or(|name| file.file_stem().is_some_and(|stem| stem == name.as_str()));
    let benches: Vec<_> =
        files_under(&folder)?.into_iter().filter(|file| is_bench(file) && is_selected(file)).collect();
    if benches.is_empty() {
        bail!("there is no such file in tests/bench");
    }
    let is_native = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "rs");
    if !benches.iter().all(is_native) {
        build_and_install(project, &["tests"])?;
    }
    for bench in benches {
        let stem = bench.file_stem().unwrap_or_default();
        println!("\n{}", stem.to_string_lossy());
        let mut command = if is_native(&bench) {
            let mut command = cargo();
            command.args(["bench", "--quiet", "--package", "globus-service-account", "--bench"]).arg(stem);
            command
        } else {
            // `tests/bench/scale` calls `gc()`: memory sizes are comparable only after a garbage collection.
            let mut command = Command::new("node");
            command.arg("--expose-gc").arg(&bench);
            command
        };
        run_in_foreground(command.current_dir(project.path("")))?;
    }
    Ok(())
}

/// Builds the package and installs it in npm projects.
pub(crate) fn build_and_install(project: &Project, npm_projects: &[&str]) -> Result<()> {
    let tarball = package::build(project)?;
    for npm_project in npm_projects {
        setup::ensure_npm_dependencies(project, npm_project)?;
    }
    install::install(project, &tarball, npm_projects)
}
