//! What the other commands need on a fresh machine. Each function does nothing when it has been done before.

use crate::process::{cargo, npm, output, step, works};
use crate::project::{Project, read, write};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

const OLDEST_NODE: u32 = 20;
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Node.js and npm, which only the user can install.
pub(crate) fn node() -> Result<()> {
    let version = output(Command::new("node").arg("--version")).context(
        "Node.js was not found: install version 20 or newer, from https://nodejs.org or your system's packages",
    )?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {OLDEST_NODE} or newer is needed, this is {}", version.trim());
    }
    if !works(npm().arg("--version")) {
        bail!("npm was not found: it comes with Node.js, or as your system's package `npm`");
    }
    Ok(())
}

/// Rust's standard library for WebAssembly.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).exists() {
        return Ok(());
    }
    rustup(&["target", "add", WASM_TARGET], "the Rust standard library for WebAssembly")
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn rust_components() -> Result<()> {
    if works(cargo().args(["fmt", "--version"])) && works(cargo().args(["clippy", "--version"])) {
        return Ok(());
    }
    rustup(&["component", "add", "rustfmt", "clippy"], "rustfmt or clippy")
}

fn rustup(arguments: &[&str], what: &str) -> Result<()> {
    if !works(Command::new("rustup").arg("--version")) {
        bail!("{what} is missing, and so is rustup to fetch it: install rustup from https://rustup.rs");
    }
    step(&format!("rustup {}", arguments.join(" ")), || output(Command::new("rustup").args(arguments)).map(drop))
}

/// The dependencies of an npm project, exactly those of its lock file.
pub(crate) fn npm_ci(project: &Project, npm_project: &str) -> Result<()> {
    node()?;
    let folder = project.path(npm_project);
    let lock = read(&folder.join("package-lock.json"))?;
    // A copy of the lock file inside says for which one the folder was filled.
    let installed = folder.join("node_modules/.installed-lock.json");
    if read(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step(&format!("npm ci in {npm_project}"), || {
        output(npm().args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder))?;
        write(&installed, &lock)
    })
}
