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
        let mut pack = Pack::default();
        for path in &self.parts {
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.with_context(|| format!("{} has no name", path.display()))?;
            let content = files::read(path)?;
            let way = if content.len() <= SMALL {
                pack.take(&content)
            } else {
                bundle.add(Part::Chunk, name, &content)?;
                fetching(&bundle.entry(name)?.file)
            };
            let fetched = fetching(name);
            ensure!(script.contains(&fetched), "{LINK} does not fetch {name}");
            script = script.replace(&fetched, &way);
        }
        bundle.add(Part::Chunk, PACK, &pack.content)?;
        script.push_str(&READER.replace("FETCHING", &fetching(&bundle.entry(PACK)?.file)));
        files::write(&self.link, script.as_bytes())
    }
}

/// Parts no longer than this come together in one file: most of them are a function or two that several parts share,
/// and a page that needs dozens of them would wait for as many answers.
const SMALL: usize = 8 * 1024;
const PACK: &str = "small.bin";

/// Cuts one of them out of the file that holds them all; the file is asked for again when it did not come.
const READER: &str = r#"
let pack;
function packed(from, to) {
    if (pack === undefined) {
        const coming = FETCHING.then((answer) => {
            if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
            return answer.arrayBuffer();
        });
        coming.catch(() => { pack = undefined; });
        pack = coming;
    }
    const headers = { "content-type": "application/wasm" };
    return pack.then((content) => new Response(content.slice(from, to), { headers }));
}
"#;

/// The small parts, one after the other.
#[derive(Default)]
struct Pack {
    content: Vec<u8>,
}

impl Pack {
    /// Adds a part; gives how the script gets it.
    fn take(&mut self, part: &[u8]) -> String {
        let from = self.content.len();
        self.content.extend_from_slice(part);
        format!("packed({from}, {})", self.content.len())
    }
}

/// How the script asks for a file beside it.
fn fetching(file: &str) -> String {
    format!("fetch(new URL(\"./{file}\", import.meta.url))")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("guanxi-{name}-{}", std::process::id()));
        files::fresh_folder(&folder).unwrap();
        folder
    }

    fn written(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
        let path = folder.join(name);
        files::write(&path, content).unwrap();
        path
    }

    #[test]
    fn small_parts_come_in_one_file_and_large_ones_alone() {
        let folder = folder("split-parts");
        let names = ["one.wasm", "large.wasm", "two.wasm"];
        let script: String = names.map(|name| fetching(name) + ";\n").concat();
        let split = Split {
            main: folder.join("main.wasm"),
            parts: vec![
                written(&folder, names[0], b"abc"),
                written(&folder, names[1], &vec![0; SMALL + 1]),
                written(&folder, names[2], b"de"),
            ],
            link: written(&folder, LINK, script.as_bytes()),
        };
        let mut bundle = Bundle::new(folder.join("dist"));
        split.publish(&mut bundle).unwrap();
        let file = |name: &str| bundle.entry(name).unwrap().file.clone();
        let pack = files::read(&bundle.assets().join(file(PACK))).unwrap();
        assert_eq!(pack, b"abcde");
        let large = fetching(&file("large.wasm"));
        let script = files::read_text(&split.link).unwrap();
        let told = format!("packed(0, 3);\n{large};\npacked(3, 5);\n");
        assert!(script.starts_with(&told), "{script}");
        assert!(script.contains(&fetching(&file(PACK))), "{script}");
    }
}
