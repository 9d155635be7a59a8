//! `cargo xtask migrations`: SQLite and PostgreSQL have the same migrations, each with a way up and a way down and a
//! version of its own.

use crate::files;
use crate::project::Project;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const DATABASES: [&str; 2] = ["sqlite", "postgres"];

pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    let (count, faults) = examine(&project.root.join("migrations"))?;
    if !faults.is_empty() {
        bail!("migrations differ:\n  {}", faults.join("\n  "));
    }
    println!("migrations: {count}, the same on both databases");
    Ok(())
}

fn examine(folder: &Path) -> Result<(usize, Vec<String>)> {
    let mut all = BTreeSet::new();
    for database in DATABASES {
        all.extend(files::folder_names(&folder.join(database))?);
    }
    let mut faults = same_version(&all);
    for name in &all {
        for database in DATABASES {
            for file in ["up.sql", "down.sql"] {
                let path = folder.join(database).join(name).join(file);
                if !std::fs::read_to_string(&path).is_ok_and(|sql| !sql.trim().is_empty()) {
                    faults.push(format!("{database}/{name}/{file} is missing or empty"));
                }
            }
        }
    }
    Ok((all.len(), faults))
}

/// Of several with one version only one would ever be applied. The version is what stands before the first underscore,
/// without its dashes.
fn same_version(names: &BTreeSet<String>) -> Vec<String> {
    let mut known = BTreeMap::new();
    let mut faults = Vec::new();
    for name in names {
        let version = name.split('_').next().unwrap_or(name).replace('-', "");
        if let Some(other) = known.insert(version, name) {
            faults.push(format!("{name} has the version of {other}"));
        }
    }
    faults
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{examine, same_version};
    use crate::files;

    #[test]
    fn missing_and_empty_files_are_named() {
        let folder = std::env::temp_dir().join(format!("migrations-{}", std::process::id()));
        files::fresh_folder(&folder).unwrap();
        for file in [
            "sqlite/1_a/up.sql",
            "sqlite/1_a/down.sql",
            "postgres/1_a/up.sql",
        ] {
            files::write(&folder.join(file), b"SELECT 1;").unwrap();
        }
        files::write(&folder.join("sqlite/1_a/down.sql"), b"\n").unwrap();
        let (count, faults) = examine(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(count, 1);
        assert_eq!(
            faults,
            [
                "sqlite/1_a/down.sql is missing or empty",
                "postgres/1_a/down.sql is missing or empty"
            ]
        );
    }

    #[test]
    fn two_of_one_version_are_named() {
        let names = [
            "2026-11-22-190000_a",
            "2026-11-22-190000_b",
            "2026-11-22-190100_a",
        ];
        let faults = same_version(&names.map(str::to_owned).into());
        assert_eq!(
            faults,
            ["2026-11-22-190000_b has the version of 2026-11-22-190000_a"]
        );
    }
}
