//! The npm package: `pkg/`, and the tarball of it.
//!
//! `target/package` is the workshop. `core/` there holds the generated glue between the hand-written modules that it
//! imports, `jobs/` what is built on it, `entry/` the entries; esbuild makes the shipped files out of them. `bin/`, the
//! command line, is shipped as it was written.

use crate::process::{npm, output, step};
use crate::project::{Project, copy, copy_files, files_under, fresh_folder, read, write};
use crate::wasm::{IMPORTS, Import};
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

/// Copied as they are, by their paths in the repository.
const DOCUMENTS: [&str; 3] = ["README.md", "LICENSE", "pkg-template/CHANGELOG.md"];
/// Entries that are shipped as they were written.
const PLAIN_ENTRIES: [&str; 2] = ["workerd.js", "edge-light.js"];
/// Adapters that are there for `require`, too. The one for Durable Objects is not: workerd has no `require` for what it
/// imports, and a bundler that finds a module there makes the `require` of a Worker work. Its types are there for both.
const ADAPTERS_FOR_NODE: [&str; 4] = ["cloudflare-kv", "file", "keyv", "redis"];
/// What terser leaves of a bundle. The public classes have their names from `core/public.js` and `core/errors.js`. Lines stay short
/// because Node prints the line where an uncaught error began; no string is ever broken over two.
const TERSER: [&str; 8] =
    ["--ecma", "2022", "--compress", "passes=2", "--mangle", "--toplevel", "--format", "max_line_len=240"];

/// Builds the package and returns the path of the tarball.
pub(crate) fn build(project: &Project) -> Result<PathBuf> {
    println!("Building globus-service-account {}", env!("CARGO_PKG_VERSION"));
    setup::node()?;
    setup::wasm_target()?;
    setup::npm_ci(project, "pkg-template")?;
    let module = step("cargo build for WebAssembly", || wasm::compile(project))?;

    let _lock = project.lock()?;
    let workshop = project.path("target/package");
    let package = project.path("pkg");
    let tarballs = project.path("target/npm");
    let tarball = tarballs.join(format!("globus-service-account-{}.tgz", env!("CARGO_PKG_VERSION")));
    let made_from = workshop.join("made-from");
    let inputs = fingerprint(project, &module)?;
    if package.exists() && tarball.exists() && read(&made_from).is_ok_and(|hash| hash == inputs) {
        println!("  the package is up to date");
    } else {
        step("wasm-bindgen", || prepare(project, &workshop, &module))?;
        step("wasm-opt", || {
            let input = workshop.join(format!("core/{}_bg.wasm", wasm::STEM));
            wasm::optimise(project, &input, &workshop.join("entry/core.wasm"))
        })?;
        step("esbuild, types, manifest", || assemble(project, &workshop, &package))?;
        step("npm pack", || {
            fresh_folder(&tarballs)?;
            output(npm().args(["pack", "--silent", "--pack-destination"]).arg(&tarballs).current_dir(&package))
        })?;
        write(&made_from, &inputs)?;
    }
    print_sizes(&package)?;
    Ok(tarball)
}

/// A hash of everything that goes into the package, the build tool included.
fn fingerprint(project: &Project, module: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let sources = ["bin", "core", "entry", "jobs", "storage", "testing", "package.json", "package-lock.json"]
        .map(|name| format!("pkg-template/{name}"));
    let sources = sources.into_iter().chain(["Cargo.lock".to_owned()]).collect::<Vec<_>>();
    let mut inputs = vec![module.to_owned()];
    inputs.extend(declarations::files(project)?);
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
    let tool = fs::metadata(std::env::current_exe()?)?.modified()?;
    Ok(format!("{:x} {tool:?}", hasher.finish()))
}

/// Fills the workshop: the hand-written modules, and what wasm-bindgen generates beside them.
fn prepare(project: &Project, workshop: &Path, module: &Path) -> Result<()> {
    for name in ["core", "entry", "jobs"] {
        copy_files(&project.path("pkg-template").join(name), &workshop.join(name))?;
    }
    let imports = wasm::bind(module, &workshop.join("core"))?;
    write(&workshop.join("entry/imports.js"), import_object(&imports))
}

