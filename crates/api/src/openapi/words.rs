//! The document's English, made from the catalogue's names.

use guanxi_domain::kernel::catalogue::{Entity, Scope};

/// What a reader must know before the first call.
pub const ABOUT: &str = "\
Everything that the Guanxi web application does, it does through this API.

**Records.** Every kind of record has the same routes under `/<plural>`. Ids are UUIDs, made by \
whoever creates the record; instants are RFC 3339 in UTC, days `YYYY-MM-DD`, money is \
`{amount_minor, currency}` in whole minor units, decimals are strings. Names of choices may grow: \
treat one you do not know as \"other\". Fields that you may not see are not there. Custom fields stand \
under `custom`.

**Lists** answer pages with an opaque `cursor`. Filters are `filter[field]=value` or \
`filter[field.operator]=value` with the operators `eq ne lt lte gt gte in nin contains starts has \
empty`; the same as a tree in JSON goes to `POST /<plural>/query`. An unknown parameter is refused.

**Changes** are merge patches with `If-Match`: the version read before, or `*` for whatever is there. \
A record's state changes by its verbs only, `POST /<plural>/{id}/<verb>`. Send an `Idempotency-Key` \
with every POST that writes; the same key again gives the same answer for 48 hours.

**Refusals** are `application/problem+json` with a stable `code`, a `trace_id`, and the reasons field \
by field. Messages follow `Accept-Language` (`en`, `zh-Hant`, `zh-Hans`).";

/// `opportunity_contact` as people read it.
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// `an account`, `a user`.
pub fn one(entity: &Entity) -> String {
    let name = spaced(entity.name);
    // The only names with a vowel letter but no vowel sound begin with "u" as in "user".
    let article = if name.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// `Win an opportunity`, `Mark a user left`.
pub fn doing(verb: &str, entity: &Entity) -> String {
    let verb = sentence(&spaced(verb));
    match verb.split_once(' ') {
        Some((does, how)) => format!("{does} {} {how}", one(entity)),
        None => format!("{verb} {}", one(entity)),
    }
}

/// `opportunity contacts`.
pub fn many(entity: &Entity) -> String {
    spaced(entity.plural)
}

/// `OpportunityContact`: the name of its schema.
pub fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for part in name.split('_') {
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// First letter large.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `` `a`, `b` and `c` ``.
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// One paragraph about an entity.
pub fn about(entity: &Entity) -> String {
    let mut text = format!("{}.", sentence(&many(entity)));
    match entity.scope {
        Scope::Owned => text.push_str(" Each belongs to a user, whose rights decide who sees it."),
        Scope::Shared => {
            text.push_str(" Nobody owns them: who may read the entity sees every one.");
        }
        Scope::Anchored => {
            text.push_str(" Each hangs on another record and is seen by those who see that one.");
        }
        Scope::Linked(fields) => {
            text.push_str(&format!(
                " Each is seen by those who see every record it links: {}.",
                listed(fields)
            ));
        }
        Scope::Personal { shared: None } => {
            text.push_str(" Each belongs to the user who made it; nobody else sees it.");
        }
        Scope::Personal {
            shared: Some(field),
        } => text.push_str(&format!(
            " Each belongs to the user who made it; `{field}` says who else sees it."
        )),
        Scope::Part => {}
    }
    let collections: Vec<_> = entity.collections.iter().map(|rows| rows.name).collect();
    if !collections.is_empty() {
        text.push_str(&format!(
            " Owned rows travel inside: {}.",
            listed(&collections)
        ));
    }
    if !entity.writable {
        text.push_str(" Written by rules only.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanxi_domain::registry;

    #[test]
    fn names_become_english() {
        let one_of = |name| registry::by_name(name).map(one);
        assert_eq!(
            one_of("account_contact").as_deref(),
            Some("an account contact")
        );
        assert_eq!(one_of("user").as_deref(), Some("a user"));
        let left = registry::by_name("user").map(|user| doing("mark_left", user));
        assert_eq!(left.as_deref(), Some("Mark a user left"));
        assert_eq!(camel("stage_change"), "StageChange");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
