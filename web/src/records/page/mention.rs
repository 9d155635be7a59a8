//! Mentioning people with `@` and records with `#` while typing.

use std::time::Duration;

use guanxi_client::ListQuery;
use guanxi_domain::activities::mentions::token;
use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::i18n::t;
use crate::records::desk::Desk;
use crate::ui::{focus, is_composing, next_frame, unique_id};

/// How long typing must pause before a search starts.
const PAUSE: Duration = Duration::from_millis(150);
/// Choices shown at once.
const SHOWN: u32 = 6;
/// Longest name looked for.
const LONGEST: usize = 40;

/// Somebody or something that can be mentioned.
#[derive(Clone, PartialEq)]
struct Found {
    entity: String,
    id: String,
    name: String,
}

/// What is being typed: the sign, where it stands, and the letters after it.
#[derive(Clone, PartialEq)]
struct Typed {
    sign: char,
    start: usize,
    end: usize,
    text: String,
}

#[derive(Clone, Copy)]
struct Picker {
    desk: Desk,
    text: RwSignal<String>,
    picked: RwSignal<Vec<(String, String)>>,
    node: NodeRef<Textarea>,
    typed: RwSignal<Option<Typed>>,
    found: RwSignal<Vec<Found>>,
    at: RwSignal<usize>,
    round: StoredValue<u32>,
}

/// The text area with a list that opens below it after `@` or `#`. Arrow keys move, Enter or Tab picks unless an input
/// method is composing, Escape closes.
pub fn mentioning(
    text: RwSignal<String>,
    picked: RwSignal<Vec<(String, String)>>,
    node: NodeRef<Textarea>,
    area: AnyView,
) -> AnyView {
    let picker = Picker {
        desk: Desk::here(),
        text,
        picked,
        node,
        typed: RwSignal::new(None),
        found: RwSignal::new(Vec::new()),
        at: RwSignal::new(0),
        round: StoredValue::new(0),
    };
    let list = unique_id("mentions");
    picker.describe(&list);
    let items = {
        let list = list.clone();
        move || picker.items(&list)
    };
    view! {
        <div
            class="mentioning"
            on:input=move |_| picker.follow()
            on:keydown:capture=move |event| picker.key(&event)
            on:focusout=move |_| picker.close()
        >
            {area}
            <ul
                id=list
                class="mention-list"
                role="listbox"
                aria-label=t("ui-mention")
                hidden=move || picker.found.with(Vec::is_empty)
                on:pointerdown=|event| event.prevent_default()
            >
                {items}
            </ul>
        </div>
    }
    .into_any()
}

impl Picker {
    /// Tells assistive technology which choice is meant.
    fn describe(self, list: &str) {
        let list = list.to_owned();
        Effect::new(move |_| {
            let active = self
                .found
                .with(|found| !found.is_empty())
                .then(|| self.at.get());
            let Some(area) = self.node.get() else { return };
            // A refused attribute costs a hint, nothing else.
            let _ = area.set_attribute("aria-autocomplete", "list");
            let _ = match active {
                Some(at) => area.set_attribute("aria-controls", &list).and_then(|()| {
                    area.set_attribute("aria-activedescendant", &format!("{list}-{at}"))
                }),
                None => area
                    .remove_attribute("aria-controls")
                    .and_then(|()| area.remove_attribute("aria-activedescendant")),
            };
        });
    }

    fn items(self, list: &str) -> AnyView {
        let found = self.found.get();
        let item = |(at, one): (usize, Found)| {
            let on = Memo::new(move |_| self.at.get() == at);
            view! {
                <li
                    id=format!("{list}-{at}")
                    role="option"
                    class="option"
                    aria-selected=move || if on.get() { "true" } else { "false" }
                    on:click=move |_| self.pick(at)
                >
                    {one.name}
                </li>
            }
        };
        found
            .into_iter()
            .enumerate()
            .map(item)
            .collect_view()
            .into_any()
    }

    fn close(self) {
        self.round.update_value(|round| *round += 1);
        self.typed.set(None);
        self.found.set(Vec::new());
    }

    /// Looks at what stands before the caret.
    fn follow(self) {
        let caret = self
            .node
            .get_untracked()
            .and_then(|area| area.selection_start().ok().flatten());
        let typed = caret.and_then(|caret| {
            self.text
                .with_untracked(|text| before(text, caret as usize))
        });
        let Some(typed) = typed else {
            return self.close();
        };
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        self.typed.set(Some(typed.clone()));
        set_timeout(
            move || {
                if self.round.try_get_value() == Some(round) {
                    leptos::task::spawn_local(async move {
                        let found = self.find(&typed).await;
                        if self.round.try_get_value() == Some(round) {
                            self.at.set(0);
                            self.found.set(found);
                        }
                    });
                }
            },
            PAUSE,
        );
    }

