//! The few calls that prepare a measurement.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use reqwest::blocking::{Client, Response};
use serde_json::{Value as Json, json};

/// A user's way to the API.
pub struct Api {
    client: Client,
    base: String,
    /// Access token; it lives ten minutes.
    pub token: String,
}

impl Api {
    /// Signs in.
    pub fn sign_in(address: SocketAddr, login: &str, password: &str) -> Result<Self> {
        let client = Client::builder()
            .timeout(Duration::from_secs(600))
            .build()?;
        let mut api = Self {
            client,
            base: format!("http://{address}"),
            token: String::new(),
        };
        let signed_in = api.call(
            Method::POST,
            "/api/v1/auth/sign_in",
            &json!({ "login": login, "password": password }),
        )?;
        api.token = text(&signed_in, "access_token")?;
        Ok(api)
    }

    /// Asks for something.
    pub fn get(&self, path: &str) -> Result<Json> {
        let request = self
            .client
            .get(format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        answer(path, request.send()?)
    }

    /// Sends JSON.
    pub fn call(&self, method: Method, path: &str, body: &Json) -> Result<Json> {
        self.send(
            method,
            path,
            "application/json",
            body.to_string().into_bytes(),
        )
    }

    /// Changes a record, whatever its version.
    pub fn change(&self, path: &str, body: &Json) -> Result<Json> {
        let request = self
            .client
            .patch(format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        let request = request
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .body(body.to_string());
        answer(path, request.send()?)
    }

    /// Sends anything.
    pub fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Result<Json> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("Content-Type", kind)
            .body(body);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        answer(path, request.send()?)
    }
}

fn answer(path: &str, response: Response) -> Result<Json> {
    let status = response.status();
    let body = response.text()?;
    if !status.is_success() {
        bail!("{path}: {status} {body}");
    }
    if body.is_empty() {
        return Ok(Json::Null);
    }
    Ok(serde_json::from_str(&body)?)
}

/// A text of an answer.
pub fn text(json: &Json, name: &str) -> Result<String> {
    let value = json.get(name).and_then(Json::as_str);
    Ok(value
        .with_context(|| format!("no {name} in {json}"))?
        .to_owned())
}
