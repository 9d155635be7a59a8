//! One field of an entity, as data.

use std::marker::PhantomData;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::catalogue::Entity;
use super::currency::{Currency, Money};
use super::decimal::Decimal;
use super::record::Record;
use super::time::Instant;
use super::value::Value;

/// What a field holds, and so how it is stored, read, compared and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A record's id; a reference when the field has a target. `UUID`, BLOB of 16 bytes.
    Id,
    /// NFC text. `TEXT`.
    Text,
    /// A whole number of 64 bits. `BIGINT`, INTEGER.
    Int,
    /// Yes or no. `BOOLEAN`, INTEGER 0 or 1.
    Bool,
    /// Millionths. `BIGINT`, INTEGER; a string on the wire.
    Decimal,
    /// Two columns, `<name>_minor` and `<name>_currency`; `{amount_minor, currency}` on the wire.
    Money,
    /// Microseconds in UTC. `TIMESTAMPTZ`, INTEGER; RFC 3339 on the wire.
    Instant,
    /// A calendar day. `DATE`, TEXT `YYYY-MM-DD`.
    Day,
    /// One of the field's choices. `TEXT`.
    Choice,
    /// Several of the field's choices: `|a|b|` in one TEXT column, an array on the wire.
    Choices,
    /// Any JSON. `TEXT` in both databases, an object or array on the wire.
    Json,
}

/// What kind of text (or number) it is: which input to show and which check applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Nothing special.
    #[default]
    Plain,
    /// Several lines.
    Multiline,
    /// An e-mail address.
    Email,
    /// A telephone number as typed.
    Phone,
    /// An http or https address.
    Url,
    /// An ISO 4217 code.
    Currency,
    /// An ISO 3166 two-letter code or a country's name as given.
    Country,
    /// A language tag such as `zh-Hant`.
    Language,
    /// A time zone of the IANA database such as `Europe/Rome`.
    Zone,
    /// A recurrence rule of RFC 5545 in whole days such as `FREQ=WEEKLY`.
    Recurrence,
    /// A percentage: 15 means 15 %.
    Percent,
    /// A name of an entity in the catalogue.
    EntityName,
}

/// Who may set a field, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Write {
    /// On create and by every change.
    #[default]
    Free,
    /// On create only.
    OnCreate,
    /// By verbs and imports only: states and what they stamp.
    ByVerb,
    /// By nobody from outside: system columns and derived values.
    Never,
}

/// What a field gets when a new record does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Initial {
    /// Nothing.
    #[default]
    None,
    /// This text or choice.
    Text(&'static str),
    /// This number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// The company's currency.
    CompanyCurrency,
}

/// A field of an entity. Made by [`Field::of`] from the type of the struct's member and refined by
/// the `const` methods below; adding a flag costs one member and one method here.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name in struct, column, JSON.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether nothing may be stored.
    pub nullable: bool,
    /// The entity that a reference points to.
    pub target: Option<fn() -> &'static Entity>,
    /// The names of a choice, in the order offered.
    pub choices: &'static [&'static str],
    /// Which input and which check.
    pub format: Format,
    /// Longest text in characters.
    pub max_length: u32,
    /// Least and greatest number, in the stored unit (millionths for decimals, minor units for money).
    pub range: Option<(i64, i64)>,
    /// Must be filled by whoever creates the record.
    pub required: bool,
    /// No two live records share a value.
    pub unique: bool,
    /// Has the columns `<name>_key` (folded, for matching) and `<name>_sort` (collation, for order).
    pub keyed: bool,
    /// Its words are found by search.
    pub searchable: bool,
    /// May appear in filters, sort and group.
    pub filterable: bool,
    /// Who sets it.
    pub write: Write,
    /// Personal data: erased with the person.
    pub personal: bool,
    /// Stands among the key facts and the first columns of a list.
    pub key_fact: bool,
    /// A reference kept equal to one of several links, by a rule: the links tell more than it does.
    pub mirror: bool,
    /// Whether the workspace keeps the names of the choice itself.
    pub grows: bool,
    /// What a new record gets.
    pub default: Initial,
}

/// A Rust type that can be a field.
pub trait FieldType: Sized {
    /// What it is stored as.
    const KIND: Kind;
    /// Whether nothing may be stored.
    const NULLABLE: bool = false;
    /// The entity a reference points to.
    const TARGET: Option<fn() -> &'static Entity> = None;
    /// The names of a choice.
    const CHOICES: &'static [&'static str] = &[];
    /// Into the value that is stored.
    fn into_value(self) -> Value;
    /// From a stored value; `None` when the value is of another kind.
    fn from_value(value: &Value) -> Option<Self>;
}

/// Marks the types made by [`choice!`](crate::choice).
pub trait ChoiceType: FieldType {}

impl Field {
    /// A field as its type tells, without further flags.
    pub const fn of<T: FieldType>(name: &'static str) -> Self {
        Self {
            name,
            kind: T::KIND,
            nullable: T::NULLABLE,
            target: T::TARGET,
            choices: T::CHOICES,
            format: Format::Plain,
            max_length: 255,
            range: None,
            required: !T::NULLABLE,
            unique: false,
            keyed: false,
            searchable: false,
            filterable: true,
            write: Write::Free,
            personal: false,
            key_fact: false,
            mirror: false,
            grows: false,
            default: Initial::None,
        }
    }

