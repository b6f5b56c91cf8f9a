//! Checks which file of the crate uses which: a file uses only files of its own layer and of lower layers, and no files
//! use each other in a circle. The `use` items and the paths in a file's code show what it uses. Test modules are
//! ignored.

use crate::project::{files_under, read};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

/// The folders of the crate, the lowest layer first. A folder uses no folder of a later layer.
const LAYERS: [&[&str]; 6] =
    [&["model", "policy", "wire", "advice"], &["js"], &["tokens"], &["session"], &["services"], &["account"]];

/// A module path: `["wire", "error"]`.
type ModulePath = Vec<String>;

/// A file, and the paths it names.
#[derive(Default)]
struct Module {
    name: String,
    /// Whether the module path is that of the file's folder: `mod.rs` or `lib.rs`.
    is_folder: bool,
    uses: Vec<ModulePath>,
    /// The paths that the file re-exports.
    exports: Vec<ModulePath>,
}

/// Fails if files use each other in a circle, or if a file uses a file of a higher layer.
pub(crate) fn check(source_folder: &Path) -> Result<()> {
    let modules = read_modules(source_folder)?;
    let dependencies: BTreeMap<_, _> =
        modules.iter().map(|(path, module)| (path, find_dependencies(&modules, path, module))).collect();
    let name = |path: &ModulePath| modules.get(path).map_or("", |module| module.name.as_str());
    let mut violations = Vec::new();
    for (user, used) in &dependencies {
        let from_higher_layer = used
            .iter()
            .filter(|module| layer(module) > layer(user))
            .map(|module| format!("src/{} uses src/{}", name(user), name(module)));
        violations.extend(from_higher_layer.map(|text| format!("{text}, which is in a higher layer")));
        if let Some(circle) = find_circle(&dependencies, user) {
            let names: Vec<_> = circle.iter().map(name).collect();
            violations.push(format!("files that use each other in a circle: src/{}", names.join(" -> src/")));
        }
    }
    if !violations.is_empty() {
        bail!("{}", violations.join("\n"));
    }
    Ok(())
}

/// Returns the index of a module's layer in [`LAYERS`]. A module that is not listed there is above all layers.
fn layer(path: &ModulePath) -> usize {
    let find = |folder: &String| LAYERS.iter().position(|layer| layer.contains(&folder.as_str()));
    path.first().and_then(find).unwrap_or(LAYERS.len())
}

fn read_modules(source_folder: &Path) -> Result<BTreeMap<ModulePath, Module>> {
    let mut modules = BTreeMap::new();
    let is_rust = |file: &&std::path::PathBuf| file.extension().is_some_and(|extension| extension == "rs");
    for file in files_under(source_folder)?.iter().filter(is_rust) {
        let name = file.strip_prefix(source_folder)?.to_string_lossy().replace('\\', "/");
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

/// Whether an item has the attribute `#[cfg(test)]`.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    let condition = |attribute: &Attribute| attribute.meta.require_list().map(|list| list.tokens.to_string());
    attributes.iter().any(|attribute| condition(attribute).is_ok_and(|condition| condition == "test"))
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(item) if is_test(&item.attrs) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let mut paths = Vec::new();
        expand_use(&item.tree, &mut Vec::new(), &mut paths);
        // A folder's module does not depend on the files that it only re-exports.
        let is_reexport = self.is_folder && !matches!(item.vis, Visibility::Inherited);
        if is_reexport { self.exports.extend(paths) } else { self.uses.extend(paths) }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: ModulePath = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        // A path of one segment is a local name, or the `crate` of `pub(crate)`.
        if segments.len() > 1 {
            self.uses.push(segments);
        }
        visit::visit_path(self, path);
    }
}

/// Appends the paths that a `use` tree names. `prefix` is the path in front of the tree.
fn expand_use(tree: &UseTree, prefix: &mut ModulePath, paths: &mut Vec<ModulePath>) {
    let mut add = |name: String| {
        let mut path = prefix.clone();
        path.push(name);
        paths.push(path);
    };
    match tree {
        UseTree::Name(name) => add(name.ident.to_string()),
        UseTree::Rename(name) => add(name.ident.to_string()),
        UseTree::Glob(_) => add("*".to_owned()),
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            expand_use(&path.tree, prefix, paths);
            prefix.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| expand_use(tree, prefix, paths)),
    }
}

