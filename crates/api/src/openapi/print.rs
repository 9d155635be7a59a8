//! JSON for reviewers: sorted keys, and what fits on a line stays on it.

use std::fmt::Write;

use serde_json::Value as Json;

/// Longest line that holds a whole object or list.
const WIDTH: usize = 120;

/// The text of a document, with a line break at its end.
pub fn pretty(json: &Json) -> String {
    let mut out = String::new();
    write(&mut out, json, 0, 0);
    out.push('\n');
    out
}

/// `taken` is what already stands on the line.
fn write(out: &mut String, json: &Json, depth: usize, taken: usize) {
    let short = compact(json);
    let scalar = !matches!(json, Json::Object(_) | Json::Array(_));
    if scalar || (depth > 0 && taken + short.len() < WIDTH) {
        out.push_str(&short);
        return;
    }
    match json {
        Json::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            let items = keys
                .into_iter()
                .map(|(key, value)| (quoted(key) + ": ", value));
            block(out, ['{', '}'], items, depth);
        }
        Json::Array(items) => {
            let items = items.iter().map(|value| (String::new(), value));
            block(out, ['[', ']'], items, depth);
        }
        _ => {}
    }
}

fn block<'a>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = (String, &'a Json)>,
    depth: usize,
) {
    out.push(open);
    for (i, (label, value)) in items.enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        indent(out, depth + 1);
        out.push_str(&label);
        write(out, value, depth + 1, 2 * (depth + 1) + label.len());
    }
    out.push('\n');
    indent(out, depth);
    out.push(close);
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn compact(json: &Json) -> String {
    match json {
        Json::Object(map) if map.is_empty() => "{}".to_owned(),
        Json::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            let parts: Vec<_> = keys
                .into_iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), compact(value)))
                .collect();
            format!("{{ {} }}", parts.join(", "))
        }
        Json::Array(items) => {
            let parts: Vec<_> = items.iter().map(compact).collect();
            format!("[{}]", parts.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn quoted(key: &str) -> String {
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write!(out, "{}", Json::from(key));
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_things_stay_on_their_line() {
        let long = "x".repeat(WIDTH);
        let json = json!({ "b": { "d": 1, "c": [1, 2] }, "a": { "long": long }, "e": {} });
        let text = pretty(&json);
        assert_eq!(
            text,
            format!(
                "{{\n  \"a\": {{\n    \"long\": \"{long}\"\n  }},\n  \"b\": {{ \"c\": [1, 2], \"d\": 1 }},\n  \"e\": {{}}\n}}\n"
            )
        );
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), json);
    }
}