/// The module that `start.js` takes its import object from: a list of functions. The WebAssembly module calls each by its place there.
fn import_object(imports: &[Import]) -> String {
    let numbered = || imports.iter().enumerate();
    let statement = |(number, Import { module, function }): (usize, &Import)| {
        format!("import {{ {function} as i{number} }} from \"../core/{module}\";\n")
    };
    let statements: String = numbered().map(statement).collect();
    let names: Vec<_> = numbered().map(|(number, _)| format!("i{number}")).collect();
    format!("{statements}export default {{ {IMPORTS}: [{}] }};\n", names.join(", "))
}

fn assemble(project: &Project, workshop: &Path, package: &Path) -> Result<()> {
    fresh_folder(package)?;
    fresh_folder(&project.path(METAFILES))?;
    let entries = workshop.join("entry");
    copy(&entries.join("core.wasm"), &package.join("core.wasm"))?;
    for entry in PLAIN_ENTRIES {
        copy(&entries.join(entry), &package.join(entry))?;
    }

    for (entry, format, out) in
        [("inline.js", "esm", "inline.js"), ("inline.js", "cjs", "inline.cjs"), ("glue.js", "esm", "glue.js")]
    {
        bundle(project, &entries.join(entry), format, &package.join(out))?;
    }

    let types = read(&workshop.join("core").join(format!("{}.d.ts", wasm::STEM)))? + &declarations::written(project)?;
    let types = tags::tagged(&declarations::public(&types, &exports_of(&package.join("glue.js"))?))?;
    for name in ["index.d.ts", "index.d.cts"] {
        write(&package.join(name), &types)?;
    }

    storage(project, &package.join("storage"))?;
    copy_files(&project.path("pkg-template/bin"), &package.join("bin"))?;
    testing(project, &package.join("testing"))?;
    write(&package.join("package.json"), manifest(project)?)?;
    let metafiles = files_under(&project.path(METAFILES))?;
    write(&package.join("THIRD_PARTY_NOTICES"), notices::notices(project, &metafiles)?)?;
    for document in DOCUMENTS.map(Path::new) {
        if let Some(name) = document.file_name() {
            copy(&project.path("").join(document), &package.join(name))?;
        }
    }
    Ok(())
}

/// Bundles an entry with everything it imports.
fn bundle(project: &Project, entry: &Path, format: &str, out: &Path) -> Result<()> {
    let mut command = esbuild(project, out);
    output(command.args(["--minify", "--loader:.wasm=base64"]).arg(format!("--format={format}")).arg(entry))?;
    // terser adds to its file of names, and no bundle knows another's.
    let names = out.with_extension("names");
    copy(&project.path("target/package/core").join(wasm::NAMES), &names)?;
    let mut terser = Command::new(project.npm_program("pkg-template", "terser"));
    terser
        .arg(out)
        .args(TERSER)
        .args(["--mangle-props", "only_cache", "--name-cache"])
        .arg(&names)
        .arg("--output")
        .arg(out);
    output(if format == "esm" { terser.arg("--module") } else { &mut terser })?;
    Ok(fs::remove_file(names)?)
}

/// The adapters, each by itself.
fn storage(project: &Project, out: &Path) -> Result<()> {
    let source = project.path("pkg-template/storage");
    copy_files(&source, out)?;
    for name in ADAPTERS_FOR_NODE.into_iter().chain(["durable-object"]) {
        copy(&source.join(format!("{name}.d.ts")), &out.join(format!("{name}.d.cts")))?;
    }
    for name in ADAPTERS_FOR_NODE {
        let mut command = esbuild(project, &out.join(format!("{name}.cjs")));
        output(command.args(["--external:node:*", "--format=cjs"]).arg(source.join(format!("{name}.js"))))?;
    }
    Ok(())
}

/// The fake Globus, with its router inside. What only a server over https needs is a module of its own.
fn testing(project: &Project, out: &Path) -> Result<()> {
    let source = project.path("pkg-template/testing");
    for (format, extension) in [("esm", "js"), ("cjs", "cjs")] {
        let mut command = esbuild(project, &out.join("index").with_extension(extension));
        command.args(["--external:node:*", "--external:./certificates.js"]).arg(format!("--format={format}"));
        output(command.arg(source.join("index.js")))?;
    }
    let mut command = esbuild(project, &out.join("certificates.js"));
    command.args(["--external:node:*", "--main-fields=module,main", "--minify", "--line-limit=240", "--format=esm"]);
    output(command.arg(source.join("certificates.js")))?;
    for name in ["index.d.ts", "index.d.cts"] {
        copy(&source.join("index.d.ts"), &out.join(name))?;
    }
    Ok(())
}

