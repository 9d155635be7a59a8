//! The keys of the page: who wants which, and who gets them.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::stroke::{is_single, stroke_of};
use crate::stored;
use crate::ui::{is_composing, listen_on_document, on_apple};

const LETTERS: &str = "guanxi.letter-keys";
/// How long a sequence such as `g a` waits for its second key.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Inputs that take no text, where single letters keep their meaning.
const NOT_TYPED: [&str; 8] = [
    "checkbox", "radio", "button", "submit", "reset", "range", "color", "file",
];

/// Under which heading keys stand in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyGroup {
    /// Everywhere.
    General,
    /// To another page.
    Go,
    /// Making records.
    Create,
    /// This list or board.
    List,
    /// This record.
    Record,
}

impl KeyGroup {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 5] = [
        Self::List,
        Self::Record,
        Self::General,
        Self::Go,
        Self::Create,
    ];

    /// The key of its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::General => "ui-keys-general",
            Self::Go => "ui-keys-go",
            Self::Create => "ui-keys-create",
            Self::List => "ui-keys-list",
            Self::Record => "ui-keys-record",
        }
    }
}

/// Keys that do something on this page.
#[derive(Clone)]
pub struct Binding {
    id: u32,
    /// Where it stands in the help.
    pub group: KeyGroup,
    /// The strokes, parted by spaces: `g a`, `mod+k`, `shift+arrowdown`.
    pub keys: &'static str,
    /// What they do.
    pub label: Signal<String>,
    /// Does it.
    pub act: Callback<()>,
}

/// All keys of the page. Bindings live as long as the component that made them; the newest wins.
#[derive(Clone, Copy)]
pub struct Keys {
    bindings: RwSignal<Vec<Binding>>,
    next: StoredValue<u32>,
    /// The first stroke of a sequence, while it waits for the second.
    begun: RwSignal<Option<String>>,
    /// How many sequences have begun, so that an old one's patience does not end a new one.
    rounds: StoredValue<u32>,
    /// Whether single letters do something; people can switch them off.
    letters: RwSignal<bool>,
}

impl Keys {
    /// Makes the registry for the page and listens.
    pub fn provide() -> Self {
        let keys = Self {
            bindings: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            begun: RwSignal::new(None),
            rounds: StoredValue::new(0),
            letters: RwSignal::new(stored::read(LETTERS).as_deref() != Some("off")),
        };
        listen_on_document("keydown", move |event: KeyboardEvent| keys.press(&event));
        provide_context(keys);
        keys
    }

    /// Those of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Gives keys a meaning until the current component goes away.
    pub fn bind(
        self,
        group: KeyGroup,
        keys: &'static str,
        label: Signal<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let act = Callback::new(move |()| act());
        self.bindings.update(|bindings| {
            bindings.push(Binding {
                id,
                group,
                keys,
                label,
                act,
            })
        });
        on_cleanup(move || {
            self.bindings
                .try_update(|bindings| bindings.retain(|binding| binding.id != id));
        });
    }

    /// What has a meaning now, for help and palette.
    pub fn bindings(self) -> Vec<Binding> {
        self.bindings.get()
    }

    /// Whether single letters do something.
    pub fn letters(self) -> bool {
        self.letters.get()
    }

    /// Switches single letters on or off, on this device.
    pub fn set_letters(self, on: bool) {
        self.letters.set(on);
        stored::write(LETTERS, if on { "on" } else { "off" });
    }

    fn press(self, event: &KeyboardEvent) {
        if is_composing(event) || event.default_prevented() {
            return;
        }
        let stroke = stroke_of(event, on_apple());
        let typing = types_text(event);
        if is_single(&stroke) && (typing || !self.letters.get_untracked()) {
            return;
        }
        let begun = self.begun.get_untracked();
        self.begun.set(None);
        let sequence = begun.map(|first| format!("{first} {stroke}"));
        let found = sequence
            .as_deref()
            .and_then(|keys| self.meaning(keys))
            .or_else(|| self.meaning(&stroke));
        let allowed = !typing || stroke.starts_with("mod+") || stroke.starts_with("alt+");
        if let Some(act) = found.filter(|_| allowed) {
            event.prevent_default();
            act.run(());
        } else if !typing && self.begins_sequence(&stroke) {
            self.wait_for_more(stroke);
        }
    }

    fn meaning(self, keys: &str) -> Option<Callback<()>> {
        self.bindings
            .with_untracked(|bindings| bindings.iter().rfind(|b| b.keys == keys).map(|b| b.act))
    }

    fn begins_sequence(self, stroke: &str) -> bool {
        let begins = |binding: &Binding| {
            binding
                .keys
                .split_once(' ')
                .is_some_and(|(first, _)| first == stroke)
        };
        self.bindings
            .with_untracked(|bindings| bindings.iter().any(begins))
    }

    fn wait_for_more(self, stroke: String) {
        self.begun.set(Some(stroke));
        self.rounds.update_value(|rounds| *rounds += 1);
        let round = self.rounds.get_value();
        let give_up = move || {
            if self.rounds.try_get_value() == Some(round) {
                self.begun.set(None);
            }
        };
        set_timeout(give_up, PATIENCE);
    }
}

/// Whether the key press goes into something that takes text.
fn types_text(event: &KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return false;
    };
    let within = |selector| target.closest(selector).ok().flatten().is_some();
    // A dialog that has just closed may keep the focus for a moment; nobody types into it any more.
    if within("dialog:not([open])") {
        return false;
    }
    match target.tag_name().as_str() {
        "INPUT" => !NOT_TYPED.contains(&target.get_attribute("type").unwrap_or_default().as_str()),
        "TEXTAREA" | "SELECT" => true,
        _ => within("[contenteditable='true']"),
    }
}
