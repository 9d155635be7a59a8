//! The tree.

use serde_json::{Value as Json, json};

/// A condition on records.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Several conditions.
    Group {
        /// One is enough; else all must hold.
        any: bool,
        /// The conditions.
        parts: Vec<Node>,
    },
    /// One test.
    Test(Test),
}

/// One test on one field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Test {
    /// The field's path.
    pub field: String,
    /// The operator's name.
    pub op: String,
    /// What it is compared with.
    pub value: Json,
}

impl Default for Node {
    fn default() -> Self {
        Self::all(Vec::new())
    }
}

impl Test {
    /// A test.
    pub fn new(field: &str, op: &str, value: Json) -> Self {
        Self {
            field: field.to_owned(),
            op: op.to_owned(),
            value,
        }
    }
}

impl Node {
    /// All of several.
    pub const fn all(parts: Vec<Self>) -> Self {
        Self::Group { any: false, parts }
    }

    /// One test.
    pub fn test(field: &str, op: &str, value: Json) -> Self {
        Self::Test(Test::new(field, op, value))
    }

    /// From the language's JSON; `None` when it is no filter.
    pub fn from_json(json: &Json) -> Option<Self> {
        let map = json.as_object()?;
        let group = |any, parts: &Json| {
            let parts = parts
                .as_array()?
                .iter()
                .map(Self::from_json)
                .collect::<Option<Vec<_>>>()?;
            Some(Self::Group { any, parts })
        };
        if let Some(parts) = map.get("and") {
            return group(false, parts);
        }
        if let Some(parts) = map.get("or") {
            return group(true, parts);
        }
        let op = map.get("op").and_then(Json::as_str).unwrap_or("eq");
        Some(Self::test(
            map.get("field")?.as_str()?,
            op,
            map.get("value").cloned().unwrap_or_default(),
        ))
    }

    /// The language's JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Group { any, parts } => {
                let parts: Vec<Json> = parts.iter().map(Self::to_json).collect();
                if *any {
                    json!({ "or": parts })
                } else {
                    json!({ "and": parts })
                }
            }
            Self::Test(test) => json!({ "field": test.field, "op": test.op, "value": test.value }),
        }
    }

    /// Whether every record passes because nothing is asked.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Group { parts, .. } if parts.iter().all(Self::is_empty))
    }

    /// The conditions at the top that must all hold.
    pub fn conditions(&self) -> Vec<Self> {
        match self {
            Self::Group { any: false, parts } => parts.clone(),
            other if other.is_empty() => Vec::new(),
            other => vec![other.clone()],
        }
    }

    /// The same without the condition at a place among [`Self::conditions`].
    pub fn without(&self, place: usize) -> Self {
        let mut parts = self.conditions();
        if place < parts.len() {
            parts.remove(place);
        }
        Self::all(parts)
    }

    /// The same and one more condition, in place of conditions on the same field.
    pub fn narrowed(&self, test: Test) -> Self {
        let mut parts = self.conditions();
        parts.retain(|part| !matches!(part, Self::Test(other) if other.field == test.field));
        parts.push(Self::Test(test));
        Self::all(parts)
    }

    /// Whether a condition stands at the top.
    pub fn holds(&self, condition: &Self) -> bool {
        self.conditions().contains(condition)
    }

    /// The same with a condition added, or taken away when it is there.
    pub fn toggled(&self, condition: &Self) -> Self {
        let mut parts = self.conditions();
        match parts.iter().position(|part| part == condition) {
            Some(place) => drop(parts.remove(place)),
            None => parts.push(condition.clone()),
        }
        Self::all(parts)
    }

    /// Groups without conditions left out.
    pub fn tidied(&self) -> Self {
        match self {
            Self::Group { any, parts } => {
                let parts = parts
                    .iter()
                    .filter(|part| !part.is_empty())
                    .map(Self::tidied)
                    .collect();
                Self::Group { any: *any, parts }
            }
            test => test.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Node, Test};

    #[test]
    fn trees_come_back_from_json() {
        let json = json!({ "and": [
            { "field": "city", "op": "eq", "value": "Rome" },
            { "or": [{ "field": "owner_id", "op": "eq", "value": "@me" }] },
        ] });
        let node = Node::from_json(&json).unwrap_or_default();
        assert_eq!(node.to_json(), json);
        assert_eq!(node.conditions().len(), 2);
        assert_eq!(Node::from_json(&json!("x")), None);
    }

    #[test]
    fn conditions_come_and_go() {
        let mine = Node::test("owner_id", "eq", json!("@me"));
        let on = Node::default().toggled(&mine);
        assert!(on.holds(&mine));
        assert!(on.toggled(&mine).is_empty());
        assert!(on.without(0).is_empty());
    }

    #[test]
    fn a_field_is_narrowed_once() {
        let first = Node::default().narrowed(Test::new("city", "in", json!(["Rome"])));
        let second = first.narrowed(Test::new("city", "in", json!(["Paris"])));
        assert_eq!(
            second.conditions(),
            [Node::test("city", "in", json!(["Paris"]))]
        );
    }
}
