//! One field's content, whatever its kind.

use chrono::NaiveDate;
use uuid::Uuid;

use super::currency::Money;
use super::decimal::Decimal;
use super::time::Instant;

/// A value of any field kind; what a kind holds is told at [`Kind`](super::field::Kind).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// Nothing stored.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with six exact places.
    Decimal(Decimal),
    /// An amount in one currency.
    Money(Money),
    /// Text in NFC; also a choice's name.
    Text(String),
    /// A record's id.
    Id(Uuid),
    /// A moment in UTC.
    Instant(Instant),
    /// A calendar day without zone.
    Day(NaiveDate),
    /// Several values of one kind: several choices, or the operand of `in`.
    List(Vec<Value>),
    /// JSON kept as text.
    Json(String),
}

impl Value {
    /// Whether nothing is stored: null, empty text or an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// The text of a text or choice.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Json(text) => Some(text),
            _ => None,
        }
    }

    /// The id of a reference.
    pub const fn as_id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// The whole number.
    pub const fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The moment.
    pub const fn as_instant(&self) -> Option<Instant> {
        match self {
            Self::Instant(at) => Some(*at),
            _ => None,
        }
    }

    /// A text value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<Option<Uuid>> for Value {
    fn from(id: Option<Uuid>) -> Self {
        id.map_or(Self::Null, Self::Id)
    }
}
