//! What the program tells while it runs: for people on a terminal, as JSON lines elsewhere.

pub mod dam;

use std::io::IsTerminal;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use dam::Dam;

/// What is told unless somebody asks for more. What strangers send that is no HTTP is answered and no error of ours.
const USUAL: &str = "info,actix_server=warn,actix_http::h1=off";

/// The variable that asks for more or less.
const VARIABLE: &str = "GUANXI_LOG";

/// A wish that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error(
    "{VARIABLE}: {0:?} says nothing; levels are off, error, warn, info, debug and trace, such as `info` or `guanxi_api=debug,warn`"
)]
pub struct BadFilter(String);

/// In which form it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One object of JSON a line, for programs
    Json,
    /// Lines for people
    Text,
}

/// How to tell.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct LogOptions {
    /// Form of the log on standard error [default: text on a terminal, else json]
    #[arg(long, env = "GUANXI_LOG_FORMAT", global = true, value_name = "FORMAT")]
    pub log_format: Option<Format>,
}

/// The form that a settings file names.
pub fn format_of(text: &str) -> Option<Format> {
    <Format as clap::ValueEnum>::from_str(text, true).ok()
}

/// Starts telling. `GUANXI_LOG` chooses what, such as `debug` or `guanxi_api=debug,warn`.
pub fn start(format: Option<Format>) -> Result<(), BadFilter> {
    let filter = filter(std::env::var_os(VARIABLE).as_deref())?;
    let usual = if std::io::stderr().is_terminal() {
        Format::Text
    } else {
        Format::Json
    };
    let told = tracing_subscriber::registry().with(filter);
    // A second start (tests) finds a logger already there, which is fine.
    let started = match format.unwrap_or(usual) {
        Format::Text => {
            let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
            told.with(lines.with_filter(Dam)).try_init()
        }
        Format::Json => {
            let lines = fmt::layer().with_writer(std::io::stderr).json();
            let lines = lines.flatten_event(true).with_span_list(false);
            told.with(lines.with_filter(Dam)).try_init()
        }
    };
    drop(started);
    std::panic::set_hook(Box::new(
        |panic| tracing::error!(%panic, "a part of the program gave up"),
    ));
    Ok(())
}

fn filter(asked: Option<&std::ffi::OsStr>) -> Result<EnvFilter, BadFilter> {
    let asked = asked.map(std::ffi::OsStr::to_string_lossy);
    let asked = asked.as_deref().map_or("", str::trim);
    if asked.is_empty() {
        return Ok(EnvFilter::new(USUAL));
    }
    let strange = asked.split(',').find(|part| !is_understood(part));
    match strange {
        Some(part) => Err(BadFilter(part.trim().to_owned())),
        None => EnvFilter::try_new(asked).map_err(|_| BadFilter(asked.to_owned())),
    }
}

/// A word alone must be a level: the library would take `verbose` for the name of a module, and nothing would be told.
/// What names modules or spans is the library's to read.
fn is_understood(part: &str) -> bool {
    let part = part.trim();
    part.contains(['=', '[', ']', '{', '}'])
        || (part.parse::<LevelFilter>().is_ok() && !part.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn understood(text: &str) -> Result<String, BadFilter> {
        filter(Some(text.as_ref())).map(|filter| filter.to_string())
    }

    #[test]
    fn levels_and_modules_are_understood() {
        for text in [
            "info",
            "WARN",
            "off",
            "guanxi_api=debug,warn",
            "guanxi_api::records=trace, info",
            "[request{path=/health}]=off,info",
        ] {
            assert!(understood(text).is_ok(), "{text}");
        }
        assert_eq!(
            understood(" ").unwrap(),
            filter(None).unwrap().to_string(),
            "nothing said"
        );
    }

    #[test]
    fn what_says_nothing_is_named() {
        for (text, part) in [
            ("verbose", "verbose"),
            ("info,loud", "loud"),
            ("guanxi_api=loud", "guanxi_api=loud"),
            ("info,", ""),
        ] {
            let error = understood(text).unwrap_err().to_string();
            assert!(error.starts_with("GUANXI_LOG: "), "{error}");
            assert!(error.contains(&format!("{part:?}")), "{error}");
        }
    }
}
