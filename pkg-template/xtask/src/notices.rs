//! The licences of third-party code in the package: crates in the WebAssembly module, npm packages in the bundles.

use crate::process::{cargo, read_output};
use crate::project::{Project, read};
use crate::setup::WASM_TARGET;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const INTRODUCTION: &str = "\
Third-party software in this package, with its licences. Everything else is the package's own, under the licence in LICENSE.

The module is linked with the standard library of Rust. The contributors of the Rust project keep their copyrights:
https://github.com/rust-lang/rust. It is used under the Apache License, Version 2.0, whose text is in LICENSE.
";

/// A crate or an npm package.
struct Dependency {
    /// The name with the version: `talc v5.0.0`.
    name: String,
    licence: String,
    folder: PathBuf,
}

/// Returns the text of `THIRD_PARTY_NOTICES`. `metafiles`: esbuild's list of the inputs of each bundle.
pub(crate) fn build_notices(project: &Project, metafiles: &[PathBuf]) -> Result<String> {
    let crates = linked_crates(project)?;
    let packages = bundled_packages(project, metafiles)?;
    let headings = [("In the WebAssembly module and its glue", crates), ("In testing/", packages)];
    let mut text = INTRODUCTION.to_owned();
    for (heading, dependencies) in headings {
        let line = "=".repeat(heading.len());
        text.extend(["\n", &line, "\n", heading, "\n", &line, "\n"]);
        let mut by_licence: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for dependency in &dependencies {
            let name = format!("{} ({})", dependency.name, dependency.licence);
            by_licence.entry(read_licence_text(dependency)?).or_default().push(name);
        }
        for (licence_text, names) in by_licence {
            text.extend(["\n", &names.join("\n"), "\n\n", &licence_text, "\n\n", &"-".repeat(40), "\n"]);
        }
    }
    Ok(text)
}

/// Returns the crates that are linked into the module.
fn linked_crates(project: &Project) -> Result<Vec<Dependency>> {
    let root = project.path("");
    let edges = ["tree", "--locked", "--package", "globus-service-account", "--edges", "normal,no-proc-macro"];
    let format = ["--prefix", "none", "--format", "{p}", "--target", WASM_TARGET];
    let tree = read_output(cargo().args(edges).args(format).current_dir(&root))?;
    let linked: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let metadata = ["metadata", "--locked", "--format-version", "1", "--filter-platform", WASM_TARGET];
    let metadata: Value = serde_json::from_str(&read_output(cargo().args(metadata).current_dir(&root))?)?;
    let mut dependencies = Vec::new();
    for package in metadata.get("packages").and_then(Value::as_array).context("cargo metadata has no packages")? {
        let text = |name: &str| text_field(package, name);
        let name = format!("{} v{}", text("name"), text("version"));
        if !text("source").is_empty() && linked.contains(&*name) {
            let folder = Path::new(text("manifest_path")).parent().context("a manifest without a folder")?;
            dependencies.push(Dependency { name, licence: text("license").to_owned(), folder: folder.to_owned() });
        }
    }
    // The tree also contains the crate itself.
    if dependencies.len() + 1 != linked.len() {
        bail!("cargo tree and cargo metadata name different crates: {linked:?}");
    }
    Ok(dependencies)
}

/// Returns the npm packages whose files are in a bundle.
fn bundled_packages(project: &Project, metafiles: &[PathBuf]) -> Result<Vec<Dependency>> {
    let mut folders = BTreeSet::new();
    for metafile in metafiles {
        let meta: Value = serde_json::from_str(&read(metafile)?)?;
        let inputs = meta.get("inputs").and_then(Value::as_object).context("a metafile without inputs")?;
        for (_, path) in inputs.keys().filter_map(|path| path.rsplit_once("node_modules/")) {
            let depth = if path.starts_with('@') { 2 } else { 1 };
            folders.insert(path.split('/').take(depth).collect::<Vec<_>>().join("/"));
        }
    }
    let modules = project.path("pkg-template/node_modules");
    let to_dependency = |name: &String| {
        let folder = modules.join(name);
        let manifest: Value = serde_json::from_str(&read(&folder.join("package.json"))?)?;
        let name = format!("{name} v{}", text_field(&manifest, "version"));
        Ok(Dependency { name, licence: text_field(&manifest, "license").to_owned(), folder })
    };
    folders.iter().map(to_dependency).collect()
}

/// Returns a text member of a JSON object, or an empty text if the object has no such member.
fn text_field<'a>(document: &'a Value, name: &str) -> &'a str {
    document.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the licence texts in a dependency's folder. If its licence is a choice with MIT, Apache's text is left out.
fn read_licence_text(dependency: &Dependency) -> Result<String> {
    let is_licence = |name: &str| ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|word| name.starts_with(word));
    let may_choose = dependency.licence.contains("MIT") && dependency.licence.contains(" OR ");
    let mut texts = Vec::new();
    for entry in
        fs::read_dir(&dependency.folder).with_context(|| format!("cannot read {}", dependency.folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && is_licence(&name) && !(may_choose && name.contains("APACHE")) {
            let lines = read(&path)?.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            texts.push(lines.trim_matches('\n').to_owned());
        }
    }
    if texts.is_empty() {
        bail!("{} has no file with the text of its licence", dependency.name);
    }
    texts.sort();
    Ok(texts.join("\n\n"))
}