    /// People for `@`, records for `#`. Without an answer there is nothing to pick from; the words stay.
    async fn find(self, typed: &Typed) -> Vec<Found> {
        let Some(catalogue) = self.desk.known() else {
            return Vec::new();
        };
        if typed.sign == '@' {
            let query = ListQuery::new().limit(SHOWN);
            let query = if typed.text.is_empty() {
                query.sort("name")
            } else {
                query.words(&typed.text)
            };
            let page = self.desk.api.list("users", query).await;
            let rows = page.map(|page| page.rows).unwrap_or_default();
            let found = rows.iter().map(|row| Found {
                entity: "user".to_owned(),
                id: row.id().to_owned(),
                name: row.text("name").to_owned(),
            });
            return found.collect();
        }
        if typed.text.trim().is_empty() {
            return Vec::new();
        }
        let hits = self
            .desk
            .api
            .search(typed.text.trim(), SHOWN)
            .await
            .unwrap_or_default();
        let known = hits
            .into_iter()
            .filter(|(entity, ..)| catalogue.entity(entity).is_some_and(|entity| entity.anchor));
        let found = known.map(|(entity, id, name)| Found { entity, id, name });
        found.take(SHOWN as usize).collect()
    }

    fn key(self, event: &KeyboardEvent) {
        let number = self.found.with_untracked(Vec::len);
        if number == 0 || is_composing(event) {
            return;
        }
        let at = self.at.get_untracked();
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        match event.key().as_str() {
            "ArrowDown" => self.at.set((at + 1) % number),
            "ArrowUp" => self.at.set((at + number - 1) % number),
            "Enter" | "Tab" if !modified && !event.shift_key() => self.pick(at),
            "Escape" => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn pick(self, at: usize) {
        let found = self.found.with_untracked(|found| found.get(at).cloned());
        let (Some(found), Some(typed)) = (found, self.typed.get_untracked()) else {
            return;
        };
        let words = format!("{}{}", typed.sign, found.name);
        let (text, caret) = self
            .text
            .with_untracked(|text| replaced(text, &typed, &words));
        self.picked.update(|picked| {
            picked.retain(|(known, _)| *known != words);
            picked.push((
                words,
                token(typed.sign, &found.name, &found.entity, &found.id),
            ));
        });
        self.text.set(text);
        self.close();
        next_frame(move || {
            if let Some(area) = self.node.try_get_untracked().flatten() {
                focus(&area);
                let caret = u32::try_from(caret).ok();
                // A browser that refuses leaves the caret at the end.
                let _ = area
                    .set_selection_start(caret)
                    .and_then(|()| area.set_selection_end(caret));
            }
        });
    }
}

/// The sign and the letters that stand before the caret; nothing when they do not begin a mention. Carets are counted
/// in UTF-16.
fn before(text: &str, caret: usize) -> Option<Typed> {
    let units: Vec<u16> = text.encode_utf16().take(caret).collect();
    let start = units
        .iter()
        .rposition(|unit| [u16::from(b'@'), u16::from(b'#')].contains(unit))?;
    let text = String::from_utf16(units.get(start + 1..)?).ok()?;
    let former = start.checked_sub(1).and_then(|at| units.get(at)).copied();
    // A letter before it makes it an e-mail address; Chinese has no spaces to stand there.
    let joined = former
        .and_then(|unit| char::from_u32(u32::from(unit)))
        .is_some_and(|letter| letter.is_ascii_alphanumeric());
    let too_far = text.chars().count() > LONGEST || text.contains('\n') || text.starts_with(' ');
    let sign = if units.get(start) == Some(&u16::from(b'@')) {
        '@'
    } else {
        '#'
    };
    (!joined && !too_far).then_some(Typed {
        sign,
        start,
        end: caret,
        text,
    })
}

/// The text with the words in the place of what was typed, and where the caret goes.
fn replaced(text: &str, typed: &Typed, words: &str) -> (String, usize) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let head = units.get(..typed.start).unwrap_or_default();
    let tail = units.get(typed.end..).unwrap_or_default();
    let middle: Vec<u16> = words.encode_utf16().chain([u16::from(b' ')]).collect();
    let caret = head.len() + middle.len();
    (
        String::from_utf16_lossy(&[head, &middle, tail].concat()),
        caret,
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{before, replaced};

    #[test]
    fn a_mention_begins_after_a_sign() {
        let typed =
            |text: &str| before(text, text.encode_utf16().count()).map(|one| (one.sign, one.text));
        assert_eq!(typed("see @Ann"), Some(('@', "Ann".to_owned())));
        assert_eq!(typed("給@王"), Some(('@', "王".to_owned())));
        assert_eq!(typed("😀 #Ernst H"), Some(('#', "Ernst H".to_owned())));
        assert_eq!(typed("ann@firm"), None);
        assert_eq!(typed("@Ann\nnext"), None);
        assert_eq!(typed("plain"), None);
    }

    #[test]
    fn what_is_picked_takes_the_place_of_what_was_typed() {
        let text = "😀 @An!";
        let typed = before(text, 6).unwrap();
        assert_eq!(
            replaced(text, &typed, "@Anna"),
            ("😀 @Anna !".to_owned(), 9)
        );
    }
}
