//! Why a request is refused. Handlers answer with a [`Refusal`]; the frame around all requests
//! turns it into `application/problem+json` in the caller's language.

mod causes;
mod render;

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use guanxi_domain::kernel::problem::{Violation, Violations};
use serde_json::Value as Json;

pub use causes::of_error;
pub use render::{PROBLEM_JSON, problem, render};

/// What a text needs: limits, names, values.
pub type Params = BTreeMap<&'static str, String>;

/// A refused request.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status code.
    pub status: StatusCode,
    /// The stable code.
    pub code: &'static str,
    params: Params,
    reasons: Vec<Reason>,
    current: Option<Box<Json>>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One reason among several.
#[derive(Debug, Clone)]
pub struct Reason {
    place: Place,
    code: &'static str,
    params: Params,
}

/// Which part of the request a reason is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Whole,
    Pointer(String),
    Parameter(String),
}

impl Refusal {
    /// With a status and a code.
    pub const fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            params: Params::new(),
            reasons: Vec::new(),
            current: None,
            headers: Vec::new(),
        }
    }

    /// 400: cannot be read.
    pub const fn bad_request(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 400: about one query parameter.
    pub fn parameter(name: &str, code: &'static str) -> Self {
        let mut refusal = Self::bad_request(code);
        refusal.reasons.push(Reason {
            place: Place::Parameter(name.to_owned()),
            code,
            params: Params::from([("parameter", name.to_owned())]),
        });
        refusal
    }

    /// 401: nobody is signed in, or not any more.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized").header(
            actix_web::http::header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer"),
        )
    }

    /// 403: this actor may not do this at all.
    pub const fn forbidden(code: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code)
    }

    /// 404: absent, or hidden; both look the same.
    pub const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 409: stands against what is there.
    pub const fn conflict(code: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 422: understood, but not acceptable as a whole.
    pub const fn unprocessable(code: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// 422: understood, but some fields are not as they should be.
    pub fn invalid(violations: Violations) -> Self {
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        refusal.reasons = violations.0.into_iter().map(Reason::from).collect();
        refusal
    }

    /// 429: not now; again after a while.
    pub fn too_many(code: &'static str, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let seconds = seconds.max(1);
        Self::new(StatusCode::TOO_MANY_REQUESTS, code)
            .with("seconds", seconds)
            .header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// 500: our fault; the cause is in the log only.
    pub const fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// 503: try again shortly.
    pub fn unavailable(code: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code)
            .header(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// Adds what the texts need.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        for reason in &mut self.reasons {
            reason.params.insert(name, value.to_string());
        }
        self.params.insert(name, value.to_string());
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds a reason about one place in the body.
    #[must_use]
    pub fn because(mut self, violation: Violation) -> Self {
        self.reasons.push(violation.into());
        self
    }

    /// Adds the record as it is now.
    #[must_use]
    pub fn current(mut self, record: Json) -> Self {
        self.current = Some(Box::new(record));
        self
    }
}

impl From<Violation> for Reason {
    /// The domain names query parameters where it reads such; everything else is a JSON pointer.
    fn from(violation: Violation) -> Self {
        let place = match violation.pointer {
            pointer if pointer.is_empty() => Place::Whole,
            pointer if pointer.starts_with('/') => Place::Pointer(pointer),
            parameter => Place::Parameter(parameter),
        };
        Self {
            place,
            code: violation.code,
            params: violation.params,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.status.as_u16(), self.code)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Only the status: the frame, which knows language and request id, writes the body.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status)
    }
}
