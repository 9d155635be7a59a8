//! Which comparisons suit which field, in words.

use guanxi_domain::kernel::field::Kind;
use guanxi_i18n::Texts;

use crate::records::catalogue::Field;
use crate::records::input::is_reference;

/// A comparison as people pick it. "Is empty" and "is not empty" are one operator with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// By the language's own name.
    Plain(&'static str),
    /// Nothing stored.
    Empty,
    /// Something stored.
    Filled,
}

impl Operator {
    /// The name it is picked by.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plain(op) => op,
            Self::Empty => "empty",
            Self::Filled => "filled",
        }
    }

    /// By the name it is picked by.
    pub fn by_id(id: &str) -> Self {
        match id {
            "empty" => Self::Empty,
            "filled" => Self::Filled,
            other => Self::Plain(
                ALL.into_iter()
                    .find(|known| *known == other)
                    .unwrap_or("eq"),
            ),
        }
    }

    /// The words: days are "before" where numbers are "less than".
    pub fn words(self, kind: Kind, texts: &Texts) -> String {
        let id = self.id();
        let own = match kind {
            Kind::Day | Kind::Instant => format!("ui-op-day-{id}"),
            Kind::Int | Kind::Decimal | Kind::Money => format!("ui-op-number-{id}"),
            _ => String::new(),
        };
        texts.first_of(&[&own, &format!("ui-op-{id}")])
    }
}

const ALL: [&str; 12] = [
    "eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "contains", "starts", "has", "empty",
];

/// The comparisons offered for a field, the usual one first.
pub fn operators(field: &Field) -> Vec<Operator> {
    let names: &[&'static str] = match field.kind {
        _ if is_reference(field) => &["eq", "ne", "in", "nin"],
        Kind::Text => &["contains", "starts", "eq", "ne"],
        Kind::Choice => &["in", "nin"],
        Kind::Choices => &["has"],
        Kind::Bool => &["eq"],
        Kind::Day | Kind::Instant => &["eq", "lt", "lte", "gt", "gte"],
        Kind::Id | Kind::Json => &[],
        Kind::Int | Kind::Decimal | Kind::Money => &["eq", "ne", "gt", "gte", "lt", "lte"],
    };
    let known = names
        .iter()
        .filter(|name| field.operators.iter().any(|op| op == *name));
    let mut offered: Vec<_> = known.map(|name| Operator::Plain(name)).collect();
    if field.operators.iter().any(|op| op == "empty") && field.nullable {
        offered.extend([Operator::Filled, Operator::Empty]);
    }
    offered
}
