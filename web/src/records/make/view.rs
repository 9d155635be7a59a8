//! The fields of a form, with what is wrong at each of them and a summary on top.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::form::Form;
use super::plan::{Item, Plan};
use crate::i18n::{I18n, t};
use crate::records::catalogue::{Collection, Field};
use crate::records::check::Bounds;
use crate::records::control::{Around, control};
use crate::records::failure::{error_at, said};
use crate::records::input::Input;
use crate::records::rows::rows_view;
use crate::records::scope::apart;
use crate::ui::{Banner, Disclosure, Field as Labelled, Tone, focus, next_frame};

/// The fields of a form.
pub fn fields(form: &Form, plan: Plan, around: Around) -> AnyView {
    let limits = form.bounds();
    let items = |items: Vec<Item>| {
        items
            .into_iter()
            .map(|item| shown_item(form, item, &around, limits))
            .collect_view()
    };
    let (first, none) = (items(plan.first), plan.more.is_empty());
    let more = items(plan.more);
    view! {
        {first}
        {(!none).then(|| view! {
            <Disclosure label=t("ui-more-fields")><div class="form">{more}</div></Disclosure>
        })}
    }
    .into_any()
}

fn shown_item(form: &Form, item: Item, around: &Around, limits: Memo<Bounds>) -> AnyView {
    match item {
        Item::Field(field) => {
            let Some(input) = form.input(field.path()) else {
                return ().into_any();
            };
            let (form, around) = (form.clone(), around.clone());
            let name = field.name.clone();
            let hidden = Memo::new(move |_| limits.with(|limits| limits.hidden.contains(&name)));
            view! { <Show when=move || !hidden.get()>{labelled(&form, &field, input, &around)}</Show> }.into_any()
        }
        Item::Rows(rows) => collection(form, &rows),
    }
}

/// One field with its label and what is wrong with it.
fn labelled(form: &Form, field: &Field, input: Input, around: &Around) -> AnyView {
    let i18n = I18n::here();
    let own = field.clone();
    let label = Signal::derive(move || own.label(&i18n.texts()));
    let error = error_at(form.errors, field.pointer(), i18n);
    let (entity, field, around) = (form.entity.clone(), field.clone(), around.clone());
    let (required, anchor, pointer) = (field.required, field.is_anchor(), field.pointer());
    let inside = apart(move || {
        let control = move || {
            control(
                &entity,
                &field,
                input,
                &around,
                Signal::stored(String::new()),
            )
        };
        if anchor {
            view! { <Labelled label error group=true>{control()}</Labelled> }.into_any()
        } else {
            view! { <Labelled label error required>{control()}</Labelled> }.into_any()
        }
    });
    view! { <div class="form-item" data-pointer=pointer>{inside}</div> }.into_any()
}

fn collection(form: &Form, rows: &Collection) -> AnyView {
    let i18n = I18n::here();
    let Some(editor) = form
        .rows
        .iter()
        .find(|editor| editor.collection.name == rows.name)
    else {
        return ().into_any();
    };
    let (entity, own) = (form.entity.clone(), rows.clone());
    let label = move || own.label(&entity, &i18n.texts());
    view! {
        <section class="form-rows" data-pointer=format!("/{}", rows.name)>
            <h3 class="field-label">{label}</h3>
            {rows_view(&form.entity, editor, form.errors, form.totals())}
        </section>
    }
    .into_any()
}

/// What is wrong, each a link to its field; takes the focus when something new is wrong.
pub fn summary(form: &Form, general: RwSignal<Option<String>>) -> AnyView {
    let i18n = I18n::here();
    let node = NodeRef::<html::Div>::new();
    let (errors, entity) = (form.errors, form.entity.clone());
    Effect::new(move |before: Option<()>| {
        let some = !errors.with(Vec::is_empty) || general.with(Option::is_some);
        if some && before.is_some() {
            next_frame(move || {
                if let Some(node) = node.try_get_untracked().flatten() {
                    focus(&node);
                }
            });
        }
    });
    let line = move |pointer: String, words: String| {
        let field = entity
            .fields()
            .iter()
            .find(|field| field.pointer() == pointer);
        let label = field.map(|field| field.label(&i18n.texts()));
        let to = pointer.clone();
        view! {
            <li>
                <a href="#" on:click=move |event| {
                    event.prevent_default();
                    event.stop_propagation();
                    focus_field(&to);
                }>{label.map(|label| format!("{label}: "))}{words}</a>
            </li>
        }
    };
    view! {
        <div node_ref=node tabindex="-1" class="form-summary">
            {move || general.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
            {
                move || {
                    let texts = i18n.texts();
                    let found = errors.get();
                    let line = line.clone();
                    (!found.is_empty()).then(|| view! {
                        <Banner tone=Tone::Danger>
                            <p>{t("ui-form-wrong")}</p>
                            <ul class="form-faults">
                                {found.iter().map(|error| line(error.pointer.clone().unwrap_or_default(), said(error, &texts))).collect_view()}
                            </ul>
                        </Banner>
                    })
                }
            }
        </div>
    }
    .into_any()
}

/// Brings the input at a pointer into sight and gives it the focus, opening what hides it.
fn focus_field(pointer: &str) {
    let Ok(items) = document().query_selector_all("[data-pointer]") else {
        return;
    };
    let holds = |element: &web_sys::Element| {
        let own = element.get_attribute("data-pointer").unwrap_or_default();
        pointer == own
            || pointer
                .strip_prefix(&own)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    let elements =
        (0..items.length()).filter_map(|at| items.item(at)?.dyn_into::<web_sys::Element>().ok());
    let Some(item) = elements.into_iter().find(holds) else {
        return;
    };
    if let Some(details) = item.closest("details").ok().flatten() {
        // A well-formed attribute of an element that exists can be set.
        let _ = details.set_attribute("open", "");
    }
    let wrong = item.query_selector("[aria-invalid='true']").ok().flatten();
    let input = wrong.or_else(|| {
        item.query_selector("input, select, textarea, button")
            .ok()
            .flatten()
    });
    if let Some(input) = input {
        focus(&input);
    }
}
