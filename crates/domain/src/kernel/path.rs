//! Field paths such as `account_id.city`: how the names people write lead to fields they may see.

use std::sync::Arc;

use super::catalogue::{Collection, Entity};
use super::computed::Computed;
use super::custom::{ChoiceName, CustomField, CustomFields};
use super::field::{Field, Format, Kind};
use super::problem::Violation;
use crate::access::Actor;

/// Through what an actor sees an entity: its fields, its custom fields, less what is hidden.
/// A hidden field and one that does not exist are refused alike.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    /// The entity looked at.
    pub entity: &'static Entity,
    /// Custom fields of all entities.
    pub custom: &'a CustomFields,
    /// Who looks.
    pub actor: &'a Actor,
}

impl<'a> Lens<'a> {
    /// The same eyes on another entity.
    pub const fn on(&self, entity: &'static Entity) -> Self {
        Self {
            entity,
            custom: self.custom,
            actor: self.actor,
        }
    }

    /// Whether a field of the entity is there for this actor; a computed one only with all that it tells about.
    pub fn shows(&self, field: &str) -> bool {
        let hides = |field: &str| self.actor.hides(self.entity, field);
        let tells = |computed: &Computed| computed.inputs().into_iter().any(hides);
        !hides(field) && !self.entity.computed(field).is_some_and(tells)
    }

    /// The computed fields of the entity that this actor may see.
    pub fn computed_fields(&self) -> impl Iterator<Item = &'static Computed> {
        let lens = *self;
        let computed = self.entity.computed.iter();
        computed.filter(move |one| lens.shows(one.field.name))
    }

    /// What values to be stored in a field must look like.
    pub fn shape(&self, field: &Field) -> Shape<'a> {
        let shape = field.shape();
        if !field.grows {
            return shape;
        }
        let choices = match self.custom.names_of(self.entity, field) {
            [] => Choices::Built(field.choices),
            names => Choices::Kept(names),
        };
        Shape { choices, ..shape }
    }

    /// The custom fields of the entity that this actor may see.
    pub fn custom_fields(&self) -> impl Iterator<Item = &'a Arc<CustomField>> {
        let lens = *self;
        self.custom
            .of(self.entity)
            .iter()
            .filter(move |field| lens.shows(&format!("custom.{}", field.name)))
    }
}

/// One step from a record to others.
#[derive(Debug, Clone, Copy)]
pub enum Hop {
    /// Through a reference to the record it points to.
    Reference(&'static Field, &'static Entity),
    /// Into the rows of a collection.
    Rows(usize, &'static Collection),
}

/// Where a path ends.
#[derive(Debug, Clone)]
pub enum Leaf {
    /// A built-in field.
    Field(&'static Field),
    /// A field that depends on the moment.
    Computed(&'static Computed),
    /// The currency of a money field.
    CurrencyOf(&'static Field),
    /// A custom field.
    Custom(Arc<CustomField>),
}

/// What a value must look like, whoever declared the field.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// What it holds.
    pub kind: Kind,
    /// Which text.
    pub format: Format,
    /// Longest text in characters.
    pub max_length: u32,
    /// Least and greatest number in the stored unit.
    pub range: Option<(i64, i64)>,
    /// Names of a choice.
    pub choices: Choices<'a>,
}

/// Names of a choice, from code or from a custom field.
#[derive(Debug, Clone, Copy)]
pub enum Choices<'a> {
    /// From code.
    Built(&'static [&'static str]),
    /// From a custom field.
    Custom(&'a [String]),
    /// From code and from what the workspace added.
    Kept(&'a [ChoiceName]),
    /// Any: those whose names the workspace keeps may be looked for when they are no longer known.
    Open,
}

impl Choices<'_> {
    /// Whether a name is among them.
    pub fn allow(&self, name: &str) -> bool {
        match self {
            Self::Built(names) => names.contains(&name),
            Self::Custom(names) => names.iter().any(|known| known == name),
            Self::Kept(names) => names.iter().any(|known| known.code == name),
            Self::Open => true,
        }
    }
}

impl Leaf {
    /// What its values look like.
    pub fn shape(&self) -> Shape<'_> {
        match self {
            Self::Field(field) => field.shape(),
            Self::Computed(computed) => computed.field.shape(),
            Self::CurrencyOf(_) => Shape {
                kind: Kind::Text,
                format: Format::Currency,
                max_length: 3,
                range: None,
                choices: Choices::Built(&[]),
            },
            Self::Custom(field) => field.shape(),
        }
    }

