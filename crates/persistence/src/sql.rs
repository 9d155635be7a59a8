//! SQL as text with binds, for both databases and for diesel's statement cache.
//!
//! A statement is one flat text; binds stand at byte offsets in it. Diesel keys its cache by the
//! text, so shapes must stay few: statements made for one caller's filter say `uncached`.

use diesel::deserialize::FromSql;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::{IsNull, Output, Result as Written, ToSql};
use diesel::sql_types::{BigInt, Binary, Bool, HasSqlType, Nullable, SqlType, Text, Untyped};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, RunQueryDsl};
use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::connection::{Conn, Dialect, MultiBackend, MultiRawValue};

/// The SQL type of ids: `UUID`, BLOB.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct Guid;

/// The SQL type of lists of ids; PostgreSQL only.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2951, array_oid = 2951))]
#[diesel(sqlite_type(name = "Binary"))]
pub struct GuidList;

/// The SQL type of instants: `TIMESTAMPTZ`, INTEGER in microseconds.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct Moment;

/// The SQL type of days: `DATE`, TEXT.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1082, array_oid = 1182))]
#[diesel(sqlite_type(name = "Text"))]
pub struct Date;

/// An id as it is bound.
#[derive(Debug, Clone, Copy)]
pub struct IdBind(pub Uuid);

/// A list of ids as it is bound.
#[derive(Debug, Clone)]
pub struct IdListBind(pub Vec<Uuid>);

/// An instant as it is bound.
#[derive(Debug, Clone, Copy)]
pub struct MomentBind(pub i64);

/// A day as it is bound.
#[derive(Debug, Clone)]
pub struct DateBind(pub chrono::NaiveDate, pub String);

/// Microseconds between 1970 and 2000, where PostgreSQL begins to count.
pub(crate) const PG_EPOCH: i64 = 946_684_800_000_000;
/// Days between 1970 and 2000.
pub(crate) const PG_EPOCH_DAYS: i32 = 10_957;
/// Days between year 1 and 1970.
pub(crate) const UNIX_EPOCH_DAYS: i32 = 719_163;

macro_rules! both_backends {
    ($sql:ty, $bind:ty) => {
        impl ToSql<$sql, MultiBackend> for $bind {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> Written {
                out.set_value((<$sql>::default(), self));
                Ok(IsNull::No)
            }
        }
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }
    };
}

both_backends!(Guid, IdBind);
both_backends!(GuidList, IdListBind);
both_backends!(Moment, MomentBind);
both_backends!(Date, DateBind);

impl ToSql<Guid, Pg> for IdBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
        std::io::Write::write_all(out, self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Guid, Sqlite> for IdBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
        out.set_value(&self.0.as_bytes()[..]);
        Ok(IsNull::No)
    }
}

impl ToSql<GuidList, Pg> for IdListBind {
    /// The binary form of a one-dimensional `uuid[]` without nulls.
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
        use std::io::Write;
        let count = i32::try_from(self.0.len())?;
        for header in [1_i32, 0, 2950, count, 1] {
            out.write_all(&header.to_be_bytes())?;
        }
        for id in &self.0 {
            out.write_all(&16_i32.to_be_bytes())?;
            out.write_all(id.as_bytes())?;
        }
        Ok(IsNull::No)
    }
}

impl ToSql<GuidList, Sqlite> for IdListBind {
    fn to_sql<'b>(&'b self, _: &mut Output<'b, '_, Sqlite>) -> Written {
        Err("lists of ids are bound one by one on SQLite".into())
    }
}

impl ToSql<Moment, Pg> for MomentBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
        std::io::Write::write_all(out, &(self.0 - PG_EPOCH).to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Moment, Sqlite> for MomentBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
        out.set_value(self.0);
        Ok(IsNull::No)
    }
}

impl ToSql<Date, Pg> for DateBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> Written {
        let days = chrono::Datelike::num_days_from_ce(&self.0) - UNIX_EPOCH_DAYS - PG_EPOCH_DAYS;
        std::io::Write::write_all(out, &days.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Date, Sqlite> for DateBind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> Written {
        out.set_value(self.1.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<Guid, Pg> for IdBind {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

impl FromSql<Guid, Sqlite> for IdBind {
    fn from_sql(
        mut value: diesel::sqlite::SqliteValue<'_, '_, '_>,
    ) -> diesel::deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.read_blob())?))
    }
}

impl FromSql<Guid, MultiBackend> for IdBind {
    fn from_sql(value: MultiRawValue<'_>) -> diesel::deserialize::Result<Self> {
        value.from_sql::<Self, Guid>()
    }
}

/// What a null is a null of: PostgreSQL wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullOf {
    /// Text.
    Text,
    /// Whole number.
    Int,
    /// Boolean.
    Bool,
    /// Id.
    Id,
    /// Instant.
    Instant,
    /// Day.
    Day,
    /// Bytes.
    Bytes,
}

