//! The WebAssembly module and its JavaScript glue.

use super::Mode;
use super::split::{Split, split};
use crate::files;
use crate::process;
use crate::project::{Project, WASM_TARGET};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const PACKAGE: &str = "guanxi-web";

/// Crates whose code may not end up in the browser: too heavy, or knowledge that belongs to the server. Some are in
/// the dependency tree of a library; the linker drops them as long as nothing calls them, and this proves it.
const FORBIDDEN: &[&str] = &[
    "actix_web",
    "ammonia",
    "chrono_tz",
    "diesel",
    "icu_collator",
    "regex_automata",
    "regex_syntax",
    "tokio",
];

/// What the browser loads: the module, the script that starts it, and the parts it fetches later.
pub struct Glue {
    pub module: PathBuf,
    pub script: PathBuf,
    pub split: Split,
}

pub fn build(project: &Project, mode: Mode, work: &Path) -> Result<Glue> {
    let linked = compile(project, mode)?;
    if mode == Mode::Release {
        prove_absent(&files::read(&linked)?)?;
    }
    let folder = work.join("glue");
    let script = format!("{PACKAGE}.js");
    let split = split(&linked, &folder, &script)?;
    let module = bind(&split.main, mode, &folder)?;
    if mode == Mode::Release {
        for path in split.parts.iter().chain([&module]) {
            optimise(project, path)?;
        }
    }
    Ok(Glue {
        module,
        script: folder.join(script),
        split,
    })
}

fn compile(project: &Project, mode: Mode) -> Result<PathBuf> {
    let profile = match mode {
        Mode::Dev => "dev",
        Mode::Release => "wasm",
    };
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", PACKAGE, "--target", WASM_TARGET]);
    cargo.args(["--profile", profile]);
    // Leptos' switch against deep view types: far quicker to compile, and a third less to load, because views are
    // written once instead of once per place. The relocations tell what belongs to which part.
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components -Clink-args=--emit-relocs",
    );
    process::run(&mut cargo)?;
    let folder = match mode {
        Mode::Dev => "debug",
        Mode::Release => "wasm",
    };
    Ok(project
        .target
        .join(WASM_TARGET)
        .join(folder)
        .join(format!("{PACKAGE}.wasm")))
}

/// Looks for functions of forbidden crates among the names the linker left.
fn prove_absent(module: &[u8]) -> Result<()> {
    ensure!(
        contains(module, b"\x04name"),
        "the module has no names to check: `strip` must be off in the wasm profile"
    );
    let found: Vec<_> = FORBIDDEN
        .iter()
        .filter(|name| contains(module, mangled(name).as_bytes()))
        .collect();
    if !found.is_empty() {
        bail!("the browser app contains code of {found:?}");
    }
    Ok(())
}

/// Both manglings write an identifier with its length before it.
fn mangled(name: &str) -> String {
    format!("{}{name}", name.len())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn bind(linked: &Path, mode: Mode, folder: &Path) -> Result<PathBuf> {
    let dev = mode == Mode::Dev;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(linked)
        .out_name(PACKAGE)
        // The parts are linked to the table of functions.
        .keep_lld_exports(true)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .debug(dev)
        .keep_debug(dev)
        .remove_producers_section(!dev);
    bindgen.generate(folder)?;
    Ok(folder.join(format!("{PACKAGE}_bg.wasm")))
}

/// Makes a module small. It may use what rustc compiled it for and no more: `--all-features` lets wasm-opt write
/// encodings that no browser reads yet.
fn optimise(project: &Project, module: &Path) -> Result<()> {
    let mut wasm_opt = project.npm_program("wasm-opt")?;
    process::run(wasm_opt.arg("-Oz").arg(module).arg("-o").arg(module))?;
    prove_readable(module)
}

/// The engine of Node 20 is as old as that of the oldest browsers served.
fn prove_readable(module: &Path) -> Result<()> {
    const CHECK: &str =
        "process.exit(WebAssembly.validate(fs.readFileSync(process.argv[1])) ? 0 : 1)";
    let mut node = Command::new("node");
    process::run(node.args(["--eval", CHECK, "--"]).arg(module))
        .context("the optimised module is not one that browsers can read")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::prove_absent;

    #[test]
    fn forbidden_function_is_found() {
        let clean = b"..\x04name..main..".as_slice();
        assert!(prove_absent(clean).is_ok());
        let heavy = b"..\x04name.._ZN14regex_automata4meta..".as_slice();
        assert!(
            prove_absent(heavy)
                .unwrap_err()
                .to_string()
                .contains("regex")
        );
    }

    #[test]
    fn module_without_names_proves_nothing() {
        assert!(prove_absent(b"stripped").is_err());
    }
}
