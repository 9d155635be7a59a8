//! `cargo xtask texts`: the texts can be read, say the same things with the same variables in every language, and
//! are neither missing nor unused.

mod catalogue;
mod messages;
mod usage;

use crate::files;
use crate::project::Project;
use anyhow::{Result, bail};
use messages::Messages;
use usage::Usage;

/// The languages of the product; the first one is where a text is born.
const LANGUAGES: [&str; 3] = ["en", "zh-Hant", "zh-Hans"];

pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    let folder = project.root.join("crates/i18n/texts");
    let mut faults = Vec::new();
    let mut languages = Vec::new();
    for language in LANGUAGES {
        languages.push(Messages::read(&folder, language, &mut faults)?);
    }
    for stranger in files::folder_names(&folder)? {
        if !LANGUAGES.contains(&stranger.as_str()) {
            faults.push(format!("{stranger} is no language of the product"));
        }
    }
    let (first, others) = (&languages[0], &languages[1..]);
    for other in others {
        faults.extend(first.differences(other));
    }
    let usage = Usage::of_sources(project)?;
    faults.extend(usage.faults(first));
    faults.extend(catalogue::faults(first));
    if !faults.is_empty() {
        bail!("texts:\n  {}", faults.join("\n  "));
    }
    println!(
        "texts: {} messages, complete in {}",
        first.len(),
        LANGUAGES.join(", ")
    );
    Ok(())
}
