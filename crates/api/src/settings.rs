//! How this installation runs: flags before environment before file before defaults.

mod file;
mod master_key;
mod metrics;
mod origin;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use guanxi_persistence::Location;
use guanxi_persistence::secrets::MasterKey;
use ipnet::IpNet;

pub(crate) use file::File;
pub use file::Limits;
pub use metrics::MetricsDoor;
pub use origin::{Origin, is_loopback};

/// Where the data lies; for every command.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DataOptions {
    /// TOML file with settings; `guanxi.toml` in the working folder when there is one
    #[arg(long, env = "GUANXI_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder for the database file and everything else that is kept
    #[arg(long, env = "GUANXI_DATA", global = true, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the database file: postgres://user:password@host/database
    #[arg(
        long,
        env = "GUANXI_DATABASE_URL",
        global = true,
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
    /// File with the master key around the stored secrets: 32 bytes in base64. Or give the key itself in GUANXI_MASTER_KEY
    #[arg(
        long,
        env = "GUANXI_MASTER_KEY_FILE",
        global = true,
        value_name = "FILE"
    )]
    pub master_key_file: Option<PathBuf>,
}

/// How the server is reached.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ServeOptions {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "GUANXI_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Address under which people open Guanxi, such as https://crm.example.com
    #[arg(long, env = "GUANXI_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto count: addresses or networks
    #[arg(
        long,
        env = "GUANXI_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<String>,
    /// Allow signing in over plain http from other machines: only in a network you trust
    #[arg(
        long,
        env = "GUANXI_ALLOW_HTTP",
        num_args = 0..=1,
        default_missing_value = "true",
        value_name = "BOOL"
    )]
    pub allow_http: Option<bool>,
    /// Address and port of their own at which Prometheus reads measurements, under /metrics; nowhere without it.
    /// Elsewhere than on this machine it asks for the token in GUANXI_METRICS_TOKEN
    #[arg(long, env = "GUANXI_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<String>,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// The file is not there or not readable as settings.
    #[error("settings file {0}: {1}")]
    File(PathBuf, String),
    /// A value is not what it should be.
    #[error("{name}: {reason}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
}

/// Everything settled.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Folder for everything that is kept.
    pub data: PathBuf,
    /// A PostgreSQL server, when there is one.
    pub database_url: Option<String>,
    /// The key around the stored secrets, when there is one.
    pub master_key: Option<MasterKey>,
    /// Under which address people open Guanxi; `None` means the address listened on.
    pub public: Option<Origin>,
    /// Proxies whose word on the client counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Signing in over plain http from elsewhere is allowed.
    pub allow_http: bool,
    /// Budgets of requests.
    pub limits: Limits,
    /// Who may read measurements, and where; nobody without it.
    pub metrics: Option<MetricsDoor>,
}