/// Returns the modules that a module uses.
fn find_dependencies(
    modules: &BTreeMap<ModulePath, Module>,
    own_path: &ModulePath,
    module: &Module,
) -> BTreeSet<ModulePath> {
    let used =
        module.uses.iter().filter_map(|path| find_module(modules, &to_absolute(modules, own_path, module, path)?, 0));
    used.filter(|path| path != own_path).collect()
}

/// Returns a path relative to the root of the crate, or `None` if the path is of another crate.
fn to_absolute(
    modules: &BTreeMap<ModulePath, Module>,
    own_path: &ModulePath,
    module: &Module,
    path: &[String],
) -> Option<ModulePath> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path.get(1..)?.to_vec()),
        "self" => Some([own_path, path.get(1..)?].concat()),
        "super" => Some([own_path.get(..own_path.len().checked_sub(supers)?)?, path.get(supers..)?].concat()),
        _ => {
            let child = [own_path, path.get(..1)?].concat();
            (module.is_folder && modules.contains_key(&child)).then(|| [own_path, path].concat())
        }
    }
}

/// Returns the module that defines the item of an absolute path. Follows the re-exports of folders, at most 8 of them.
fn find_module(modules: &BTreeMap<ModulePath, Module>, path: &[String], depth: u8) -> Option<ModulePath> {
    let length =
        (0..=path.len()).rev().find(|length| path.get(..*length).is_some_and(|head| modules.contains_key(head)))?;
    let (head, item) = path.split_at_checked(length)?;
    let module = modules.get(head)?;
    let is_item = |exported: &&ModulePath| !item.is_empty() && exported.last() == item.first();
    match module.exports.iter().find(is_item) {
        Some(exported) if depth < 8 => {
            find_module(modules, &to_absolute(modules, &head.to_vec(), module, exported)?, depth + 1)
        }
        _ => Some(head.to_vec()),
    }
}

/// Returns a chain of modules from a module back to itself. Visits only modules whose path sorts after `start`, so that
/// a circle is reported once: for its first module.
fn find_circle<'a>(
    dependencies: &BTreeMap<&'a ModulePath, BTreeSet<ModulePath>>,
    start: &'a ModulePath,
) -> Option<Vec<ModulePath>> {
    let mut chains = vec![vec![start.clone()]];
    let mut visited = BTreeSet::new();
    while let Some(chain) = chains.pop() {
        for next in dependencies.get(chain.last()?).into_iter().flatten() {
            if next == start {
                return Some([chain, vec![start.clone()]].concat());
            }
            if next > start && visited.insert(next.clone()) {
                chains.push([chain.clone(), vec![next.clone()]].concat());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::check;
    use std::fs;

    /// Writes a crate with these files and returns the error of the check, or an empty text.
    fn check_crate(name: &str, files: &[(&str, &str)]) -> String {
        let folder = std::env::temp_dir().join(format!("globus-service-account-layers-{name}-{}", std::process::id()));
        for (path, text) in files {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let message = check(&folder).err().map_or_else(String::new, |error| error.to_string());
        fs::remove_dir_all(folder).unwrap();
        message
    }

    #[test]
    fn a_file_that_uses_a_higher_layer_is_reported() {
        let files = [("wire/text.rs", "use crate::session::Call;"), ("session/mod.rs", ""), ("lib.rs", "mod wire;")];
        assert_eq!(check_crate("up", &files), "src/wire/text.rs uses src/session/mod.rs, which is in a higher layer");
    }

    #[test]
    fn a_circle_through_re_exports_and_paths_in_code_is_reported() {
        let files = [
            ("js/mod.rs", "mod a; mod b; mod c; pub(crate) use c::Third;"),
            ("js/a.rs", "use super::b;"),
            ("js/b.rs", "fn f() { crate::js::Third::new(); }"),
            ("js/c.rs", "use crate::js::a::{self, First};"),
        ];
        let circle = "files that use each other in a circle: src/js/a.rs -> src/js/b.rs -> src/js/c.rs -> src/js/a.rs";
        assert_eq!(check_crate("circle", &files), circle);
    }

    #[test]
    fn re_exports_of_a_folder_and_paths_in_tests_are_no_dependencies() {
        let files = [
            ("js/mod.rs", "mod a; mod b; pub(crate) use a::First;"),
            ("js/a.rs", "use super::b::Second; #[cfg(test)] mod tests { use crate::session::Call; }"),
            ("js/b.rs", "use std::rc::Rc; pub(crate) struct Second;"),
            ("session/mod.rs", "use crate::js::First;"),
        ];
        assert_eq!(check_crate("none", &files), "");
    }
}
