//! Answers with JSON bodies that are already bytes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderValue};
use actix_web::web::Bytes;

/// JSON, with its tag if it has one.
pub fn json(status: u16, body: impl Into<Bytes>, tag: Option<String>) -> HttpResponse {
    let mut answer = HttpResponse::build(StatusCode::from_u16(status).unwrap_or_default());
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
    if let Some(tag) = tag {
        answer.insert_header((ETAG, tag));
    }
    answer.body(body.into())
}

/// 304: the caller has it already.
pub fn not_modified(tag: String) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((ETAG, tag))
        .finish()
}

/// The tag of a record's version.
pub fn version_tag(version: i64) -> String {
    format!("\"{version}\"")
}
