//! Refusals: what a rule says no to, and the body that every error answer has (RFC 9457).

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

/// One reason why a record, verb or question is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    /// JSON pointer into what was sent, such as `/lines/2/quantity`; empty for the whole.
    pub pointer: String,
    /// Stable code in snake_case; the text comes from the language files as `problem-<code>`.
    pub code: &'static str,
    /// What the text needs: limits, names, values.
    pub params: BTreeMap<&'static str, String>,
}

impl Violation {
    /// About one field.
    pub fn field(field: &str, code: &'static str) -> Self {
        Self {
            pointer: format!("/{field}"),
            code,
            params: BTreeMap::new(),
        }
    }

    /// About a place given by its whole pointer.
    pub fn at(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            params: BTreeMap::new(),
        }
    }

    /// Adds what the text needs.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// The same reason, deeper inside what was sent.
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer = format!("{prefix}{}", self.pointer);
        self
    }
}

/// How many reasons a new one is compared with.
const COMPARED: usize = 32;

/// All reasons found at once, so that a person corrects them at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
#[error("{} reason(s): {}", .0.len(), self.codes())]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// Adds a reason, once. Comparing it with thousands would be dear, so where there are many, doubles
    /// only go in the end.
    pub fn add(&mut self, violation: Violation) {
        let last = &self.0[self.0.len().saturating_sub(COMPARED)..];
        if !last.contains(&violation) {
            self.0.push(violation);
        }
    }

    /// Adds all reasons of another finding.
    pub fn extend(&mut self, other: Self) {
        for violation in other.0 {
            self.add(violation);
        }
    }

    /// `Ok` when nothing was found.
    pub fn into_result(mut self) -> Result<(), Self> {
        if self.0.is_empty() {
            return Ok(());
        }
        if self.0.len() > COMPARED {
            let mut seen = HashSet::with_capacity(self.0.len());
            self.0.retain(|violation| seen.insert(violation.clone()));
        }
        Err(self)
    }

    fn codes(&self) -> String {
        let parts: Vec<_> = self
            .0
            .iter()
            .map(|one| format!("{} {}", one.pointer, one.code))
            .collect();
        parts.join(", ")
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

/// The body of every error answer, `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable address of the kind of problem: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for every problem of the code, in the caller's language.
    pub title: String,
    /// The status code, once more.
    pub status: u16,
    /// What happened this time and the way out, in the caller's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Stable code in snake_case.
    pub code: String,
    /// Also on the answer as `X-Request-Id`; give it to whoever helps.
    pub trace_id: String,
    /// Field by field, when fields are the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The record as it is now, when the caller's was stale (412).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

/// One field's reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// JSON pointer into the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Or the name of the query parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Stable code in snake_case.
    pub code: String,
    /// In the caller's language.
    pub message: String,
    /// What the message was made of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}
