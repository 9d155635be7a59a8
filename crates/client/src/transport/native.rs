//! Requests by reqwest.

use reqwest::Method as HttpMethod;

use super::cookies::Cookies;
use super::{Method, Opened, Request};
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
        let builder = self.builder(&self.http, &request).timeout(request.timeout);
        let response = builder.send().await?;
        if request.with_cookies {
            self.cookies.keep(response.headers());
        }
        whole(response).await
    }

    /// Sends, and gives the body as it comes; refusals come whole.
    pub async fn open(&self, request: Request<'_>) -> Result<Opened, ClientError> {
        let http = reqwest::Client::builder()
            .read_timeout(request.timeout)
            .build()?;
        let response = self.builder(&http, &request).send().await?;
        if response.status().is_success() {
            Ok(Opened::Body(Body(response)))
        } else {
            whole(response).await.map(Opened::Refused)
        }
    }

    fn builder(&self, http: &reqwest::Client, request: &Request<'_>) -> reqwest::RequestBuilder {
        let mut builder = http.request(method(request.method), &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(cookies) = self.cookies.header().filter(|_| request.with_cookies) {
            builder = builder.header("cookie", cookies);
        }
        if let Some(body) = request.body {
            builder = builder.body(body.to_owned());
        }
        builder
    }
}

/// A body that comes bit by bit.
pub struct Body(reqwest::Response);

impl Body {
    /// The next piece; none at the end.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        Ok(self.0.chunk().await?.map(|piece| piece.to_vec()))
    }
}

async fn whole(response: reqwest::Response) -> Result<Answer, ClientError> {
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
