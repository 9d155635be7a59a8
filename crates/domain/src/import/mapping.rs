//! The mapping file: which files there are, and what their columns mean.

mod spelling;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::Template;

/// What a mapping file says, as it was written; [`Plan`](super::plan::Plan) is what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// Under this name the keys of the files are remembered, so that the next import finds its
    /// records again.
    pub system: String,
    /// Currency of amounts that do not name one; the company's when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How the files are written, unless a file says otherwise.
    #[serde(default, skip_serializing_if = "Format::is_silent")]
    pub format: Format,
    /// The files, in the order in which they are brought in.
    #[serde(rename = "file")]
    pub files: Vec<FileMap>,
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Format {
    /// Encoding of a file that is not UTF-8: `windows-1252`, `gbk`, `big5`, `shift_jis` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between two cells; a comma when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Whether blanks around a cell are dropped; they are unless this says no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trim: Option<bool>,
    /// Cells that mean nothing, such as `NULL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nothing: Option<Vec<String>>,
    /// Whether a cell that begins with an apostrophe before `=`, `+`, `-` or `@` loses it: so
    /// Guanxi writes such cells, lest a spreadsheet takes them for formulas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apostrophes: Option<bool>,
    /// How days are written, such as `%d.%m.%Y`; `%Y-%m-%d` when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// How moments are written, such as `%d.%m.%Y %H:%M`; RFC 3339 when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instant: Option<String>,
    /// The zone of moments that do not name one; the workspace's when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What stands before the fraction of a number; a point when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// What stands between thousands; nothing when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<char>,
}

impl Format {
    fn is_silent(&self) -> bool {
        *self == Self::default()
    }

    /// This, and what it does not say as another says it.
    pub fn over(&self, other: &Self) -> Self {
        let (own, other) = (self.clone(), other.clone());
        Self {
            encoding: own.encoding.or(other.encoding),
            delimiter: own.delimiter.or(other.delimiter),
            trim: own.trim.or(other.trim),
            nothing: own.nothing.or(other.nothing),
            apostrophes: own.apostrophes.or(other.apostrophes),
            day: own.day.or(other.day),
            instant: own.instant.or(other.instant),
            zone: own.zone.or(other.zone),
            decimal: own.decimal.or(other.decimal),
            group: own.group.or(other.group),
        }
    }
}

/// One file: its rows become records, or rows of another file's records, or are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMap {
    /// Its name.
    pub name: String,
    /// How it is written, where that differs.
    #[serde(default, skip_serializing_if = "Format::is_silent")]
    pub format: Format,
    /// Only rows whose cells are among these; others are skipped.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, Vec<String>>,
    /// Each row becomes these records, in this order.
    #[serde(default, rename = "record", skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<RecordMap>,
    /// Each row becomes a row inside a record of another file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<RowsMap>,
    /// Rows are only looked up, by this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookup: Option<Key>,
}

/// A record that a row becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordMap {
    /// Singular name of the entity.
    pub entity: String,
    /// How other records of the same row call it, when the entity's name would not tell.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// What tells it apart in its system, and lets the next import find it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Another system than the mapping's for this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Fields by which a record that was not brought in before is recognised.
    #[serde(default, rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<String>,
    /// What happens to a record that is there already.
    #[serde(default, skip_serializing_if = "Existing::is_usual")]
    pub existing: Existing,
    /// Several rows may speak of the same record: the first one makes it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub repeats: bool,
    /// Columns that must hold something, or the row makes no such record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Whether a record of the same name is worth a warning.
    #[serde(default, skip_serializing_if = "SameName::is_usual")]
    pub same_name: SameName,
    /// Field by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Setting>,
    /// Rows inside the record that are made of the same row of the file, by collection.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, Vec<BTreeMap<String, Setting>>>,
}

/// What happens to a record that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Existing {
    /// It gets the values of the file.
    #[default]
    Update,
    /// Only its empty fields are filled.
    Fill,
    /// It stays as it is.
    Keep,
}

