//! The words of a new entity's files.

use super::Names;

/// Its domain file: a name, and what most records of a firm want.
pub fn domain_file(names: &Names) -> String {
    let Names { name, plural, .. } = names;
    let (many, one) = (sentence(plural), words(name));
    let (record, constant) = (camel(name), name.to_uppercase());
    format!(
        "\
//! {many}.

use crate::kernel::catalogue::Entity;
use crate::record;

record! {{
    /// One {one}.
    pub struct {record} of {constant}: System {{
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
    }}
}}

/// {many}.
pub static {constant}: Entity = Entity {{
    anchor: true,
    custom: true,
    sort: \"name\",
    ..Entity::root(\"{name}\", \"{plural}\", {record}::FIELDS)
}};
"
    )
}

/// Its texts by language. Chinese is written by hand: until then the English words stand there.
pub fn texts(names: &Names) -> [(&'static str, String); 3] {
    let key = names.name.replace('_', "-");
    let (one, many) = (sentence(&names.name), sentence(&names.plural));
    let text = format!("entity-{key} = {one}\nentity-{key}-plural = {many}\n");
    let unwritten = format!("# Still in English: write it by hand, then remove this line.\n{text}");
    [
        ("en", text),
        ("zh-Hant", unwritten.clone()),
        ("zh-Hans", unwritten),
    ]
}

/// What a person does next.
pub fn next_steps(names: &Names) -> String {
    let Names { name, plural, area } = names;
    format!(
        "
Next:
  1. crates/domain/src/{area}/{plural}.rs: its fields, states, verbs and rules, with tests
  2. cargo xtask migration {name}: its tables from the fields
  3. crates/i18n/texts/*/{area}/{name}.ftl: its names, fields, choices and verbs in every language
  4. make test"
    )
}

/// `price_list` as `price list`.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// `price_list` as `Price list`.
fn sentence(name: &str) -> String {
    let words = words(name);
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// `price_list` as `PriceList`.
fn camel(name: &str) -> String {
    name.split('_').map(sentence).collect()
}
