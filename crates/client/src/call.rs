//! One request, and its answer.

use guanxi_domain::kernel::problem::Problem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{ClientError, foreign};
use crate::transport::Method;

/// What is written as %XX: everything but what has no meaning in an address (RFC 3986, section 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request that can be sent again: everything is owned, nothing is consumed by sending.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    segments: Vec<String>,
    pairs: Vec<(String, String)>,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Vec<u8>>,
    /// Carries the access token, and renews it once when it is refused.
    pub signed: bool,
}

impl Call {
    pub fn new(method: Method, path: &[&str]) -> Self {
        Self {
            method,
            segments: path.iter().map(|&part| part.to_owned()).collect(),
            pairs: Vec::new(),
            headers: Vec::new(),
            body: None,
            signed: true,
        }
    }

    pub fn get(path: &[&str]) -> Self {
        Self::new(Method::Get, path)
    }

    pub fn post(path: &[&str]) -> Self {
        Self::new(Method::Post, path)
    }

    /// Without the access token: what comes before signing in.
    pub const fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    pub fn pair(mut self, name: &str, value: impl Into<String>) -> Self {
        self.pairs.push((name.to_owned(), value.into()));
        self
    }

    pub fn pairs(mut self, pairs: Vec<(String, String)>) -> Self {
        self.pairs.extend(pairs);
        self
    }

    /// Values come from numbers, ids and fixed words.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn json(self, body: &impl Serialize) -> Result<Self, ClientError> {
        self.body_of("application/json", body)
    }

    /// A body of plain text of some kind.
    pub fn text(mut self, kind: &str, body: &str) -> Self {
        self.body = Some(body.as_bytes().to_vec());
        self.header("content-type", kind)
    }

    pub fn body_of(mut self, kind: &str, body: &impl Serialize) -> Result<Self, ClientError> {
        let bytes = serde_json::to_vec(body).map_err(|e| ClientError::Decode(e.to_string()))?;
        self.body = Some(bytes);
        Ok(self.header("content-type", kind))
    }

    /// Whether it goes to the paths that the refresh cookie belongs to.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn is_auth(&self) -> bool {
        self.segments.first().is_some_and(|first| first == "auth")
    }

    pub fn url(&self, base: &str) -> Result<String, ClientError> {
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(ClientError::Network(format!("not an address: {base}")));
        }
        let mut url = format!("{}/api/v1", base.trim_end_matches('/'));
        for segment in &self.segments {
            url.push('/');
            url.extend(encoded(segment));
        }
        for (number, (name, value)) in self.pairs.iter().enumerate() {
            url.push(if number == 0 { '?' } else { '&' });
            url.extend(encoded(name));
            url.push('=');
            url.extend(encoded(value));
        }
        Ok(url)
    }
}

fn encoded(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, ESCAPED)
}

/// What came back, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// What the server's log knows this request by; empty if no server of ours answered.
    pub trace_id: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// Refusals become errors.
    pub fn checked(self) -> Result<Self, ClientError> {
        if self.status < 400 {
            return Ok(self);
        }
        let problem = serde_json::from_slice::<Problem>(&self.body)
            .unwrap_or_else(|_| foreign(self.status, &self.trace_id));
        Err(ClientError::Problem(Box::new(problem)))
    }

    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).map_err(|e| ClientError::Decode(e.to_string()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_parameters_are_encoded() {
        let call = Call::get(&["accounts", "by", "external.erp", "A/1 ü"])
            .pair("filter[name.starts]", "a&b");
        let url = call.url("http://127.0.0.1:8080").unwrap();
        assert_eq!(
            url,
            "http://127.0.0.1:8080/api/v1/accounts/by/external.erp/A%2F1%20%C3%BC?filter%5Bname.starts%5D=a%26b"
        );
    }

    #[test]
    fn a_base_may_have_a_path() {
        for base in ["https://crm.example/x", "https://crm.example/x/"] {
            let url = Call::get(&["meta"]).url(base).unwrap();
            assert_eq!(url, "https://crm.example/x/api/v1/meta");
        }
        assert!(matches!(
            Call::get(&["meta"]).url("crm"),
            Err(ClientError::Network(_))
        ));
    }

    #[test]
    fn a_proxys_page_is_a_problem_too() {
        let answer = Answer {
            status: 502,
            trace_id: String::new(),
            body: b"<html>".to_vec(),
        };
        let error = answer.checked().unwrap_err();
        assert_eq!(
            (error.status(), error.code()),
            (Some(502), "unexpected_answer")
        );
        assert!(error.is_passing());
    }
}
