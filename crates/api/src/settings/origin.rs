//! Origins: scheme, host and port, as browsers say where a page comes from.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use actix_web::http::Uri;

/// Scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    host: String,
    port: u16,
}

/// Names that lead to this machine only.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Origin {
    /// From `https://crm.example.com` or `http://localhost:8080`; a path is not part of it.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let plain = matches!(uri.path(), "" | "/") && uri.query().is_none();
        let host = uri.host().filter(|host| plain && !host.is_empty())?;
        Some(Self {
            secure,
            host: host.to_ascii_lowercase(),
            port: uri.port_u16().unwrap_or(if secure { 443 } else { 80 }),
        })
    }

    /// Where a server that listens here is found from its own machine.
    pub fn of(listen: SocketAddr) -> Self {
        let host = match listen.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        Self {
            secure: false,
            host,
            port: listen.port(),
        }
    }

    /// Over TLS.
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether the host is this machine itself.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The same place; all names of this machine count as one.
    pub fn is_same_place(&self, other: &Self) -> bool {
        let same_host = self.host == other.host || (self.is_loopback() && other.is_loopback());
        self.secure == other.secure && self.port == other.port && same_host
    }
}

/// Whether a host without port names this machine.
pub fn is_loopback(host: &str) -> bool {
    LOOPBACK.contains(&host.to_ascii_lowercase().as_str())
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.secure {
            ("https", 443)
        } else {
            ("http", 80)
        };
        write!(out, "{scheme}://{}", self.host)?;
        if self.port == usual {
            Ok(())
        } else {
            write!(out, ":{}", self.port)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_one_place() {
        let origin = |text| Origin::parse(text).unwrap();
        assert!(origin("http://localhost:8080").is_same_place(&origin("http://127.0.0.1:8080")));
        assert!(!origin("http://localhost:8080").is_same_place(&origin("http://localhost:8081")));
        assert!(!origin("https://localhost").is_same_place(&origin("http://localhost")));
        assert!(
            origin("https://CRM.example.com:443")
                .is_same_place(&origin("https://crm.example.com/"))
        );
        assert!(
            !origin("https://crm.example.com").is_same_place(&origin("https://evil.example.com"))
        );
    }

    #[test]
    fn origins_are_shown_as_browsers_send_them() {
        for text in [
            "https://crm.example.com",
            "http://localhost:8080",
            "http://[::1]:9000",
        ] {
            assert_eq!(Origin::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Origin::parse("ftp://x"), None);
        assert_eq!(Origin::parse("null"), None);
    }
}
