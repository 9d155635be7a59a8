//! Request bodies: JSON objects, bounded in size, depth and time.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use guanxi_domain::kernel::problem::Violation;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// A body as a JSON object.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Its members.
    pub members: Map<String, Json>,
    /// Hash of its bytes, to know it again.
    pub hash: Vec<u8>,
}

/// Greatest body in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// What JSON may be called.
const JSON: [&str; 2] = ["application/json", "application/merge-patch+json"];
/// Most members of all objects in one record together.
const MOST_MEMBERS: usize = 10_000;
/// The same for a body of many records.
const MOST_IN_BULK: usize = 200_000;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body with many records.
#[derive(Debug, Clone, Default)]
pub struct Bulk(pub Body);

/// A body on its way.
pub type Reading<T> = LocalBoxFuture<'static, Result<T, Refusal>>;

impl FromRequest for Body {
    type Error = Refusal;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        read(request, payload, MOST_MEMBERS)
    }
}

impl FromRequest for Bulk {
    type Error = Refusal;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = read(request, payload, MOST_IN_BULK);
        Box::pin(async move { read.await.map(Self) })
    }
}

fn read(request: &HttpRequest, payload: &mut Payload, most: usize) -> Reading<Body> {
    let bytes = bytes(request, payload, &JSON);
    Box::pin(async move { parse(&bytes.await?, most) })
}

/// A body of one of these media types as it comes, with the bounds of all bodies.
pub fn bytes(request: &HttpRequest, payload: &mut Payload, kinds: &[&str]) -> Reading<Bytes> {
    let readable = readable(request, kinds);
    let payload = payload.take();
    Box::pin(async move {
        readable?;
        let bytes = tokio::time::timeout(PATIENCE, collect(payload)).await;
        let late = |_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow");
        bytes.map_err(late)?
    })
}

/// What the body is said to be, without parameters; empty when nothing is said.
pub fn media_type(request: &HttpRequest) -> String {
    let kind = header(request, CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// How long the body is said to be.
pub fn length(request: &HttpRequest) -> Option<u64> {
    header(request, CONTENT_LENGTH).and_then(|value| value.parse().ok())
}

/// Refuses a body of another media type, or a compressed one.
pub fn of_kind(request: &HttpRequest, kinds: &[&str]) -> Result<(), Refusal> {
    let is_plain = header(request, CONTENT_ENCODING).is_none_or(|value| value == "identity");
    if is_plain && kinds.contains(&media_type(request).as_str()) {
        return Ok(());
    }
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    Err(Refusal::new(status, "unsupported_media_type"))
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<&str> {
    let value = request.headers().get(name)?;
    value.to_str().ok()
}

/// Refuses a record with more members than any has: refusing them one by one is dear.
pub fn bounded(record: &Map<String, Json>) -> Result<(), Violation> {
    let mut left = MOST_MEMBERS.saturating_sub(record.len());
    if record.len() <= MOST_MEMBERS && record.values().all(|value| within(value, &mut left)) {
        return Ok(());
    }
    Err(Violation::at("", "too_many_members").with("most", MOST_MEMBERS))
}

/// What the headers promise.
fn readable(request: &HttpRequest, kinds: &[&str]) -> Result<(), Refusal> {
    of_kind(request, kinds)?;
    if length(request).is_some_and(|length| length > MOST_BYTES as u64) {
        return Err(too_large());
    }
    Ok(())
}

fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large").with("most", MOST_BYTES)
}

async fn collect(mut payload: Payload) -> Result<Bytes, Refusal> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad_request("body_incomplete"))?;
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn parse(bytes: &[u8], most: usize) -> Result<Body, Refusal> {
    let json: Json = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    let mut left = most;
    if !within(&json, &mut left) {
        return Err(Refusal::unprocessable("too_many_members").with("most", most));
    }
    let Json::Object(members) = json else {
        return Err(Refusal::unprocessable("not_an_object"));
    };
    Ok(Body {
        members,
        hash: Sha256::digest(bytes).to_vec(),
    })
}

/// The reader gives up at 128 levels and at numbers that no double holds; both are valid JSON.
fn unreadable(error: &serde_json::Error) -> Refusal {
    let text = error.to_string();
    if text.starts_with("number out of range") {
        return Refusal::unprocessable("out_of_range");
    }
    Refusal::bad_request("bad_request")
        .with("line", error.line())
        .with("column", error.column())
}

/// Whether no more than `left` members are in all objects together.
fn within(json: &Json, left: &mut usize) -> bool {
    match json {
        Json::Object(map) => {
            let Some(rest) = left.checked_sub(map.len()) else {
                return false;
            };
            *left = rest;
            map.values().all(|value| within(value, left))
        }
        Json::Array(items) => items.iter().all(|item| within(item, left)),
        _ => true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (u16, &'static str) {
        let refusal = parse(text.as_bytes(), 100_000).unwrap_err();
        (refusal.status.as_u16(), refusal.code)
    }

    #[test]
    fn what_is_not_json_is_400_and_what_is_but_cannot_be_used_is_422() {
        assert_eq!(refused("{\"a\":"), (400, "bad_request"));
        assert_eq!(refused("{'a':1}"), (400, "bad_request"));
        assert_eq!(refused("{\"a\":1}x"), (400, "bad_request"));
        assert_eq!(refused("[1]"), (422, "not_an_object"));
        assert_eq!(refused("{\"a\":1e400}"), (422, "out_of_range"));
        assert_eq!(refused(&"[".repeat(100_000)), (400, "bad_request"));
    }

    #[test]
    fn members_are_counted_everywhere() {
        let inner = (0..1_000)
            .map(|n| format!("\"m{n}\":0"))
            .collect::<Vec<_>>()
            .join(",");
        let rows = vec![format!("{{{inner}}}"); 101].join(",");
        assert_eq!(
            refused(&format!("{{\"lines\":[{rows}]}}")),
            (422, "too_many_members")
        );
    }
}