/// Bundles into a file, and says in another what was bundled.
fn esbuild(project: &Project, out: &Path) -> Command {
    let names: Vec<_> = out.iter().rev().take(2).map(|name| name.to_string_lossy()).collect();
    let metafile = project.path(METAFILES).join(format!("{}.json", names.join("-")));
    let mut command = Command::new(project.npm_program("pkg-template", "esbuild"));
    command.args(["--bundle", "--platform=neutral", "--target=es2022", "--log-level=warning"]).stderr(Stdio::inherit());
    command.arg(format!("--outfile={}", out.display())).arg(format!("--metafile={}", metafile.display()));
    command
}

/// Where esbuild says what is in the bundles.
const METAFILES: &str = "target/package/metafiles";

/// The public names. Importing the glue does not start it.
fn exports_of(glue: &Path) -> Result<Vec<String>> {
    let script =
        "import(url.pathToFileURL(process.argv[1])).then((glue) => console.log(Object.keys(glue).join('\\n')))";
    Ok(output(Command::new("node").args(["-e", script]).arg(glue))?.lines().map(str::to_owned).collect())
}

/// `package.json` as shipped: the template without what concerns its own folder, and with the version of the crate.
fn manifest(project: &Project) -> Result<String> {
    let mut manifest: Value = serde_json::from_str(&read(&project.path("pkg-template/package.json"))?)?;
    let fields = manifest.as_object_mut().context("package.json is no object")?;
    fields.retain(|name, _| !matches!(name.as_str(), "devDependencies" | "private" | "scripts"));
    fields.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

fn print_sizes(package: &Path) -> Result<()> {
    let mut total = 0;
    for name in MEASURED {
        let (raw, compressed) = size(&package.join(name))?;
        total += compressed;
        println!("  {name:<12}{raw:>10} bytes{compressed:>10} gzip");
    }
    println!("  {:<12}{:>26} gzip", "together", total);
    Ok(())
}

/// What a user's bundle gets: the module, and the glue.
const MEASURED: [&str; 2] = ["core.wasm", "glue.js"];

/// Bytes of a file, and of that compressed.
fn size(path: &Path) -> Result<(usize, usize)> {
    let content = fs::read(path)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok((content.len(), encoder.finish()?.len()))
}

/// Measures what the rows of the service tables cost: builds the module and the glue again, without their methods.
pub(crate) fn bench_size(project: &Project) -> Result<()> {
    build(project)?;
    let package = project.path("pkg");
    let workshop = project.path("target/without-rows/package");
    let module = step("cargo build without the rows", || {
        wasm::compile_with(project, "target/without-rows", &["--cfg=without_rows", "-Adead_code", "-Aunused"])
    })?;
    prepare(project, &workshop, &module)?;
    let core = workshop.join("core.wasm");
    wasm::optimise(project, &workshop.join(format!("core/{}_bg.wasm", wasm::STEM)), &core)?;
    bundle(project, &workshop.join("entry/glue.js"), "esm", &workshop.join("glue.js"))?;
    let rows = exports(&package.join("core.wasm"))? - exports(&core)?;
    println!("\n{rows} rows, bytes each:");
    for name in MEASURED {
        let (raw, compressed) = size(&package.join(name))?;
        let (raw_without, compressed_without) = size(&workshop.join(name))?;
        let each = |with: usize, without: usize| with.saturating_sub(without) / rows.max(1);
        println!(
            "  {name:<12}{:>6} raw{:>6} gzip   ({compressed} with them, {compressed_without} without, gzip)",
            each(raw, raw_without),
            each(compressed, compressed_without)
        );
    }
    Ok(())
}

/// How many functions a module exports.
fn exports(module: &Path) -> Result<usize> {
    let script =
        "console.log(WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(process.argv[1]))).length)";
    Ok(output(Command::new("node").args(["-e", script]).arg(module))?.trim().parse()?)
}
