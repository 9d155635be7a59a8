//! One of very many, found by typing.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dom::all;
use super::place::{Placement, place};
use super::{
    Choice, FieldLink, Formats, Icon, IconButton, StageDot, is_composing, next_frame, spoken,
    unique_id,
};
use crate::i18n::{I18n, t};

/// How long typing must pause before a search starts.
const PAUSE: Duration = Duration::from_millis(120);

/// A search under way: the choices that fit, best first, or the sentence that says why there are none.
pub type Finding = Pin<Box<dyn Future<Output = Result<Vec<Choice>, String>>>>;

/// What the list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Searching,
    Choices(Vec<Choice>),
    Failed(String),
}

/// An input that finds choices while typing (ARIA combobox). Arrow keys move, Enter picks unless an input method is
/// composing, Escape closes, leaving restores what was chosen.
#[component]
pub fn Combobox(
    /// What is chosen.
    value: RwSignal<Option<Choice>>,
    /// Finds choices for a text; the empty text gives the first ones.
    #[prop(into)]
    find: Callback<String, Finding>,
    /// A name for comboboxes without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Makes a new thing with the typed name; adds an item for it.
    #[prop(optional, into)]
    on_create: Option<Callback<String>>,
    /// Runs when another choice is picked, or none.
    #[prop(optional, into)]
    on_change: Option<Callback<Option<Choice>>>,
) -> impl IntoView {
    let link = FieldLink::here();
    let (id, list_id) = (link.id.clone(), unique_id("list"));
    let (described_by, invalid) = (link.described_by, link.clone());
    let (controls, list_of_options) = (list_id.clone(), list_id.clone());
    let combo = Combo::new(value, find, on_create, on_change);
    let text = move || {
        combo
            .typed
            .get()
            .unwrap_or_else(|| value.get().map(|choice| choice.label).unwrap_or_default())
    };
    let lang = move || combo.formats.lang_of(&text());
    let active = move || {
        combo
            .open
            .get()
            .then(|| format!("{list_id}-{}", combo.at.get()))
    };
    view! {
        <span class="combobox">
            <input
                node_ref=combo.input
                id=id
                class="input"
                type="text"
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls=controls.clone()
                aria-expanded=move || if combo.open.get() { "true" } else { "false" }
                aria-activedescendant=active
                aria-label=move || Some(label.get()).filter(|text| !text.is_empty())
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.aria_invalid()
                aria-required=move || link.aria_required()
                placeholder=move || Some(placeholder.get()).filter(|text| !text.is_empty())
                disabled=move || disabled.get()
                lang=lang
                prop:value=text
                on:input:target=move |event| combo.type_text(event.target().value())
                on:click=move |_| combo.show()
                on:keydown=move |event| combo.key(&event)
                on:blur=move |_| combo.leave()
            />
            {move || (value.with(Option::is_some) && !disabled.get()).then(|| view! {
                <IconButton small=true icon="x" label=t("ui-clear") on_press=move |()| combo.pick(None) />
            })}
        </span>
        <div node_ref=combo.panel popover="manual" class="popover combobox-list" on:pointerdown=|event| event.prevent_default()>
            <ul id=controls.clone() role="listbox" aria-label=move || label.get()>
                {move || combo.open.get().then(|| combo.items(&list_of_options))}
            </ul>
            <div class="combobox-note" role="status">{move || combo.open.get().then(|| combo.note())}</div>
        </div>
    }
}

/// The state of one combobox.
#[derive(Clone, Copy)]
struct Combo {
    i18n: I18n,
    formats: Formats,
    value: RwSignal<Option<Choice>>,
    find: Callback<String, Finding>,
    on_create: Option<Callback<String>>,
    on_change: Option<Callback<Option<Choice>>>,
    /// What is being typed; without it the input shows what is chosen.
    typed: RwSignal<Option<String>>,
    found: RwSignal<Found>,
    open: RwSignal<bool>,
    at: RwSignal<usize>,
    /// Counts searches, so that a slow answer to an old text is dropped.
    round: StoredValue<u32>,
    input: NodeRef<html::Input>,
    panel: NodeRef<html::Div>,
}

impl Combo {
    fn new(
        value: RwSignal<Option<Choice>>,
        find: Callback<String, Finding>,
        on_create: Option<Callback<String>>,
        on_change: Option<Callback<Option<Choice>>>,
    ) -> Self {
        Self {
            i18n: I18n::here(),
            formats: Formats::here(),
            value,
            find,
            on_create,
            on_change,
            typed: RwSignal::new(None),
            found: RwSignal::new(Found::Searching),
            open: RwSignal::new(false),
            at: RwSignal::new(0),
            round: StoredValue::new(0),
            input: NodeRef::new(),
            panel: NodeRef::new(),
        }
    }

    fn type_text(self, text: String) {
        self.typed.set(Some(text));
        self.at.set(0);
        self.open_list();
        self.search(PAUSE);
    }

    fn show(self) {
        if !self.open.get_untracked() {
            self.open_list();
            self.search(Duration::ZERO);
        }
    }

    fn open_list(self) {
        self.open.set(true);
        self.settle();
    }

