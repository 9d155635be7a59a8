//! The master key around the stored secrets: from a variable, or from a file that something else keeps.

use std::path::PathBuf;

use guanxi_persistence::secrets::MasterKey;

use super::BadSettings;

/// The variable that holds the key itself. No flag does: whoever lists processes reads flags.
pub const VARIABLE: &str = "GUANXI_MASTER_KEY";

/// The key, out of what was given.
pub fn settle(
    given: Option<String>,
    file: Option<PathBuf>,
) -> Result<Option<MasterKey>, BadSettings> {
    let given = given.filter(|text| !text.trim().is_empty());
    let file = file.filter(|path| !path.as_os_str().is_empty());
    match (given, file) {
        (None, None) => Ok(None),
        (Some(_), Some(path)) => Err(bad(format!(
            "is given twice, by {VARIABLE} and by the file {}; leave one out",
            path.display()
        ))),
        (Some(text), None) => parsed(&text, VARIABLE),
        (None, Some(path)) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|error| bad(format!("{name}: {error}")))?;
            parsed(&text, &name)
        }
    }
}

fn parsed(text: &str, source: &str) -> Result<Option<MasterKey>, BadSettings> {
    let key = text.parse();
    key.map(Some)
        .map_err(|reason| bad(format!("what {source} says {reason}")))
}

fn bad(reason: String) -> BadSettings {
    BadSettings::Value {
        name: "master_key",
        reason,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5Kys=";

    #[test]
    fn the_key_comes_from_one_place_and_is_never_repeated() {
        assert_eq!(settle(None, None).unwrap(), None);
        assert_eq!(settle(Some(" ".to_owned()), None).unwrap(), None);
        let key = settle(Some(KEY.to_owned()), None).unwrap();
        let path = std::env::temp_dir().join(format!("guanxi-key-{}", std::process::id()));
        std::fs::write(&path, format!("{KEY}\n")).unwrap();
        assert_eq!(settle(None, Some(path.clone())).unwrap(), key);
        for refused in [
            settle(Some(KEY.to_owned()), Some(path.clone())),
            settle(Some("short".to_owned()), None),
            settle(None, Some("/nowhere/key".into())),
        ] {
            let error = refused.unwrap_err().to_string();
            assert!(error.starts_with("master_key: "), "{error}");
            assert!(!error.contains(KEY) && !error.contains("short"), "{error}");
        }
        std::fs::remove_file(path).unwrap();
    }
}
