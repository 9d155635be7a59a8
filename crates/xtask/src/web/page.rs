//! `index.html`: the template with the hashed names filled in.

use super::bundle::Bundle;
use super::esbuild::{BOOT, STYLE};
use super::size::Part;
use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where everything lies, for the app: the data block `guanxi-assets` of the page.
#[derive(Serialize)]
struct Assets {
    wasm: String,
    sprite: String,
    /// By language.
    texts: BTreeMap<String, String>,
    /// Modules of `web/js` to import on demand, by name without `.js`.
    modules: BTreeMap<String, String>,
    /// Files of `web/assets`, by name.
    files: BTreeMap<String, String>,
}

/// Replaces `{{boot}}`, `{{style}}`, `{{wasm}}`, `{{assets}}` and `{{file:NAME}}`.
pub fn fill(project: &Project, bundle: &Bundle) -> Result<String> {
    let template = files::read_text(&project.root.join("web/index.html"))?;
    let mut page = String::with_capacity(template.len());
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after
            .split_once("}}")
            .context("web/index.html: {{ without }}")?;
        page.push_str(before);
        page.push_str(&value(name.trim(), bundle)?);
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

fn value(name: &str, bundle: &Bundle) -> Result<String> {
    Ok(match name {
        "boot" => bundle.entry(BOOT)?.url(),
        "style" => bundle.entry(STYLE)?.url(),
        "wasm" => bundle.entry("guanxi.wasm")?.url(),
        "assets" => data_block(bundle)?,
        _ => match name.strip_prefix("file:") {
            Some(file) => bundle.entry(file)?.url(),
            None => bail!("web/index.html: nothing is called {{{{{name}}}}}"),
        },
    })
}

fn data_block(bundle: &Bundle) -> Result<String> {
    let assets = Assets {
        wasm: bundle.entry("guanxi.wasm")?.url(),
        sprite: bundle.entry("sprite.svg")?.url(),
        texts: urls(bundle, Part::Texts, "texts-", ".ftl"),
        modules: urls(bundle, Part::Module, "", ".js"),
        files: urls(bundle, Part::File, "", ""),
    };
    // Nothing in the data may end the script element that holds it.
    Ok(serde_json::to_string(&assets)?.replace('<', "\\u003c"))
}

fn urls(bundle: &Bundle, part: Part, prefix: &str, suffix: &str) -> BTreeMap<String, String> {
    bundle
        .of_part(part)
        .map(|(name, entry)| {
            let name = name.strip_prefix(prefix).unwrap_or(name);
            let name = name.strip_suffix(suffix).unwrap_or(name);
            (name.to_owned(), entry.url())
        })
        .collect()
}