    /// Shows the panel under the input; once more after every change of its height.
    fn settle(self) {
        next_frame(move || {
            let elements = (
                self.panel.try_get_untracked().flatten(),
                self.input.try_get_untracked().flatten(),
            );
            if let (Some(panel), Some(input), true) =
                (elements.0, elements.1, self.open.get_untracked())
            {
                // Shown already after the first time.
                let _ = panel.show_popover();
                place(
                    &panel,
                    &input,
                    Placement {
                        match_width: true,
                        ..Placement::default()
                    },
                );
            }
        });
    }

    fn close(self) {
        self.open.set(false);
        self.round.update_value(|round| *round += 1);
        if let Some(panel) = self.panel.get_untracked() {
            // Hidden already when it never opened.
            let _ = panel.hide_popover();
        }
    }

    fn search(self, pause: Duration) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        self.found.set(Found::Searching);
        let ask = move || {
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let text = self.typed.get_untracked().unwrap_or_default();
            let finding = self.find.run(text);
            leptos::task::spawn_local(async move {
                let found = finding.await.map_or_else(Found::Failed, Found::Choices);
                if self.round.try_get_value() == Some(round) {
                    self.found.set(found);
                    self.settle();
                }
            });
        };
        set_timeout(ask, pause);
    }

    /// What can be picked: what was found, then the typed name as a new thing.
    fn offered(self) -> Vec<Choice> {
        let mut offered = match self.found.get() {
            Found::Choices(choices) => choices,
            Found::Searching | Found::Failed(_) => Vec::new(),
        };
        let typed = self
            .typed
            .get()
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty());
        if let (Some(name), Some(_), true) = (
            typed,
            self.on_create,
            self.found.with(|f| *f != Found::Searching),
        ) {
            let words = self
                .i18n
                .format("ui-create-named", |args| args.set("name", name));
            offered.push(Choice::new(String::new(), words));
        }
        offered
    }

    fn key(self, event: &KeyboardEvent) {
        if is_composing(event) {
            return;
        }
        let open = self.open.get_untracked();
        let offered = untrack(|| self.offered());
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => self.show(),
            "ArrowDown" => self.move_to((self.at.get_untracked() + 1) % offered.len().max(1)),
            "ArrowUp" => self.move_to(
                self.at
                    .get_untracked()
                    .checked_sub(1)
                    .unwrap_or(offered.len().saturating_sub(1)),
            ),
            "Enter" if open => {
                if let Some(choice) = offered.get(self.at.get_untracked()) {
                    self.pick(Some(choice.clone()));
                }
            }
            "Escape" if open => {
                self.typed.set(None);
                self.close();
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn move_to(self, at: usize) {
        self.at.set(at);
        next_frame(move || {
            let Some(panel) = self.panel.try_get_untracked().flatten() else {
                return;
            };
            if let Some(option) = all(&panel, "[role='option']").get(at) {
                let into_view = web_sys::ScrollIntoViewOptions::new();
                into_view.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&into_view);
            }
        });
    }

    fn pick(self, choice: Option<Choice>) {
        let typed = self.typed.get_untracked().unwrap_or_default();
        self.typed.set(None);
        self.close();
        if let (Some(create), Some(true)) = (
            self.on_create,
            choice.as_ref().map(|choice| choice.value.is_empty()),
        ) {
            create.run(typed.trim().to_owned());
            return;
        }
        self.value.set(choice.clone());
        if let Some(act) = self.on_change {
            act.run(choice);
        }
    }

    /// Leaving with an emptied input means "none"; anything else typed but not picked is put back.
    fn leave(self) {
        let emptied = self
            .typed
            .try_with_untracked(|typed| typed.as_ref().is_some_and(|text| text.trim().is_empty()));
        // An input that leaves the page with the focus loses it when its state is gone already.
        let Some(emptied) = emptied else { return };
        if emptied && self.value.with_untracked(Option::is_some) {
            return self.pick(None);
        }
        self.typed.set(None);
        self.close();
    }

    fn items(self, list_id: &str) -> impl IntoView + use<> {
        let item = |(at, choice): (usize, Choice)| {
            let new = choice.value.is_empty();
            let picked = choice.clone();
            let is_chosen = self
                .value
                .with_untracked(|value| value.as_ref().is_some_and(|v| v.value == choice.value));
            view! {
                <li
                    id=format!("{list_id}-{at}")
                    role="option"
                    class="option"
                    class:option-at=move || self.at.get() == at
                    aria-selected=if is_chosen { "true" } else { "false" }
                    on:pointermove=move |_| self.at.set(at)
                    on:click=move |_| self.pick(Some(picked.clone()))
                >
                    {new.then(|| view! { <Icon name="plus" /> })}
                    {choice.hue.map(|hue| view! { <StageDot hue=Some(hue) /> })}
                    <span class="option-words">
                        {spoken(self.formats, choice.label)}
                        {choice.detail.map(|detail| view! { <span class="option-detail">{spoken(self.formats, detail)}</span> })}
                    </span>
                    {is_chosen.then(|| view! { <Icon name="check" /> })}
                </li>
            }
        };
        self.offered()
            .into_iter()
            .enumerate()
            .map(item)
            .collect_view()
    }

    /// What there is to say when the list does not speak for itself.
    fn note(self) -> String {
        match self.found.get() {
            Found::Searching => self.i18n.text("ui-searching"),
            Found::Failed(sentence) => sentence,
            Found::Choices(choices) if choices.is_empty() => self.i18n.text("ui-nothing-found"),
            Found::Choices(_) => String::new(),
        }
    }
}
