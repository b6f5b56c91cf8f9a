//! Installs the packed package in the tests and in the demo.

use crate::process::timed_step;
use crate::project::{Project, recreate_folder};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use std::fs::{self, File};
use std::path::Path;

/// Unpacks the tarball into `node_modules` of each npm project. `npm install` is not used for this: it would resolve
/// the whole project again, over the network, and rewrite the lock file.
pub(crate) fn install(project: &Project, tarball: &Path, npm_projects: &[&str]) -> Result<()> {
    let _lock = project.lock()?;
    timed_step(&format!("install in {}", npm_projects.join(", ")), || {
        for npm_project in npm_projects {
            let folder = project.path(npm_project).join("node_modules/globus-service-account");
            recreate_folder(&folder)?;
            unpack(tarball, &folder).with_context(|| format!("cannot unpack {}", tarball.display()))?;
        }
        Ok(())
    })
}

fn unpack(tarball: &Path, folder: &Path) -> Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(tarball)?));
    for entry in archive.entries()? {
        let mut entry = entry?;
        // npm puts all files of a package into a folder `package`.
        let path: std::path::PathBuf = entry.path()?.components().skip(1).collect();
        let path = folder.join(path);
        fs::create_dir_all(path.parent().context("no parent folder")?)?;
        entry.unpack(path)?;
    }
    Ok(())
}
