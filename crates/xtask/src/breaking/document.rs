//! Paths, operations, parameters, bodies and answers of two documents.

use super::schema::{self, Faults, Way};
use serde_json::{Map, Value as Json};

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

/// Everything in which the new document breaks what the old one promised. What was announced to go, and whose day has
/// come, may go.
pub fn faults(old: &Json, new: &Json, today: &str) -> Vec<String> {
    let mut found = Faults::new(old, new, today);
    for (path, was) in members(&old["paths"]) {
        for method in METHODS {
            let Some(was) = was.get(method) else { continue };
            let place = format!("{} {path}", method.to_uppercase());
            match new["paths"][path].get(method) {
                Some(is) => operation(&mut found, &place, was, is),
                None if found.may_go(was) => {}
                None => found.add(&place, "is gone"),
            }
        }
    }
    found.told()
}

fn members(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

fn operation(found: &mut Faults, place: &str, was: &Json, is: &Json) {
    let public = |operation: &Json| operation["security"].as_array().is_some_and(Vec::is_empty);
    if public(was) && !public(is) {
        found.add(place, "needs signing in now");
    }
    parameters(found, place, was, is);
    body(found, place, &was["requestBody"], &is["requestBody"]);
    responses(found, place, &was["responses"], &is["responses"]);
}

/// Parameters by where they are and what they are called; those in the path have no name for callers.
fn listed<'a>(document: &'a Json, operation: &'a Json) -> Vec<(String, &'a Json)> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let named = all.filter_map(|parameter| {
        let parameter = schema::resolved(document, parameter);
        let place = parameter["in"].as_str().filter(|place| *place != "path")?;
        let name = parameter["name"].as_str()?;
        Some((format!("{place} parameter {name}"), parameter))
    });
    named.collect()
}

fn parameters(found: &mut Faults, place: &str, was: &Json, is: &Json) {
    let (before, now) = (listed(found.old, was), listed(found.new, is));
    let required = |parameter: &Json| parameter["required"] == Json::Bool(true);
    for (name, was) in &before {
        match now.iter().find(|(other, _)| other == name) {
            Some((_, is)) => {
                let place = format!("{place}: {name}");
                if required(is) && !required(was) {
                    found.add(&place, "is required now");
                }
                found.compare(&place, &was["schema"], &is["schema"], Way::In);
            }
            // Headers that nobody reads any more disturb nobody.
            None if name.starts_with("header") || found.may_go(was) => {}
            None => found.add(place, &format!("takes no {name} any more")),
        }
    }
    for (name, is) in &now {
        if required(is) && !before.iter().any(|(other, _)| other == name) {
            found.add(place, &format!("needs {name} now"));
        }
    }
}

fn body(found: &mut Faults, place: &str, was: &Json, is: &Json) {
    let (was, is) = (
        schema::resolved(found.old, was),
        schema::resolved(found.new, is),
    );
    let required = |body: &Json| body["required"] == Json::Bool(true);
    if required(is) && !required(was) {
        found.add(place, "needs a body now");
    }
    content(found, &format!("{place}: body"), was, is, Way::In);
}

fn content(found: &mut Faults, place: &str, was: &Json, is: &Json, way: Way) {
    for (kind, was) in members(&was["content"]) {
        match is["content"].get(kind) {
            Some(is) => found.compare(place, &was["schema"], &is["schema"], way),
            None => found.add(place, &format!("is not {kind} any more")),
        }
    }
}

fn responses(found: &mut Faults, place: &str, was: &Json, is: &Json) {
    let none = Map::new();
    let now = is.as_object().unwrap_or(&none);
    for (status, was) in members(was) {
        let was = schema::resolved(found.old, was);
        let place = format!("{place}: {status}");
        match now.get(status) {
            Some(is) => {
                let is = schema::resolved(found.new, is);
                content(found, &place, was, is, Way::Out);
                for (header, _) in members(&was["headers"]) {
                    if is["headers"].get(header).is_none() {
                        found.add(&place, &format!("has no {header} any more"));
                    }
                }
            }
            // A refusal that does not happen any more is no loss.
            None if status.starts_with(['4', '5']) => {}
            None => found.add(&place, "is answered no more"),
        }
    }
}
