//! Who may read measurements: those on this machine, or whoever has the token.

use std::net::SocketAddr;
use std::sync::Arc;

use subtle::ConstantTimeEq;

use super::{BadSettings, address};

/// The variable that holds the token. No flag does: whoever lists processes reads flags.
pub const TOKEN: &str = "GUANXI_METRICS_TOKEN";
/// A shorter token could be guessed.
const SHORTEST: usize = 16;

/// Where measurements are read, and by whom.
#[derive(Clone, PartialEq, Eq)]
pub struct MetricsDoor {
    /// Where to listen.
    pub listen: SocketAddr,
    token: Option<Arc<str>>,
}

impl std::fmt::Debug for MetricsDoor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "MetricsDoor({})", self.listen)
    }
}

impl MetricsDoor {
    /// Whether somebody who shows this token, or none, may read.
    pub fn admits(&self, shown: Option<&str>) -> bool {
        self.token.as_deref().is_none_or(|token| {
            shown.is_some_and(|shown| bool::from(shown.as_bytes().ct_eq(token.as_bytes())))
        })
    }
}

/// The door, out of what was given.
pub fn settle(
    listen: Option<String>,
    token: Option<String>,
) -> Result<Option<MetricsDoor>, BadSettings> {
    let bad = |name, reason: String| BadSettings::Value { name, reason };
    let token = token.map(|token| Arc::from(token.trim()));
    if token
        .as_ref()
        .is_some_and(|token: &Arc<str>| token.len() < SHORTEST)
    {
        let reason = format!("must have {SHORTEST} characters at least");
        return Err(bad("metrics_token", reason));
    }
    let Some(listen) = listen else {
        return Ok(None);
    };
    let listen = address("metrics_listen", &listen)?;
    if token.is_none() && !listen.ip().is_loopback() {
        let reason = format!(
            "{listen} can be reached from other machines, so it needs a token: set {TOKEN}, or listen on 127.0.0.1"
        );
        return Err(bad("metrics_listen", reason));
    }
    Ok(Some(MetricsDoor { listen, token }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn settled(listen: &str, token: Option<&str>) -> Result<Option<MetricsDoor>, BadSettings> {
        settle(Some(listen.to_owned()), token.map(str::to_owned))
    }

    #[test]
    fn nobody_reads_unless_told() {
        assert_eq!(settle(None, None).unwrap(), None);
        assert_eq!(
            settle(None, Some("0123456789abcdef".to_owned())).unwrap(),
            None
        );
    }

    #[test]
    fn other_machines_need_the_token() {
        let refused = settled("0.0.0.0:9100", None).unwrap_err().to_string();
        assert!(refused.contains("needs a token"), "{refused}");
        let door = settled("0.0.0.0:9100", Some("0123456789abcdef"))
            .unwrap()
            .unwrap();
        assert!(door.admits(Some("0123456789abcdef")));
        assert!(!door.admits(Some("0123456789abcdeF")) && !door.admits(None));
        assert!(!format!("{door:?}").contains("0123"));
        assert!(
            settled("127.0.0.1:9100", None)
                .unwrap()
                .unwrap()
                .admits(None)
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (listen, token, name) in [
            ("nowhere", None, "metrics_listen"),
            ("127.0.0.1:9100", Some("short"), "metrics_token"),
        ] {
            let refused = settled(listen, token).unwrap_err().to_string();
            assert!(refused.starts_with(name), "{refused}");
        }
    }
}
