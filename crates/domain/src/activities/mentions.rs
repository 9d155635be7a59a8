//! Who and what is mentioned in the text of an activity.

use uuid::Uuid;

use super::activities::Activity;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::field::{Format, Id};
use crate::people::users::User;
use crate::record;

record! {
    /// One person or record mentioned in one activity. There as long as the text says so.
    pub struct Mention of MENTION: System {
        /// In which activity.
        activity_id: Id<Activity> [on_create(), fact()],
        /// Who; nobody when a record is mentioned.
        user_id: Option<Id<User>> [on_create(), fact()],
        /// What kind of record.
        record_entity: Option<String> [max(60), format(Format::EntityName), on_create()],
        /// Which record.
        record_id: Option<Uuid> [on_create()],
        /// Whether the text does not say so any more.
        withdrawn: bool [derived()],
    }
}

/// Mentions. Whoever does not see the activity does not see that it mentions somebody.
pub static MENTION: Entity = Entity {
    title: "id",
    scope: Scope::Linked(&["activity_id"]),
    writable: false,
    sort: "-created_at",
    ..Entity::root("mention", "mentions", Mention::FIELDS)
};

/// Somebody or something mentioned: `[@Anna Berg](user:0190…)`, `[#Ernst Handel](account:0190…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// The entity's name; `user` for people.
    pub entity: String,
    /// Which one.
    pub id: Uuid,
}

/// Who and what a text mentions, each once, in the order of the text.
pub fn mentioned(text: &str) -> Vec<Mentioned> {
    let mut found: Vec<Mentioned> = Vec::new();
    for rest in text.split("](").skip(1) {
        let target = rest.split(')').next().and_then(target_of);
        if let Some(target) = target.filter(|target| !found.contains(target)) {
            found.push(target);
        }
    }
    found
}

/// The text as people read it where nothing can be drawn: names instead of mentions.
pub fn plain(text: &str) -> String {
    let (mut words, mut rest) = (String::new(), text);
    while let Some((before, name, after)) = next_mention(rest) {
        words.push_str(before);
        words.push_str(name);
        rest = after;
    }
    words.push_str(rest);
    words
}

/// What stands before the first mention, its name, and the rest.
fn next_mention(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let middle = from + text.get(from..)?.find("](")?;
        let end = middle + text.get(middle..)?.find(')')?;
        let start = text.get(..middle)?.rfind('[')?;
        if target_of(text.get(middle + 2..end)?).is_some() {
            return Some((
                text.get(..start)?,
                text.get(start + 1..middle)?,
                text.get(end + 1..)?,
            ));
        }
        from = middle + 2;
    }
}

/// What a link in a text leads to, when it is a mention: `user:0190…`.
pub fn target_of(link: &str) -> Option<Mentioned> {
    let (entity, id) = link.split_once(':')?;
    let known = !entity.is_empty()
        && entity
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let id = Uuid::try_parse(id)
        .ok()
        .filter(|_| known && id.len() == 36)?;
    Some(Mentioned {
        entity: entity.to_owned(),
        id,
    })
}

/// The mention of a record in a text, as it is written.
pub fn token(sign: char, name: &str, entity: &str, id: &str) -> String {
    // Brackets would end the name early.
    let name: String = name
        .chars()
        .filter(|one| !matches!(one, '[' | ']' | '\n'))
        .collect();
    format!("[{sign}{name}]({entity}:{id})")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: &str = "01900000-0000-7000-8000-000000000001";

    #[test]
    fn a_text_tells_whom_it_mentions() {
        let text = format!(
            "{} and {}, again [@Anna](user:{ANNA}) [a link](https://example.com) [x](user:1) ](user:{ANNA}",
            token('@', "An[na] Berg", "user", ANNA),
            token('#', "Ernst Handel", "account", ANNA),
        );
        let found = mentioned(&text);
        let entities: Vec<&str> = found.iter().map(|one| one.entity.as_str()).collect();
        assert_eq!(entities, ["user", "account"]);
        assert!(text.starts_with("[@Anna Berg](user:"));
        assert_eq!(
            plain(&format!("[a](b) {} ok", token('@', "Bo", "user", ANNA))),
            "[a](b) @Bo ok"
        );
        assert_eq!(mentioned("nobody (user:x) [y]()"), []);
    }
}
