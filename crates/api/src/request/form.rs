//! Bodies of the few requests that are no records: members taken one by one, all refusals at once.

use guanxi_domain::kernel::fold;
use guanxi_domain::kernel::problem::{Violation, Violations};
use serde_json::{Map, Value as Json};

use super::Body;
use crate::refusal::Refusal;

/// A body whose members are taken by name. Call [`Form::finish`] before using what was taken.
pub struct Form {
    members: Map<String, Json>,
    found: Violations,
}

impl Body {
    /// The body as a form.
    pub fn form(&self) -> Form {
        Form {
            members: self.members.clone(),
            found: Violations::default(),
        }
    }
}

impl Form {
    /// A text that must be filled.
    pub fn text(&mut self, name: &str, most: usize) -> String {
        let text = self.optional_text(name, most).unwrap_or_default();
        if text.trim().is_empty() && !self.is_refused(name) {
            self.refuse(Violation::field(name, "required"));
        }
        text
    }

    /// A text that may be absent, null or empty.
    pub fn optional_text(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.string(name)?;
        match fold::store(&text) {
            Ok(text) if text.chars().count() <= most => Some(text).filter(|text| !text.is_empty()),
            Ok(_) => {
                self.refuse(Violation::field(name, "too_long").with("most", most));
                None
            }
            Err(_) => {
                self.refuse(Violation::field(name, "control_character"));
                None
            }
        }
    }

    /// A text that is kept as it is: passwords, tokens.
    pub fn secret(&mut self, name: &str) -> String {
        let secret = self.string(name).unwrap_or_default();
        if secret.is_empty() && !self.is_refused(name) {
            self.refuse(Violation::field(name, "required"));
        }
        secret
    }

    /// A text that must mean something.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        code: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name, 100);
        if text.is_empty() {
            return None;
        }
        let parsed = parse(text.trim());
        if parsed.is_none() {
            self.refuse(Violation::field(name, code));
        }
        parsed
    }

    /// Adds a refusal.
    pub fn refuse(&mut self, violation: Violation) {
        self.found.add(violation);
    }

    /// Refuses what nobody took, together with everything refused before.
    pub fn finish(mut self) -> Result<(), Refusal> {
        // One is enough to show the mistake, however long the list.
        if let Some(name) = self.members.keys().next() {
            let unknown = Violation::field(name, "unknown_field").with("field", name);
            self.found.add(unknown);
        }
        self.found.into_result().map_err(Refusal::invalid)
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.members.remove(name)? {
            Json::String(text) => Some(text),
            Json::Null => None,
            _ => {
                self.refuse(Violation::field(name, "not_a_text"));
                None
            }
        }
    }

    fn is_refused(&self, name: &str) -> bool {
        let pointer = format!("/{name}");
        self.found
            .0
            .iter()
            .any(|violation| violation.pointer == pointer)
    }
}
