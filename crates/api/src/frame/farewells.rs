//! Operations that are to go: marked in the API document, and told by headers with every answer, for at least six
//! months before. One list for both.

use std::time::{Duration, UNIX_EPOCH};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, HttpDate};
use chrono::{NaiveDate, NaiveTime};

/// An operation that is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Farewell {
    /// Its method.
    pub method: &'static str,
    /// Its path as the document has it.
    pub path: &'static str,
    /// Since when nobody should begin to use it.
    pub since: NaiveDate,
    /// The last day on which it works.
    pub last: NaiveDate,
}

/// What is to go. Nothing now.
pub const FAREWELLS: &[Farewell] = &[];

/// The farewell of an operation, by the path of a request or of the document.
pub fn farewell<'a>(all: &'a [Farewell], method: &str, path: &str) -> Option<&'a Farewell> {
    let fits = |one: &&Farewell| one.method == method && leads_to(one.path, path);
    all.iter().find(fits)
}

/// Whether a path is one of those that a template names.
fn leads_to(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(given)) if part == given || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// Tells it: `Deprecation` (RFC 9745) since when, `Sunset` (RFC 8594) from when on it may be gone.
pub fn tell(headers: &mut HeaderMap, one: &Farewell) {
    let end = one.last.succ_opt().unwrap_or(one.last);
    let since = format!("@{}", seconds(one.since));
    let end = UNIX_EPOCH + Duration::from_secs(seconds(end));
    let sunset = HttpDate::from(end).to_string();
    for (name, value) in [("deprecation", since), ("sunset", sunset)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

fn seconds(day: NaiveDate) -> u64 {
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    u64::try_from(midnight).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub mod tests {
    use super::*;

    /// An operation that really is there, as if it were to go.
    pub fn sample() -> Farewell {
        Farewell {
            method: "GET",
            path: "/api/v1/accounts/{id}",
            since: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            last: NaiveDate::from_ymd_opt(2027, 5, 31).unwrap(),
        }
    }

    #[test]
    fn an_operation_is_known_by_its_path() {
        let all = [sample()];
        let found = |method, path| farewell(&all, method, path).is_some();
        assert!(found("GET", "/api/v1/accounts/{id}") && found("GET", "/api/v1/accounts/019a"));
        assert!(!found("PATCH", "/api/v1/accounts/019a"));
        assert!(!found("GET", "/api/v1/accounts"));
        assert!(!found("GET", "/api/v1/accounts/019a/events"));
        assert!(!found("GET", "/api/v1/contacts/019a"));
    }

    #[test]
    fn headers_say_since_when_and_until_when() {
        let mut headers = HeaderMap::new();
        tell(&mut headers, &sample());
        let said = |name: &str| headers.get(name).unwrap().to_str().unwrap();
        assert_eq!(said("deprecation"), "@1795305600");
        assert_eq!(said("sunset"), "Tue, 01 Jun 2027 00:00:00 GMT");
    }

    #[test]
    fn everybody_has_half_a_year() {
        for one in FAREWELLS {
            assert!((one.last - one.since).num_days() >= 183, "{one:?}");
        }
    }
}
