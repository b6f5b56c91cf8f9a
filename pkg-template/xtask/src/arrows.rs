//! Which file of the crate uses which: arrows run down, and never in a circle. A file is found to use another by its `use` and by
//! the paths in its code; what stands in tests does not count.

use crate::project::{files_under, read};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

/// The folders of the crate, from the lowest up: none uses one that stands after it.
const LAYERS: [&[&str]; 6] =
    [&["model", "policy", "wire", "advice"], &["js"], &["tokens"], &["session"], &["services"], &["account"]];

/// A module path: `["wire", "error"]`.
type ModulePath = Vec<String>;

/// A file, and what it says of others.
#[derive(Default)]
struct Module {
    name: String,
    /// Whether its path ends where its folder is: `mod.rs`.
    is_folder: bool,
    uses: Vec<ModulePath>,
    /// What it hands on.
    exports: Vec<ModulePath>,
}

/// Fails for a circle, and for an arrow that runs up.
pub(crate) fn check(source: &Path) -> Result<()> {
    let modules = modules(source)?;
    let arrows: BTreeMap<_, _> = modules.iter().map(|(path, module)| (path, targets(&modules, path, module))).collect();
    let name = |path: &ModulePath| modules.get(path).map_or("", |module| module.name.as_str());
    let mut faults = Vec::new();
    for (from, targets) in &arrows {
        let up = targets
            .iter()
            .filter(|to| layer(to) > layer(from))
            .map(|to| format!("src/{} uses src/{}", name(from), name(to)));
        faults.extend(up.map(|fault| format!("{fault}, which is above it")));
        if let Some(circle) = circle(&arrows, from) {
            let names: Vec<_> = circle.iter().map(name).collect();
            faults.push(format!("files that use each other in a circle: src/{}", names.join(" -> src/")));
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// The height of a module in [`LAYERS`]; above all for what is in none.
fn layer(path: &ModulePath) -> usize {
    let of = |folder: &String| LAYERS.iter().position(|layer| layer.contains(&folder.as_str()));
    path.first().and_then(of).unwrap_or(LAYERS.len())
}

fn modules(source: &Path) -> Result<BTreeMap<ModulePath, Module>> {
    let mut modules = BTreeMap::new();
    for file in files_under(source)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let name = file.strip_prefix(source)?.to_string_lossy().replace('\\', "/");
        let mut path: ModulePath = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let is_folder = path.last().is_some_and(|last| last == "mod" || last == "lib");
        if is_folder {
            path.pop();
        }
        let mut module = Module { name, is_folder, ..Module::default() };
        let parsed = syn::parse_file(&read(file)?).with_context(|| format!("src/{} cannot be parsed", module.name))?;
        module.visit_file(&parsed);
        modules.insert(path, module);
    }
    Ok(modules)
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item(&mut self, item: &'ast Item) {
        let is_test = |attributes: &[Attribute]| {
            let condition = |attribute: &Attribute| attribute.meta.require_list().map(|list| list.tokens.to_string());
            attributes.iter().any(|attribute| condition(attribute).is_ok_and(|condition| condition == "test"))
        };
        match item {
            Item::Mod(item) if is_test(&item.attrs) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        expand(&item.tree, &mut Vec::new(), &mut paths);
        // What a folder hands on of its files is not what it uses.
        let is_handed_on = self.is_folder && !matches!(item.vis, Visibility::Inherited);
        if is_handed_on { self.exports.extend(paths) } else { self.uses.extend(paths) }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: ModulePath = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        // A single one is a name, or that of `pub(crate)`.
        if segments.len() > 1 {
            self.uses.push(segments);
        }
        visit::visit_path(self, path);
    }
}

/// The paths that a `use` names.
fn expand(tree: &UseTree, before: &mut ModulePath, paths: &mut Vec<ModulePath>) {
    let mut with = |name: String| {
        let mut path = before.clone();
        path.push(name);
        paths.push(path);
    };
    match tree {
        UseTree::Name(name) => with(name.ident.to_string()),
        UseTree::Rename(name) => with(name.ident.to_string()),
        UseTree::Glob(_) => with("*".to_owned()),
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            expand(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| expand(tree, before, paths)),
    }
}

/// The modules that a module uses.
fn targets(modules: &BTreeMap<ModulePath, Module>, own: &ModulePath, module: &Module) -> BTreeSet<ModulePath> {
    let targets = module.uses.iter().filter_map(|path| resolved(modules, &absolute(modules, own, module, path)?, 0));
    targets.filter(|target| target != own).collect()
}

/// A path from the root of the crate; none for one of another crate.
fn absolute(
    modules: &BTreeMap<ModulePath, Module>,
    own: &ModulePath,
    module: &Module,
    path: &[String],
) -> Option<ModulePath> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path.get(1..)?.to_vec()),
        "self" => Some([own, path.get(1..)?].concat()),
        "super" => Some([own.get(..own.len().checked_sub(ups)?)?, path.get(ups..)?].concat()),
        _ => {
            let child = [own, path.get(..1)?].concat();
            (module.is_folder && modules.contains_key(&child)).then(|| [own, path].concat())
        }
    }
}

