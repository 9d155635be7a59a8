//! One SVG sprite of the icons the app uses: `<use href="<sprite>#<name>">`.

use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;

const NOTICE: &str = "<!-- Icons by Lucide, https://lucide.dev, ISC licence -->";
const DRAWING: &str = "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
                       stroke-linecap=\"round\" stroke-linejoin=\"round\"";

/// Joins the icons named in `web/icons.txt`, one a line; `#` starts a comment.
pub fn sprite(project: &Project) -> Result<String> {
    let list = files::read_text(&project.root.join("web/icons.txt"))?;
    let icons = project.root.join("node_modules/lucide-static/icons");
    ensure!(icons.is_dir(), "lucide-static is missing: run `npm ci`");
    let mut sprite = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{NOTICE}");
    for name in names(&list) {
        let drawing = files::read_text(&icons.join(format!("{name}.svg")))
            .with_context(|| format!("web/icons.txt names {name:?}, which Lucide does not have"))?;
        sprite.push_str(&symbol(name, &drawing)?);
    }
    sprite.push_str("</svg>\n");
    Ok(sprite)
}

fn names(list: &str) -> BTreeSet<&str> {
    list.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|name| !name.is_empty())
        .collect()
}

fn symbol(name: &str, drawing: &str) -> Result<String> {
    let inner = inside(drawing).with_context(|| format!("icon {name} is not an SVG drawing"))?;
    let shapes: String = inner.lines().map(str::trim).collect();
    Ok(format!(
        "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" {DRAWING}>{shapes}</symbol>"
    ))
}

/// What stands between `<svg …>` and `</svg>`.
fn inside(drawing: &str) -> Option<&str> {
    let (_, rest) = drawing.split_once("<svg")?;
    let (_, rest) = rest.split_once('>')?;
    let (inner, _) = rest.rsplit_once("</svg>")?;
    Some(inner)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{names, symbol};

    #[test]
    fn names_are_sorted_once_each() {
        let found: Vec<_> = names("x\n# no\n\nphone # call\nx\n").into_iter().collect();
        assert_eq!(found, ["phone", "x"]);
    }

    #[test]
    fn symbol_keeps_the_shapes_only() {
        let drawing = "<!-- l -->\n<svg\n  class=\"a\"\n>\n  <path d=\"M1 2\" />\n</svg>\n";
        let symbol = symbol("x", drawing).unwrap();
        assert!(symbol.starts_with("<symbol id=\"x\" "));
        assert!(symbol.ends_with("><path d=\"M1 2\" /></symbol>"));
        assert!(!symbol.contains("class"));
    }
}
