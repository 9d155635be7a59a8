//! Preconditions: `If-Match` and `If-None-Match` with the versions of records.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use guanxi_persistence::Expect;

use crate::refusal::Refusal;

/// What the caller expects to be there; anything when it does not say.
pub fn if_match(request: &HttpRequest) -> Result<Expect, Refusal> {
    match header(request, &IF_MATCH)? {
        None | Some("*") => Ok(Expect::Any),
        Some(tag) => version(tag).map(Expect::Version).ok_or(BAD_IF_MATCH),
    }
}

const BAD_IF_MATCH: Refusal = Refusal::bad_request("bad_if_match");

/// The same for PATCH and DELETE, which need it: 428 when it is missing.
pub fn required_if_match(request: &HttpRequest) -> Result<Expect, Refusal> {
    if request.headers().contains_key(IF_MATCH) {
        if_match(request)
    } else {
        Err(Refusal::new(
            StatusCode::PRECONDITION_REQUIRED,
            "precondition_required",
        ))
    }
}

/// Whether the caller already has what this tag names.
pub fn if_none_match(request: &HttpRequest, tag: &str) -> bool {
    let headers = request.headers().get_all(IF_NONE_MATCH);
    let values = headers.filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || one == tag)
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers().get_all(name);
    let first = values.next();
    if values.next().is_some() {
        return Err(BAD_IF_MATCH);
    }
    first
        .map(|value| value.to_str().map(str::trim).map_err(|_| BAD_IF_MATCH))
        .transpose()
}

/// A strong tag of ours: a version in quotes.
fn version(tag: &str) -> Option<i64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_version_in_quotes_or_a_star() {
        let read = |value: &str| {
            let request = TestRequest::default().insert_header((IF_MATCH, value));
            if_match(&request.to_http_request())
        };
        assert!(matches!(read("\"7\""), Ok(Expect::Version(7))));
        assert!(matches!(read("*"), Ok(Expect::Any)));
        for value in [
            "7",
            "W/\"7\"",
            "\"7\", \"8\"",
            "\"\"",
            "\"-1\"",
            "\"99999999999999999999\"",
        ] {
            assert_eq!(read(value).unwrap_err().code, "bad_if_match", "{value}");
        }
    }

    #[test]
    fn a_list_of_tags_may_hold_ours() {
        let request = TestRequest::default()
            .insert_header((IF_NONE_MATCH, "\"3\", W/\"4\""))
            .to_http_request();
        assert!(if_none_match(&request, "\"4\""));
        assert!(!if_none_match(&request, "\"5\""));
    }
}
