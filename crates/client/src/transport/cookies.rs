//! The refresh cookie outside browsers, which keep it by themselves.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use reqwest::header::{HeaderMap, SET_COOKIE};

/// Cookies by name; they go to the sign-in paths only, like the server's `Path` says.
#[derive(Default)]
pub struct Cookies(Mutex<BTreeMap<String, String>>);

impl Cookies {
    /// Takes over what an answer sets.
    pub fn keep(&self, headers: &HeaderMap) {
        let mut jar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for header in headers.get_all(SET_COOKIE) {
            let Some((name, value, ends)) = header.to_str().ok().and_then(parse) else {
                continue;
            };
            if ends || value.is_empty() {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The `Cookie` header.
    pub fn header(&self) -> Option<String> {
        let jar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<_> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

/// Name, value, and whether the cookie ends now.
fn parse(header: &str) -> Option<(&str, &str, bool)> {
    let mut parts = header.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let ends = parts.any(|part| part.trim().eq_ignore_ascii_case("max-age=0"));
    Some((name.trim(), value.trim(), ends))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn the_cookie_comes_and_goes() {
        let cookies = Cookies::default();
        let mut headers = HeaderMap::new();
        headers.insert(
            SET_COOKIE,
            HeaderValue::from_static("guanxi=a; HttpOnly; Max-Age=60"),
        );
        cookies.keep(&headers);
        assert_eq!(cookies.header().as_deref(), Some("guanxi=a"));
        headers.insert(SET_COOKIE, HeaderValue::from_static("guanxi=; max-age=0"));
        cookies.keep(&headers);
        assert_eq!(cookies.header(), None);
    }
}
