//! Where a request comes from, and over what.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN};

use crate::settings::{Origin, Settings, is_loopback};

/// Where a request comes from, as far as we believe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The client's address: the peer's, or what a trusted proxy says.
    pub address: IpAddr,
    /// Over TLS up to us or up to our proxy.
    pub secure: bool,
    /// From this very machine, and addressed as such.
    pub local: bool,
    host: Option<Origin>,
}

impl Client {
    /// Reads peer and headers.
    pub fn of(request: &HttpRequest, settings: &Settings) -> Self {
        let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
        let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        Self::seen(peer, request.headers(), settings)
    }

    fn seen(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let proxied = trusted(settings, peer);
        let address = if proxied {
            forwarded(peer, headers, settings)
        } else {
            peer
        };
        let over_tls = proxied && last(text("x-forwarded-proto")) == Some("https");
        let host = text(HOST.as_str()).unwrap_or_default();
        let public = settings.public_origin();
        let named_publicly = public.is_secure()
            && Origin::parse(&format!("https://{host}"))
                .is_some_and(|named| named.is_same_place(&public));
        let secure = over_tls || named_publicly;
        let scheme = if secure { "https" } else { "http" };
        let bare = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) {
                name
            } else {
                host
            }
        });
        Self {
            address,
            secure,
            local: address.is_loopback() && peer.is_loopback() && is_loopback(bare),
            host: Origin::parse(&format!("{scheme}://{host}")),
        }
    }

    /// Whether secrets may travel: over TLS, within this machine, or because it was allowed.
    pub fn is_safe(&self, settings: &Settings) -> bool {
        self.secure || self.local || settings.allow_http
    }

    /// Whether the page that sends this request is ours. Programs that are no browsers send no
    /// `Origin`; browsers always do with a POST.
    pub fn is_same_origin(&self, headers: &HeaderMap, settings: &Settings) -> bool {
        let Some(origin) = headers.get(ORIGIN) else {
            return true;
        };
        let Some(origin) = origin.to_str().ok().and_then(Origin::parse) else {
            return false;
        };
        let as_addressed = || {
            self.host
                .as_ref()
                .is_some_and(|host| host.is_same_place(&origin))
        };
        match &settings.public {
            Some(public) if public.is_same_place(&origin) => true,
            Some(_) => self.local && origin.is_loopback() && as_addressed(),
            None => (self.local || settings.allow_http) && as_addressed(),
        }
    }
}

fn trusted(settings: &Settings, address: IpAddr) -> bool {
    settings
        .trusted_proxies
        .iter()
        .any(|network| network.contains(&address))
}

/// The last address in `X-Forwarded-For` that is no proxy of ours: everything before it may be
/// made up.
fn forwarded(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> IpAddr {
    let values = headers.get_all("x-forwarded-for");
    let texts: Vec<_> = values.filter_map(|value| value.to_str().ok()).collect();
    let named = texts.iter().flat_map(|text| text.split(','));
    let mut client = peer;
    for text in named.collect::<Vec<_>>().into_iter().rev() {
        let Ok(address) = text.trim().parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
        if !trusted(settings, client) {
            break;
        }
    }
    client
}

fn last(list: Option<&str>) -> Option<&str> {
    list?.rsplit(',').next().map(str::trim)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;
    use crate::settings::{DataOptions, ServeOptions};

    fn settings(serve: ServeOptions) -> Settings {
        Settings::new(&DataOptions::default(), &serve).unwrap()
    }

    fn client(
        settings: &Settings,
        peer: &str,
        headers: &[(&'static str, &str)],
    ) -> (Client, HeaderMap) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        (Client::seen(peer.parse().unwrap(), &map, settings), map)
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let behind = settings(ServeOptions {
            trusted_proxies: vec!["10.0.0.0/8".to_owned()],
            ..ServeOptions::default()
        });
        let headers = [
            ("x-forwarded-for", "1.1.1.1, 9.9.9.9, 10.0.0.2"),
            ("x-forwarded-proto", "https"),
        ];
        let (proxied, _) = client(&behind, "10.0.0.1", &headers);
        assert_eq!(proxied.address.to_string(), "9.9.9.9");
        assert!(proxied.secure);
        let (direct, _) = client(&behind, "8.8.8.8", &headers);
        assert_eq!(direct.address.to_string(), "8.8.8.8");
        assert!(!direct.secure && !direct.is_safe(&behind));
    }

    #[test]
    fn this_machine_is_safe_only_when_it_is_addressed_as_such() {
        let plain = settings(ServeOptions::default());
        let safe = |peer, host| client(&plain, peer, &[("host", host)]).0.is_safe(&plain);
        assert!(safe("127.0.0.1", "localhost:8080"));
        assert!(safe("::1", "[::1]:8080"));
        assert!(!safe("127.0.0.1", "crm.example.com"));
        assert!(!safe("192.168.1.5", "localhost:8080"));
    }

    #[test]
    fn pages_of_others_are_told_from_ours() {
        let plain = settings(ServeOptions::default());
        let ours = |settings: &Settings, host, origin| {
            let (client, headers) =
                client(settings, "127.0.0.1", &[("host", host), ("origin", origin)]);
            client.is_same_origin(&headers, settings)
        };
        assert!(ours(&plain, "127.0.0.1:8080", "http://localhost:8080"));
        assert!(!ours(&plain, "127.0.0.1:8080", "http://localhost:3000"));
        assert!(!ours(
            &plain,
            "evil.example.com:8080",
            "http://evil.example.com:8080"
        ));
        assert!(!ours(&plain, "127.0.0.1:8080", "null"));
        let public = settings_with("https://crm.example.com");
        assert!(ours(&public, "crm.example.com", "https://crm.example.com"));
        assert!(!ours(&public, "crm.example.com", "http://crm.example.com"));
        assert!(!ours(
            &public,
            "crm.example.com",
            "https://evil.example.com"
        ));
    }

    fn settings_with(public_url: &str) -> Settings {
        settings(ServeOptions {
            public_url: Some(public_url.to_owned()),
            ..ServeOptions::default()
        })
    }
}