/// The module in which a path ends, by way of what folders hand on.
fn resolved(modules: &BTreeMap<ModulePath, Module>, path: &[String], depth: u8) -> Option<ModulePath> {
    let length =
        (0..=path.len()).rev().find(|length| path.get(..*length).is_some_and(|head| modules.contains_key(head)))?;
    let (head, rest) = path.split_at_checked(length)?;
    let module = modules.get(head)?;
    let handed_on = |exported: &&ModulePath| !rest.is_empty() && exported.last() == rest.first();
    match module.exports.iter().find(handed_on) {
        Some(exported) if depth < 8 => {
            resolved(modules, &absolute(modules, &head.to_vec(), module, exported)?, depth + 1)
        }
        _ => Some(head.to_vec()),
    }
}

/// A way from a module back to itself, if it is the first of that circle by name.
fn circle<'a>(
    arrows: &BTreeMap<&'a ModulePath, BTreeSet<ModulePath>>,
    from: &'a ModulePath,
) -> Option<Vec<ModulePath>> {
    let mut ways = vec![vec![from.clone()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in arrows.get(way.last()?).into_iter().flatten() {
            if next == from {
                return Some([way, vec![from.clone()]].concat());
            }
            if next > from && seen.insert(next.clone()) {
                ways.push([way.clone(), vec![next.clone()]].concat());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::check;
    use std::fs;

    /// What is said of a crate with these files.
    fn said_of(name: &str, files: &[(&str, &str)]) -> String {
        let source = std::env::temp_dir().join(format!("globus-service-account-arrows-{name}-{}", std::process::id()));
        for (path, text) in files {
            let file = source.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let said = check(&source).err().map_or_else(String::new, |error| error.to_string());
        fs::remove_dir_all(source).unwrap();
        said
    }

    #[test]
    fn a_use_of_what_is_above_is_told() {
        let files = [("wire/text.rs", "use crate::session::Call;"), ("session/mod.rs", ""), ("lib.rs", "mod wire;")];
        assert_eq!(said_of("up", &files), "src/wire/text.rs uses src/session/mod.rs, which is above it");
    }

    #[test]
    fn circles_are_seen_through_what_folders_hand_on_and_in_the_midst_of_code() {
        let files = [
            ("js/mod.rs", "mod a; mod b; mod c; pub(crate) use c::Third;"),
            ("js/a.rs", "use super::b;"),
            ("js/b.rs", "fn f() { crate::js::Third::new(); }"),
            ("js/c.rs", "use crate::js::a::{self, First};"),
        ];
        let circle = "files that use each other in a circle: src/js/a.rs -> src/js/b.rs -> src/js/c.rs -> src/js/a.rs";
        assert_eq!(said_of("circle", &files), circle);
    }

    #[test]
    fn folders_that_hand_on_their_files_and_tests_that_use_anything_are_no_circle() {
        let files = [
            ("js/mod.rs", "mod a; mod b; pub(crate) use a::First;"),
            ("js/a.rs", "use super::b::Second; #[cfg(test)] mod tests { use crate::session::Call; }"),
            ("js/b.rs", "use std::rc::Rc; pub(crate) struct Second;"),
            ("session/mod.rs", "use crate::js::First;"),
        ];
        assert_eq!(said_of("none", &files), "");
    }
}
