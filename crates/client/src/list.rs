//! Asking for pages of records.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Object;

/// What is asked of a list. Build it by its methods: `ListQuery::new().test("stage_id", id).limit(20)`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListQuery {
    /// Tests by name and text, as `filter[name]=text`; the name may end with `.op`.
    #[serde(skip)]
    pub tests: Vec<(String, String)>,
    /// A filter tree instead of tests; such a list is asked by `POST /<plural>/query`.
    #[serde(rename = "filter", skip_serializing_if = "Option::is_none")]
    pub tree: Option<Json>,
    /// Words to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Sort keys such as `-updated_at`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<String>,
    /// Only these fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// References to deliver whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expand: Vec<String>,
    /// Where another page ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Begin at this value of the first sort key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Rows per page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// What else to deliver: `total`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// The bin instead of live records.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl ListQuery {
    /// Everything, in the entity's own order.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a test: `test("amount.gte", "EUR:100000")`. All tests must hold.
    pub fn test(mut self, name: &str, value: impl ToString) -> Self {
        self.tests.push((name.to_owned(), value.to_string()));
        self
    }

    /// A filter tree, as saved views keep it; it takes the place of tests.
    pub fn filter(mut self, tree: Json) -> Self {
        self.tree = Some(tree);
        self
    }

    /// Words to look for.
    pub fn words(mut self, words: &str) -> Self {
        self.q = Some(words.to_owned());
        self
    }

    /// Adds a sort key such as `-updated_at`.
    pub fn sort(mut self, key: &str) -> Self {
        self.sort.push(key.to_owned());
        self
    }

    /// Only these fields.
    pub fn fields(mut self, names: &[&str]) -> Self {
        self.fields = names.iter().map(|&name| name.to_owned()).collect();
        self
    }

    /// Adds a reference to deliver whole.
    pub fn expand(mut self, path: &str) -> Self {
        self.expand.push(path.to_owned());
        self
    }

    /// From where another page ended.
    pub fn cursor(mut self, cursor: &str) -> Self {
        self.cursor = Some(cursor.to_owned());
        self
    }

    /// From this value of the first sort key on.
    pub fn from(mut self, value: &str) -> Self {
        self.from = Some(value.to_owned());
        self
    }

    /// Rows per page.
    pub const fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Also the count.
    pub fn total(mut self) -> Self {
        self.include = vec!["total".to_owned()];
        self
    }

    /// The bin instead of live records.
    pub const fn deleted(mut self) -> Self {
        self.deleted = true;
        self
    }

    /// The parameters of the URL.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let tests = self
            .tests
            .iter()
            .map(|(name, value)| (format!("filter[{name}]"), value.clone()));
        let lists = [
            ("sort", &self.sort),
            ("fields", &self.fields),
            ("expand", &self.expand),
            ("include", &self.include),
        ];
        let lists = lists
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .map(|(name, items)| (name.to_owned(), items.join(",")));
        let texts = [
            ("q", &self.q),
            ("cursor", &self.cursor),
            ("from", &self.from),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), text.clone()?)));
        let limit = self
            .limit
            .map(|rows| ("limit".to_owned(), rows.to_string()));
        let deleted = self
            .deleted
            .then(|| ("deleted".to_owned(), "true".to_owned()));
        tests
            .chain(lists)
            .chain(texts)
            .chain(limit)
            .chain(deleted)
            .collect()
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// The rows.
    pub data: Vec<Object>,
    /// Where the next page begins; none on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
    /// Where the page before begins; none on the first.
    #[serde(default)]
    pub prev_cursor: Option<String>,
    /// Whether more rows follow.
    #[serde(default)]
    pub has_more: bool,
    /// How many rows there are in all, when asked for.
    #[serde(default)]
    pub total: Option<Total>,
}

/// How many rows there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The count.
    pub total: i64,
    /// False when counting stopped early: "at least".
    pub exact: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_asked_by_url_or_body() {
        let query = ListQuery::new()
            .sort("-updated_at")
            .sort("name")
            .limit(20)
            .total();
        let by_url: Vec<_> = query
            .clone()
            .test("amount.gte", "EUR:100")
            .pairs()
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            by_url,
            [
                "filter[amount.gte]=EUR:100",
                "sort=-updated_at,name",
                "include=total",
                "limit=20"
            ]
        );
        assert_eq!(
            json!(query.filter(json!({ "and": [] }))),
            json!({ "filter": { "and": [] }, "sort": ["-updated_at", "name"], "limit": 20, "include": ["total"] })
        );
    }
}
