//! The one filter language: in lists, saved views, field rules, exit criteria, segments.
//!
//! As JSON: `{"and":[…]}`, `{"or":[…]}` or `{"field":"account_id.city","op":"eq","value":"Rome"}`;
//! in a URL `filter[field]=value` and `filter[field.op]=value`, all of which must hold.

use std::fmt;

use serde_json::{Map, Value as Json, json};

use super::field::Kind;
use super::path::{Leaf, Lens, resolve};
use super::period::Period;
use super::problem::{Violation, Violations};
use super::value::Value;
use super::wire;

/// A condition on a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All hold; none listed holds for every record.
    And(Vec<Filter>),
    /// At least one holds; none listed holds for no record.
    Or(Vec<Filter>),
    /// One test.
    Test(Test),
}

/// One test on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The field: `name`, `account_id.city`, `lines.product_id`, `custom.region`, `amount.currency`.
    /// A test through a reference or collection holds when a visible record or row is there that
    /// passes it.
    pub path: String,
    /// How to compare.
    pub op: Op,
    /// With what.
    pub operand: Operand,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A value of the field's kind, or a list of them for `in` and `nin`.
    Value(Value),
    /// A stretch of days that moves with the calendar: `@today`, `@this_month`, `@today+7`.
    Period(Period),
    /// The user who looks: `@me`.
    Me,
}

/// How a field is compared. Comparisons with nothing stored are false, but `ne` and `nin` hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Equal; in a period.
    Eq,
    /// Not equal; not in a period; nothing stored counts as not equal.
    Ne,
    /// Less; before a period.
    Lt,
    /// Less or equal; before a period's end.
    Lte,
    /// Greater; after a period.
    Gt,
    /// Greater or equal; from a period's start.
    Gte,
    /// One of a list.
    In,
    /// None of a list; nothing stored counts.
    Nin,
    /// Text holds this, whatever width, case or accents.
    Contains,
    /// Text begins with this, whatever width, case or accents.
    Starts,
    /// Several choices hold this one.
    Has,
    /// Nothing stored (`true`) or something stored (`false`).
    Empty,
}

/// All operators with their names on the wire.
pub const OPS: &[(Op, &str)] = &[
    (Op::Eq, "eq"),
    (Op::Ne, "ne"),
    (Op::Lt, "lt"),
    (Op::Lte, "lte"),
    (Op::Gt, "gt"),
    (Op::Gte, "gte"),
    (Op::In, "in"),
    (Op::Nin, "nin"),
    (Op::Contains, "contains"),
    (Op::Starts, "starts"),
    (Op::Has, "has"),
    (Op::Empty, "empty"),
];

/// Deepest nesting of `and` and `or`.
pub const MOST_LEVELS: usize = 8;
/// Most tests in one filter.
pub const MOST_TESTS: usize = 100;
/// Most values of one `in`.
pub const MOST_ITEMS: usize = 1_000;