const USUAL_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Settings {
    /// Settles what was said where.
    pub fn new(data: &DataOptions, serve: &ServeOptions) -> Result<Self, BadSettings> {
        let file = File::read(data.config.as_deref())?;
        let listen = filled(serve.listen.clone()).or(file.listen);
        let public = filled(serve.public_url.clone()).or(file.public_url);
        let proxies = if serve.trusted_proxies.iter().all(String::is_empty) {
            file.trusted_proxies
        } else {
            serve.trusted_proxies.clone()
        };
        let folder = data.data.clone().or(file.data);
        Ok(Self {
            listen: listen.map_or(Ok(USUAL_LISTEN), |text| address("listen", &text))?,
            data: folder
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or_else(usual_folder),
            database_url: filled(data.database_url.clone()).or(file.database_url),
            master_key: master_key::settle(
                std::env::var(master_key::VARIABLE).ok(),
                data.master_key_file.clone().or(file.master_key_file),
            )?,
            public: public.map(|text| origin(&text)).transpose()?,
            trusted_proxies: proxies
                .iter()
                .map(|text| network(text))
                .collect::<Result<_, _>>()?,
            allow_http: serve.allow_http.or(file.allow_http).unwrap_or(false),
            limits: file.limits,
            metrics: metrics::settle(
                filled(serve.metrics_listen.clone()).or(file.metrics_listen),
                filled(std::env::var(metrics::TOKEN).ok()).or(file.metrics_token),
            )?,
        })
    }

    /// Where the database is.
    pub fn location(&self) -> Result<Location, BadSettings> {
        let Some(url) = &self.database_url else {
            return Ok(Location::Sqlite(self.data.join("guanxi.sqlite")));
        };
        match Location::parse(url) {
            postgres @ Location::Postgres(_) => Ok(postgres),
            Location::Sqlite(_) => Err(BadSettings::Value {
                name: "database_url",
                reason: "must begin with postgres://".to_owned(),
            }),
        }
    }

    /// The origin that links point to and browsers come from.
    pub fn public_origin(&self) -> Origin {
        self.public
            .clone()
            .unwrap_or_else(|| Origin::of(self.listen))
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn address(name: &'static str, text: &str) -> Result<SocketAddr, BadSettings> {
    let bad = || BadSettings::Value {
        name,
        reason: format!("{text:?} is no address with a port, such as 127.0.0.1:8080"),
    };
    let named = text
        .strip_prefix("localhost:")
        .map(|port| format!("127.0.0.1:{port}"));
    named.as_deref().unwrap_or(text).parse().map_err(|_| bad())
}

fn origin(text: &str) -> Result<Origin, BadSettings> {
    Origin::parse(text).ok_or_else(|| BadSettings::Value {
        name: "public_url",
        reason: format!("{text:?} is no address such as https://crm.example.com (without a path)"),
    })
}

fn network(text: &str) -> Result<IpNet, BadSettings> {
    let text = text.trim();
    let single = text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or(single).map_err(|_| BadSettings::Value {
        name: "trusted_proxies",
        reason: format!("{text:?} is no address or network such as 10.0.0.0/8"),
    })
}

/// The platform's folder for data of programs, else `data` in the working folder.
fn usual_folder() -> PathBuf {
    let variable = |name: &str| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from).filter(|path| path.is_absolute())
    };
    let home = |below: &str| variable("HOME").map(|home| home.join(below));
    let folder = if cfg!(target_os = "macos") {
        home("Library/Application Support")
    } else if cfg!(windows) {
        variable("APPDATA")
    } else {
        variable("XDG_DATA_HOME").or_else(|| home(".local/share"))
    };
    folder.map_or_else(
        || Path::new("data").to_owned(),
        |folder| folder.join("guanxi"),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn settle(file: &str, serve: ServeOptions) -> Result<Settings, BadSettings> {
        let path = std::env::temp_dir().join(format!(
            "guanxi-settings-{}-{:?}.toml",
            std::process::id(),
            std::thread::current().id()
        ));
        std::fs::write(&path, file).unwrap();
        let data = DataOptions {
            config: Some(path.clone()),
            ..DataOptions::default()
        };
        let settled = Settings::new(&data, &serve);
        std::fs::remove_file(path).unwrap();
        settled
    }

    #[test]
    fn flags_come_before_the_file_and_the_file_before_defaults() {
        let file = "listen = \"0.0.0.0:9000\"\npublic_url = \"https://crm.example.com\"\n\
                    trusted_proxies = [\"10.0.0.0/8\"]\n[limits]\nreads_per_second = 7\n";
        let flags = ServeOptions {
            listen: Some("localhost:1234".to_owned()),
            ..ServeOptions::default()
        };
        let settings = settle(file, flags).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:1234");
        assert_eq!(
            settings.public_origin().to_string(),
            "https://crm.example.com"
        );
        assert_eq!(settings.trusted_proxies, ["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(settings.limits.reads_per_second, 7);
        assert_eq!(
            settings.limits.writes_per_second,
            Limits::default().writes_per_second
        );
        assert!(!settings.allow_http);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (file, name) in [
            ("listen = \"nowhere\"", "listen"),
            ("public_url = \"crm.example.com\"", "public_url"),
            ("public_url = \"https://crm.example.com/app\"", "public_url"),
            ("trusted_proxies = [\"ten\"]", "trusted_proxies"),
            ("lissten = \"127.0.0.1:1\"", "lissten"),
        ] {
            let error = settle(file, ServeOptions::default())
                .unwrap_err()
                .to_string();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn a_database_url_is_never_taken_for_a_file() {
        let mut settings = settle("", ServeOptions::default()).unwrap();
        settings.database_url = Some("postgre://typo".to_owned());
        assert!(settings.location().is_err());
    }
}
