//! What a saved view says, and how it becomes what a list shows.

use guanxi_client::Object;
use guanxi_domain::kernel::query::Sort;
use serde_json::{Value as Json, json};

use crate::records::filters::Node;
use crate::records::list_view::ListView;
use crate::records::record::Record;

/// A saved view.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// What people call it.
    pub name: String,
    /// Of what kind of record.
    pub entity: String,
    /// Whose it is.
    pub owner: String,
    /// `private`, `team` or `everyone`.
    pub sharing: String,
    /// What the list shows.
    pub shows: ListView,
}

impl SavedView {
    /// From the record.
    pub fn of(record: &Record) -> Self {
        let names = |field: &str| {
            let names = record.get(field).as_array().map_or(&[][..], Vec::as_slice);
            let names = names.iter().filter_map(Json::as_str);
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let shows = ListView {
            filter: Node::from_json(record.get("filter")).unwrap_or_default(),
            sort: names("sort").iter().map(|key| Sort::parse(key)).collect(),
            columns: names("columns"),
            q: record.text("words").to_owned(),
            board: record.text("layout") == "board",
            within: record.text("within").to_owned(),
            saved: record.id().to_owned(),
            ..ListView::default()
        };
        Self {
            id: record.id().to_owned(),
            version: record.version(),
            name: record.text("name").to_owned(),
            entity: record.text("entity").to_owned(),
            owner: record.text("owner_id").to_owned(),
            sharing: record.text("sharing").to_owned(),
            shows,
        }
    }
}

/// What is kept of what a list shows.
pub fn kept(view: &ListView) -> Object {
    let filter = if view.filter.is_empty() {
        json!({})
    } else {
        view.filter.tidied().to_json()
    };
    let sort: Vec<String> = view.sort.iter().map(Sort::text).collect();
    let text = |text: &str| {
        if text.is_empty() {
            Json::Null
        } else {
            json!(text)
        }
    };
    let members = [
        ("filter", filter),
        ("sort", json!(sort)),
        ("columns", json!(view.columns)),
        ("words", text(&view.q)),
        ("layout", json!(if view.board { "board" } else { "table" })),
        ("within", text(&view.within)),
    ];
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use guanxi_domain::kernel::query::Sort;
    use serde_json::{Value as Json, json};

    use super::{SavedView, kept};
    use crate::records::filters::Node;
    use crate::records::list_view::ListView;
    use crate::records::record::Record;

    #[test]
    fn a_list_comes_back_as_it_was_kept() {
        let shows = ListView {
            filter: Node::all(vec![Node::test("status", "in", json!(["open"]))]),
            sort: vec![Sort::parse("-amount")],
            columns: vec!["name".to_owned(), "amount".to_owned()],
            q: "tea".to_owned(),
            board: true,
            within: "p".to_owned(),
            saved: "v".to_owned(),
            ..ListView::default()
        };
        let record = Record::new(Json::Object(kept(&shows))).with("id", json!("v"));
        assert_eq!(SavedView::of(&record).shows, shows);
        let plain = Record::new(Json::Object(kept(&ListView::default())));
        assert_eq!(SavedView::of(&plain).shows, ListView::default());
    }
}
