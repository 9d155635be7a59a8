//! Closed lists in code that stay open in data.

/// Declares a choice: an enum whose variants have stable names on the wire and in the database.
///
/// A stored name this version does not know decodes to `Other` and is written back unchanged.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vmeta])* $variant,)+
            /// A name from a newer version, kept as it is.
            Other(String),
        }

        impl $name {
            /// The names in the order in which they are offered.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// The stable name.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(name) => name,
                }
            }

            /// From the stable name.
            pub fn named(name: &str) -> Self {
                match name {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl $crate::kernel::field::FieldType for $name {
            const KIND: $crate::kernel::field::Kind = $crate::kernel::field::Kind::Choice;
            const CHOICES: &'static [&'static str] = Self::NAMES;
            fn into_value(self) -> $crate::kernel::value::Value {
                $crate::kernel::value::Value::Text(self.name().to_owned())
            }
            fn from_value(value: &$crate::kernel::value::Value) -> Option<Self> {
                value.as_text().map(Self::named)
            }
        }

        impl $crate::kernel::field::ChoiceType for $name {}
    };
}
