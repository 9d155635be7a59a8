//! Somebody who talks to the server: one method per call.

use std::sync::Mutex;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::{Map, Value as Json, json};

use crate::server::TestApp;

/// Somebody with an access token and a cookie, once signed in.
pub struct Session<'a> {
    pub app: &'a TestApp,
    token: Mutex<Option<String>>,
    cookie: Mutex<Option<String>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    what: String,
}

impl Answer {
    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status, status, "{}: {text}", self.what);
        self
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            panic!(
                "{}: {error}: {}",
                self.what,
                String::from_utf8_lossy(&self.bytes)
            )
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The codes of a problem's reasons with their places.
    pub fn reasons(&self) -> Vec<(String, String)> {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let text = |json: &Json| json.as_str().map(str::to_owned);
        errors
            .iter()
            .map(|error| {
                let place = text(&error["pointer"]).or_else(|| text(&error["parameter"]));
                (place.unwrap_or_default(), text(&error["code"]).unwrap())
            })
            .collect()
    }

    /// The record's id.
    pub fn id(&self) -> String {
        self.json()["id"].as_str().expect("a record").to_owned()
    }

    /// The record's version.
    pub fn version(&self) -> i64 {
        self.json()["version"].as_i64().expect("a record")
    }

    /// The rows of a page.
    pub fn rows(&self) -> Vec<Json> {
        self.json()["data"].as_array().expect("a page").clone()
    }

    /// The ids of a page's rows, sorted.
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self
            .rows()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    }
}

/// An object out of a JSON literal.
pub fn object(json: &Json) -> Map<String, Json> {
    json.as_object().expect("an object").clone()
}

impl<'a> Session<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            token: Mutex::new(None),
            cookie: Mutex::new(None),
        }
    }

    pub fn token(&self) -> Option<String> {
        self.token.lock().unwrap().clone()
    }

    pub fn set_token(&self, token: Option<String>) {
        *self.token.lock().unwrap() = token;
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// The same person with another pair of hands.
    pub fn twin(&self) -> Self {
        let twin = Self::new(self.app);
        twin.set_token(self.token());
        twin.set_cookie(self.cookie());
        twin
    }

    /// A request to a path from the root.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .app
            .http
            .request(method, format!("{}{path}", self.app.url));
        match self.token() {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let what = format!("{} {}", request.method(), request.url());
        let answer = self
            .app
            .http
            .execute(request)
            .await
            .unwrap_or_else(|error| panic!("{what}: {error:?}"));
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            bytes: answer.bytes().await.unwrap().to_vec(),
            what,
        }
    }

    /// Any call below `/api/v1` with a JSON body.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: &Json,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method, &format!("/api/v1{path}")).json(body);
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request = request.header(name, HeaderValue::from_str(value).unwrap());
        }
        self.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.request(Method::GET, &format!("/api/v1{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    pub async fn post(&self, path: &str, body: &Json) -> Answer {
        self.call(Method::POST, path, body, &[]).await
    }

    pub async fn post_once(&self, path: &str, body: &Json, key: &str) -> Answer {
        self.call(Method::POST, path, body, &[("idempotency-key", key)])
            .await
    }

    pub async fn put(&self, path: &str, body: &Json) -> Answer {
        self.call(Method::PUT, path, body, &[]).await
    }

    pub async fn patch(&self, path: &str, version: impl Into<Expected>, body: &Json) -> Answer {
        let expected: Expected = version.into();
        self.call(Method::PATCH, path, body, &[("if-match", &expected.0)])
            .await
    }

    pub async fn delete(&self, path: &str, version: impl Into<Expected>) -> Answer {
        let expected: Expected = version.into();
        let request = self.request(Method::DELETE, &format!("/api/v1{path}"));
        self.send(request.header("if-match", expected.0)).await
    }

    /// Makes a record.
    pub async fn create(&self, plural: &str, body: &Json) -> Answer {
        self.post(&format!("/{plural}"), body).await
    }

    // Signing in and out.

    pub async fn setup(&self, body: &Json) -> Answer {
        self.enter("setup", body).await
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.enter("sign_in", &json!({ "login": login, "password": password }))
            .await
    }

    pub async fn refresh(&self) -> Answer {
        self.refresh_with(self.cookie().as_deref()).await
    }

    /// With another cookie than the own; keeps what comes.
    pub async fn refresh_with(&self, cookie: Option<&str>) -> Answer {
        let mut request = self
            .request(Method::POST, "/api/v1/auth/refresh")
            .header("x-guanxi", "1");
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let answer = self.send(request).await;
        self.keep(&answer);
        answer
    }

    pub async fn sign_out(&self) -> Answer {
        let mut request = self
            .request(Method::POST, "/api/v1/auth/sign_out")
            .header("x-guanxi", "1");
        if let Some(cookie) = self.cookie() {
            request = request.header("cookie", cookie);
        }
        self.send(request).await
    }

    pub async fn change_password(&self, current: &str, new: &str) -> Answer {
        let body = json!({ "current_password": current, "new_password": new });
        self.post("/auth/change_password", &body).await
    }

    async fn enter(&self, how: &str, body: &Json) -> Answer {
        let answer = self.post(&format!("/auth/{how}"), body).await;
        self.keep(&answer);
        answer
    }

    fn keep(&self, answer: &Answer) {
        if answer.status != 200 {
            return;
        }
        self.set_token(Some(
            answer.json()["access_token"].as_str().unwrap().to_owned(),
        ));
        if let Some(cookie) = answer.header("set-cookie") {
            self.set_cookie(Some(cookie.split(';').next().unwrap().to_owned()));
        }
    }
}

/// What `If-Match` says.
pub struct Expected(String);

impl From<i64> for Expected {
    fn from(version: i64) -> Self {
        Self(format!("\"{version}\""))
    }
}

impl From<&str> for Expected {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