/// One bound value.
#[derive(Debug, Clone)]
pub enum Bind {
    /// Nothing.
    Null(NullOf),
    /// Text.
    Text(String),
    /// Whole number.
    Int(i64),
    /// Boolean.
    Bool(bool),
    /// Id.
    Id(IdBind),
    /// Ids, PostgreSQL only.
    Ids(IdListBind),
    /// Instant.
    Instant(MomentBind),
    /// Day.
    Day(DateBind),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Bind {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Bind {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<bool> for Bind {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
impl From<Uuid> for Bind {
    fn from(id: Uuid) -> Self {
        Self::Id(IdBind(id))
    }
}
impl From<Option<Uuid>> for Bind {
    fn from(id: Option<Uuid>) -> Self {
        id.map_or(Self::Null(NullOf::Id), Self::from)
    }
}
impl From<Option<String>> for Bind {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null(NullOf::Text), Self::Text)
    }
}
impl From<Option<Instant>> for Bind {
    fn from(at: Option<Instant>) -> Self {
        at.map_or(Self::Null(NullOf::Instant), Self::from)
    }
}
impl From<Instant> for Bind {
    fn from(at: Instant) -> Self {
        Self::Instant(MomentBind(at.micros()))
    }
}
impl From<chrono::NaiveDate> for Bind {
    fn from(day: chrono::NaiveDate) -> Self {
        Self::Day(DateBind(day, day.to_string()))
    }
}
impl From<Vec<u8>> for Bind {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A statement.
#[derive(Debug, Clone)]
pub struct Sql {
    dialect: Dialect,
    text: String,
    binds: Vec<(usize, Bind)>,
    cached: bool,
}

impl Sql {
    /// An empty statement that diesel may cache.
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            text: String::new(),
            binds: Vec::new(),
            cached: true,
        }
    }

    /// A statement that begins with a text.
    pub fn text(dialect: Dialect, text: &str) -> Self {
        let mut sql = Self::new(dialect);
        sql.push(text);
        sql
    }

    /// For which database.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds text. Names in it come from the catalogue, never from a request.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a bound value.
    pub fn bind(&mut self, value: impl Into<Bind>) -> &mut Self {
        self.binds.push((self.text.len(), value.into()));
        self
    }

    /// Adds one text on SQLite and another on PostgreSQL.
    pub fn either(&mut self, sqlite: &str, postgres: &str) -> &mut Self {
        self.text.push_str(if self.dialect == Dialect::Sqlite {
            sqlite
        } else {
            postgres
        });
        self
    }

    /// Adds ` IN (…)` over ids as few texts as possible: an array on PostgreSQL, on SQLite a list
    /// padded to a power of two with its last id.
    pub fn in_ids(&mut self, ids: &[Uuid]) -> &mut Self {
        if self.dialect == Dialect::Postgres {
            self.push(" = ANY(")
                .bind(Bind::Ids(IdListBind(ids.to_vec())))
                .push(")");
            return self;
        }
        let Some(last) = ids.last() else {
            return self.push(" IN (NULL)");
        };
        self.push(" IN (");
        for i in 0..ids.len().next_power_of_two() {
            if i > 0 {
                self.push(",");
            }
            self.bind(*ids.get(i).unwrap_or(last));
        }
        self.push(")")
    }

    /// Adds another statement's text and binds.
    pub fn append(&mut self, other: Self) -> &mut Self {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.binds
            .extend(other.binds.into_iter().map(|(at, bind)| (base + at, bind)));
        self.cached &= other.cached;
        self
    }

    /// Adds a copy of another statement's text and binds.
    pub fn add(&mut self, other: &Self) -> &mut Self {
        self.append(other.clone())
    }

    /// Says that this shape is one caller's own and must not fill the statement cache.
    pub const fn uncached(&mut self) -> &mut Self {
        self.cached = false;
        self
    }

    /// The text, with the binds left out: for tests and slow-query logs.
    pub fn shape(&self) -> &str {
        &self.text
    }

    /// Runs a statement that gives no rows; how many rows it touched.
    pub fn execute(self, conn: &mut Conn) -> QueryResult<usize> {
        RunQueryDsl::execute(self, conn)
    }
}

impl QueryFragment<MultiBackend> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if !self.cached {
            out.unsafe_to_cache_prepared();
        }
        let mut from = 0;
        for (at, bind) in &self.binds {
            out.push_sql(&self.text[from..*at]);
            from = *at;
            push_bind(bind, &mut out)?;
        }
        out.push_sql(&self.text[from..]);
        Ok(())
    }
}

fn push_bind<'b>(bind: &'b Bind, out: &mut AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
    match bind {
        Bind::Text(value) => out.push_bind_param::<Text, String>(value),
        Bind::Int(value) => out.push_bind_param::<BigInt, i64>(value),
        Bind::Bool(value) => out.push_bind_param::<Bool, bool>(value),
        Bind::Id(value) => out.push_bind_param::<Guid, IdBind>(value),
        Bind::Ids(value) => out.push_bind_param::<GuidList, IdListBind>(value),
        Bind::Instant(value) => out.push_bind_param::<Moment, MomentBind>(value),
        Bind::Day(value) => out.push_bind_param::<Date, DateBind>(value),
        Bind::Bytes(value) => out.push_bind_param::<Binary, Vec<u8>>(value),
        Bind::Null(NullOf::Text) => out.push_bind_param::<Nullable<Text>, Option<String>>(&None),
        Bind::Null(NullOf::Int) => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(&None),
        Bind::Null(NullOf::Bool) => out.push_bind_param::<Nullable<Bool>, Option<bool>>(&None),
        Bind::Null(NullOf::Id) => out.push_bind_param::<Nullable<Guid>, Option<IdBind>>(&None),
        Bind::Null(NullOf::Instant) => {
            out.push_bind_param::<Nullable<Moment>, Option<MomentBind>>(&None)
        }
        Bind::Null(NullOf::Day) => out.push_bind_param::<Nullable<Date>, Option<DateBind>>(&None),
        Bind::Null(NullOf::Bytes) => {
            out.push_bind_param::<Nullable<Binary>, Option<Vec<u8>>>(&None)
        }
    }
}

impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Sql {
    type SqlType = Untyped;
}

impl RunQueryDsl<Conn> for Sql {}
