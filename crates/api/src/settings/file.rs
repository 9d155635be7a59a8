//! The settings file.

use std::path::{Path, PathBuf};

use config::FileFormat;
use serde::Deserialize;

use super::BadSettings;

/// What a settings file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    pub listen: Option<String>,
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    pub master_key_file: Option<PathBuf>,
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<String>,
    pub allow_http: Option<bool>,
    pub metrics_listen: Option<String>,
    pub metrics_token: Option<String>,
    pub log_format: Option<String>,
    pub limits: Limits,
}

/// Budgets of requests per user, or per address before signing in. Short bursts of ten seconds'
/// worth are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests that only read.
    pub reads_per_second: u32,
    /// Requests that change something.
    pub writes_per_second: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            reads_per_second: 1_000,
            writes_per_second: 300,
        }
    }
}

const USUAL: &str = "guanxi.toml";

impl File {
    /// Reads the named file, or the usual one if it is there.
    pub fn read(named: Option<&Path>) -> Result<Self, BadSettings> {
        let path = match named {
            Some(path) => path,
            None if Path::new(USUAL).is_file() => Path::new(USUAL),
            None => return Ok(Self::default()),
        };
        let bad =
            |error: &dyn std::fmt::Display| BadSettings::File(path.to_owned(), error.to_string());
        let text = std::fs::read_to_string(path).map_err(|error| bad(&error))?;
        let source = config::File::from_str(&text, FileFormat::Toml);
        config::Config::builder()
            .add_source(source)
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| bad(&error))
    }
}
