//! Text with holes for the cells of a row: `"{ContactTitle}[, {City}]"`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text in which `{Column}` stands for a cell of that column.
///
/// What stands in `[…]` is left out when one of its cells is empty. `{{`, `}}`, `[[` and `]]` are
/// the characters themselves. A text whose cells are all empty is empty as a whole, whatever stands
/// around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Column(String),
    Optional(Vec<Part>),
}

/// A text that is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?}: {reason}")]
pub struct BadTemplate {
    text: String,
    reason: &'static str,
}

impl Template {
    /// Names of the columns it takes cells from, each as often as it stands there.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        collect(&self.parts, &mut columns);
        columns
    }

    /// Whether it is the same for every row.
    pub fn is_constant(&self) -> bool {
        self.columns().is_empty()
    }

    /// The text for a row, whose cells come from `cell`.
    pub fn fill<'c>(&self, cell: &impl Fn(&str) -> &'c str) -> String {
        if let [Part::Column(column)] = self.parts.as_slice() {
            return cell(column).to_owned();
        }
        let columns = self.columns();
        if !columns.is_empty() && columns.iter().all(|column| cell(column).is_empty()) {
            return String::new();
        }
        let mut filled = String::with_capacity(self.text.len() + 16);
        fill(&self.parts, cell, &mut filled);
        filled
    }

    /// The same text for every row.
    pub fn constant(text: &str) -> Self {
        let escaped = ["{", "}", "[", "]"]
            .iter()
            .fold(text.to_owned(), |text, mark| {
                text.replace(mark, &mark.repeat(2))
            });
        Self {
            text: escaped,
            parts: vec![Part::Text(text.to_owned())],
        }
    }
}

fn collect<'a>(parts: &'a [Part], columns: &mut Vec<&'a str>) {
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Column(column) => columns.push(column),
            Part::Optional(inner) => collect(inner, columns),
        }
    }
}

fn fill<'c>(parts: &[Part], cell: &impl Fn(&str) -> &'c str, filled: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Column(column) => filled.push_str(cell(column)),
            Part::Optional(inner) => {
                let mut columns = Vec::new();
                collect(inner, &mut columns);
                if columns.iter().all(|column| !cell(column).is_empty()) {
                    fill(inner, cell, filled);
                }
            }
        }
    }
}

impl FromStr for Template {
    type Err = BadTemplate;

    fn from_str(text: &str) -> Result<Self, BadTemplate> {
        let parsed = Parser {
            rest: text,
            optional: None,
            parts: Vec::new(),
        };
        match parsed.run() {
            Ok(parts) => Ok(Self {
                text: text.to_owned(),
                parts,
            }),
            Err(reason) => Err(BadTemplate {
                text: text.to_owned(),
                reason,
            }),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    optional: Option<Vec<Part>>,
    parts: Vec<Part>,
}

impl Parser<'_> {
    fn run(mut self) -> Result<Vec<Part>, &'static str> {
        while let Some(next) = self.rest.chars().next() {
            let doubled = self.rest[next.len_utf8()..].starts_with(next);
            match next {
                '{' | '}' | '[' | ']' if doubled => {
                    self.literal(next);
                    self.rest = &self.rest[2..];
                }
                '{' => self.column()?,
                '[' => self.open()?,
                ']' => self.close()?,
                '}' => return Err("a } without its {"),
                other => {
                    self.literal(other);
                    self.rest = &self.rest[other.len_utf8()..];
                }
            }
        }
        match self.optional {
            None => Ok(self.parts),
            Some(_) => Err("a [ without its ]"),
        }
    }

    fn add(&mut self, part: Part) {
        self.optional.as_mut().unwrap_or(&mut self.parts).push(part);
    }

    fn literal(&mut self, c: char) {
        let parts = self.optional.as_mut().unwrap_or(&mut self.parts);
        match parts.last_mut() {
            Some(Part::Text(text)) => text.push(c),
            _ => parts.push(Part::Text(c.to_string())),
        }
    }

    fn column(&mut self) -> Result<(), &'static str> {
        let (name, rest) = self.rest[1..].split_once('}').ok_or("a { without its }")?;
        if name.trim().is_empty() {
            return Err("{} without a column's name");
        }
        self.rest = rest;
        self.add(Part::Column(name.trim().to_owned()));
        Ok(())
    }

    fn open(&mut self) -> Result<(), &'static str> {
        if self.optional.is_some() {
            return Err("a [ inside another");
        }
        self.optional = Some(Vec::new());
        self.rest = &self.rest[1..];
        Ok(())
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let inner = self.optional.take().ok_or("a ] without its [")?;
        self.parts.push(Part::Optional(inner));
        self.rest = &self.rest[1..];
        Ok(())
    }
}

impl TryFrom<String> for Template {
    type Error = BadTemplate;

    fn try_from(text: String) -> Result<Self, BadTemplate> {
        text.parse()
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.text
    }
}

impl fmt::Display for Template {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn filled(template: &str, title: &'static str, city: &'static str) -> String {
        let cell = move |column: &str| if column == "Title" { title } else { city };
        template.parse::<Template>().unwrap().fill(&cell)
    }

    #[test]
    fn cells_take_their_places() {
        assert_eq!(filled("{Title}, {City}", "Owner", "Rome"), "Owner, Rome");
        assert_eq!(filled("{Title}[, {City}]", "Owner", ""), "Owner");
        assert_eq!(filled("no {{hole}} [[here]]", "", ""), "no {hole} [here]");
        assert_eq!(
            filled("Mx. {Title}", "", "Rome"),
            "",
            "text around nothing is nothing"
        );
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for text in ["{", "a}", "{ }", "[a", "a]", "[[a]", "[{A}[{B}]]"] {
            assert!(text.parse::<Template>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_constant_comes_back_as_it_was() {
        let template = Template::constant("a{b}[c]");
        assert_eq!(template.fill(&|_: &str| ""), "a{b}[c]");
        assert_eq!(template.to_string().parse::<Template>().unwrap(), template);
    }
}
