//! Named state changes as data.

use super::document::Document;
use super::facts::{Facts, Read, Writes};
use super::problem::Violations;

/// A named state change: `POST /<plural>/{id}/<name>`.
#[derive(Clone, Copy)]
pub struct Verb {
    /// Its name: `win`.
    pub name: &'static str,
    /// States it starts from; from any other it is a conflict (409).
    pub from: &'static [&'static str],
    /// The state it leads to; `None` when the rule decides.
    pub to: Option<&'static str>,
    /// Fields of the entity that the caller gives along.
    pub asks: &'static [Ask],
    /// Fields that must be filled before (after what was asked is applied).
    pub needs: &'static [&'static str],
    /// Other records the rule needs.
    pub reads: &'static [Read],
    /// Decides, purely. Sees the record with the asked fields applied.
    pub rule: fn(&Facts, &Document) -> Result<Writes, Violations>,
}

/// A field that a verb asks for.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// Name of a field of the entity.
    pub field: &'static str,
    /// Must be given.
    pub required: bool,
}

impl Ask {
    /// Must be given.
    pub const fn required(field: &'static str) -> Self {
        Self {
            field,
            required: true,
        }
    }

    /// May be given.
    pub const fn optional(field: &'static str) -> Self {
        Self {
            field,
            required: false,
        }
    }
}

/// A rule that changes nothing beyond the state and what was asked.
pub fn just(_: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default())
}
