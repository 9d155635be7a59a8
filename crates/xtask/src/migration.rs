//! `cargo xtask migration [--into FOLDER] ENTITY…`: writes the migration of new entities from their catalogue, for both
//! databases, again when the fields changed before anybody ran it. What was released is never written again.

use crate::ddl::{self, DIALECTS};
use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, bail, ensure};
use chrono::DateTime;
use guanxi_domain::kernel::catalogue::Entity;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub fn command(project: &Project, arguments: &[String]) -> Result<()> {
    let (folder, names) = match arguments {
        [flag, folder, names @ ..] if flag == "--into" => (Some(folder.clone()), names),
        names => (None, names),
    };
    ensure!(!names.is_empty(), "which entity?");
    let entities = ddl::chosen(names)?;
    let folder = match folder {
        Some(folder) => folder,
        None => home(&project.root, &entities)?,
    };
    write(&project.root, &folder, &entities)
}

/// The migration that creates just these tables, or a new one.
fn home(root: &Path, entities: &[&'static Entity]) -> Result<String> {
    let migrations = root.join("migrations").join(DIALECTS[0].folder());
    let wanted: BTreeSet<_> = entities
        .iter()
        .map(|entity| entity.plural.to_owned())
        .collect();
    for folder in files::folder_names(&migrations)? {
        let created = created(&files::read_text(&migrations.join(&folder).join("up.sql"))?);
        if created == wanted {
            return Ok(folder);
        }
        if let Some(table) = created.intersection(&wanted).next() {
            bail!(
                "{folder} creates {table} among others: change it by a migration written by hand"
            );
        }
    }
    let first = entities.first().context("which entity?")?;
    folder_name(first.plural)
}

fn created(sql: &str) -> BTreeSet<String> {
    let starts = sql
        .lines()
        .filter_map(|line| line.strip_prefix("CREATE TABLE "));
    starts
        .filter_map(|rest| rest.split(' ').next())
        .map(str::to_owned)
        .collect()
}

/// Migrations run in the order of their names, so the moment comes first.
pub fn folder_name(about: &str) -> Result<String> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = DateTime::from_timestamp(i64::try_from(seconds)?, 0).context("the clock is wrong")?;
    Ok(format!("{}_{about}", now.format("%Y-%m-%d-%H%M%S")))
}

/// Writes both ways of both databases and says where.
pub fn write(root: &Path, folder: &str, entities: &[&'static Entity]) -> Result<()> {
    for dialect in DIALECTS {
        let place = root.join("migrations").join(dialect.folder()).join(folder);
        files::write(
            &place.join("up.sql"),
            ddl::up(dialect, entities)?.as_bytes(),
        )?;
        files::write(
            &place.join("down.sql"),
            ddl::down(dialect, entities).as_bytes(),
        )?;
        println!("wrote migrations/{}/{folder}", dialect.folder());
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_its_migration_and_a_shared_one_is_left_alone() {
        let root = std::env::temp_dir().join(format!("migration-{}", std::process::id()));
        files::fresh_folder(&root).unwrap();
        let entities = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
            ddl::chosen(&names).unwrap()
        };
        write(&root, "1_tags", &entities(&["tag"])).unwrap();
        write(&root, "2_two", &entities(&["role", "team"])).unwrap();
        assert_eq!(home(&root, &entities(&["tag"])).unwrap(), "1_tags");
        assert_eq!(home(&root, &entities(&["team", "role"])).unwrap(), "2_two");
        assert!(home(&root, &entities(&["team"])).is_err());
        assert!(
            home(&root, &entities(&["product"]))
                .unwrap()
                .ends_with("_products")
        );
        std::fs::remove_dir_all(&root).unwrap();
    }
}
