//! Joins the Fluent files of each language into one text, so that the server can carry them all.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const LANGUAGES: [&str; 3] = ["en", "zh-Hant", "zh-Hans"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    for language in LANGUAGES {
        let mut files = Vec::new();
        collect(&Path::new("texts").join(language), &mut files)?;
        files.sort();
        let mut joined = String::new();
        for file in files {
            joined.push_str(&fs::read_to_string(file)?);
            joined.push('\n');
        }
        fs::write(out.join(format!("{language}.ftl")), joined)?;
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "ftl") {
            files.push(path);
        }
    }
    Ok(())
}
