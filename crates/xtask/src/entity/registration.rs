//! The lines by which the domain knows a new entity.

use super::Names;
use crate::files;
use anyhow::{Context, Result};
use std::path::Path;

/// Adds the module to its area and the entity to the registry; a new area is added to the crate.
pub fn register(domain: &Path, names: &Names) -> Result<()> {
    let area = domain.join(&names.area).with_extension("rs");
    if !area.exists() {
        let title = format!("//! The area `{}`.\n\n", names.area);
        files::write(&area, title.as_bytes())?;
        edit(&domain.join("lib.rs"), |text| {
            Ok(with_line(text, "pub mod ", &names.area))
        })?;
    }
    edit(&area, |text| Ok(with_line(text, "pub mod ", &names.plural)))?;
    let constant = names.name.to_uppercase();
    let path = format!("{}::{}::{constant}", names.area, names.plural);
    edit(&domain.join("registry.rs"), |text| {
        let text = with_line(text, "use crate::", &path);
        let (list, rest) = text
            .split_once("\n];")
            .context("registry.rs has no list of entities")?;
        Ok(format!("{list}\n    &{constant},\n];{rest}"))
    })
}

fn edit(path: &Path, change: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let text = change(&files::read_text(path)?)?;
    files::write(path, text.as_bytes())
}

/// The text with one line more among the sorted lines that begin alike, or at its end.
fn with_line(text: &str, start: &str, rest: &str) -> String {
    let line = format!("{start}{rest};");
    let mut lines: Vec<&str> = text.lines().collect();
    let after = lines
        .iter()
        .rposition(|other| other.starts_with(start) && *other < line.as_str());
    let first = lines.iter().position(|other| other.starts_with(start));
    let place = after
        .map(|place| place + 1)
        .or(first)
        .unwrap_or(lines.len());
    lines.insert(place, &line);
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::with_line;

    #[test]
    fn lines_stand_in_order() {
        let text = "//! Area.\n\npub mod b;\npub mod d;\n";
        assert_eq!(
            with_line(text, "pub mod ", "c"),
            "//! Area.\n\npub mod b;\npub mod c;\npub mod d;\n"
        );
        assert_eq!(
            with_line(text, "pub mod ", "a"),
            "//! Area.\n\npub mod a;\npub mod b;\npub mod d;\n"
        );
        assert_eq!(
            with_line(text, "pub mod ", "e"),
            "//! Area.\n\npub mod b;\npub mod d;\npub mod e;\n"
        );
        assert_eq!(
            with_line("//! Area.\n\n", "pub mod ", "a"),
            "//! Area.\n\npub mod a;\n"
        );
    }
}
