//! What the texts of one language say, without the words.

use crate::files;
use anyhow::Result;
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The messages, terms and attributes of a language, by key (`key`, `-term`, `key.attribute`).
pub struct Messages {
    language: String,
    shapes: BTreeMap<String, Shape>,
}

/// What a translation has in common with its original.
#[derive(Default, PartialEq, Eq)]
struct Shape {
    variables: BTreeSet<String>,
    /// Other messages and terms it is made of.
    references: BTreeSet<String>,
}

impl Messages {
    /// Reads all files of a language; what cannot be read, or is there twice, is a fault.
    pub fn read(texts: &Path, language: &str, faults: &mut Vec<String>) -> Result<Self> {
        let mut messages = Self {
            language: language.to_owned(),
            shapes: BTreeMap::new(),
        };
        for path in files::below(&texts.join(language))? {
            let name = path.strip_prefix(texts)?.display().to_string();
            if files::has_extension(&path, "ftl") {
                messages.take(&name, &files::read_text(&path)?, faults);
            } else {
                faults.push(format!("{name} is no Fluent file"));
            }
        }
        Ok(messages)
    }

    fn take(&mut self, name: &str, source: &str, faults: &mut Vec<String>) {
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(partial, errors)| {
            for error in errors {
                let line = source[..error.pos.start.min(source.len())]
                    .matches('\n')
                    .count()
                    + 1;
                faults.push(format!("{name}:{line}: {error}"));
            }
            partial
        });
        for entry in resource.body {
            let (key, value, attributes) = match entry {
                Entry::Message(message) => (
                    message.id.name.to_owned(),
                    message.value,
                    message.attributes,
                ),
                Entry::Term(term) => {
                    let key = format!("-{}", term.id.name);
                    (key, Some(term.value), term.attributes)
                }
                _ => continue,
            };
            for attribute in &attributes {
                let key = format!("{key}.{}", attribute.id.name);
                self.insert(name, key, Shape::of(&attribute.value), faults);
            }
            let shape = value.as_ref().map(Shape::of).unwrap_or_default();
            self.insert(name, key, shape, faults);
        }
    }

    fn insert(&mut self, name: &str, key: String, shape: Shape, faults: &mut Vec<String>) {
        if self.shapes.contains_key(&key) {
            faults.push(format!("{name}: {key} is there twice"));
        }
        self.shapes.insert(key, shape);
    }

    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    pub fn has(&self, key: &str) -> bool {
        self.shapes.contains_key(key)
    }

    /// The keys that code may ask for: no terms and no attributes.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.shapes
            .keys()
            .map(String::as_str)
            .filter(|key| !key.starts_with('-') && !key.contains('.'))
    }

    /// Whether another text of this language is made of this one.
    pub fn is_referenced(&self, key: &str) -> bool {
        self.shapes
            .values()
            .any(|shape| shape.references.contains(key))
    }

    /// Keys on one side only, references to nothing, and variables that differ.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut faults = Vec::new();
        for (key, shape) in &self.shapes {
            match other.shapes.get(key) {
                None => faults.push(format!("{}: {key} is missing", other.language)),
                Some(found) if found.variables != shape.variables => faults.push(format!(
                    "{}: {key} has variables {:?}, in {} {:?}",
                    other.language, found.variables, self.language, shape.variables
                )),
                Some(_) => {}
            }
        }
        for key in other.shapes.keys().filter(|key| !self.has(key)) {
            faults.push(format!(
                "{}: {key} is not in {}",
                other.language, self.language
            ));
        }
        faults.extend(self.dangling());
        faults.extend(other.dangling());
        faults.sort();
        faults.dedup();
        faults
    }

    fn dangling(&self) -> impl Iterator<Item = String> {
        self.shapes.iter().flat_map(move |(key, shape)| {
            let absent = shape.references.iter().filter(|wanted| !self.has(wanted));
            absent.map(move |wanted| format!("{}: {key} refers to {wanted}", self.language))
        })
    }
}

impl Shape {
    fn of(pattern: &Pattern<&str>) -> Self {
        let mut shape = Self::default();
        shape.pattern(pattern);
        shape
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, attribute } => {
                self.references.insert(match attribute {
                    Some(attribute) => format!("{}.{}", id.name, attribute.name),
                    None => id.name.to_owned(),
                });
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                arguments.iter().for_each(|found| self.arguments(found));
            }
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(arguments),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        for positional in &arguments.positional {
            self.inline(positional);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(language: &str, source: &str) -> (Messages, Vec<String>) {
        let mut faults = Vec::new();
        let mut messages = Messages {
            language: language.to_owned(),
            shapes: BTreeMap::new(),
        };
        messages.take("x.ftl", source, &mut faults);
        (messages, faults)
    }

    #[test]
    fn same_keys_and_variables_are_no_difference() {
        let (en, _) = messages("en", "a = { $n ->\n [one] x\n *[other] { $n } xs\n }\n");
        let (zh, _) = messages("zh", "a = { $n } 個\n");
        assert!(en.differences(&zh).is_empty());
    }

    #[test]
    fn differences_are_named() {
        let (en, _) = messages("en", "a = { $who }\nb = B\nc = { d }\n");
        let (zh, _) = messages("zh", "a = 甲\nc = 丙\ne = 戊\n");
        let faults = en.differences(&zh).join("\n");
        assert!(faults.contains("zh: a has variables"));
        assert!(faults.contains("zh: b is missing"));
        assert!(faults.contains("zh: e is not in en"));
        assert!(faults.contains("en: c refers to d"));
    }

    #[test]
    fn unreadable_and_double_messages_are_faults() {
        let (_, faults) = messages("en", "a = A\nb = { $x\nc = C\na = again\n");
        assert!(faults.iter().any(|fault| fault.starts_with("x.ftl:3")));
        assert!(
            faults
                .iter()
                .any(|fault| fault.contains("a is there twice"))
        );
    }
}
