//! The growing set of files of a build: hashed names, compressed twins, and the swap into `web/dist`.

use super::size::{Part, Report};
use crate::files;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Kinds that compress; the others are compressed already.
const COMPRESSIBLE: &[&str] = &[
    "bin",
    "css",
    "ftl",
    "html",
    "ico",
    "js",
    "json",
    "svg",
    "wasm",
    "webmanifest",
];
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

pub struct Bundle {
    folder: PathBuf,
    entries: BTreeMap<String, Entry>,
}

/// One file of the app under its logical name.
pub struct Entry {
    pub part: Part,
    /// Its name inside `assets/`.
    pub file: String,
}

impl Entry {
    pub fn url(&self) -> String {
        format!("/assets/{}", self.file)
    }
}

impl Bundle {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            entries: BTreeMap::new(),
        }
    }

    pub fn assets(&self) -> PathBuf {
        self.folder.join("assets")
    }

    pub fn page(&self) -> PathBuf {
        self.folder.join("index.html")
    }

    /// Writes a file under a name that changes with its content.
    pub fn add(&mut self, part: Part, logical: &str, content: &[u8]) -> Result<()> {
        let file = hashed_name(logical, content);
        files::write(&self.assets().join(&file), content)?;
        self.adopt(part, logical, file);
        Ok(())
    }

    /// Takes up a file that already lies in `assets/` under a hashed name.
    pub fn adopt(&mut self, part: Part, logical: &str, file: String) {
        self.entries
            .insert(logical.to_owned(), Entry { part, file });
    }

    pub fn entry(&self, logical: &str) -> Result<&Entry> {
        self.entries
            .get(logical)
            .with_context(|| format!("the build has no {logical}"))
    }

    /// Logical names and files of one part.
    pub fn of_part(&self, part: Part) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries
            .iter()
            .filter(move |(_, entry)| entry.part == part)
            .map(|(name, entry)| (name.as_str(), entry))
    }

    pub fn write_page(&self, html: &str) -> Result<()> {
        files::write(&self.page(), html.as_bytes())
    }

    /// Writes `.br` and `.gz` twins where they are smaller than the file itself.
    pub fn compress(&self) -> Result<()> {
        for path in files::below(&self.folder)? {
            if COMPRESSIBLE
                .iter()
                .any(|kind| files::has_extension(&path, kind))
            {
                let content = files::read(&path)?;
                keep_if_smaller(&path, "br", &content, brotli(&content)?)?;
                keep_if_smaller(&path, "gz", &content, gzip(&content)?)?;
            }
        }
        Ok(())
    }

    /// Moves the build into place: new files first, then the page that names them, then old files go. A server that
    /// reads the folder meanwhile always finds what its page names.
    pub fn publish(&self, dist: &Path, report: &Report) -> Result<()> {
        let built = files::below(&self.folder)?;
        let (assets, page): (Vec<_>, Vec<_>) = built
            .iter()
            .partition(|path| path.starts_with(self.assets()));
        for path in assets.into_iter().chain(page) {
            write_if_changed(
                &dist.join(path.strip_prefix(&self.folder)?),
                &files::read(path)?,
            )?;
        }
        remove_strangers(dist, &self.folder)?;
        let manifest: BTreeMap<_, _> = self
            .entries
            .iter()
            .map(|(name, entry)| (name, &entry.file))
            .collect();
        write_json(&dist.join("manifest.json"), &manifest)?;
        write_json(&dist.join("size-report.json"), report)
    }
}

/// What older builds left in `dist` goes; the mark that keeps the folder in the repository stays.
fn remove_strangers(dist: &Path, built: &Path) -> Result<()> {
    for path in files::below(dist)? {
        let relative = path.strip_prefix(dist)?;
        if !built.join(relative).exists() && relative != Path::new(".gitkeep") {
            std::fs::remove_file(&path)
                .with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Leaves an equal file alone: its age tells cargo whether to embed everything anew.
fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|found| found == content) {
        return Ok(());
    }
    files::write(path, content)
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    files::write(path, text.as_bytes())
}

/// The path of a file below a folder with forward slashes.
pub fn logical_name(folder: &Path, path: &Path) -> Result<String> {
    let parts: Vec<_> = path
        .strip_prefix(folder)?
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    Ok(parts.join("/"))
}

/// `texts-en.ftl` becomes `texts-en.0123456789abcdef.ftl`; folders become part of the name.
fn hashed_name(logical: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content)[..8]);
    let flat = logical.replace('/', "-");
    match flat.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{flat}.{hash}"),
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn keep_if_smaller(path: &Path, twin: &str, content: &[u8], packed: Vec<u8>) -> Result<()> {
    if packed.len() < content.len() {
        files::write(&twin_of(path, twin), &packed)?;
    }
    Ok(())
}

/// The compressed twin of a file: `x.js` and `br` give `x.js.br`.
pub fn twin_of(path: &Path, twin: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(twin);
    PathBuf::from(name)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(content)?;
    drop(writer);
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::hashed_name;

    #[test]
    fn name_changes_with_content_only() {
        let one = hashed_name("texts-en.ftl", b"a");
        assert_eq!(one, hashed_name("texts-en.ftl", b"a"));
        assert_ne!(one, hashed_name("texts-en.ftl", b"b"));
        assert!(one.starts_with("texts-en.") && one.ends_with(".ftl"));
    }

    #[test]
    fn folders_are_flattened() {
        assert!(hashed_name("fonts/seal.woff2", b"").starts_with("fonts-seal."));
    }
}
