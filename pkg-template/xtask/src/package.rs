//! Builds the npm package: `pkg/`, and its tarball.
//!
//! `target/package` is the build folder. It contains `core/` (the generated glue, and the hand-written modules that it
//! imports), `jobs/` (methods built on these) and `entry/` (the entry points). esbuild bundles them into the shipped
//! files. `bin/`, the command line program, is shipped unchanged.

use crate::process::{npm, read_output, timed_step};
use crate::project::{Project, copy, copy_files, files_under, read, recreate_folder, write};
use crate::wasm::{IMPORTS_KEY, Import};
use crate::{declarations, notices, setup, tags, wasm};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Files that are copied unchanged. Paths in the repository.
const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE", "pkg-template/CHANGELOG.md"];
/// Entry points that are shipped unchanged.
const PLAIN_ENTRIES: [&str; 2] = ["workerd.js", "edge-light.js"];
/// Storage adapters that users can also load with `require`. The adapter for Durable Objects is not: workerd cannot
/// `require` the module that it imports (`cloudflare:workers`), and bundlers resolve a `require` in a Worker to the ES
/// module. Its declarations are shipped for both module systems.
const COMMONJS_ADAPTERS: [&str; 4] = ["cloudflare-kv", "file", "keyv", "redis"];
/// Options of terser. It may shorten the names of public classes in the bundle: `core/public.js` and `core/errors.js`
/// set the property `name` of these classes. Lines stay short because Node prints the whole line that threw an uncaught
/// error. terser does not break a string over two lines.
const TERSER_OPTIONS: [&str; 8] =
    ["--ecma", "2022", "--compress", "passes=2", "--mangle", "--toplevel", "--format", "max_line_len=240"];

/// Builds the package and returns the path of the tarball.
pub(crate) fn build(project: &Project) -> Result<PathBuf> {
    println!("Building globus-service-account {}", env!("CARGO_PKG_VERSION"));
    setup::ensure_node()?;
    setup::ensure_wasm_target()?;
    setup::ensure_npm_dependencies(project, "pkg-template")?;
    let module = timed_step("cargo build for WebAssembly", || wasm::compile(project))?;

    let _lock = project.lock()?;
    let build_folder = project.path("target/package");
    let package = project.path("pkg");
    let tarball_folder = project.path("target/npm");
    let tarball = tarball_folder.join(format!("globus-service-account-{}.tgz", env!("CARGO_PKG_VERSION")));
    let hash_file = build_folder.join("inputs-hash");
    let inputs_hash = hash_inputs(project, &module)?;
    if package.exists() && tarball.exists() && read(&hash_file).is_ok_and(|hash| hash == inputs_hash) {
        println!("  the package is up to date");
    } else {
        timed_step("wasm-bindgen", || generate_glue(project, &build_folder, &module))?;
        timed_step("wasm-opt", || {
            let input = build_folder.join(format!("core/{}_bg.wasm", wasm::STEM));
            wasm::optimise(project, &input, &build_folder.join("entry/core.wasm"))
        })?;
        timed_step("esbuild, types, manifest", || assemble(project, &build_folder, &package))?;
        timed_step("npm pack", || {
            recreate_folder(&tarball_folder)?;
            read_output(
                npm().args(["pack", "--silent", "--pack-destination"]).arg(&tarball_folder).current_dir(&package),
            )
        })?;
        write(&hash_file, &inputs_hash)?;
    }
    print_sizes(&package)?;
    Ok(tarball)
}

