//! Running what uses the packed package: tests, demo, benches.

use crate::process::{cannot_run, cargo, foreground};
use crate::project::{Project, files_under};
use crate::tally::Tally;
use crate::{install, package, setup};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A test runner: what it is called on the command line, what runs it, and the script.
struct Step {
    name: &'static str,
    program: &'static [&'static str],
    script: &'static str,
}

const fn step(name: &'static str, program: &'static [&'static str], script: &'static str) -> Step {
    Step { name, program, script }
}

/// The native tests come first: they take seconds and need no package.
const NATIVE: &str = "cargo";

const STEPS: [Step; 15] = [
    step("node", &["node"], "tests/run-node.mjs"),
    // The permissions are for the suite, which reads its own files and serves the fake; the package needs only the net.
    step("deno", &["deno", "run", "--no-lock", "--allow-net", "--allow-env", "--allow-read"], "tests/run-deno.mjs"),
    step("bun", &["bun"], "tests/run-bun.mjs"),
    step("workerd", &["node"], "tests/run-workerd.mjs"),
    step("browser", &["node"], "tests/run-browser.mjs"),
    step("storage", &["node"], "tests/storage/run.mjs"),
    step("network", &["node"], "tests/network/run.mjs"),
    step("readme", &["node"], "tests/readme.mjs"),
    step("api", &["node"], API),
    step("packed", &["node"], "tests/packed/run.mjs"),
    step("packaging", &["node"], "tests/packaging/run.mjs"),
    step("cli", &["node"], "tests/cli/run.mjs"),
    step("upstream", &["node"], "tests/upstream/run.mjs"),
    step("outsiders", &["node"], "tests/outsiders/run.mjs"),
    step("demo", &["node"], "www-demo/test.mjs"),
];

/// The public surface, compared with what is written of it.
const API: &str = "tests/api/run.mjs";

/// Runs all steps whose name contains `filter` and returns whether nothing failed. The last line is the sum of theirs.
pub(crate) fn test(project: &Project, filter: &str) -> Result<bool> {
    let native = NATIVE.contains(filter);
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.name.contains(filter)).collect();
    if !native && steps.is_empty() {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step is called `{filter}`; there are: {NATIVE} {}", names.join(" "));
    }

    let mut total = Tally::default();
    if native {
        let mut tests = cargo();
        tests.args(["test", "--workspace", "--", "--quiet"]);
        let mut counted = Tally::default();
        let completed = run(project, NATIVE, &mut tests, |line| {
            counted += Tally::of_cargo(line).unwrap_or_default();
        })?;
        total += judged(NATIVE, completed, counted);
    }
    if !steps.is_empty() {
        packed(project, &["tests", "www-demo"])?;
    }
    for step in steps {
        total += run_step(project, step)?;
    }

    // An environment that is not there must be seen where nobody reads the log.
    if total.skipped > 0 && std::env::var("CI").is_ok_and(|ci| ci == "true") {
        println!("\n{} skipped: in CI that is a failure", total.skipped);
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
    let (program, arguments) = step.program.split_first().context("a step without a program")?;
    let program = if *program == "node" { PathBuf::from(program) } else { project.npm_program("tests", program) };
    let mut command = Command::new(program);
    command.args(arguments).arg(step.script);

    let mut last = String::new();
    let completed = run(project, step.name, &mut command, |line| {
        if !line.trim().is_empty() {
            line.clone_into(&mut last);
        }
    })?;
    Ok(if let Some(counted) = Tally::of_runner(&last) {
        judged(step.name, completed, counted)
    } else {
        println!("{}: ended without saying how many passed", step.name);
        Tally::FAILED
    })
}

/// A runner that fails without a failed test to show for it is itself the failure.
fn judged(name: &str, completed: bool, mut counted: Tally) -> Tally {
    if !completed && counted.failed == 0 {
        println!("{name}: ended with an error");
        counted += Tally::FAILED;
    }
    counted
}

/// Runs a command at the root, showing its output as it comes. Returns whether it ended well.
fn run(project: &Project, name: &str, command: &mut Command, mut each_line: impl FnMut(&str)) -> Result<bool> {
    println!("\n{name}");
    let mut child =
        command.current_dir(project.path("")).stdout(Stdio::piped()).spawn().with_context(|| cannot_run(command))?;
    let stdout = child.stdout.take().context("no output")?;
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        each_line(&line);
    }
    Ok(child.wait()?.success())
}

/// Writes the public surface down, in the files that the tests compare it with.
pub(crate) fn api(project: &Project) -> Result<()> {
    packed(project, &["tests"])?;
    foreground(Command::new("node").arg(API).arg("--write").current_dir(project.path("")))
}

/// Serves the demo until it is stopped.
pub(crate) fn demo(project: &Project, arguments: &[String]) -> Result<()> {
    packed(project, &["www-demo"])?;
    foreground(Command::new("node").arg("www-demo/serve.mjs").args(arguments).current_dir(project.path("")))
}

/// Runs one bench, or all: programs that use the package, and simulations that use the crate.
pub(crate) fn bench(project: &Project, name: Option<&String>) -> Result<()> {
    let folder = project.path("tests/bench");
    // What lies in a folder there is part of a bench.
    let is_bench = |file: &PathBuf| file.parent() == Some(&*folder) && file.is_file();
    let is_named = |file: &PathBuf| name.is_none_or(|name| file.file_stem().is_some_and(|stem| stem == name.as_str()));
    let benches: Vec<_> = files_under(&folder)?.into_iter().filter(|file| is_bench(file) && is_named(file)).collect();
    if benches.is_empty() {
        bail!("there is no such file in tests/bench");
    }
    let is_native = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "rs");
    if !benches.iter().all(is_native) {
        packed(project, &["tests"])?;
    }
    for bench in benches {
        let stem = bench.file_stem().unwrap_or_default();
        println!("\n{}", stem.to_string_lossy());
        let mut command = if is_native(&bench) {
            let mut command = cargo();
            command.args(["bench", "--quiet", "--package", "globus-service-account", "--bench"]).arg(stem);
            command
        } else {
            // Memory can only be compared after a collection.
            let mut command = Command::new("node");
            command.arg("--expose-gc").arg(&bench);
            command
        };
        foreground(command.current_dir(project.path("")))?;
    }
    Ok(())
}

/// Builds the package and installs it in npm projects.
pub(crate) fn packed(project: &Project, npm_projects: &[&str]) -> Result<()> {
    let tarball = package::build(project)?;
    for npm_project in npm_projects {
        setup::npm_ci(project, npm_project)?;
    }
    install::install(project, &tarball, npm_projects)
}