    /// Whether it may stand in a filter, sort or group.
    pub fn filterable(&self) -> bool {
        match self {
            Self::Field(field) | Self::CurrencyOf(field) => {
                field.filterable && field.kind != Kind::Json
            }
            Self::Computed(computed) => computed.field.filterable,
            Self::Custom(_) => true,
        }
    }

    /// Whether values are matched and ordered by key columns.
    pub const fn keyed(&self) -> bool {
        matches!(self, Self::Field(field) if field.keyed)
    }
}

impl Field {
    /// What its values look like.
    pub const fn shape(&self) -> Shape<'static> {
        Shape {
            kind: self.kind,
            format: self.format,
            max_length: self.max_length,
            range: self.range,
            choices: if self.grows {
                Choices::Open
            } else {
                Choices::Built(self.choices)
            },
        }
    }
}

/// A path understood.
#[derive(Debug, Clone)]
pub struct Path {
    /// The steps, at most two.
    pub hops: Vec<Hop>,
    /// The entity the leaf belongs to.
    pub entity: &'static Entity,
    /// The field itself.
    pub leaf: Leaf,
}

/// Most steps of a path.
pub const MOST_HOPS: usize = 2;

/// Understands a path; what does not exist or is hidden is `unknown_field`.
pub fn resolve(lens: &Lens, path: &str) -> Result<Path, Violation> {
    let unknown = || Violation::field(path, "unknown_field").with("field", path);
    let mut lens = *lens;
    let mut hops = Vec::new();
    let mut rest = path;
    loop {
        let (name, further) = match rest.split_once('.') {
            Some((name, further)) => (name, Some(further)),
            None => (rest, None),
        };
        if name == "custom" && lens.entity.custom {
            let wanted = further.ok_or_else(unknown)?;
            let field = lens
                .custom_fields()
                .find(|field| field.name == wanted)
                .ok_or_else(unknown)?;
            return Ok(Path {
                hops,
                entity: lens.entity,
                leaf: Leaf::Custom(Arc::clone(field)),
            });
        }
        let Some(further) = further else {
            let leaf = leaf(&lens, name).ok_or_else(unknown)?;
            return Ok(Path {
                hops,
                entity: lens.entity,
                leaf,
            });
        };
        if !lens.shows(name) {
            return Err(unknown());
        }
        if let Some((index, collection)) = lens.entity.collection(name) {
            hops.push(Hop::Rows(index, collection));
            lens = lens.on((collection.entity)());
        } else {
            let field = lens.entity.field(name).ok_or_else(unknown)?;
            if field.kind == Kind::Money && further == "currency" {
                return Ok(Path {
                    hops,
                    entity: lens.entity,
                    leaf: Leaf::CurrencyOf(field),
                });
            }
            let target = field
                .target()
                .filter(|target| lens.actor.may_read(target))
                .ok_or_else(unknown)?;
            hops.push(Hop::Reference(field, target));
            lens = lens.on(target);
        }
        if hops.len() > MOST_HOPS {
            return Err(Violation::field(path, "path_too_long").with("most", MOST_HOPS));
        }
        rest = further;
    }
}

/// A built-in or computed field that the lens shows.
fn leaf(lens: &Lens, name: &str) -> Option<Leaf> {
    let stored = lens.entity.field(name).map(Leaf::Field);
    let leaf = stored.or_else(|| lens.entity.computed(name).map(Leaf::Computed));
    leaf.filter(|_| lens.shows(name))
}
