//! Compiles the crate to `core.wasm`, and generates its JavaScript glue.

use crate::handles;
use crate::process::{cargo, read_output};
use crate::project::{Project, read, write};
use crate::setup::WASM_TARGET;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_bindgen_cli_support::{Bindgen, Output};

const CRATE: &str = "globus-service-account";
/// The beginning of the names of generated files: `globus_service_account_bg.js`.
pub(crate) const STEM: &str = "globus_service_account";

/// The WebAssembly features that the compiler uses and every supported engine has. `--all-features` must not be used:
/// with it, wasm-opt writes encodings that Node 20 rejects.
const WASM_OPT_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The passes of wasm-opt, chosen by trial for the smallest module. `--flatten` and `--rereloop` restructure the
/// compiler's code before the passes that optimise for size. `--low-memory-unused` is allowed because the lowest
/// kilobyte of memory is the end of the stack: no address of the program is there.
const WASM_OPT_PASSES: [&str; 5] = ["--low-memory-unused", "--flatten", "--rereloop", "-Os", "-Oz"];

/// Compiles the crate and returns the path of the module.
pub(crate) fn compile(project: &Project) -> Result<PathBuf> {
    compile_with(project, "target", &[])
}

/// Compiles the crate in the target folder `target`, with additional flags for the compiler.
pub(crate) fn compile_with(project: &Project, target: &str, flags: &[&str]) -> Result<PathBuf> {
    let mut all_flags = remap_path_flags(project)?;
    all_flags.extend(flags.iter().map(|flag| (*flag).to_owned()));
    let mut command = cargo();
    // Only one crate type is built: cargo disables link-time optimisation if it also builds the rlib, which the tests
    // link.
    command
        .args(["rustc", "--quiet", "--release", "--lib", "--crate-type", "cdylib"])
        .args(["--package", CRATE, "--target", WASM_TARGET])
        .args(["--message-format", "json-render-diagnostics", "--config"])
        .arg(format!("target.{WASM_TARGET}.rustflags = {}", serde_json::Value::from(all_flags)))
        .env("CARGO_TARGET_DIR", project.path(target))
        .current_dir(project.path(""))
        .stderr(Stdio::inherit());
    let messages = read_output(&mut command)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| Some(message.get("filenames")?.as_array()?.clone()))
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
        .context("cargo built no .wasm")
}

/// Returns compiler flags that remove the folders of this machine from the names of source files in panic messages. The
/// standard library's are in the toolchain if its component `rust-src` is installed.
fn remap_path_flags(project: &Project) -> Result<Vec<String>> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("no home directory")?;
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().filter_map(Result::ok);
    let sysroot = read_output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(project.path("")))?;
    let standard_library = PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust");
    let folders = registries.map(|entry| entry.path()).chain([standard_library, project.path("")]);
    Ok(folders.map(|folder| format!("--remap-path-prefix={}=", folder.display())).collect())
}

/// The key of the import object under which the list of all imported functions is.
pub(crate) const IMPORTS_KEY: &str = "js";

/// An imported function, and the file that exports it: the glue, or a hand-written module whose functions need no glue.
pub(crate) struct Import {
    pub(crate) module: String,
    pub(crate) function: String,
}

/// Writes the glue, its declarations and the module into a folder, in wasm-bindgen's format for bundlers. Returns the
/// module's imports.
pub(crate) fn generate_glue(module: &Path, folder: &Path) -> Result<Vec<Import>> {
    let mut generated = Bindgen::new()
        .input_path(module)
        .out_name(STEM)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let imports = shorten_imports(&mut generated);
    write(
        &folder.join(NAME_CACHE),
        serde_json::json!({ "props": { "props": shorten_methods(&mut generated) } }).to_string(),
    )?;
    generated.emit(folder)?;
    let glue = folder.join(format!("{STEM}_bg.js"));
    write(&glue, handles::use_handles(&read(&glue)?)?)?;
    Ok(imports)
}

/// Renames each import of the module to its index in the returned list. wasm-bindgen's names, such as
/// `__wbg_then_656f253a5dd7d8ea`, do not compress: they would be 3 % of the package.
fn shorten_imports(generated: &mut Output) -> Vec<Import> {
    let imports = generated.wasm_mut().imports.iter_mut().enumerate();
    imports
        .map(|(index, import)| Import {
            module: std::mem::replace(&mut import.module, IMPORTS_KEY.to_owned()),
            function: std::mem::replace(&mut import.name, index.to_string()),
        })
        .collect()
}

/// The file of the methods' short export names, in the folder of the glue. It has the format of terser's name cache,
/// because terser renames the exports in the glue. The long names, such as `transferclient_getTask`, would be 1 % of
/// the package.
pub(crate) const NAME_CACHE: &str = "names.json";

/// Renames the exports of methods in the module to short names. Returns the short names by the names in the glue.
fn shorten_methods(generated: &mut Output) -> Map<String, Value> {
    let exports = generated.wasm_mut().exports.iter_mut();
    // The name of a method has single underscores only. A callback's name has two in a row, and that of a function
    // without a class has none.
    let methods = exports.filter(|export| export.name.contains('_') && !export.name.contains("__"));
    methods
        .zip(0..)
        .map(|(export, index)| {
            let name = format!("m{index}");
            (format!("${}", std::mem::replace(&mut export.name, name.clone())), name.into())
        })
        .collect()
}

/// Optimises the module for size with wasm-opt.
pub(crate) fn optimise(project: &Project, input: &Path, out: &Path) -> Result<()> {
    let wasm_opt = project.npm_program("pkg-template", "wasm-opt");
    read_output(
        Command::new(wasm_opt)
            .args(WASM_OPT_PASSES)
            .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
            .args(WASM_OPT_FEATURES)
            .arg(input)
            .arg("-o")
            .arg(out),
    )?;
    // The oldest supported Node is the oldest supported engine: a module that it rejects must not be shipped.
    let compile = "new WebAssembly.Module(fs.readFileSync(process.argv[1]))";
    if read_output(Command::new("node").args(["-e", compile]).arg(out)).is_err() {
        bail!("wasm-opt wrote a module that this Node.js rejects");
    }
    Ok(())
}
