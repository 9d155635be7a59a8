//! Everything by typing: pages, actions, records.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use web_sys::KeyboardEvent;

use super::keys::{Binding, Keys};
use super::sections::further_lists;
use crate::i18n::{I18n, t};
use crate::records;
use crate::ui::{
    Choice, Formats, Icon, Kbd, is_composing, keep_keys, shown_while, spoken, unique_id,
};

/// How long typing must pause before records are searched.
const PAUSE: Duration = Duration::from_millis(120);
/// Shows actions only.
const ACTIONS_ONLY: char = '>';

/// Something the palette can do.
#[derive(Clone)]
enum Entry {
    Action(Binding),
    Record(Choice),
}

#[derive(Clone, Copy)]
struct State {
    open: RwSignal<bool>,
    text: RwSignal<String>,
    at: RwSignal<usize>,
    records: RwSignal<Vec<Choice>>,
    searching: RwSignal<bool>,
    round: StoredValue<u32>,
    keys: Keys,
    i18n: I18n,
    further: Memo<Vec<Choice>>,
}

/// The palette (Ctrl/⌘ K): empty it offers what can be done here, with text it finds records, pages and actions; `>`
/// narrows to actions. Enter acts unless an input method is composing.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let state = State::new(open);
    let node = NodeRef::<html::Dialog>::new();
    let closed = shown_while(node, open, None);
    Effect::new(move |_| {
        if open.get() {
            state.clear();
        }
    });
    view! {
        <dialog
            node_ref=node
            class="dialog palette"
            aria-label=t("ui-palette")
            on:close=move |_| closed()
            on:keydown=|event| keep_keys(&event)
            on:click=move |event| if is_backdrop(&event) { open.set(false) }
        >
            <Show when=move || open.get()><PaletteBody state /></Show>
        </dialog>
    }
}

#[component]
fn PaletteBody(state: State) -> impl IntoView {
    let list_id = unique_id("palette");
    let (controls, list, own_id) = (list_id.clone(), list_id.clone(), list_id.clone());
    let i18n = I18n::here();
    let run = use_runner(state);
    let entries = Signal::derive(move || state.entries());
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let last = entries.with_untracked(Vec::len).saturating_sub(1);
        let at = state.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => state.at.set(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => state.at.set(at.checked_sub(1).unwrap_or(last)),
            "Enter" => {
                if let Some(entry) = entries.with_untracked(|entries| entries.get(at).cloned()) {
                    run.run(entry);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let note = move || {
        if state.searching.get() {
            i18n.text("ui-searching")
        } else if entries.with(Vec::is_empty) {
            i18n.text("ui-nothing-found")
        } else {
            String::new()
        }
    };
    view! {
        <div class="palette-input">
            <Icon name="search" large=true />
            <input
                class="input"
                type="text"
                role="combobox"
                autofocus
                autocomplete="off"
                enterkeyhint="go"
                aria-expanded="true"
                aria-controls=controls
                aria-autocomplete="list"
                aria-activedescendant=move || (!entries.with(Vec::is_empty)).then(|| format!("{list_id}-{}", state.at.get()))
                aria-label=t("ui-palette")
                placeholder=t("ui-palette-hint")
                prop:value=move || state.text.get()
                on:input:target=move |event| state.type_text(event.target().value())
                on:keydown=keyed
            />
            <Kbd keys="escape" />
        </div>
        <ul id=own_id class="palette-list" role="listbox" aria-label=t("ui-palette")>
            {move || {
                let list = list.clone();
                let items = entries.get().into_iter().enumerate();
                let item = move |(at, entry)| view! { <PaletteItem id=format!("{list}-{at}") at entry state run /> };
                items.map(item).collect_view()
            }}
        </ul>
        <div class="palette-note" role="status">{note}</div>
    }
}

#[component]
fn PaletteItem(
    id: String,
    at: usize,
    entry: Entry,
    state: State,
    run: Callback<Entry>,
) -> impl IntoView {
    let formats = Formats::here();
    let is_at = move || state.at.get() == at;
    let act = entry.clone();
    let inside = match entry {
        Entry::Action(binding) => view! {
            <Icon name="corner-down-right" />
            <span class="option-words">{binding.label}</span>
            <Kbd keys=binding.keys />
        }
        .into_any(),
        Entry::Record(choice) => view! {
            <Icon name="file-text" />
            <span class="option-words">
                {spoken(formats, choice.label)}
                {choice.detail.map(|detail| view! { <span class="option-detail">{detail}</span> })}
            </span>
        }
        .into_any(),
    };
    view! {
        <li
            id=id
            role="option"
            class="option"
            class:option-at=is_at
            aria-selected=move || if is_at() { "true" } else { "false" }
            on:pointermove=move |_| state.at.set(at)
            on:click=move |_| run.run(act.clone())
        >
            {inside}
        </li>
    }
}

impl State {
    fn new(open: RwSignal<bool>) -> Self {
        Self {
            open,
            text: RwSignal::new(String::new()),
            at: RwSignal::new(0),
            records: RwSignal::new(Vec::new()),
            searching: RwSignal::new(false),
            round: StoredValue::new(0),
            keys: Keys::here(),
            i18n: I18n::here(),
            further: further_lists(),
        }
    }

    /// Starts afresh, with what was viewed last.
    fn clear(self) {
        self.type_text(String::new());
        self.records.set(Vec::new());
    }

    fn type_text(self, text: String) {
        let wants_records = !text.starts_with(ACTIONS_ONLY);
        self.text.set(text.clone());
        self.at.set(0);
        self.round.update_value(|round| *round += 1);
        self.searching.set(wants_records);
        if wants_records {
            self.search(text);
        } else {
            self.records.set(Vec::new());
        }
    }

    fn search(self, text: String) {
        let round = self.round.get_value();
        let is_newest = move || self.round.try_get_value() == Some(round);
        let ask = move || {
            if !is_newest() {
                return;
            }
            let finding = records::search(text, self.i18n);
            leptos::task::spawn_local(async move {
                let found = finding.await.unwrap_or_default();
                if is_newest() {
                    self.records.set(found);
                    self.searching.set(false);
                }
            });
        };
        set_timeout(ask, PAUSE);
    }

    /// Records first, then the pages and actions whose words hold every word typed.
    fn entries(self) -> Vec<Entry> {
        let text = self.text.get();
        let wanted = text.trim_start_matches(ACTIONS_ONLY).trim().to_lowercase();
        let fits = |label: &str| {
            let label = label.to_lowercase();
            wanted.split_whitespace().all(|word| label.contains(word))
        };
        let records = self.records.get().into_iter();
        let lists = self.further.get().into_iter();
        let lists = lists.filter(|list| {
            !wanted.is_empty() && !text.starts_with(ACTIONS_ONLY) && fits(&list.label)
        });
        let bindings = self
            .keys
            .bindings()
            .into_iter()
            .filter(|binding| binding.keys != "mod+k" && fits(&binding.label.get()));
        let places = records.chain(lists).map(Entry::Record);
        places.chain(bindings.map(Entry::Action)).collect()
    }
}

/// Closes the palette, then does what was picked.
fn use_runner(state: State) -> Callback<Entry> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |entry: Entry| {
        state.open.set(false);
        match entry {
            Entry::Action(binding) => binding.act.run(()),
            Entry::Record(choice) => {
                navigate.with_value(|navigate| navigate(&choice.value, Default::default()))
            }
        }
    })
}

fn is_backdrop(event: &web_sys::MouseEvent) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}
