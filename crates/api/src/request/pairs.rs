//! The query string: every parameter is known, or the request is refused.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::percent_decode_str;

use crate::refusal::Refusal;

/// Parameters in the order in which they came. Take those you know, then [`Pairs::finish`].
#[derive(Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

/// Most parameters of one request.
const MOST: usize = 200;

impl Pairs {
    /// Reads a query string.
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        let parts = query.split('&').filter(|part| !part.is_empty());
        let mut pairs = Vec::new();
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        if pairs.len() > MOST {
            return Err(Refusal::bad_request("too_many_parameters").with("most", MOST));
        }
        Ok(Self(pairs))
    }

    /// Takes a parameter that may come once.
    pub fn take(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let mut values = self.take_where(|known| known == name);
        match values.len() {
            0 | 1 => Ok(values.pop().map(|(_, value)| value)),
            _ => Err(Refusal::parameter(name, "given_twice")),
        }
    }

    /// Takes a parameter that says yes or no.
    pub fn take_flag(&mut self, name: &str) -> Result<bool, Refusal> {
        match self.take(name)?.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Refusal::parameter(name, "not_a_boolean")),
        }
    }

    /// Takes a parameter that is a whole number within limits.
    pub fn take_number(&mut self, name: &str, usual: usize, most: usize) -> Result<usize, Refusal> {
        let Some(text) = self.take(name)? else {
            return Ok(usual);
        };
        let number = text.parse().ok();
        number
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| Refusal::parameter(name, "not_a_limit"))
    }

    /// Takes a parameter that is a list with commas; empty when it is not there.
    pub fn take_list(&mut self, name: &str) -> Result<Vec<String>, Refusal> {
        let text = self.take(name)?.unwrap_or_default();
        let items = text.split(',').map(str::trim);
        Ok(items
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Takes all parameters of the form `filter[key]`, by key.
    pub fn take_filters(&mut self) -> Vec<(String, String)> {
        let key = |name: &str| {
            let inner = name.strip_prefix("filter[")?.strip_suffix(']')?;
            (!inner.is_empty()).then(|| inner.to_owned())
        };
        let taken = self.take_where(|name| key(name).is_some());
        let filters = taken.into_iter();
        filters
            .filter_map(|(name, value)| Some((key(&name)?, value)))
            .collect()
    }

    /// Refuses what nobody took.
    pub fn finish(self) -> Result<(), Refusal> {
        match self.0.first() {
            Some((name, _)) => Err(Refusal::parameter(name, "unknown_parameter")),
            None => Ok(()),
        }
    }

    fn take_where(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        let all = std::mem::take(&mut self.0);
        let (taken, left) = all.into_iter().partition(|(name, _)| wanted(name));
        self.0 = left;
        taken
    }
}

/// Percent-encoding undone; what is not UTF-8 is refused, not mended.
fn decode(text: &str) -> Result<String, Refusal> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refusal::bad_request("not_utf8"))
}

impl FromRequest for Pairs {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(request.query_string()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn known_parameters_are_taken_and_others_refused() {
        let mut pairs =
            Pairs::parse("limit=7&filter%5Bname.contains%5D=a+b&fields=a,,b&x=1").unwrap();
        assert_eq!(pairs.take_number("limit", 50, 200).unwrap(), 7);
        assert_eq!(
            pairs.take_filters(),
            [("name.contains".to_owned(), "a b".to_owned())]
        );
        assert_eq!(pairs.take_list("fields").unwrap(), ["a", "b"]);
        assert!(!pairs.take_flag("deleted").unwrap());
        assert_eq!(pairs.finish().unwrap_err().code, "unknown_parameter");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert!(
            Pairs::parse("limit=1&limit=2")
                .unwrap()
                .take("limit")
                .is_err()
        );
        assert!(Pairs::parse("q=%C0%AF").is_err());
        for limit in ["0", "201", "-1", "1e9", ""] {
            let mut pairs = Pairs::parse(&format!("limit={limit}")).unwrap();
            assert!(pairs.take_number("limit", 50, 200).is_err(), "{limit}");
        }
    }
}