    /// At most so many characters.
    pub const fn max(mut self, characters: u32) -> Self {
        self.max_length = characters;
        self
    }

    /// Only numbers from `least` to `most`, in the stored unit.
    pub const fn range(mut self, least: i64, most: i64) -> Self {
        self.range = Some((least, most));
        self
    }

    /// Another input and check.
    pub const fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Several lines, up to 100,000 characters.
    pub const fn multiline(mut self) -> Self {
        self.format = Format::Multiline;
        self.max_length = 100_000;
        self
    }

    /// Unique among live records.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// With match and sort key columns: for names that people order and look for.
    pub const fn keyed(mut self) -> Self {
        self.keyed = true;
        self
    }

    /// Found by search.
    pub const fn search(mut self) -> Self {
        self.searchable = true;
        self
    }

    /// Never in filters, sort or group.
    pub const fn unfiltered(mut self) -> Self {
        self.filterable = false;
        self
    }

    /// Set at creation and then fixed.
    pub const fn on_create(mut self) -> Self {
        self.write = Write::OnCreate;
        self
    }

    /// Set by verbs (and imports) only.
    pub const fn by_verb(mut self) -> Self {
        self.write = Write::ByVerb;
        self.required = false;
        self
    }

    /// Set by Guanxi only.
    pub const fn derived(mut self) -> Self {
        self.write = Write::Never;
        self.required = false;
        self
    }

    /// Personal data.
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Among the key facts.
    pub const fn fact(mut self) -> Self {
        self.key_fact = true;
        self
    }

    /// What a new record gets; the caller need not say.
    pub const fn or(mut self, default: Initial) -> Self {
        self.default = default;
        self.required = false;
        self
    }

    /// Kept equal to one of several links, which lists of related records show instead.
    pub const fn mirror(mut self) -> Self {
        self.mirror = true;
        self
    }

    /// A choice whose names the workspace keeps itself: those of the catalogue, and more (`choice_option`).
    pub const fn grows(mut self) -> Self {
        self.grows = true;
        self
    }

    /// The caller need not say: the entity's rule fills it.
    pub const fn filled(mut self) -> Self {
        self.required = false;
        self
    }

    /// The entity a reference points to.
    pub fn target(&self) -> Option<&'static Entity> {
        self.target.map(|entity| entity())
    }

    /// The default as a value.
    pub fn default_value(&self, company_currency: Currency) -> Value {
        match self.default {
            Initial::None => Value::Null,
            Initial::Text(text) if self.kind == Kind::Choices => {
                Value::List(vec![Value::text(text)])
            }
            Initial::Text(text) if self.kind == Kind::Json => Value::Json(text.to_owned()),
            Initial::Text(text) => Value::text(text),
            Initial::Int(number) if self.kind == Kind::Decimal => {
                Value::Decimal(Decimal::from_micros(number))
            }
            Initial::Int(number) => Value::Int(number),
            Initial::Bool(yes) => Value::Bool(yes),
            Initial::CompanyCurrency => Value::text(company_currency.code()),
        }
    }
}

/// The id of a record of one entity.
pub struct Id<T: Record>(Uuid, PhantomData<fn() -> T>);

impl<T: Record> Id<T> {
    /// From the plain id.
    pub const fn new(id: Uuid) -> Self {
        Self(id, PhantomData)
    }

    /// The plain id.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<T: Record> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Record> Copy for Id<T> {}
impl<T: Record> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T: Record> Eq for Id<T> {}
impl<T: Record> std::fmt::Debug for Id<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl<T: Record> FieldType for Id<T> {
    const KIND: Kind = Kind::Id;
    const TARGET: Option<fn() -> &'static Entity> = Some(T::entity);
    fn into_value(self) -> Value {
        Value::Id(self.0)
    }
    fn from_value(value: &Value) -> Option<Self> {
        value.as_id().map(Self::new)
    }
}

/// JSON kept as text until somebody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(pub String);

macro_rules! field_type {
    ($type:ty, $kind:ident, $variant:ident) => {
        impl FieldType for $type {
            const KIND: Kind = Kind::$kind;
            fn into_value(self) -> Value {
                Value::$variant(self)
            }
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$variant(inner) => Some(inner.clone()),
                    _ => None,
                }
            }
        }
    };
}

field_type!(Uuid, Id, Id);
field_type!(String, Text, Text);
field_type!(i64, Int, Int);
field_type!(bool, Bool, Bool);
field_type!(Decimal, Decimal, Decimal);
field_type!(Money, Money, Money);
field_type!(Instant, Instant, Instant);
field_type!(NaiveDate, Day, Day);

impl FieldType for Json {
    const KIND: Kind = Kind::Json;
    fn into_value(self) -> Value {
        Value::Json(self.0)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Json(text) => Some(Self(text.clone())),
            _ => None,
        }
    }
}

impl FieldType for Currency {
    const KIND: Kind = Kind::Text;
    fn into_value(self) -> Value {
        Value::text(self.code())
    }
    fn from_value(value: &Value) -> Option<Self> {
        value.as_text()?.parse().ok()
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    const TARGET: Option<fn() -> &'static Entity> = T::TARGET;
    const CHOICES: &'static [&'static str] = T::CHOICES;
    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl<T: ChoiceType> FieldType for Vec<T> {
    const KIND: Kind = Kind::Choices;
    const CHOICES: &'static [&'static str] = T::CHOICES;
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(T::into_value).collect())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(items) => items.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}
