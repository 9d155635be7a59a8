//! What stands around an input: label, help, error.

use leptos::prelude::*;

use super::{Icon, unique_id};

/// How an input learns which field it stands in. Inputs find it by themselves.
#[derive(Clone)]
pub struct FieldLink {
    /// The id the label points to.
    pub id: String,
    /// The ids of help and error, for `aria-describedby`.
    pub described_by: Signal<Option<String>>,
    /// Whether an error is shown.
    pub invalid: Signal<bool>,
    /// Whether the field must be filled.
    pub required: Signal<bool>,
}

impl FieldLink {
    /// The link of the field around, or an unlabelled one for inputs that stand alone.
    pub fn here() -> Self {
        use_context::<Self>().unwrap_or_else(Self::alone)
    }

    /// For an input that has no field of its own; it brings its own label.
    pub fn alone() -> Self {
        Self {
            id: unique_id("input"),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
            required: Signal::stored(false),
        }
    }

    /// The value of `aria-invalid`.
    pub fn aria_invalid(&self) -> Option<&'static str> {
        self.invalid.get().then_some("true")
    }

    /// The value of `aria-required`; the native attribute would bring the browser's own bubbles.
    pub fn aria_required(&self) -> Option<&'static str> {
        self.required.get().then_some("true")
    }
}

/// A label above an input, with help and an error below. The input inside is linked to all three.
#[component]
pub fn Field(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A hint below the input.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Must be filled; marked with a star.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// For groups of several controls: a `<fieldset>` instead of one labelled input.
    #[prop(optional)]
    group: bool,
    /// The input.
    children: Children,
) -> impl IntoView {
    let id = unique_id("field");
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described_by = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        Signal::derive(
            move || match (error.get().is_some(), help.get().is_some()) {
                (true, true) => Some(format!("{error_id} {help_id}")),
                (true, false) => Some(error_id.clone()),
                (false, true) => Some(help_id.clone()),
                (false, false) => None,
            },
        )
    };
    provide_context(FieldLink {
        id: id.clone(),
        described_by,
        invalid: Signal::derive(move || error.get().is_some()),
        required,
    });
    let words = move || {
        view! {
            {move || label.get()}
            {move || required.get().then(|| view! { <span class="field-star" aria-hidden="true">" *"</span> })}
        }
    };
    let below = view! {
        {move || {
            let id = error_id.clone();
            error.get().map(|error| view! {
                <p class="field-error" id=id><Icon name="circle-alert" /><span>{error}</span></p>
            })
        }}
        {move || {
            let id = help_id.clone();
            help.get().map(|help| view! { <p class="field-help" id=id>{help}</p> })
        }}
    };
    if group {
        view! {
            <fieldset class="field" id=id aria-describedby=move || described_by.get()>
                <legend class="field-label">{words()}</legend>
                {children()}
                {below}
            </fieldset>
        }
        .into_any()
    } else {
        view! {
            <div class="field">
                <label class="field-label" for=id>{words()}</label>
                {children()}
                {below}
            </div>
        }
        .into_any()
    }
}
