//! Imports by the command line.

use std::fs;
use std::path::PathBuf;

use crate::imports::{CUSTOMERS, MAPPING, files};
use crate::process::{Running, places, run, said};

/// A folder with the files and their mapping.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str, customers: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("guanxi-import-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("firm.toml"), MAPPING).unwrap();
        for (name, text) in files() {
            let text = if name == "customers.csv" {
                customers
            } else {
                text
            };
            fs::write(path.join(name), text).unwrap();
        }
        Self(path)
    }

    pub fn mapping(&self) -> String {
        self.0.join("firm.toml").display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The numbers of the last line of the summary: rows, created, updated, unchanged, skipped, failed, warnings.
pub fn total(out: &str) -> Vec<i64> {
    let line = out
        .lines()
        .find(|line| line.starts_with("total"))
        .unwrap_or_else(|| panic!("{out}"));
    line.split_whitespace()
        .skip(1)
        .map(|number| number.parse().unwrap())
        .collect()
}

#[test]
fn the_command_imports_tries_and_tells() {
    for place in places() {
        let folder = Folder::new("tells", CUSTOMERS);
        let errors = folder.0.join("errors.csv").display().to_string();
        let mapping = folder.mapping();
        let dry = run(&place, &["import", &mapping, "--dry-run"]);
        let (out, error) = said(&dry, 3);
        assert!(
            out.starts_with("dry run: this is what would happen\n"),
            "{out}"
        );
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        assert!(
            error.contains("customers.csv:4: error [Name]: Fill this in."),
            "{error}"
        );
        assert!(error.ends_with("guanxi: 1 row is refused\n"), "{error}");
        let (out, _) = said(&run(&place, &["import", &mapping, "--errors", &errors]), 3);
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        assert!(
            fs::read_to_string(&errors)
                .unwrap()
                .contains("customers.csv,4,error,name,Name,required")
        );
        let input = folder.0.join("lines.csv").display().to_string();
        let (_, error) = said(&run(&place, &["import", &mapping, "--errors", &input]), 1);
        assert!(
            error.contains("would overwrite a file that is read"),
            "{error}"
        );
        let nobody = run(&place, &["import", &mapping, "--as", "nobody@example.com"]);
        let (_, error) = said(&nobody, 1);
        assert!(
            error.contains("nobody may sign in as nobody@example.com"),
            "{error}"
        );
        let good = Folder::new("good", &CUSTOMERS.replace("C,,", "C,Cee,"));
        let (out, _) = said(&run(&place, &["import", &good.mapping()]), 0);
        assert_eq!(total(&out), [8, 1, 0, 7, 0, 0, 1]);
        fs::remove_file(good.0.join("lines.csv")).unwrap();
        let (_, error) = said(&run(&place, &["import", &good.mapping()]), 1);
        assert!(error.contains("lines.csv: No such file"), "{error}");
        fs::write(folder.0.join("firm.toml"), "system = \"x\"\nfiel = []").unwrap();
        let (_, error) = said(&run(&place, &["import", &mapping]), 1);
        assert!(error.contains("unknown field `fiel`"), "{error}");
        assert!(said(&run(&place, &["check"]), 0).0.contains("0 faults"));
    }
}

#[test]
fn beside_a_server_the_server_does_the_work() {
    for place in places() {
        let server = Running::start(&place, 1);
        let folder = Folder::new("beside", CUSTOMERS);
        let (out, _) = said(&run(&place, &["import", &folder.mapping()]), 3);
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        let (out, _) = said(&run(&place, &["import", &folder.mapping(), "--dry-run"]), 3);
        assert_eq!(total(&out), [8, 0, 0, 7, 0, 1, 1]);
        server.kill();
    }
}
