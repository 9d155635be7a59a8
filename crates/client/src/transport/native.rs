//! Requests by reqwest.

use reqwest::Method as HttpMethod;

use super::cookies::Cookies;
use super::{Method, Request};
use crate::call::Answer;
use crate::error::ClientError;

pub struct Transport {
    http: reqwest::Client,
    cookies: Cookies,
}

impl Transport {
    pub fn new() -> Self {
        Self {
            http: reqwest::Client::new(),
            cookies: Cookies::default(),
        }
    }

    pub async fn send(&self, request: Request<'_>) -> Result<Answer, ClientError> {
        let mut builder = self
            .http
            .request(method(request.method), &request.url)
            .timeout(request.timeout);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(cookies) = self.cookies.header().filter(|_| request.with_cookies) {
            builder = builder.header("cookie", cookies);
        }
        if let Some(body) = request.body {
            builder = builder.body(body.to_owned());
        }
        let response = builder.send().await?;
        if request.with_cookies {
            self.cookies.keep(response.headers());
        }
        let trace_id = response.headers().get("x-request-id");
        Ok(Answer {
            status: response.status().as_u16(),
            trace_id: trace_id
                .and_then(|id| id.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            body: response.bytes().await?.to_vec(),
        })
    }
}

const fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
        Method::Put => HttpMethod::PUT,
        Method::Patch => HttpMethod::PATCH,
        Method::Delete => HttpMethod::DELETE,
    }
}

impl From<reqwest::Error> for ClientError {
    /// The message without the address: it may carry what somebody searched for.
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_decode() {
            return Self::Decode(error.to_string());
        }
        Self::Network(causes(&error))
    }
}

/// The whole chain of causes: the first one alone only says "error sending request".
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