impl Existing {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a record of the same name is worth a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameName {
    /// It is, where names are typed by people and not made of parts.
    #[default]
    Warn,
    /// It is not.
    Ignore,
}

impl SameName {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// How the rows of a file become rows of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsMap {
    /// The file whose records own the rows; the first record of each of its rows does.
    pub of: String,
    /// The collection.
    pub collection: String,
    /// The key of the record that owns the row.
    pub parent: Key,
    /// What tells the rows of one record apart.
    pub key: Key,
    /// Field by field.
    #[serde(default)]
    pub fields: BTreeMap<String, Setting>,
}

/// A key of one or several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(pub Vec<Template>);

/// Where a field's value comes from: a text with cells in it, or that and more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting(pub Detail);

/// Everything that can be said about a field's value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Detail {
    /// The text it is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Scalar>,
    /// A whole name, of which family name, given name and their order are made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<Template>,
    /// The key of a record: it is found under the key it was brought in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// The system of that key, when it is not the mapping's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Values of a record's fields: the only record that has them all is meant.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub find: BTreeMap<String, Scalar>,
    /// The entity of that record, for fields that may point to several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// A record that the same row makes, by entity or alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What happens when no such record is there.
    #[serde(skip_serializing_if = "Missing::is_usual")]
    pub missing: Missing,
    /// A file in which the value is looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookup: Option<String>,
    /// The column of that file that holds what is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the values of the file are called here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// What a value becomes that `values` does not list; it is refused when this is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// What nothing becomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Scalar>,
    /// How this day or moment is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The zone of this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What stands before the fraction of this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// What stands between its thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<char>,
    /// How a percentage is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// Places to which this number is rounded, half up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// The currency of this amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Template>,
    /// What stands between several choices; a comma when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// When the field is set; states and what is fixed at creation only then, other fields always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Whether an empty cell empties the field of a record that is there already.
    #[serde(skip_serializing_if = "is_false")]
    pub clear: bool,
}

/// How a percentage is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Percent {
    /// 0.15 means 15 %.
    Fraction,
    /// 15 or 15 % means 15 %.
    Number,
}

/// When a field is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// When the record is made.
    Create,
    /// Then, and by every later import.
    Always,
}

/// What happens when a record that a row refers to is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The row fails.
    #[default]
    Fail,
    /// The field stays empty, with a warning.
    Empty,
}

impl Missing {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

fn is_false(yes: &bool) -> bool {
    !*yes
}

/// A template, for which a number or a yes or no may be written plainly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Scalar(pub Template);

impl Key {
    /// Names of the columns it takes cells from.
    pub fn columns(&self) -> Vec<&str> {
        self.0.iter().flat_map(Template::columns).collect()
    }

    /// The key for a row; `None` when one of its parts is empty. Parts are joined by `|`, which is
    /// doubled inside them when there are several.
    pub fn fill<'c>(&self, cell: &impl Fn(&str) -> &'c str) -> Option<String> {
        let parts: Vec<String> = self.0.iter().map(|part| part.fill(cell)).collect();
        if parts.iter().any(String::is_empty) {
            return None;
        }
        match parts.as_slice() {
            [only] => Some(only.clone()),
            several => {
                let doubled: Vec<_> = several.iter().map(|part| part.replace('|', "||")).collect();
                Some(doubled.join("|"))
            }
        }
    }
}

/// A mapping file that cannot be read, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadMapping(pub String);

impl Mapping {
    /// Reads a mapping file in TOML.
    pub fn from_toml(text: &str) -> Result<Self, BadMapping> {
        toml::from_str(text).map_err(|error| BadMapping(error.to_string()))
    }

    /// Reads a mapping in JSON, as the API takes it.
    pub fn from_json(text: &str) -> Result<Self, BadMapping> {
        serde_json::from_str(text).map_err(|error| BadMapping(error.to_string()))
    }

    /// The mapping in JSON.
    pub fn to_json(&self) -> String {
        // Plain structs of texts, numbers and lists cannot fail to serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::spelling::plain;
    use super::*;

    #[test]
    fn a_mapping_survives_being_stored() {
        let text = r#"
            system = "erp"
            [[file]]
            name = "orders.csv"
            only = { State = ["won"] }
            [[file.record]]
            entity = "opportunity"
            key = ["{Year}", "{No}"]
            [file.record.fields]
            name = "Order {No}"
            push = true
            days = 3
            discount = { value = "{Discount}", percent = "fraction" }
            account_id = { key = "{Customer}" }
        "#;
        let mapping = Mapping::from_toml(text).unwrap();
        assert_eq!(Mapping::from_json(&mapping.to_json()).unwrap(), mapping);
        let record = &mapping.files[0].records[0];
        let cell = |column: &str| if column == "Year" { "1|9" } else { "7" };
        assert_eq!(record.key.as_ref().unwrap().fill(&cell).unwrap(), "1||9|7");
        assert_eq!(
            record.fields["days"],
            plain(Scalar(Template::constant("3")))
        );
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, expected) in [
            ("system = 1", "line 1"),
            ("[[file]]\nname = \"a\"", "system"),
            ("system = \"x\"\n[[file]]\nnam = \"a\"", "nam"),
            (
                "system = \"x\"\n[[file]]\nname = \"a\"\nlookup = \"{A\"",
                "a { without its }",
            ),
            (
                "system = \"x\"\n[[file]]\nname = \"a\"\n[[file.record]]\nentity = \"account\"\nfields = { name = { vaule = \"{A}\" } }",
                "vaule",
            ),
        ] {
            let error = Mapping::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