/// Returns a hash of all inputs of the package, including the build tool.
fn hash_inputs(project: &Project, module: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let sources = ["bin", "core", "entry", "jobs", "storage", "testing", "package.json", "package-lock.json"]
        .map(|name| format!("pkg-template/{name}"));
    let sources = sources.into_iter().chain(["Cargo.lock".to_owned()]).collect::<Vec<_>>();
    let mut inputs = vec![module.to_owned()];
    inputs.extend(declarations::handwritten_files(project)?);
    for path in sources.iter().map(String::as_str).chain(DOCUMENTS).map(|name| project.path(name)) {
        if path.is_dir() {
            inputs.extend(files_under(&path)?);
        } else if path.exists() {
            inputs.push(path);
        }
    }
    for path in inputs {
        hasher.write(path.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    let tool_time = fs::metadata(std::env::current_exe()?)?.modified()?;
    Ok(format!("{:x} {tool_time:?}", hasher.finish()))
}

/// Copies the hand-written modules into the build folder, and generates the glue and the import object there.
fn generate_glue(project: &Project, build_folder: &Path, module: &Path) -> Result<()> {
    for name in ["core", "entry", "jobs"] {
        copy_files(&project.path("pkg-template").join(name), &build_folder.join(name))?;
    }
    let imports = wasm::generate_glue(module, &build_folder.join("core"))?;
    write(&build_folder.join("entry/imports.js"), import_object_module(&imports))
}

/// Returns the source of `imports.js`, which exports the import object for `start.js`: a list of functions. The
/// WebAssembly module imports each function by its index in the list.
fn import_object_module(imports: &[Import]) -> String {
    let indexed = || imports.iter().enumerate();
    let statement = |(index, Import { module, function }): (usize, &Import)| {
        format!("import {{ {function} as i{index} }} from \"../core/{module}\";\n")
    };
    let statements: String = indexed().map(statement).collect();
    let names: Vec<_> = indexed().map(|(index, _)| format!("i{index}")).collect();
    format!("{statements}export default {{ {IMPORTS_KEY}: [{}] }};\n", names.join(", "))
}

/// Builds the files of the package from the build folder.
fn assemble(project: &Project, build_folder: &Path, package: &Path) -> Result<()> {
    recreate_folder(package)?;
    recreate_folder(&project.path(METAFILES))?;
    let entries = build_folder.join("entry");
    copy(&entries.join("core.wasm"), &package.join("core.wasm"))?;
    for entry in PLAIN_ENTRIES {
        copy(&entries.join(entry), &package.join(entry))?;
    }

    for (entry, format, out) in
        [("inline.js", "esm", "inline.js"), ("inline.js", "cjs", "inline.cjs"), ("glue.js", "esm", "glue.js")]
    {
        bundle(project, &entries.join(entry), format, &package.join(out))?;
    }

    let types = read(&build_folder.join("core").join(format!("{}.d.ts", wasm::STEM)))?
        + &declarations::read_handwritten(project)?;
    let types = tags::add_tags(&declarations::keep_public(&types, &read_exports(&package.join("glue.js"))?))?;
    for name in ["index.d.ts", "index.d.cts"] {
        write(&package.join(name), &types)?;
    }

    build_storage(project, &package.join("storage"))?;
    copy_files(&project.path("pkg-template/bin"), &package.join("bin"))?;
    build_testing(project, &package.join("testing"))?;
    write(&package.join("package.json"), build_manifest(project)?)?;
    let metafiles = files_under(&project.path(METAFILES))?;
    write(&package.join("THIRD_PARTY_NOTICES"), notices::build_notices(project, &metafiles)?)?;
    for document in DOCUMENTS.map(Path::new) {
        if let Some(name) = document.file_name() {
            copy(&project.path("").join(document), &package.join(name))?;
        }
    }
    Ok(())
}

/// Bundles an entry point with everything that it imports, and minifies it.
fn bundle(project: &Project, entry: &Path, format: &str, out: &Path) -> Result<()> {
    let mut command = esbuild(project, out);
    read_output(command.args(["--minify", "--loader:.wasm=base64"]).arg(format!("--format={format}")).arg(entry))?;
    // terser writes to its name cache, so each bundle has a copy of its own.
    let name_cache = out.with_extension("names");
    copy(&project.path("target/package/core").join(wasm::NAME_CACHE), &name_cache)?;
    let mut terser = Command::new(project.npm_program("pkg-template", "terser"));
    terser
        .arg(out)
        .args(TERSER_OPTIONS)
        .args(["--mangle-props", "only_cache", "--name-cache"])
        .arg(&name_cache)
        .arg("--output")
        .arg(out);
    read_output(if format == "esm" { terser.arg("--module") } else { &mut terser })?;
    Ok(fs::remove_file(name_cache)?)
}

/// Copies the storage adapters and their declarations, and bundles each for `require`.
fn build_storage(project: &Project, out: &Path) -> Result<()> {
    let source = project.path("pkg-template/storage");
    copy_files(&source, out)?;
    for name in COMMONJS_ADAPTERS.into_iter().chain(["durable-object"]) {
        copy(&source.join(format!("{name}.d.ts")), &out.join(format!("{name}.d.cts")))?;
    }
    for name in COMMONJS_ADAPTERS {
        let mut command = esbuild(project, &out.join(format!("{name}.cjs")));
        read_output(command.args(["--external:node:*", "--format=cjs"]).arg(source.join(format!("{name}.js"))))?;
    }
    Ok(())
}

/// Bundles the fake Globus, including its router. The code for certificates is a module of its own, because only a
/// server over https needs it.
fn build_testing(project: &Project, out: &Path) -> Result<()> {
    let source = project.path("pkg-template/testing");
    for (format, extension) in [("esm", "js"), ("cjs", "cjs")] {
        let mut command = esbuild(project, &out.join("index").with_extension(extension));
        command.args(["--external:node:*", "--external:./certificates.js"]).arg(format!("--format={format}"));
        read_output(command.arg(source.join("index.js")))?;
    }
    let mut command = esbuild(project, &out.join("certificates.js"));
    command.args(["--external:node:*", "--main-fields=module,main", "--minify", "--line-limit=240", "--format=esm"]);
    read_output(command.arg(source.join("certificates.js")))?;
    for name in ["index.d.ts", "index.d.cts"] {
        copy(&source.join("index.d.ts"), &out.join(name))?;
    }
    Ok(())
}

/// Returns a command that bundles into the file `out`. It also writes a metafile, which lists the bundled files.
fn esbuild(project: &Project, out: &Path) -> Command {
    let path_end: Vec<_> = out.iter().rev().take(2).map(|name| name.to_string_lossy()).collect();
    let metafile = project.path(METAFILES).join(format!("{}.json", path_end.join("-")));
    let mut command = Command::new(project.npm_program("pkg-template", "esbuild"));
    command.args(["--bundle", "--platform=neutral", "--target=es2022", "--log-level=warning"]).stderr(Stdio::inherit());
    command.arg(format!("--outfile={}", out.display())).arg(format!("--metafile={}", metafile.display()));
    command
}

/// The folder of the metafiles, in which esbuild lists the files of each bundle.
const METAFILES: &str = "target/package/metafiles";

/// Returns the public names. Importing the glue does not start the WebAssembly module.
fn read_exports(glue: &Path) -> Result<Vec<String>> {
    let script =
        "import(url.pathToFileURL(process.argv[1])).then((glue) => console.log(Object.keys(glue).join('\\n')))";
    Ok(read_output(Command::new("node").args(["-e", script]).arg(glue))?.lines().map(str::to_owned).collect())
}

/// Returns the shipped `package.json`: the template with the crate's version, without the fields that only the
/// template's folder needs.
fn build_manifest(project: &Project) -> Result<String> {
    let mut manifest: Value = serde_json::from_str(&read(&project.path("pkg-template/package.json"))?)?;
    let fields = manifest.as_object_mut().context("package.json must be an object")?;
    fields.retain(|name, _| !matches!(name.as_str(), "devDependencies" | "private" | "scripts"));
    fields.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn print_sizes(package: &Path) -> Result<()> {
    let mut total = 0;
    for name in MEASURED_FILES {
        let (raw, compressed) = measure(&package.join(name))?;
        total += compressed;
        println!("  {name:<12}{raw:>10} bytes{compressed:>10} gzip");
    }
    println!("  {:<12}{:>26} gzip", "together", total);
    Ok(())
}

/// The files that a user's bundle contains: the module and the glue.
const MEASURED_FILES: [&str; 2] = ["core.wasm", "glue.js"];

/// Returns the size of a file in bytes, raw and gzipped.
fn measure(path: &Path) -> Result<(usize, usize)> {
    let content = fs::read(path)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok((content.len(), encoder.finish()?.len()))
}

/// Prints the bytes of a row of the service tables. Builds the module and the glue again without the rows' methods, and
/// divides the difference by the number of rows.
pub(crate) fn bench_size(project: &Project) -> Result<()> {
    build(project)?;
    let package = project.path("pkg");
    let build_folder = project.path("target/without-rows/package");
    let module = timed_step("cargo build without the rows", || {
        wasm::compile_with(project, "target/without-rows", &["--cfg=without_rows", "-Adead_code", "-Aunused"])
    })?;
    generate_glue(project, &build_folder, &module)?;
    let core = build_folder.join("core.wasm");
    wasm::optimise(project, &build_folder.join(format!("core/{}_bg.wasm", wasm::STEM)), &core)?;
    bundle(project, &build_folder.join("entry/glue.js"), "esm", &build_folder.join("glue.js"))?;
    let rows = count_exports(&package.join("core.wasm"))? - count_exports(&core)?;
    println!("\n{rows} rows, bytes each:");
    for name in MEASURED_FILES {
        let (raw, compressed) = measure(&package.join(name))?;
        let (raw_without, compressed_without) = measure(&build_folder.join(name))?;
        let bytes_per_row = |with: usize, without: usize| with.saturating_sub(without) / rows.max(1);
        println!(
            "  {name:<12}{:>6} raw{:>6} gzip   ({compressed} with rows, {compressed_without} without, gzip)",
            bytes_per_row(raw, raw_without),
            bytes_per_row(compressed, compressed_without)
        );
    }
    Ok(())
}

/// Returns how many functions a module exports.
fn count_exports(module: &Path) -> Result<usize> {
    let script =
        "console.log(WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(process.argv[1]))).length)";
    Ok(read_output(Command::new("node").args(["-e", script]).arg(module))?.trim().parse()?)
}
