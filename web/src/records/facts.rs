//! The facts of a record, each changed where it stands.

use leptos::prelude::*;

use super::catalogue::{Entity, Field};
use super::check::{Bounds, bounds};
use super::editor::{Leave, editor};
use super::live::Live;
use super::marks::marked;
use super::record::is_empty;
use super::show::{Show, Spot};
use crate::i18n::{I18n, t, t_with};
use crate::ui::{Icon, focus, next_frame, unique_id};
use guanxi_domain::kernel::field::Format;

/// A list of facts. Fields that the record's state hides are left out.
pub fn facts(live: &Live, fields: Vec<Field>) -> AnyView {
    let kept = live.clone();
    let limits = Memo::new(move |_| {
        kept.record
            .with(|record| bounds(&kept.entity, record.members()))
    });
    let editing = RwSignal::new(None::<String>);
    let live = live.clone();
    let fields = StoredValue::new(fields);
    let shown = move || {
        let hidden = limits.with(|limits| limits.hidden.clone());
        fields.with_value(|fields| {
            fields
                .iter()
                .filter(|field| !hidden.contains(&field.name))
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    view! {
        <dl class="facts">
            <For each=shown key=|field| field.path().to_owned() let:field>
                {fact(&live, &field, limits, editing, fields)}
            </For>
        </dl>
    }
    .into_any()
}

/// One fact: what its value and its pencil need.
#[derive(Clone)]
struct Fact {
    live: Live,
    field: Field,
    limits: Memo<Bounds>,
    /// The fact that is an input now, by path.
    editing: RwSignal<Option<String>>,
    /// All facts of the list, for the way to the next one.
    fields: StoredValue<Vec<Field>>,
    editable: bool,
    locked: Memo<bool>,
    open: Memo<bool>,
    /// The id of its pencil.
    button: String,
}

fn fact(
    live: &Live,
    field: &Field,
    limits: Memo<Bounds>,
    editing: RwSignal<Option<String>>,
    fields: StoredValue<Vec<Field>>,
) -> AnyView {
    let i18n = I18n::here();
    let (own, name) = (field.path().to_owned(), field.name.clone());
    let fact = Fact {
        live: live.clone(),
        field: field.clone(),
        limits,
        editing,
        fields,
        editable: live.entity.may_edit(field),
        locked: Memo::new(move |_| limits.with(|limits| limits.locked.contains(&name))),
        open: Memo::new(move |_| editing.with(|path| path.as_deref() == Some(own.as_str()))),
        button: unique_id("fact"),
    };
    let labelled = field.clone();
    let label = Signal::derive(move || labelled.label(&i18n.texts()));
    let (long, editable) = (field.format == Format::Multiline, fact.editable);
    let (shown, pencil, pressed) = (fact.clone(), fact.clone(), fact);
    view! {
        <div class="fact" class:fact-long=long class:fact-editable=editable>
            <dt>{move || label.get()}</dt>
            <dd on:click=move |event| if !is_link(&event) { pressed.begin() }>
                {move || if shown.open.get() { shown.input() } else { shown.value() }}
                {move || pencil.pencil(label)}
            </dd>
        </div>
    }
    .into_any()
}

impl Fact {
    /// The value becomes an input.
    fn begin(&self) {
        if self.editable && !self.locked.get_untracked() {
            self.editing.set(Some(self.field.path().to_owned()));
        }
    }

    fn input(&self) -> AnyView {
        let fact = self.clone();
        let done = Callback::new(move |leave| {
            let path = fact.field.path();
            let next = match leave {
                Leave::Tab { back } => {
                    neighbour(&fact.live.entity, path, back, fact.fields, fact.limits)
                }
                _ => None,
            };
            left(leave, path, next, &fact.button, fact.editing);
        });
        editor(&self.live, &self.field, done)
    }

    fn value(&self) -> AnyView {
        let show = Show::here();
        let (live, field) = (self.live.clone(), self.field.clone());
        let blank = {
            let (live, field) = (live.clone(), field.clone());
            Memo::new(move |_| {
                live.record
                    .with(|record| is_empty(record.get(field.path())))
            })
        };
        view! {
            <span class="fact-value" class:fact-empty=move || blank.get()>
                {move || marked(show, &live, &field, Spot::Fact)}
                {move || blank.get().then(|| view! { <span class="faint" aria-hidden="true">"—"</span> })}
            </span>
        }
        .into_any()
    }

    /// The button that begins; a lock where the record's state allows no change.
    fn pencil(&self, label: Signal<String>) -> AnyView {
        if !self.editable || self.open.get() {
            return ().into_any();
        }
        if self.locked.get() {
            return view! { <span class="fact-lock" data-tip=t("ui-locked")><Icon name="lock" /><span class="sr-only">{t("ui-locked")}</span></span> }
                .into_any();
        }
        let fact = self.clone();
        let name = t_with("ui-edit-named", move |args| args.set("name", label.get()));
        view! {
            <button
                type="button"
                id=self.button.clone()
                class="icon-button icon-button-small fact-pencil"
                aria-label=name
                on:click=move |event| {
                    event.stop_propagation();
                    fact.begin();
                }
            >
                <Icon name="pencil" />
            </button>
        }
        .into_any()
    }
}

/// Where the focus goes when a fact is left: the next fact's input, or the fact's own button.
fn left(
    leave: Leave,
    path: &str,
    next: Option<String>,
    button: &str,
    editing: RwSignal<Option<String>>,
) {
    let stays = next.is_none() && leave != Leave::Away;
    if leave != Leave::Away || editing.with_untracked(|now| now.as_deref() == Some(path)) {
        editing.set(next);
    }
    if stays {
        let button = button.to_owned();
        next_frame(move || {
            if let Some(button) = document().get_element_by_id(&button) {
                focus(&button);
            }
        });
    }
}

fn neighbour(
    entity: &Entity,
    path: &str,
    back: bool,
    fields: StoredValue<Vec<Field>>,
    limits: Memo<Bounds>,
) -> Option<String> {
    let limits = limits.get_untracked();
    fields.with_value(|fields| {
        let free = |field: &&Field| {
            entity.may_edit(field)
                && !limits.locked.contains(&field.name)
                && !limits.hidden.contains(&field.name)
        };
        let paths: Vec<&str> = fields.iter().filter(free).map(Field::path).collect();
        let at = paths.iter().position(|own| *own == path)?;
        let next = if back { at.checked_sub(1)? } else { at + 1 };
        paths.get(next).map(|path| (*path).to_owned())
    })
}

/// Whether a press was meant for a link or button inside the value.
pub fn is_link(event: &web_sys::MouseEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target
            .closest("a, button, input, select, textarea")
            .ok()
            .flatten()
            .is_some()
    })
}
