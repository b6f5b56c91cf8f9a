//! From Rust to `core.wasm` and the JavaScript glue that belongs to it.

use crate::handles;
use crate::process::{cargo, output};
use crate::project::{Project, read, write};
use crate::setup::WASM_TARGET;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::{Bindgen, Output};

const CRATE: &str = "globus-service-account";
/// Names the glue: `globus_service_account_bg.js`.
pub(crate) const STEM: &str = "globus_service_account";

/// What the compiler may use and every supported engine has. Never `--all-features`: it makes wasm-opt write encodings
/// that Node 20 refuses.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Found by trial: the first round works on another form of the code than the compiler's, the second tidies up. The lowest
/// kilobyte of memory is the end of the stack, never an address of ours.
const PASSES: [&str; 5] = ["--low-memory-unused", "--flatten", "--rereloop", "-Os", "-Oz"];

/// Compiles the crate and returns the path of the module.
pub(crate) fn compile(project: &Project) -> Result<PathBuf> {
    compile_with(project, "target", &[])
}

/// The same, in a target folder of its own, with more flags for the compiler.
pub(crate) fn compile_with(project: &Project, target: &str, flags: &[&str]) -> Result<PathBuf> {
    let mut all_flags = path_flags(project)?;
    all_flags.extend(flags.iter().map(|flag| (*flag).to_owned()));
    let mut command = cargo();
    // Only the one crate type: beside an rlib, which the tests link, cargo leaves link-time optimisation out.
    command
        .args(["rustc", "--quiet", "--release", "--lib", "--crate-type", "cdylib"])
        .args(["--package", CRATE, "--target", WASM_TARGET])
        .args(["--message-format", "json-render-diagnostics", "--config"])
        .arg(format!("target.{WASM_TARGET}.rustflags = {}", serde_json::Value::from(all_flags)))
        .env("CARGO_TARGET_DIR", project.path(target))
        .current_dir(project.path(""))
        .stderr(Stdio::inherit());
    let messages = output(&mut command)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| Some(message.get("filenames")?.as_array()?.clone()))
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
        .context("cargo built no .wasm")
}

/// Panic messages name source files; this keeps the folders of the building machine out of the product.
fn path_flags(project: &Project) -> Result<Vec<String>> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("no home directory")?;
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().filter_map(Result::ok);
    let folders = registries.map(|entry| entry.path()).chain([project.path("")]);
    Ok(folders.map(|folder| format!("--remap-path-prefix={}=", folder.display())).collect())
}

/// Where the import object has the list of all that the WebAssembly module imports.
pub(crate) const IMPORTS: &str = "js";

/// An imported function, and the file that has it: the glue, or one whose functions need no translation.
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) function: String,
}

/// Writes the glue, its types and the module, as for a bundler, into a folder. Returns what the module imports.
pub(crate) fn bind(module: &Path, folder: &Path) -> Result<Vec<Import>> {
    let mut generated = Bindgen::new()
        .input_path(module)
        .out_name(STEM)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let imports = numbered_imports(&mut generated);
    write(
        &folder.join(NAMES),
        serde_json::json!({ "props": { "props": numbered_methods(&mut generated) } }).to_string(),
    )?;
    generated.emit(folder)?;
    let glue = folder.join(format!("{STEM}_bg.js"));
    write(&glue, handles::with_handles(&read(&glue)?)?)?;
    Ok(imports)
}

/// Calls the imported functions by their places in the list that is returned. wasm-bindgen's names for them, such as
/// `__wbg_then_656f253a5dd7d8ea`, do not compress: they would be 3 % of the package.
fn numbered_imports(generated: &mut Output) -> Vec<Import> {
    let imports = generated.wasm_mut().imports.iter_mut().enumerate();
    imports
        .map(|(number, import)| Import {
            module: std::mem::replace(&mut import.module, IMPORTS.to_owned()),
            function: std::mem::replace(&mut import.name, number.to_string()),
        })
        .collect()
}

/// Beside the glue: the short names of the methods' exports, in the form in which terser, which gives them to the glue, wants to have
/// names. The long ones, such as `transferclient_getTask`, would be 1 % of the package.
pub(crate) const NAMES: &str = "names.json";

/// Gives the exports of methods short names in the module. Returns them by the names that the glue has.
fn numbered_methods(generated: &mut Output) -> Map<String, Value> {
    let exports = generated.wasm_mut().exports.iter_mut();
    // What is no method has two underscores in its name, or none: what it is called back by, or a function without a class.
    let methods = exports.filter(|export| export.name.contains('_') && !export.name.contains("__"));
    methods
        .zip(0..)
        .map(|(export, number)| {
            let name = format!("m{number}");
            (format!("${}", std::mem::replace(&mut export.name, name.clone())), name.into())
        })
        .collect()
}

pub(crate) fn optimise(project: &Project, input: &Path, out: &Path) -> Result<()> {
    let wasm_opt = project.npm_program("pkg-template", "wasm-opt");
    output(
        Command::new(wasm_opt)
            .args(PASSES)
            .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
            .args(FEATURES)
            .arg(input)
            .arg("-o")
            .arg(out),
    )?;
    // Node is the oldest engine: what it refuses must not be shipped.
    let check = "new WebAssembly.Module(fs.readFileSync(process.argv[1]))";
    if output(Command::new("node").args(["-e", check]).arg(out)).is_err() {
        bail!("wasm-opt wrote a module that this Node.js refuses");
    }
    Ok(())
}