impl Op {
    /// From its name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        OPS.iter()
            .find(|(_, known)| *known == name)
            .map(|(op, _)| *op)
    }

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        OPS.iter()
            .find(|(op, _)| *op == self)
            .map_or("eq", |(_, name)| *name)
    }

    /// Whether it makes sense for a kind.
    pub const fn suits(self, kind: Kind) -> bool {
        match self {
            Self::Empty => true,
            Self::Eq | Self::Ne => !matches!(kind, Kind::Choices | Kind::Json),
            Self::In | Self::Nin => {
                !matches!(kind, Kind::Choices | Kind::Json | Kind::Bool | Kind::Money)
            }
            Self::Lt | Self::Lte | Self::Gt | Self::Gte => {
                matches!(
                    kind,
                    Kind::Int
                        | Kind::Decimal
                        | Kind::Money
                        | Kind::Instant
                        | Kind::Day
                        | Kind::Text
                )
            }
            Self::Contains | Self::Starts => matches!(kind, Kind::Text),
            Self::Has => matches!(kind, Kind::Choices),
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl Filter {
    /// A field equals a value.
    pub fn equals(path: &str, value: Value) -> Self {
        Self::test(path, Op::Eq, value)
    }

    /// One test with a plain value.
    pub fn test(path: &str, op: Op, value: Value) -> Self {
        Self::Test(Test {
            path: path.to_owned(),
            op,
            operand: Operand::Value(value),
        })
    }

    /// At least one of several.
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::Or(filters.into_iter().collect())
    }

    /// All of several.
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::And(filters.into_iter().collect())
    }

    /// Both this and another.
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::And(mut parts) => {
                parts.push(other);
                Self::And(parts)
            }
            single => Self::And(vec![single, other]),
        }
    }

    /// The same of the record that a reference leads to.
    #[must_use]
    pub fn under(self, reference: &str) -> Self {
        let all = |parts: Vec<Self>| {
            parts
                .into_iter()
                .map(|part| part.under(reference))
                .collect()
        };
        match self {
            Self::And(parts) => Self::And(all(parts)),
            Self::Or(parts) => Self::Or(all(parts)),
            Self::Test(test) => Self::Test(Test {
                path: format!("{reference}.{}", test.path),
                ..test
            }),
        }
    }

    /// All tests, in order.
    pub fn tests(&self) -> Vec<&Test> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::tests).collect(),
            Self::Test(test) => vec![test],
        }
    }

    /// Reads the JSON form. Pointers of refusals start with `at`, such as `/filter`.
    pub fn from_json(lens: &Lens, json: &Json, at: &str) -> Result<Self, Violations> {
        let filter = Reader { lens }.filter(json, at, 1)?;
        if filter.tests().len() > MOST_TESTS {
            return Err(Violation::at(at, "too_many_tests")
                .with("most", MOST_TESTS)
                .into());
        }
        Ok(filter)
    }

    /// Reads one `filter[key]=text` of a URL; `key` may end with `.op`.
    pub fn from_parameter(lens: &Lens, key: &str, text: &str) -> Result<Self, Violations> {
        let at = format!("filter[{key}]");
        let (path, op) = match key.rsplit_once('.') {
            Some((path, name)) => match Op::named(name) {
                Some(op) => (path, op),
                None => (key, Op::Eq),
            },
            None => (key, Op::Eq),
        };
        let leaf = resolve(lens, path)
            .map_err(|violation| Violation {
                pointer: at.clone(),
                ..violation
            })?
            .leaf;
        let json = parameter_json(&leaf, op, text);
        test(&leaf, path, op, &json, &at)
            .map(Self::Test)
            .map_err(Violations::from)
    }

    /// The JSON form.
    pub fn to_json(&self) -> Json {
        match self {
            Self::And(parts) => {
                json!({ "and": parts.iter().map(Self::to_json).collect::<Vec<_>>() })
            }
            Self::Or(parts) => json!({ "or": parts.iter().map(Self::to_json).collect::<Vec<_>>() }),
            Self::Test(test) => {
                json!({ "field": test.path, "op": test.op.name(), "value": test.operand.to_json() })
            }
        }
    }
}

impl Operand {
    fn to_json(&self) -> Json {
        match self {
            Self::Value(value) => wire::value_json(value),
            Self::Period(period) => Json::String(format!("@{period}")),
            Self::Me => json!("@me"),
        }
    }
}

struct Reader<'a> {
    lens: &'a Lens<'a>,
}

impl Reader<'_> {
    fn filter(&self, json: &Json, at: &str, level: usize) -> Result<Filter, Violations> {
        if level > MOST_LEVELS {
            return Err(Violation::at(at, "too_deep")
                .with("most", MOST_LEVELS)
                .into());
        }
        let Json::Object(map) = json else {
            return Err(Violation::at(at, "filter_shape").into());
        };
        if map.contains_key("field") {
            return self.test(map, at).map(Filter::Test);
        }
        match (map.len(), map.get("and"), map.get("or")) {
            (1, Some(parts), None) => self
                .parts(parts, &format!("{at}/and"), level)
                .map(Filter::And),
            (1, None, Some(parts)) => self
                .parts(parts, &format!("{at}/or"), level)
                .map(Filter::Or),
            (0, None, None) => Ok(Filter::And(Vec::new())),
            _ => Err(Violation::at(at, "filter_shape").into()),
        }
    }

    fn parts(&self, json: &Json, at: &str, level: usize) -> Result<Vec<Filter>, Violations> {
        let Json::Array(items) = json else {
            return Err(Violation::at(at, "filter_shape").into());
        };
        if items.len() > MOST_TESTS {
            return Err(Violation::at(at, "too_many_tests")
                .with("most", MOST_TESTS)
                .into());
        }
        items
            .iter()
            .enumerate()
            .map(|(i, item)| self.filter(item, &format!("{at}/{i}"), level + 1))
            .collect()
    }

    fn test(&self, map: &Map<String, Json>, at: &str) -> Result<Test, Violations> {
        if let Some(key) = map
            .keys()
            .find(|key| !["field", "op", "value"].contains(&key.as_str()))
        {
            return Err(Violation::at(format!("{at}/{key}"), "unknown_field").into());
        }
        let path = map.get("field").and_then(Json::as_str).unwrap_or_default();
        let leaf = resolve(self.lens, path)
            .map_err(|violation| Violation {
                pointer: format!("{at}/field"),
                ..violation
            })?
            .leaf;
        let op = match map.get("op") {
            None => Some(Op::Eq),
            Some(name) => name.as_str().and_then(Op::named),
        };
        let op = op.ok_or_else(|| Violation::at(format!("{at}/op"), "unknown_operator"))?;
        let value = map.get("value").unwrap_or(&Json::Null);
        test(&leaf, path, op, value, &format!("{at}/value")).map_err(Violations::from)
    }
}

