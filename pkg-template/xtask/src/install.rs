//! Puts the packed package where the tests and the demo import it from, as npm would.

use crate::process::step;
use crate::project::{Project, fresh_folder};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use std::fs::{self, File};
use std::path::Path;

/// Unpacked by hand because `npm install` resolves the whole project again, over the network, and rewrites its lock file.
pub(crate) fn install(project: &Project, tarball: &Path, npm_projects: &[&str]) -> Result<()> {
    let _lock = project.lock()?;
    step(&format!("install in {}", npm_projects.join(", ")), || {
        for npm_project in npm_projects {
            let folder = project.path(npm_project).join("node_modules/globus-service-account");
            fresh_folder(&folder)?;
            unpack(tarball, &folder).with_context(|| format!("cannot unpack {}", tarball.display()))?;
        }
        Ok(())
    })
}

fn unpack(tarball: &Path, folder: &Path) -> Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(tarball)?));
    for entry in archive.entries()? {
        let mut entry = entry?;
        // All of a package lies in a folder `package`.
        let path: std::path::PathBuf = entry.path()?.components().skip(1).collect();
        let path = folder.join(path);
        fs::create_dir_all(path.parent().context("no parent folder")?)?;
        entry.unpack(path)?;
    }
    Ok(())
}
