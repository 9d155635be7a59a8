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

fn fact(
    live: &Live,
    field: &Field,
    limits: Memo<Bounds>,
    editing: RwSignal<Option<String>>,
    fields: StoredValue<Vec<Field>>,
) -> AnyView {
    let show = Show::here();
    let i18n = I18n::here();
    let (own, name) = (field.path().to_owned(), field.name.clone());
    let locked = Memo::new(move |_| limits.with(|limits| limits.locked.contains(&name)));
    let editable = live.entity.may_edit(field);
    let open = Memo::new(move |_| editing.with(|path| path.as_deref() == Some(own.as_str())));
    let button_id = unique_id("fact");
    let path = field.path().to_owned();
    let begin = move || {
        if editable && !locked.get_untracked() {
            editing.set(Some(path.clone()));
        }
    };
    let pressed = begin.clone();
    let label = {
        let field = field.clone();
        Signal::derive(move || field.label(&i18n.texts()))
    };
    let long = field.format == Format::Multiline;
    let id = button_id.clone();
    let (live, field) = (live.clone(), field.clone());
    let inside = move || {
        if open.get() {
            let (id, here) = (id.clone(), field.path().to_owned());
            let entity = live.entity.clone();
            let done = Callback::new(move |leave| {
                let next = match leave {
                    Leave::Tab { back } => neighbour(&entity, &here, back, fields, limits),
                    _ => None,
                };
                left(leave, &here, next, &id, editing);
            });
            return editor(&live, &field, done);
        }
        let empty = {
            let field = field.clone();
            let live = live.clone();
            move || {
                live.record
                    .with(|record| is_empty(record.get(field.path())))
            }
        };
        let (shown, of, blank) = (live.clone(), field.clone(), empty.clone());
        view! {
            <span class="fact-value" class:fact-empty=blank>
                {move || marked(show, &shown, &of, Spot::Fact)}
                {move || empty().then(|| view! { <span class="faint" aria-hidden="true">"—"</span> })}
            </span>
        }
        .into_any()
    };
    let pencil = move || {
        if !editable || open.get() {
            return ().into_any();
        }
        if locked.get() {
            return view! { <span class="fact-lock" data-tip=t("ui-locked")><Icon name="lock" /><span class="sr-only">{t("ui-locked")}</span></span> }
                .into_any();
        }
        let begin = begin.clone();
        let name = t_with("ui-edit-named", move |args| args.set("name", label.get()));
        view! {
            <button
                type="button"
                id=button_id.clone()
                class="icon-button icon-button-small fact-pencil"
                aria-label=name
                on:click=move |event| {
                    event.stop_propagation();
                    begin();
                }
            >
                <Icon name="pencil" />
            </button>
        }
        .into_any()
    };
    view! {
        <div class="fact" class:fact-long=long class:fact-editable=editable>
            <dt>{move || label.get()}</dt>
            <dd on:click=move |event| if !is_link(&event) { pressed() }>{inside}{pencil}</dd>
        </div>
    }
    .into_any()
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
