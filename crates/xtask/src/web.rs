//! `cargo xtask web`: from the sources of the browser app to `web/dist`, which the server embeds.
//!
//! Layout of `web/dist`: `index.html`, `assets/<name>.<hash>.<extension>` and, in a release build, a `.br` and a
//! `.gz` twin beside each; `manifest.json` (logical name to file in `assets/`) and `size-report.json`.

mod bundle;
mod esbuild;
mod freshness;
mod icons;
mod page;
pub mod size;
mod split;
mod texts;
mod wasm;

use crate::files;
use crate::project::Project;
use anyhow::{Result, bail};
use bundle::Bundle;
use size::{Part, Report};
use std::time::Instant;

/// How thoroughly to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build: no optimiser, no minifier, no compressed twins.
    Dev,
    /// What is shipped.
    Release,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

pub fn command(project: &Project, arguments: &[String]) -> Result<()> {
    let mode = match arguments {
        [] => Mode::Release,
        [flag] if flag == "--dev" => Mode::Dev,
        _ => bail!("web takes nothing but --dev"),
    };
    build(project, mode)
}

/// Builds the app unless nothing that goes into it changed since the last time.
pub fn build(project: &Project, mode: Mode) -> Result<()> {
    let started = Instant::now();
    let inputs = freshness::digest(project, mode)?;
    if freshness::is_current(project, &inputs) {
        println!("web app is up to date");
    } else {
        assemble(project, mode, inputs)?;
        println!(
            "web app built in {:.0} s",
            started.elapsed().as_secs_f32().ceil()
        );
    }
    match mode {
        Mode::Dev => Ok(()),
        Mode::Release => size::show(project).map(drop),
    }
}

fn assemble(project: &Project, mode: Mode, inputs: String) -> Result<()> {
    let work = project.target.join("web").join(mode.name());
    files::fresh_folder(&work)?;
    let mut bundle = Bundle::new(work.join("dist"));

    let glue = wasm::build(project, mode, &work)?;
    bundle.add(Part::Wasm, "guanxi.wasm", &files::read(&glue.module)?)?;
    glue.split.publish(&mut bundle)?;
    esbuild::bundle(project, mode, &glue.script, &work, &mut bundle)?;
    let sprite = icons::sprite(project)?;
    bundle.add(Part::Icons, "sprite.svg", sprite.as_bytes())?;
    for (language, text) in texts::by_language(project)? {
        let name = format!("texts-{language}.ftl");
        bundle.add(Part::Texts, &name, text.as_bytes())?;
    }
    for path in files::below(&project.root.join("web/assets"))? {
        let name = bundle::logical_name(&project.root.join("web/assets"), &path)?;
        bundle.add(Part::File, &name, &files::read(&path)?)?;
    }
    bundle.write_page(&page::fill(project, &bundle)?)?;
    if mode == Mode::Release {
        bundle.compress()?;
    }
    let report = Report::of(&bundle, mode, inputs)?;
    bundle.publish(&project.root.join("web/dist"), &report)
}
