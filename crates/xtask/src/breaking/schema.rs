//! Two schemas of one thing: what callers send has to be taken as before, what they get has to be as promised.

use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Which way something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// To the server: it may take more, not less.
    In,
    /// From the server: it may tell more, not less.
    Out,
}

/// Most upper and least lower limits.
const UPPER: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];
const LOWER: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];

/// What is found while two documents are compared.
pub struct Faults<'a> {
    pub old: &'a Json,
    pub new: &'a Json,
    today: &'a str,
    found: Vec<String>,
    /// Named schemas that are being compared: they may hold themselves.
    open: BTreeSet<(String, String, Way)>,
}

/// Whether a pattern that lists names, such as `^(id|name)?$`, lists those of before and more.
fn adds_names(before: &Json, now: &Json) -> bool {
    let (Some(before), Some(now)) = (names(before), names(now)) else {
        return false;
    };
    before.is_subset(&now)
}

fn names(pattern: &Json) -> Option<BTreeSet<&str>> {
    let listed = pattern.as_str()?.strip_prefix("^(")?.strip_suffix(")?$")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_|".contains(c);
    listed
        .chars()
        .all(plain)
        .then(|| listed.split('|').collect())
}

/// The thing that a reference leads to.
pub fn resolved<'a>(document: &'a Json, json: &'a Json) -> &'a Json {
    let mut json = json;
    while let Some(place) = json["$ref"].as_str() {
        json = document
            .pointer(place.trim_start_matches('#'))
            .unwrap_or(&Json::Null);
    }
    json
}

impl<'a> Faults<'a> {
    pub const fn new(old: &'a Json, new: &'a Json, today: &'a str) -> Self {
        Self {
            old,
            new,
            today,
            found: Vec::new(),
            open: BTreeSet::new(),
        }
    }

    pub fn add(&mut self, place: &str, what: &str) {
        self.found.push(format!("{place} {what}"));
    }

    /// All, each once: many operations share their schemas.
    pub fn told(self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut found = self.found;
        found.retain(|fault| seen.insert(fault.clone()));
        found
    }

    /// What was marked to go, and whose last day is over.
    pub fn may_go(&self, was: &Json) -> bool {
        was["deprecated"] == Json::Bool(true)
            && was["x-sunset"].as_str().is_some_and(|day| day < self.today)
    }

    /// Compares two schemas; named ones are told by their names.
    pub fn compare(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        let name = |json: &Json| json["$ref"].as_str().unwrap_or_default().to_owned();
        let pair = (name(was), name(is), way);
        let named = !pair.0.is_empty() && !pair.1.is_empty();
        if named && !self.open.insert(pair.clone()) {
            return;
        }
        let short = pair.0.rsplit('/').next().unwrap_or_default().to_owned();
        let place = if named { &short } else { place };
        let (was, is) = (resolved(self.old, was), resolved(self.new, is));
        if was != is || !named {
            self.compare_plain(place, was, is, way);
        } else {
            self.follow(place, was, is, way);
        }
    }

    fn compare_plain(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        if is.is_null() && !was.is_null() {
            return self.add(place, "has no schema any more");
        }
        if is_union(was) || is_union(is) {
            return self.unions(place, was, is, way);
        }
        self.types(place, was, is, way);
        self.names(place, was, is, way);
        self.limits(place, was, is, way);
        self.properties(place, was, is, way);
        self.follow(place, was, is, way);
    }

    /// What is inside: alike here, it may differ there, because names lead on.
    fn follow(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        if is_union(was) || is_union(is) {
            return self.unions(place, was, is, way);
        }
        for (name, was) in was["properties"].as_object().into_iter().flatten() {
            if let Some(is) = is["properties"].get(name) {
                self.compare(&format!("{place}.{name}"), was, is, way);
            }
        }
        for inner in ["items", "additionalProperties"] {
            let (was, is) = (&was[inner], &is[inner]);
            if was.is_object() && is.is_object() {
                self.compare(&format!("{place}[]"), was, is, way);
            }
        }
        let parts = |json: &Json| json["allOf"].as_array().cloned().unwrap_or_default();
        let (was, is) = (parts(was), parts(is));
        if was.len() != is.len() {
            return self.add(place, "is put together otherwise");
        }
        for (was, is) in was.iter().zip(&is) {
            self.compare(place, was, is, way);
        }
    }

