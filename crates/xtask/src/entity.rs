//! `cargo xtask entity NAME PLURAL AREA`: the skeleton of a new entity, ready to compile: its domain file, its migrations,
//! its texts in every language and its registration. What it means is then written by a person.

mod registration;
mod template;

use crate::files;
use crate::migration;
use crate::project::Project;
use anyhow::{Result, bail, ensure};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::registry;
use std::path::Path;

/// What the entity is called.
pub struct Names {
    /// One: `price_list`.
    pub name: String,
    /// Many, and so table, path and module: `price_lists`.
    pub plural: String,
    /// The folder of the domain it lives in: `sales`.
    pub area: String,
}

pub fn command(project: &Project, arguments: &[String]) -> Result<()> {
    let [name, plural, area] = arguments else {
        bail!("cargo xtask entity NAME PLURAL AREA, such as: price_list price_lists sales");
    };
    let names = Names {
        name: name.clone(),
        plural: plural.clone(),
        area: area.clone(),
    };
    check(&names)?;
    write(&project.root, &names)?;
    println!("{}", template::next_steps(&names));
    Ok(())
}

/// Names of the domain that are no area.
const NO_AREAS: [&str; 4] = ["kernel", "access", "lib", "registry"];

fn check(names: &Names) -> Result<()> {
    for word in [&names.name, &names.plural, &names.area] {
        ensure!(is_snake_case(word), "{word:?} is not in snake_case");
    }
    ensure!(
        names.name != names.plural,
        "one and many need different names"
    );
    ensure!(
        !names.plural.starts_with("x_"),
        "x_ belongs to custom objects"
    );
    ensure!(
        !NO_AREAS.contains(&names.area.as_str()),
        "{} is no area",
        names.area
    );
    let taken = registry::ENTITIES
        .iter()
        .find(|entity| entity.name == names.name || entity.plural == names.plural);
    match taken {
        Some(entity) => bail!("there is an entity {} ({})", entity.name, entity.plural),
        None => Ok(()),
    }
}

fn is_snake_case(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    word.starts_with(|first: char| first.is_ascii_lowercase()) && word.bytes().all(plain)
}

fn write(root: &Path, names: &Names) -> Result<()> {
    let domain = root.join("crates/domain/src");
    let file = domain
        .join(&names.area)
        .join(&names.plural)
        .with_extension("rs");
    ensure!(!file.exists(), "{} exists", file.display());
    files::write(&file, template::domain_file(names).as_bytes())?;
    registration::register(&domain, names)?;
    for (language, text) in template::texts(names) {
        let place = root.join("crates/i18n/texts").join(language);
        let file = place.join(&names.area).join(format!("{}.ftl", names.name));
        files::write(&file, text.as_bytes())?;
    }
    migration::write(
        root,
        &migration::folder_name(&names.plural)?,
        &[skeleton(names)],
    )
}

/// The catalogue that the template declares: this program was compiled before it.
fn skeleton(names: &Names) -> &'static Entity {
    let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    const NAME: &[Field] = &[Field::of::<String>("name").keyed()];
    let root = Entity::root(kept(&names.name), kept(&names.plural), NAME);
    Box::leak(Box::new(Entity {
        custom: true,
        ..root
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(name: &str, plural: &str, area: &str) -> Names {
        Names {
            name: name.to_owned(),
            plural: plural.to_owned(),
            area: area.to_owned(),
        }
    }

    #[test]
    fn bad_and_taken_names_are_refused() {
        assert!(check(&names("price_list", "price_lists", "sales")).is_ok());
        for (name, plural, area) in [
            ("Price", "prices", "sales"),
            ("price", "price", "sales"),
            ("account", "accountings", "sales"),
            ("price", "accounts", "sales"),
            ("price", "prices", "kernel"),
            ("price", "x_prices", "sales"),
            ("../price", "prices", "sales"),
        ] {
            assert!(
                check(&names(name, plural, area)).is_err(),
                "{name} {plural} {area}"
            );
        }
    }

    #[test]
    fn everything_but_the_meaning_is_written() {
        let root = std::env::temp_dir().join(format!("entity-{}", std::process::id()));
        let domain = root.join("crates/domain/src");
        files::fresh_folder(&domain).unwrap();
        let registry = "use crate::sales::products::PRODUCT;\n\npub static ENTITIES: &[&Entity] = &[\n    &PRODUCT,\n];\n";
        files::write(&domain.join("registry.rs"), registry.as_bytes()).unwrap();
        files::write(
            &domain.join("sales.rs"),
            b"//! Sales.\n\npub mod products;\n",
        )
        .unwrap();
        write(&root, &names("price_list", "price_lists", "sales")).unwrap();
        let read = |path: &str| files::read_text(&root.join(path)).unwrap();
        assert!(
            read("crates/domain/src/sales/price_lists.rs")
                .contains("pub struct PriceList of PRICE_LIST: System")
        );
        assert!(
            read("crates/domain/src/sales.rs")
                .contains("pub mod price_lists;\npub mod products;\n")
        );
        assert!(
            read("crates/domain/src/registry.rs").contains("    &PRODUCT,\n    &PRICE_LIST,\n];")
        );
        assert!(
            read("crates/i18n/texts/zh-Hant/sales/price_list.ftl").contains("entity-price-list = ")
        );
        let migration = files::folder_names(&root.join("migrations/postgres")).unwrap();
        let up = read(&format!("migrations/postgres/{}/up.sql", migration[0]));
        assert!(up.contains("CREATE TABLE price_lists") && up.contains("custom JSONB"));
        assert!(write(&root, &names("price_list", "price_lists", "sales")).is_err());
        std::fs::remove_dir_all(&root).unwrap();
    }
}
