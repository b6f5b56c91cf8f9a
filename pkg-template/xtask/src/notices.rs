//! The licences of what others have written and we ship: crates in the module, npm packages in the bundles.

use crate::process::{cargo, output};
use crate::project::{Project, read};
use crate::setup::WASM_TARGET;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const INTRODUCTION: &str = "\
What this package holds of others, and on which terms. What is not listed is its own, under the licence in LICENSE.

The module is linked with the standard library of Rust, by the Rust project's contributors, who keep their copyrights:
https://github.com/rust-lang/rust. It is used under the Apache License, Version 2.0, whose text is in LICENSE.
";

/// A crate or an npm package.
struct Part {
    /// With its version.
    name: String,
    licence: String,
    folder: PathBuf,
}

/// The text of the file. `metafiles`: what esbuild says of each bundle.
pub(crate) fn notices(project: &Project, metafiles: &[PathBuf]) -> Result<String> {
    let crates = crates(project)?;
    let packages = packages(project, metafiles)?;
    let headings = [("In the WebAssembly module and its glue", crates), ("In testing/", packages)];
    let mut text = INTRODUCTION.to_owned();
    for (heading, parts) in headings {
        let line = "=".repeat(heading.len());
        text.extend(["\n", &line, "\n", heading, "\n", &line, "\n"]);
        let mut by_licence: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for part in &parts {
            by_licence.entry(terms(part)?).or_default().push(format!("{} ({})", part.name, part.licence));
        }
        for (terms, names) in by_licence {
            text.extend(["\n", &names.join("\n"), "\n\n", &terms, "\n\n", &"-".repeat(40), "\n"]);
        }
    }
    Ok(text)
}

/// The crates that are linked into the module.
fn crates(project: &Project) -> Result<Vec<Part>> {
    let here = project.path("");
    let edges = ["tree", "--locked", "--package", "globus-service-account", "--edges", "normal,no-proc-macro"];
    let shown = ["--prefix", "none", "--format", "{p}", "--target", WASM_TARGET];
    let tree = output(cargo().args(edges).args(shown).current_dir(&here))?;
    let linked: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    let metadata = ["metadata", "--locked", "--format-version", "1", "--filter-platform", WASM_TARGET];
    let metadata: Value = serde_json::from_str(&output(cargo().args(metadata).current_dir(&here))?)?;
    let mut parts = Vec::new();
    for one in metadata.get("packages").and_then(Value::as_array).context("cargo metadata has no packages")? {
        let text = |name: &str| text_in(one, name);
        let name = format!("{} v{}", text("name"), text("version"));
        if !text("source").is_empty() && linked.contains(&*name) {
            let folder = Path::new(text("manifest_path")).parent().context("a manifest without a folder")?;
            parts.push(Part { name, licence: text("license").to_owned(), folder: folder.to_owned() });
        }
    }
    // One of them is ours.
    if parts.len() + 1 != linked.len() {
        bail!("cargo tree and cargo metadata name different crates: {linked:?}");
    }
    Ok(parts)
}

/// The npm packages that are bundled.
fn packages(project: &Project, metafiles: &[PathBuf]) -> Result<Vec<Part>> {
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
    let part = |name: &String| {
        let folder = modules.join(name);
        let manifest: Value = serde_json::from_str(&read(&folder.join("package.json"))?)?;
        let name = format!("{name} v{}", text_in(&manifest, "version"));
        Ok(Part { name, licence: text_in(&manifest, "license").to_owned(), folder })
    };
    folders.iter().map(part).collect()
}

/// The text of a member; an empty one if there is none.
fn text_in<'a>(document: &'a Value, name: &str) -> &'a str {
    document.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The texts that a part brings. Of one that is under MIT or Apache, whichever one likes, that of MIT.
fn terms(part: &Part) -> Result<String> {
    let is_terms = |name: &str| ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|word| name.starts_with(word));
    let may_choose = part.licence.contains("MIT") && part.licence.contains(" OR ");
    let mut texts = Vec::new();
    for entry in fs::read_dir(&part.folder).with_context(|| format!("cannot read {}", part.folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && is_terms(&name) && !(may_choose && name.contains("APACHE")) {
            let lines = read(&path)?.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            texts.push(lines.trim_matches('\n').to_owned());
        }
    }
    if texts.is_empty() {
        bail!("{} says nowhere on which terms it may be used", part.name);
    }
    texts.sort();
    Ok(texts.join("\n\n"))
}
