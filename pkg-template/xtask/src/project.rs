//! The paths of the repository, and file operations whose errors name the path.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The working copy of the repository.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
        let root = Path::new(&xtask).ancestors().nth(2).context("xtask must be two folders below the root")?;
        Ok(Self { root: root.to_owned() })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Locks `target/package`, `target/npm` and `pkg` against other runs of this tool, until the returned file is
    /// dropped.
    pub(crate) fn lock(&self) -> Result<File> {
        let file = File::create(self.path("target/package.lock")).context("cannot lock target")?;
        file.lock().context("cannot lock target")?;
        Ok(file)
    }

    /// Returns the path of a program that a dependency of an npm project provides.
    pub(crate) fn npm_program(&self, npm_project: &str, name: &str) -> PathBuf {
        let suffix = if cfg!(windows) { ".cmd" } else { "" };
        self.path(npm_project).join("node_modules/.bin").join(format!("{name}{suffix}"))
    }
}

/// Returns all files under a folder, sorted, without those in `node_modules`.
pub(crate) fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if !path.is_dir() {
                files.push(path);
            } else if !path.ends_with("node_modules") {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Empties a folder, or creates it.
pub(crate) fn recreate_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Replaces the content of a folder with the files of another folder. Files of its subfolders are copied into the same
/// folder.
pub(crate) fn copy_files(from: &Path, to: &Path) -> Result<()> {
    recreate_folder(to)?;
    for file in files_under(from)? {
        copy(&file, &to.join(file.file_name().unwrap_or_default()))?;
    }
    Ok(())
}
