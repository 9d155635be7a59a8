//! Cuts the linked module into what everybody loads and the parts that are fetched when they are first needed, marked
//! in the sources with `wasm_split`.

use super::bundle::Bundle;
use super::size::Part;
use crate::files;
use anyhow::{Context, Result, anyhow, ensure};
use std::path::{Path, PathBuf};

/// The script through which the module fetches its parts, beside the glue.
const LINK: &str = "parts.js";

/// What came of the cut.
pub struct Split {
    /// What everybody loads.
    pub main: PathBuf,
    /// Fetched later.
    pub parts: Vec<PathBuf>,
    link: PathBuf,
}

/// Cuts; `glue` names the script that wasm-bindgen is going to write into the same folder.
pub fn split(linked: &Path, folder: &Path, glue: &str) -> Result<Split> {
    files::fresh_folder(folder)?;
    let module = files::read(linked)?;
    let (main, link) = (folder.join("main.wasm"), format!("./{LINK}"));
    let glue = format!("./{glue}");
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &glue;
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot split {}: {error:#}", linked.display()))?
        .split_modules;
    Ok(Split {
        link: folder.join(LINK),
        main,
        parts,
    })
}

impl Split {
    /// Puts the parts into the bundle and tells the script their hashed names.
    pub fn publish(&self, bundle: &mut Bundle) -> Result<()> {
        let mut script = files::read_text(&self.link)?;
        for part in &self.parts {
            let name = part.file_name().and_then(|name| name.to_str());
            let name = name.with_context(|| format!("{} has no name", part.display()))?;
            bundle.add(Part::Chunk, name, &files::read(part)?)?;
            let (from, to) = (format!("\"./{name}\""), &bundle.entry(name)?.file);
            ensure!(script.contains(&from), "{LINK} does not fetch {name}");
            script = script.replace(&from, &format!("\"./{to}\""));
        }
        files::write(&self.link, script.as_bytes())
    }
}
