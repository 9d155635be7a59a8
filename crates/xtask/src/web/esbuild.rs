//! Style sheets and JavaScript modules, bundled by esbuild.

use super::Mode;
use super::bundle::Bundle;
use super::size::Part;
use crate::files;
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The loader script: the only module of the first load.
pub const BOOT: &str = "boot.js";
pub const STYLE: &str = "main.css";

/// The oldest browsers served: all have had nesting, `:has`, `dialog` and streaming compilation since 2023.
const BROWSERS: &str = "es2022,chrome111,edge111,firefox114,safari16.4";

#[derive(Deserialize)]
struct Metafile {
    outputs: BTreeMap<String, Output>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    entry_point: Option<String>,
    imports: Vec<Import>,
}

#[derive(Deserialize)]
struct Import {
    path: String,
    kind: String,
}

/// Bundles `web/style/main.css` and every module directly in `web/js`. Each module is an entry of its own, loaded when
/// somebody imports it; what several share becomes a chunk. `guanxi-web` is the name of the wasm glue.
pub fn bundle(
    project: &Project,
    mode: Mode,
    glue: &Path,
    work: &Path,
    bundle: &mut Bundle,
) -> Result<()> {
    let metafile = work.join("esbuild.json");
    let mut esbuild = project.npm_program("esbuild")?;
    esbuild.args(entries(project)?);
    esbuild.args(["--bundle", "--format=esm", "--splitting"]);
    esbuild.args(["--entry-names=[name].[hash]", "--chunk-names=[name].[hash]"]);
    esbuild.args(["--asset-names=[name].[hash]", "--public-path=/assets"]);
    esbuild.args([
        "--loader:.svg=file",
        "--loader:.woff2=file",
        "--loader:.png=file",
    ]);
    esbuild.args(["--charset=utf8", "--log-level=warning"]);
    // The glue names the script of the parts once for each of them.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    esbuild.arg(format!("--target={BROWSERS}"));
    esbuild.arg(format!("--alias:guanxi-web={}", glue.display()));
    esbuild.arg(format!("--outdir={}", bundle.assets().display()));
    esbuild.arg(format!("--metafile={}", metafile.display()));
    if mode == Mode::Release {
        esbuild.arg("--minify");
    }
    // The glue lies in the build folder, perhaps outside the checkout; packages it imports lie here.
    esbuild.env("NODE_PATH", project.root.join("node_modules"));
    process::run(&mut esbuild)?;
    let meta: Metafile = serde_json::from_slice(&files::read(&metafile)?)?;
    adopt(&meta, bundle)
}

fn entries(project: &Project) -> Result<Vec<PathBuf>> {
    let folder = project.root.join("web/js");
    let mut entries: Vec<_> = files::below(&folder)?
        .into_iter()
        .filter(|path| path.parent() == Some(&folder) && files::has_extension(path, "js"))
        .collect();
    entries.push(project.root.join("web/style").join(STYLE));
    Ok(entries)
}

fn adopt(meta: &Metafile, bundle: &mut Bundle) -> Result<()> {
    let first = first_load(meta)?;
    for (path, output) in &meta.outputs {
        let file = name_of(path)?;
        let logical = match &output.entry_point {
            Some(entry) => name_of(entry)?,
            None => file.clone(),
        };
        let part = if logical == STYLE {
            Part::Style
        } else if !logical.ends_with(".js") {
            Part::File
        } else if first.contains(path.as_str()) {
            Part::Boot
        } else if output.entry_point.is_some() {
            Part::Module
        } else {
            Part::Chunk
        };
        bundle.adopt(part, &logical, file);
    }
    Ok(())
}

/// The loader and every chunk it imports before it runs.
fn first_load(meta: &Metafile) -> Result<BTreeSet<&str>> {
    let (boot, _) = meta
        .outputs
        .iter()
        .find(|(_, output)| {
            let entry = output.entry_point.as_deref();
            entry.is_some_and(|path| path.ends_with(BOOT))
        })
        .with_context(|| format!("web/js/{BOOT} is missing"))?;
    let mut found = BTreeSet::new();
    let mut open = vec![boot.as_str()];
    while let Some(path) = open.pop() {
        if !found.insert(path) {
            continue;
        }
        if let Some(output) = meta.outputs.get(path) {
            let imports = output.imports.iter();
            open.extend(
                imports
                    .filter(|import| import.kind == "import-statement")
                    .map(|import| import.path.as_str()),
            );
        }
    }
    Ok(found)
}

fn name_of(path: &str) -> Result<String> {
    let name = Path::new(path).file_name().context("a path without name")?;
    Ok(name.to_string_lossy().into_owned())
}
