//! What the browser has to load, held against the budget. `cargo xtask size` checks the report of the last build.

use super::Mode;
use super::bundle::{Bundle, Entry, twin_of};
use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Limits in bytes as sent, that is with brotli.
const FIRST_LOAD: u64 = 600_000;
const STYLE: u64 = 25_000;
const LANGUAGE: u64 = 35_000;
const ON_DEMAND: u64 = 250_000;

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Page,
    /// The loader with the wasm glue, and chunks it imports at once.
    Boot,
    Wasm,
    Style,
    Icons,
    /// One language; the browser loads one of them.
    Texts,
    /// A script loaded on demand, by its own name.
    Module,
    /// A part of the app fetched when it is first needed, or a script that a module imports.
    Chunk,
    /// A picture or font, loaded where it is shown.
    File,
}

#[derive(Serialize, Deserialize)]
pub struct Report {
    /// Of everything that went into the build; the next build is skipped while it stays the same.
    pub inputs: String,
    pub mode: String,
    /// Brotli bytes of everything before the first screen, with the largest language.
    pub first_load: u64,
    pub files: Vec<Size>,
}

#[derive(Serialize, Deserialize)]
pub struct Size {
    pub part: Part,
    pub name: String,
    pub file: String,
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

impl Report {
    pub fn of(bundle: &Bundle, mode: Mode, inputs: String) -> Result<Self> {
        let page = Entry {
            part: Part::Page,
            file: "index.html".to_owned(),
        };
        let mut sizes = vec![Size::of("index.html", &page, &bundle.page())?];
        for part in PARTS_IN_ORDER {
            for (name, entry) in bundle.of_part(part) {
                sizes.push(Size::of(name, entry, &bundle.assets().join(&entry.file))?);
            }
        }
        Ok(Self {
            inputs,
            mode: mode.name().to_owned(),
            first_load: first_load(&sizes),
            files: sizes,
        })
    }

    pub fn read(dist: &Path) -> Result<Self> {
        let path = dist.join("size-report.json");
        serde_json::from_slice(&files::read(&path)?)
            .with_context(|| format!("cannot understand {}", path.display()))
    }
}

const PARTS_IN_ORDER: [Part; 8] = [
    Part::Boot,
    Part::Wasm,
    Part::Style,
    Part::Icons,
    Part::Texts,
    Part::Module,
    Part::Chunk,
    Part::File,
];

impl Size {
    fn of(name: &str, entry: &Entry, path: &Path) -> Result<Self> {
        let raw = length(path)?;
        let twin = |kind| length(&twin_of(path, kind)).unwrap_or(raw);
        Ok(Self {
            part: entry.part,
            name: name.to_owned(),
            file: entry.file.clone(),
            raw,
            gzip: twin("gz"),
            brotli: twin("br"),
        })
    }
}

fn length(path: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(path);
    Ok(metadata
        .with_context(|| format!("cannot read {}", path.display()))?
        .len())
}

fn first_load(sizes: &[Size]) -> u64 {
    let always = [Part::Page, Part::Boot, Part::Wasm, Part::Style, Part::Icons];
    let base: u64 = sizes
        .iter()
        .filter(|size| always.contains(&size.part))
        .map(|size| size.brotli)
        .sum();
    let languages = sizes.iter().filter(|size| size.part == Part::Texts);
    base + languages.map(|size| size.brotli).max().unwrap_or(0)
}

/// `cargo xtask size`: fails when the built web app is over its budget.
pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    match show(project)?.as_slice() {
        [] => Ok(()),
        faults => bail!("over the size budget: {}", faults.join("; ")),
    }
}

/// Prints the report; gives what is over the budget. A build only shows it: somebody who wants to
/// run the app shall not be stopped by it.
pub fn show(project: &Project) -> Result<Vec<String>> {
    let report = Report::read(&project.root.join("web/dist"))
        .context("no web app is built: run `cargo xtask web`")?;
    if report.mode != Mode::Release.name() {
        bail!("the web app in web/dist is a development build: run `cargo xtask web`");
    }
    print!("{}", table(&report));
    let faults = verdict(&report);
    for fault in &faults {
        println!("over the budget: {fault}");
    }
    Ok(faults)
}

fn table(report: &Report) -> String {
    let mut text = format!(
        "{:<28}{:>10}{:>10}{:>10}\n",
        "bytes", "raw", "gzip", "brotli"
    );
    for size in &report.files {
        text.push_str(&format!(
            "{:<28}{:>10}{:>10}{:>10}\n",
            size.name, size.raw, size.gzip, size.brotli
        ));
    }
    let share = report.first_load * 100 / FIRST_LOAD;
    text.push_str(&format!(
        "{:<28}{:>30}  {share} % of {FIRST_LOAD}\n",
        "first load", report.first_load
    ));
    text
}

/// What must not ship.
fn verdict(report: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    if report.first_load > FIRST_LOAD {
        faults.push(format!(
            "first load {} of {FIRST_LOAD} bytes",
            report.first_load
        ));
    }
    for size in &report.files {
        let limit = match size.part {
            Part::Style => STYLE,
            Part::Texts => LANGUAGE,
            Part::Module | Part::Chunk => ON_DEMAND,
            _ => continue,
        };
        if size.brotli > limit {
            faults.push(format!("{} {} of {limit} bytes", size.name, size.brotli));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(part: Part, brotli: u64) -> Size {
        Size {
            part,
            name: "x".to_owned(),
            file: "x".to_owned(),
            raw: brotli,
            gzip: brotli,
            brotli,
        }
    }

    fn report(files: Vec<Size>) -> Report {
        Report {
            inputs: String::new(),
            mode: "release".to_owned(),
            first_load: first_load(&files),
            files,
        }
    }

    #[test]
    fn first_load_counts_the_largest_language_only() {
        let report = report(vec![
            size(Part::Wasm, 100),
            size(Part::Texts, 10),
            size(Part::Texts, 30),
            size(Part::Module, 1_000),
        ]);
        assert_eq!(report.first_load, 130);
    }

    #[test]
    fn one_byte_over_the_budget_is_a_fault() {
        assert!(verdict(&report(vec![size(Part::Wasm, FIRST_LOAD)])).is_empty());
        let faults = verdict(&report(vec![size(Part::Wasm, FIRST_LOAD + 1)]));
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn each_part_has_its_own_limit() {
        let faults = verdict(&report(vec![
            size(Part::Style, STYLE + 1),
            size(Part::Texts, LANGUAGE + 1),
            size(Part::Chunk, ON_DEMAND + 1),
            size(Part::File, ON_DEMAND + 1),
        ]));
        assert_eq!(faults.len(), 3);
    }
}
