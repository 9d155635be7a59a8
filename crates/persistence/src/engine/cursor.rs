//! Cursors: where a page ended, signed so that only what we gave comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guanxi_domain::kernel::time::{Instant, parse_day};
use guanxi_domain::kernel::value::Value;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::error::{Error, Result};

/// Where a page ended and in which direction to go on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cursor {
    /// Towards the beginning.
    pub(crate) backward: bool,
    /// The moment of the first page, for an order that changes as time goes by.
    pub(crate) moment: Option<Instant>,
    /// The sort keys of the row at the edge, the id last.
    pub(crate) keys: Vec<Key>,
}

/// One sort key's value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Key {
    /// An ordinary value.
    Value(Value),
    /// A collation key.
    Bytes(Vec<u8>),
}

/// Bytes of the signature that are kept.
const SIGNATURE: usize = 12;

/// Makes the text of a cursor. `list` says which list it belongs to: entity and sort.
pub(crate) fn write(secret: &[u8], list: &str, cursor: &Cursor) -> String {
    let keys: Vec<Json> = cursor.keys.iter().map(key_json).collect();
    let moment = cursor.moment.map(Instant::micros);
    let body = json!([i32::from(cursor.backward), keys, moment]).to_string();
    let mut bytes = sign(secret, list, &body);
    bytes.extend_from_slice(body.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads the text of a cursor of the same list.
pub(crate) fn read(secret: &[u8], list: &str, text: &str) -> Result<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::BadCursor)?;
    let (signature, body) = bytes.split_at_checked(SIGNATURE).ok_or(Error::BadCursor)?;
    let body = std::str::from_utf8(body).map_err(|_| Error::BadCursor)?;
    let mut mac = mac(secret);
    mac.update(list.as_bytes());
    mac.update(&[0]);
    mac.update(body.as_bytes());
    mac.verify_truncated_left(signature)
        .map_err(|_| Error::BadCursor)?;
    let json: (i32, Vec<Json>, Option<i64>) =
        serde_json::from_str(body).map_err(|_| Error::BadCursor)?;
    let keys: Option<Vec<Key>> = json.1.iter().map(key_from).collect();
    Ok(Cursor {
        backward: json.0 == 1,
        moment: json.2.map(Instant::from_micros),
        keys: keys.ok_or(Error::BadCursor)?,
    })
}

fn mac(secret: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length; the fallback cannot be reached.
    Hmac::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn sign(secret: &[u8], list: &str, body: &str) -> Vec<u8> {
    let mut mac = mac(secret);
    mac.update(list.as_bytes());
    mac.update(&[0]);
    mac.update(body.as_bytes());
    mac.finalize().into_bytes()[..SIGNATURE].to_vec()
}

fn key_json(key: &Key) -> Json {
    match key {
        Key::Bytes(bytes) => json!({ "b": URL_SAFE_NO_PAD.encode(bytes) }),
        Key::Value(value) => match value {
            Value::Int(number) => json!({ "i": number }),
            Value::Bool(yes) => json!({ "o": yes }),
            Value::Text(text) => json!({ "t": text }),
            Value::Id(id) => json!({ "u": id.to_string() }),
            Value::Instant(at) => json!({ "m": at.micros() }),
            Value::Day(day) => json!({ "d": day.to_string() }),
            _ => Json::Null,
        },
    }
}

fn key_from(json: &Json) -> Option<Key> {
    let Json::Object(map) = json else {
        return Some(Key::Value(Value::Null));
    };
    let (tag, inner) = map.iter().next()?;
    let text = || inner.as_str();
    let value = match tag.as_str() {
        "b" => return URL_SAFE_NO_PAD.decode(text()?).ok().map(Key::Bytes),
        "i" => Value::Int(inner.as_i64()?),
        "o" => Value::Bool(inner.as_bool()?),
        "t" => Value::text(text()?),
        "u" => Value::Id(Uuid::try_parse(text()?).ok()?),
        "m" => Value::Instant(Instant::from_micros(inner.as_i64()?)),
        "d" => Value::Day(parse_day(text()?)?),
        _ => return None,
    };
    Some(Key::Value(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_cursor_of_the_same_list_is_read() {
        let cursor = Cursor {
            backward: true,
            moment: Some(Instant::from_micros(5)),
            keys: vec![Key::Bytes(vec![1, 2]), Key::Value(Value::Int(7))],
        };
        let text = write(b"secret", "accounts name", &cursor);
        assert_eq!(read(b"secret", "accounts name", &text).unwrap(), cursor);
        assert!(read(b"secret", "contacts name", &text).is_err());
        assert!(read(b"other", "accounts name", &text).is_err());
        let (first, rest) = text.split_at(1);
        let tampered = format!("{}{rest}", if first == "A" { "B" } else { "A" });
        assert!(read(b"secret", "accounts name", &tampered).is_err());
        assert!(read(b"secret", "accounts name", "%%%").is_err());
    }
}
