//! How an entity's fields lie in its table.

use std::collections::HashMap;
use std::sync::LazyLock;

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::custom;
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::registry;

use crate::engine::keys::{self, Collation};
use crate::sql::{Bind, NullOf};

/// The shape of a table's rows as the engine reads them: computed once per entity.
pub(crate) struct Columns {
    /// `t.id, t.version, …`: every field in the catalogue's order, money as two columns, `custom` last.
    pub(crate) select: String,
    width: usize,
    /// Place of each field's first cell.
    pub(crate) places: Vec<usize>,
    /// Place of `custom`, for entities that have it.
    pub(crate) custom: Option<usize>,
    /// `"name":` with the comma or brace before it, per field.
    pub(crate) keys: Vec<Vec<u8>>,
}

static COLUMNS: LazyLock<HashMap<&'static str, Columns>> = LazyLock::new(|| {
    registry::ENTITIES
        .iter()
        .map(|entity| (entity.name, Columns::new(entity)))
        .collect()
});

impl Columns {
    /// How many columns are selected.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The columns of an entity of the catalogue.
    pub(crate) fn of(entity: &Entity) -> &'static Self {
        // Every entity that reaches the engine comes from the registry, where all are.
        static EMPTY: LazyLock<Columns> = LazyLock::new(|| Columns {
            select: String::new(),
            width: 0,
            places: Vec::new(),
            custom: None,
            keys: Vec::new(),
        });
        COLUMNS.get(entity.name).unwrap_or(&EMPTY)
    }

    fn new(entity: &Entity) -> Self {
        let mut select = Vec::new();
        let mut places = Vec::new();
        let mut keys = Vec::new();
        for (i, field) in entity.all_fields().enumerate() {
            places.push(select.len());
            select.extend(
                read_columns(field)
                    .into_iter()
                    .map(|column| format!("t.{column}")),
            );
            keys.push(
                format!("{}\"{}\":", if i == 0 { '{' } else { ',' }, field.name).into_bytes(),
            );
        }
        let custom = entity.custom.then_some(select.len());
        if custom.is_some() {
            select.push("t.custom".to_owned());
        }
        Self {
            width: select.len(),
            select: select.join(", "),
            places,
            custom,
            keys,
        }
    }
}

/// The columns that hold a field's value.
pub(crate) fn read_columns(field: &Field) -> Vec<String> {
    match field.kind {
        Kind::Money => vec![
            format!("{}_minor", field.name),
            format!("{}_currency", field.name),
        ],
        _ => vec![field.name.to_owned()],
    }
}

/// All columns of a field: its value, and the match and sort keys of keyed text.
pub(crate) fn write_columns(field: &Field) -> Vec<String> {
    let mut columns = read_columns(field);
    if field.keyed {
        columns.push(format!("{}_key", field.name));
        columns.push(format!("{}_sort", field.name));
    }
    columns
}

/// The binds for [`write_columns`], in the same order.
pub(crate) fn write_binds(field: &Field, value: &Value, collation: Collation) -> Vec<Bind> {
    let mut binds = value_binds(field.kind, value);
    if field.keyed {
        match value.as_text() {
            Some(text) => {
                binds.push(Bind::Text(keys::match_key(text)));
                binds.push(Bind::Bytes(collation.sort_key(text)));
            }
            None => binds.extend([Bind::Null(NullOf::Text), Bind::Null(NullOf::Bytes)]),
        }
    }
    binds
}

/// A value of a kind as it is bound; money as two binds.
pub(crate) fn value_binds(kind: Kind, value: &Value) -> Vec<Bind> {
    vec![match (kind, value) {
        (Kind::Money, Value::Money(money)) => {
            return vec![
                Bind::Int(money.minor),
                Bind::Text(money.currency.code().to_owned()),
            ];
        }
        (Kind::Money, _) => return vec![Bind::Null(NullOf::Int), Bind::Null(NullOf::Text)],
        (Kind::Choices, Value::List(items)) => Bind::Text(custom::joined(items)),
        (Kind::Choices, _) => Bind::Text(String::new()),
        (_, Value::Text(text) | Value::Json(text)) => Bind::Text(text.clone()),
        (_, Value::Int(number)) => Bind::Int(*number),
        (_, Value::Decimal(number)) => Bind::Int(number.micros()),
        (_, Value::Bool(yes)) => Bind::Bool(*yes),
        (_, Value::Id(id)) => Bind::from(*id),
        (_, Value::Instant(at)) => Bind::from(*at),
        (_, Value::Day(day)) => Bind::from(*day),
        (kind, _) => Bind::Null(null_of(kind)),
    }]
}

/// What a null of a kind is a null of.
pub(crate) const fn null_of(kind: Kind) -> NullOf {
    match kind {
        Kind::Id => NullOf::Id,
        Kind::Int | Kind::Decimal | Kind::Money => NullOf::Int,
        Kind::Bool => NullOf::Bool,
        Kind::Instant => NullOf::Instant,
        Kind::Day => NullOf::Day,
        Kind::Text | Kind::Choice | Kind::Choices | Kind::Json => NullOf::Text,
    }
}