    /// Each choice there was has to be there, or each choice there is has to have been.
    fn unions(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        let (before, now) = (choices(was), choices(is));
        let (given, taken) = match way {
            Way::In => (&before, &now),
            Way::Out => (&now, &before),
        };
        for one in given {
            let fits = taken.iter().any(|other| match way {
                Way::In => self.fits(one, other, way),
                Way::Out => self.fits(other, one, way),
            });
            if !fits {
                let what = match way {
                    Way::In => "takes one of its choices no more",
                    Way::Out => "has another choice",
                };
                self.add(place, what);
            }
        }
    }

    fn fits(&self, was: &Json, is: &Json, way: Way) -> bool {
        let mut alone = Faults {
            open: self.open.clone(),
            found: Vec::new(),
            ..*self
        };
        alone.compare("", was, is, way);
        alone.found.is_empty()
    }

    fn types(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        let (before, now) = (types(was), types(is));
        let (given, taken) = match way {
            Way::In => (before, now),
            Way::Out => (now, before),
        };
        // Without a type it is anything.
        let fits = match (given, taken) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(given), Some(taken)) => given.is_subset(&taken),
        };
        if !fits {
            let (was, is) = (&was["type"], &is["type"]);
            self.add(place, &format!("was {was} and is {is}"));
        }
    }

    /// Names of choices: what is sent may not lose any. What comes may have new ones, as the conventions say.
    fn names(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        let (Way::In, Some(now)) = (way, is["enum"].as_array()) else {
            return;
        };
        match was["enum"].as_array() {
            None => self.add(place, "takes certain names only now"),
            Some(before) => {
                for name in before.iter().filter(|name| !now.contains(name)) {
                    self.add(place, &format!("takes {name} no more"));
                }
            }
        }
    }

    fn limits(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        for word in ["pattern", "format"] {
            let (before, now) = (&was[word], &is[word]);
            let tighter = match way {
                Way::In => !now.is_null() && before != now && !adds_names(before, now),
                Way::Out => word == "format" && !before.is_null() && before != now,
            };
            if tighter {
                self.add(place, &format!("has another {word}"));
            }
        }
        if way == Way::Out {
            return;
        }
        let number = |json: &Json, word: &str| json[word].as_f64();
        for (words, sign) in [(UPPER, 1.0), (LOWER, -1.0)] {
            for word in words {
                let Some(now) = number(is, word) else {
                    continue;
                };
                let wider = number(was, word).is_some_and(|before| now * sign >= before * sign);
                if !wider {
                    self.add(place, &format!("has a tighter {word}"));
                }
            }
        }
    }

    fn properties(&mut self, place: &str, was: &Json, is: &Json, way: Way) {
        for (name, was) in was["properties"].as_object().into_iter().flatten() {
            if is["properties"].get(name).is_none() && !self.may_go(was) {
                self.add(&format!("{place}.{name}"), "is gone");
            }
        }
        let (before, now) = (required(was), required(is));
        let (missing, what) = match way {
            Way::In => (now.difference(&before), "is required now"),
            Way::Out => (before.difference(&now), "may be missing now"),
        };
        for name in missing.cloned().collect::<Vec<_>>() {
            self.add(&format!("{place}.{name}"), what);
        }
        let closed = |json: &Json| json["additionalProperties"] == Json::Bool(false);
        if way == Way::In && closed(is) && !closed(was) {
            self.add(place, "takes no further properties now");
        }
    }
}

fn is_union(json: &Json) -> bool {
    json.get("oneOf").is_some() || json.get("anyOf").is_some()
}

fn choices(json: &Json) -> Vec<Json> {
    let all = json["oneOf"]
        .as_array()
        .or_else(|| json["anyOf"].as_array());
    all.cloned().unwrap_or_else(|| vec![json.clone()])
}

/// A whole number is a number.
fn types(json: &Json) -> Option<BTreeSet<String>> {
    let names: Vec<&str> = match &json["type"] {
        Json::String(name) => vec![name],
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        _ => return None,
    };
    let mut types: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
    if types.contains("number") {
        types.insert("integer".to_owned());
    }
    Some(types)
}

fn required(json: &Json) -> BTreeSet<String> {
    let names = json["required"].as_array().into_iter().flatten();
    names.filter_map(Json::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::adds_names;
    use serde_json::json;

    #[test]
    fn names_may_be_added_to_a_pattern_but_not_taken() {
        let (before, more) = (json!("^(id|name)?$"), json!("^(id|kind|name)?$"));
        assert!(adds_names(&before, &more));
        assert!(!adds_names(&more, &before), "a name is gone");
        assert!(
            !adds_names(&json!("^(i.|name)?$"), &more),
            "no list of names"
        );
        assert!(
            !adds_names(&before, &json!("^(id|name)$")),
            "empty is refused"
        );
    }
}
