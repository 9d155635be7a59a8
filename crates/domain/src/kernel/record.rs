//! Typed structs over the catalogue: one list of fields makes both, so they cannot differ.

use uuid::Uuid;

use super::catalogue::Entity;
use super::field::FieldType;
use super::time::Instant;
use super::value::Value;

/// A typed record or row.
pub trait Record: Sized + 'static {
    /// Its catalogue.
    fn entity() -> &'static Entity;
    /// From the values of a document in the order of [`Entity::all_fields`].
    fn from_values(values: &[Value]) -> Option<Self>;
    /// Into values in that order.
    fn into_values(self) -> Vec<Value>;
}

/// The first members of a typed record: system columns or those of a row.
pub trait Head: Sized {
    /// How many columns.
    const WIDTH: usize;
    /// From the first values of a document.
    fn from_head(values: &[Value]) -> Option<Self>;
    /// Into values.
    fn into_head(self) -> Vec<Value>;
}

/// The system columns of a record, in the order of [`super::catalogue::SYSTEM`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// UUIDv7, made by whoever creates the record.
    pub id: Uuid,
    /// From 1, one more with every change.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// Who created it.
    pub created_by: Option<Uuid>,
    /// When it changed last.
    pub updated_at: Instant,
    /// Who changed it last.
    pub updated_by: Option<Uuid>,
    /// When it went into the bin.
    pub deleted_at: Option<Instant>,
    /// Who put it there.
    pub deleted_by: Option<Uuid>,
    /// The user it belongs to.
    pub owner_id: Option<Uuid>,
    /// The team stamped when the owner was set.
    pub team_id: Option<Uuid>,
    /// Where it came from: `ui`, `api`, `import` …
    pub source: String,
}

/// The columns of a row of a collection, in the order of [`super::catalogue::PART`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// UUIDv7, made by whoever creates the row.
    pub id: Uuid,
    /// The record that owns it.
    pub parent_id: Uuid,
    /// Its place, from 0.
    pub position: i64,
}

macro_rules! head {
    ($name:ident, $width:literal, $($member:ident),+) => {
        impl Head for $name {
            const WIDTH: usize = $width;
            fn from_head(values: &[Value]) -> Option<Self> {
                let mut values = values.iter();
                Some(Self { $($member: head_value(values.next()?)?),+ })
            }
            fn into_head(self) -> Vec<Value> {
                vec![$(self.$member.into_value()),+]
            }
        }
    };
}

fn head_value<T: FieldType>(value: &Value) -> Option<T> {
    T::from_value(value)
}

head!(
    System, 11, id, version, created_at, created_by, updated_at, updated_by, deleted_at,
    deleted_by, owner_id, team_id, source
);
head!(Part, 3, id, parent_id, position);

/// Declares a typed record and the fields of its catalogue from one list.
///
/// `record! { pub struct Product of PRODUCT: System { name: String [max(200), keyed, search], … } }`
/// makes the struct with a first member `head`, the constant `Product::FIELDS` and the [`Record`]
/// implementation; the words in brackets are methods of [`Field`](super::field::Field). The entity
/// itself (`PRODUCT`) is a plain `static` beside it.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident of $entity:ident : $head:ident {
        $($(#[$fmeta:meta])* $field:ident : $type:ty $([$($method:ident $(($($arg:expr),*))?),* $(,)?])?),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            /// The system columns.
            pub head: $crate::kernel::record::$head,
            $($(#[$fmeta])* pub $field: $type,)*
        }

        impl $name {
            /// The catalogue's fields, in the order of the members.
            pub const FIELDS: &'static [$crate::kernel::field::Field] = &[
                $($crate::kernel::field::Field::of::<$type>(stringify!($field))
                    $($(.$method($($($arg),*)?))*)?),*
            ];
        }

        impl $crate::kernel::record::Record for $name {
            fn entity() -> &'static $crate::kernel::catalogue::Entity {
                &$entity
            }
            fn from_values(values: &[$crate::kernel::value::Value]) -> Option<Self> {
                use $crate::kernel::record::Head;
                let head = $crate::kernel::record::$head::from_head(values)?;
                let mut rest = values.iter().skip($crate::kernel::record::$head::WIDTH);
                Some(Self {
                    head,
                    $($field: <$type as $crate::kernel::field::FieldType>::from_value(rest.next()?)?,)*
                })
            }
            fn into_values(self) -> Vec<$crate::kernel::value::Value> {
                use $crate::kernel::record::Head;
                let mut values = self.head.into_head();
                $(values.push($crate::kernel::field::FieldType::into_value(self.$field));)*
                values
            }
        }
    };
}
