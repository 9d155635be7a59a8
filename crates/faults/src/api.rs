//! A client's way to the API.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::place::{BOSS, PASSWORD};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Status and body of an answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body; null where there is none.
    pub body: Json,
    /// Seconds after which to try again, where it says so.
    pub retry_after: Option<u64>,
}

impl Answer {
    /// The body of an answer with this status.
    ///
    /// # Errors
    /// When the status is another one.
    pub fn expect(self, status: u16) -> Result<Json> {
        if self.status != status {
            bail!("{} instead of {status}: {}", self.status, self.body);
        }
        Ok(self.body)
    }

    /// The stable name of the problem.
    pub fn code(&self) -> &str {
        self.body.get("code").and_then(Json::as_str).unwrap_or("")
    }
}

/// Somebody signed in. Clones share connections.
#[derive(Clone)]
pub struct Api {
    client: Client,
    base: String,
    token: String,
}

impl Api {
    /// Signs the administrator in.
    ///
    /// # Errors
    /// When that is refused or nobody answers.
    pub fn sign_in(base: &str) -> Result<Self> {
        Self::sign_in_within(base, PATIENCE)
    }

    /// Signs the administrator in with another patience for every answer.
    ///
    /// # Errors
    /// When that is refused or nobody answers.
    pub fn sign_in_within(base: &str, patience: Duration) -> Result<Self> {
        // Connections of a server that is gone would only be in the way.
        let client = Client::builder()
            .timeout(patience)
            .pool_idle_timeout(Duration::from_secs(2));
        let mut api = Self {
            client: client.build()?,
            base: base.to_owned(),
            token: String::new(),
        };
        let body = json!({ "login": BOSS, "password": PASSWORD });
        let answer = api.send(Method::POST, "/api/v1/auth/sign_in", &body)?;
        api.token = text(&answer.expect(200)?, "access_token")?;
        Ok(api)
    }

    /// A request with the token in it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = request.header("X-Guanxi", "1");
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    /// Sends JSON and waits for the whole answer.
    ///
    /// # Errors
    /// When none comes.
    pub fn send(&self, method: Method, path: &str, body: &Json) -> Result<Answer> {
        answer(
            self.request(method, path)
                .header("Content-Type", "application/json")
                .body(body.to_string()),
        )
    }

    /// Reads something.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn get(&self, path: &str) -> Result<Answer> {
        answer(self.request(Method::GET, path))
    }

    /// Creates an account under a key, however often that is sent.
    ///
    /// # Errors
    /// When no answer comes.
    pub fn create(&self, key: Uuid, name: &str) -> Result<Answer> {
        let body = json!({ "name": name }).to_string();
        let request = self.request(Method::POST, "/api/v1/accounts");
        answer(
            request
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.to_string())
                .body(body),
        )
    }

    /// Makes a record; its id.
    ///
    /// # Errors
    /// When it is refused.
    pub fn make(&self, path: &str, body: &Json) -> Result<String> {
        let answer = self.send(Method::POST, &format!("/api/v1{path}"), body)?;
        text(&answer.expect(201).with_context(|| path.to_owned())?, "id")
    }

    /// The names of all accounts whose name begins like this.
    ///
    /// # Errors
    /// When a page does not come.
    pub fn names(&self, begins: &str) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!(
                "/api/v1/accounts?filter%5Bname.starts%5D={begins}&fields=name&limit=200{cursor}"
            );
            let page = self.get(&path)?.expect(200)?;
            let rows = page["data"].as_array().context("a page has rows")?;
            names.extend(
                rows.iter()
                    .filter_map(|row| row["name"].as_str())
                    .map(str::to_owned),
            );
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(names),
            }
        }
    }
}

/// Sends a request and takes the whole answer.
///
/// # Errors
/// When none comes.
pub fn answer(request: RequestBuilder) -> Result<Answer> {
    let response = request.send()?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after");
    let retry_after = retry_after
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    let body = response.text()?;
    let body = serde_json::from_str(&body).unwrap_or(Json::Null);
    Ok(Answer {
        status,
        body,
        retry_after,
    })
}

/// A text of an answer.
///
/// # Errors
/// When it is not there.
pub fn text(json: &Json, name: &str) -> Result<String> {
    let value = json.get(name).and_then(Json::as_str);
    Ok(value
        .with_context(|| format!("no {name} in {json}"))?
        .to_owned())
}
