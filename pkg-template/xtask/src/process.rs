//! Runs programs, and prints the progress.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs a task. Prints one line about it: the name, and the time it took or that it failed.
pub(crate) fn timed_step<T>(name: &str, task: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("  {name:<52}");
    std::io::stdout().flush()?;
    let start = Instant::now();
    let result = task();
    match result {
        Ok(_) => println!("{:>6.1} s", start.elapsed().as_secs_f64()),
        Err(_) => println!("failed"),
    }
    result
}

/// The cargo that runs this tool.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Runs a program and returns its stdout. Nothing is printed. If the program fails, the error contains its stdout and
/// stderr.
pub(crate) fn read_output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_run(command))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed\n{}\n{}", command_line(command), stdout.trim_end(), stderr.trim_end());
    }
    Ok(stdout)
}

/// Whether a program exists and ends with exit code 0.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).output().is_ok_and(|output| output.status.success())
}

/// Runs a program with the terminal of this tool.
pub(crate) fn run_in_foreground(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_run(command))?;
    if !status.success() {
        bail!("`{}` failed", command_line(command));
    }
    Ok(())
}

pub(crate) fn cannot_run(command: &Command) -> String {
    format!("cannot run `{}`", command_line(command))
}

/// Returns a command as a user would type it: the program's name without its folder, and the arguments.
fn command_line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}