fn test(leaf: &Leaf, path: &str, op: Op, value: &Json, at: &str) -> Result<Test, Violation> {
    let kind = leaf.shape().kind;
    if !leaf.filterable() {
        return Err(Violation::at(at, "not_filterable"));
    }
    if !op.suits(kind) {
        return Err(Violation::at(at, "operator_not_for_kind").with("operator", op));
    }
    Ok(Test {
        path: path.to_owned(),
        op,
        operand: operand(leaf, op, value, at)?,
    })
}

fn operand(leaf: &Leaf, op: Op, json: &Json, at: &str) -> Result<Operand, Violation> {
    let shape = leaf.shape();
    match (op, json) {
        (Op::Empty, Json::Null) => Ok(Operand::Value(Value::Bool(true))),
        (Op::Empty, Json::Bool(yes)) => Ok(Operand::Value(Value::Bool(*yes))),
        (Op::Empty, _) => Err(Violation::at(at, "not_a_boolean")),
        (Op::In | Op::Nin, Json::Array(items)) if items.len() <= MOST_ITEMS => {
            let values: Result<Vec<_>, _> = items.iter().map(|item| one(leaf, item, at)).collect();
            Ok(Operand::Value(Value::List(values?)))
        }
        (Op::In | Op::Nin, _) => Err(Violation::at(at, "not_a_list").with("most", MOST_ITEMS)),
        (_, Json::String(text)) if shape.kind == Kind::Id && text == "@me" => Ok(Operand::Me),
        (_, Json::String(text)) if text.starts_with('@') && has_periods(shape.kind) => {
            let period = text[1..]
                .parse()
                .map_err(|_| Violation::at(at, "unknown_period"))?;
            Ok(Operand::Period(period))
        }
        _ => one(leaf, json, at).map(Operand::Value),
    }
}

const fn has_periods(kind: Kind) -> bool {
    matches!(kind, Kind::Day | Kind::Instant)
}

/// One value, null allowed (`eq null` asks for nothing stored). A choice's list of names stays
/// open: an unknown name matches nothing instead of being refused.
fn one(leaf: &Leaf, json: &Json, at: &str) -> Result<Value, Violation> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    let shape = leaf.shape();
    let kind = match shape.kind {
        Kind::Choice | Kind::Choices => Kind::Text,
        other => other,
    };
    wire::parse(kind, json).map_err(|code| Violation::at(at, code))
}

/// The JSON that a URL's text means for a field.
fn parameter_json(leaf: &Leaf, op: Op, text: &str) -> Json {
    match op {
        Op::Empty => Json::Bool(text != "false"),
        Op::In | Op::Nin => Json::Array(
            text.split(',')
                .map(|item| parameter_item(leaf, item))
                .collect(),
        ),
        _ => parameter_item(leaf, text),
    }
}

fn parameter_item(leaf: &Leaf, text: &str) -> Json {
    let kind = leaf.shape().kind;
    // Somebody may be called Null; that nothing is stored in a text is asked by `empty`.
    if text == "null" && kind != Kind::Text {
        return Json::Null;
    }
    match kind {
        Kind::Int => text
            .parse::<i64>()
            .map_or_else(|_| json!(text), |number| json!(number)),
        Kind::Bool => match text {
            "true" => json!(true),
            "false" => json!(false),
            other => json!(other),
        },
        // `EUR:1250` is twelve euros fifty: minor units, and never without the currency.
        Kind::Money => match text
            .split_once(':')
            .map(|(code, minor)| (code, minor.parse::<i64>()))
        {
            Some((code, Ok(minor))) => json!({ "amount_minor": minor, "currency": code }),
            _ => json!(text),
        },
        _ => json!(text),
    }
}
