//! `cargo xtask migration [--into FOLDER] ENTITY…`: writes the migration of new entities from their catalogue, for both
//! databases. What was released is never written again: change a table by a further migration.

use crate::ddl::{self, DIALECTS};
use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use chrono::DateTime;
use guanxi_domain::kernel::catalogue::Entity;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub fn command(project: &Project, arguments: &[String]) -> Result<()> {
    let (folder, names) = match arguments {
        [flag, folder, names @ ..] if flag == "--into" => (Some(folder.clone()), names),
        names => (None, names),
    };
    ensure!(!names.is_empty(), "which entity?");
    let entities = ddl::chosen(names)?;
    let folder = match (folder, entities.first()) {
        (Some(folder), _) => folder,
        (None, Some(first)) => folder_name(first.plural)?,
        (None, None) => return Ok(()),
    };
    write(&project.root, &folder, &entities)
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
