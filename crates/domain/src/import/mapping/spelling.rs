//! Short ways of writing: a plain text for a field, a single text for a key, a number for a text.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Detail, Key, Scalar, Setting};
use crate::import::template::Template;

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text, a whole number, or true or false")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Scalar, E> {
        text.parse().map(Scalar).map_err(E::custom)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Scalar, E> {
        Ok(Scalar(Template::constant(&yes.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar(Template::constant(&number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar(Template::constant(&number.to_string())))
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(SettingVisitor)
    }
}

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = Setting;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text with columns in braces, or a table that says more")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Setting, E> {
        ScalarVisitor.visit_str(text).map(plain)
    }

    fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<Setting, E> {
        ScalarVisitor.visit_bool(yes).map(plain)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Setting, E> {
        ScalarVisitor.visit_i64(number).map(plain)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Setting, E> {
        ScalarVisitor.visit_u64(number).map(plain)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Setting, A::Error> {
        Detail::deserialize(MapAccessDeserializer::new(map)).map(Setting)
    }
}

pub(super) fn plain(value: Scalar) -> Setting {
    Setting(Detail {
        value: Some(value),
        ..Detail::default()
    })
}

impl Serialize for Setting {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Some(value) if *self == plain(value.clone()) => value.serialize(to),
            _ => self.0.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text with columns in braces, or a list of such texts")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Key, E> {
        let part = text.parse().map_err(E::custom)?;
        Ok(Key(vec![part]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Key, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = items.next_element()? {
            parts.push(part);
        }
        if parts.is_empty() {
            return Err(A::Error::custom("a key has at least one part"));
        }
        Ok(Key(parts))
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => only.serialize(to),
            parts => parts.serialize(to),
        }
    }
}
