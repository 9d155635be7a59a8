//! One request, and its answer.

use guanxi_domain::kernel::problem::Problem;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{ClientError, foreign};

/// A request that can be sent again: everything is owned, nothing is consumed by sending.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: Method,
    segments: Vec<String>,
    pairs: Vec<(String, String)>,
    pub headers: HeaderMap,
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
            headers: HeaderMap::new(),
            body: None,
            signed: true,
        }
    }

    pub fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn post(path: &[&str]) -> Self {
        Self::new(Method::POST, path)
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

    /// Values come from numbers, ids and fixed words; anything else is left out.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    pub fn json(self, body: &impl Serialize) -> Result<Self, ClientError> {
        self.body_of("application/json", body)
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

    pub fn url(&self, base: &str) -> Result<Url, ClientError> {
        let bad = || ClientError::Network(format!("not an address: {base}"));
        let mut url = Url::parse(base).map_err(|_| bad())?;
        url.path_segments_mut()
            .map_err(|()| bad())?
            .pop_if_empty()
            .extend(["api", "v1"])
            .extend(&self.segments);
        if !self.pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.pairs);
        }
        Ok(url)
    }
}

/// What came back, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Refusals become errors.
    pub fn checked(self) -> Result<Self, ClientError> {
        if self.status < 400 {
            return Ok(self);
        }
        let problem = serde_json::from_slice::<Problem>(&self.body)
            .unwrap_or_else(|_| foreign(self.status, self.trace_id()));
        Err(ClientError::Problem(Box::new(problem)))
    }

    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).map_err(|e| ClientError::Decode(e.to_string()))
    }

    fn trace_id(&self) -> &str {
        let id = self.headers.get("x-request-id");
        id.and_then(|id| id.to_str().ok()).unwrap_or_default()
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
            url.as_str(),
            "http://127.0.0.1:8080/api/v1/accounts/by/external.erp/A%2F1%20%C3%BC?filter%5Bname.starts%5D=a%26b"
        );
    }

    #[test]
    fn a_base_may_have_a_path() {
        for base in ["https://crm.example/x", "https://crm.example/x/"] {
            let url = Call::get(&["meta"]).url(base).unwrap();
            assert_eq!(url.as_str(), "https://crm.example/x/api/v1/meta");
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
            headers: HeaderMap::new(),
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
