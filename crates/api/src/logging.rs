//! What the program tells while it runs: for people on a terminal, as JSON lines elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

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

/// Starts telling. `GUANXI_LOG` chooses what, such as `debug` or `guanxi_api=debug,warn`.
pub fn start() -> Result<(), BadFilter> {
    let filter = filter(std::env::var_os(VARIABLE).as_deref())?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start (tests) finds a logger already there, which is fine.
    let started = if std::io::stderr().is_terminal() {
        builder.with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).try_init()
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
