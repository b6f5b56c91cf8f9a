//! Installs what the other commands need on a fresh machine. Each function returns at once if that is installed
//! already.

use crate::process::{cargo, npm, read_output, succeeds, timed_step};
use crate::project::{Project, read, write};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

const MIN_NODE_VERSION: u32 = 20;
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Checks that Node.js and npm exist. Only the user can install them.
pub(crate) fn ensure_node() -> Result<()> {
    let version = read_output(Command::new("node").arg("--version")).context(
        "Node.js was not found: install version 20 or newer, from https://nodejs.org or your system's packages",
    )?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < MIN_NODE_VERSION) {
        bail!("Node.js must be version {MIN_NODE_VERSION} or newer, this is {}", version.trim());
    }
    if !succeeds(npm().arg("--version")) {
        bail!("npm was not found: install it with Node.js, or as your system's package `npm`");
    }
    Ok(())
}

/// Installs Rust's standard library for WebAssembly.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let sysroot = read_output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).exists() {
        return Ok(());
    }
    run_rustup(&["target", "add", WASM_TARGET], "the Rust standard library for WebAssembly")
}

/// Installs rustfmt and clippy. A minimal toolchain lacks them.
pub(crate) fn ensure_rust_components() -> Result<()> {
    if succeeds(cargo().args(["fmt", "--version"])) && succeeds(cargo().args(["clippy", "--version"])) {
        return Ok(());
    }
    run_rustup(&["component", "add", "rustfmt", "clippy"], "rustfmt or clippy")
}

/// Runs rustup, which installs `component`.
fn run_rustup(arguments: &[&str], component: &str) -> Result<()> {
    if !succeeds(Command::new("rustup").arg("--version")) {
        bail!(
            "{component} is missing, and rustup, which installs it, is missing too: install rustup from https://rustup.rs"
        );
    }
    timed_step(&format!("rustup {}", arguments.join(" ")), || {
        read_output(Command::new("rustup").args(arguments)).map(drop)
    })
}

/// Installs the dependencies of an npm project, in exactly the versions of its lock file.
pub(crate) fn ensure_npm_dependencies(project: &Project, npm_project: &str) -> Result<()> {
    ensure_node()?;
    let folder = project.path(npm_project);
    let lock = read(&folder.join("package-lock.json"))?;
    // A copy of the lock file in `node_modules` records which lock file was installed.
    let installed_lock = folder.join("node_modules/.installed-lock.json");
    if read(&installed_lock).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    timed_step(&format!("npm ci in {npm_project}"), || {
        read_output(npm().args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder))?;
        write(&installed_lock, &lock)
    })
}
