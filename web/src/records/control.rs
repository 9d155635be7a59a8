//! The input that suits a field.

use guanxi_domain::kernel::field::{Format, Kind};
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::catalogue::{Entity, Field};
use super::desk::Desk;
use super::finding::{find_in, kept_within};
use super::input::{Input, currencies};
use super::scope::alone;
use super::show::hue_at;
use crate::i18n::{I18n, t};
use crate::ui::{
    Choice, Combobox, DateInput, DateTimeInput, DecimalInput, MoneyInput, MultiSelect, NumberInput,
    Select, TextArea, TextInput,
};

/// What an input may need from the form around it.
#[derive(Clone, Default)]
pub struct Around {
    /// The other inputs, for references kept inside a parent that is chosen there.
    pub inputs: Vec<(Field, Input)>,
    /// The id of a parent that is fixed, by field.
    pub fixed: Vec<(String, String)>,
    /// Runs when a value is meant: on leaving, picking, ticking.
    pub on_change: Option<Callback<()>>,
    /// Runs on Ctrl/⌘ Enter in a text area.
    pub on_submit: Option<Callback<()>>,
    /// Makes a record with the typed name for a reference.
    pub on_create: Option<Callback<(Field, String)>>,
}

impl Around {
    /// The id chosen for a field elsewhere in the form.
    fn chosen(&self, path: &str) -> Signal<Option<String>> {
        let input = self
            .inputs
            .iter()
            .find(|(field, _)| field.path() == path)
            .map(|(_, input)| *input);
        let fixed = self
            .fixed
            .iter()
            .find(|(of, _)| of == path)
            .map(|(_, id)| id.clone());
        Signal::derive(move || match (&fixed, input) {
            (Some(id), _) => Some(id.clone()),
            (None, Some(input)) => input.one.get().map(|choice| choice.value),
            (None, None) => None,
        })
    }
}

/// The usual recurrence rules, with the keys of their words.
pub const RULES: [(&str, &str); 5] = [
    ("FREQ=DAILY", "ui-rule-daily"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "ui-rule-weekdays"),
    ("FREQ=WEEKLY", "ui-rule-weekly"),
    ("FREQ=MONTHLY", "ui-rule-monthly"),
    ("FREQ=YEARLY", "ui-rule-yearly"),
];

/// The input of a field. Place it inside a [`crate::ui::Field`], or give a `label`.
pub fn control(
    entity: &Entity,
    field: &Field,
    input: Input,
    around: &Around,
    label: Signal<String>,
) -> AnyView {
    let changed = around.on_change;
    let ran = move || {
        if let Some(act) = changed {
            act.run(());
        }
    };
    let typed = Callback::new(move |_: String| ran());
    let max_length = field.max_length;
    match (field.kind, field.format) {
        _ if field.is_anchor() => anchor(input, changed, label),
        _ if field.target.is_some() => reference(entity, field, input, around, label),
        (Kind::Choices, _) => {
            let changed = Callback::new(move |_: Vec<String>| ran());
            view! { <MultiSelect value=input.several options=options(field, true) label on_change=changed /> }.into_any()
        }
        (Kind::Choice, _) => {
            let none = none_of(field, input);
            view! { <Select value=input.text options=options(field, false) none label on_change=typed /> }.into_any()
        }
        (Kind::Bool, _) => {
            view! { <Select value=input.text options=yes_no() label on_change=typed /> }.into_any()
        }
        (Kind::Money, _) => {
            let desk = Desk::here();
            let codes = Signal::stored(currencies(desk));
            let changed = Callback::new(move |()| ran());
            view! { <MoneyInput amount=input.text currency=input.second currencies=codes label on_change=changed /> }.into_any()
        }
        (Kind::Int, _) => {
            view! { <NumberInput value=input.text label on_change=typed /> }.into_any()
        }
        (Kind::Decimal, _) => {
            view! { <DecimalInput value=input.text label on_change=typed /> }.into_any()
        }
        (Kind::Day, _) => view! { <DateInput value=input.text label on_change=typed /> }.into_any(),
        (Kind::Instant, _) => {
            view! { <DateTimeInput value=input.text label on_change=typed /> }.into_any()
        }
        (_, Format::Multiline) => area(input, around, label, typed),
        (_, Format::Currency) => {
            let codes = currencies(Desk::here())
                .into_iter()
                .map(|code| Choice::new(code.clone(), code));
            let codes = Signal::stored(codes.collect::<Vec<_>>());
            view! { <Select value=input.text options=codes label on_change=typed /> }.into_any()
        }
        (_, Format::Recurrence) => {
            let none = t("ui-none");
            view! { <Select value=input.text options=rules(input) none label on_change=typed /> }
                .into_any()
        }
        (_, Format::Language) => languages(field, input, label, typed),
        (_, format) => {
            let (kind, mode) = native(format, &field.name);
            view! { <TextInput value=input.text kind inputmode=mode label on_change=typed max_length=max_length /> }.into_any()
        }
    }
}

/// What stands for "nothing chosen": where something must be chosen, only until it is.
fn none_of(field: &Field, input: Input) -> Signal<String> {
    if !field.required && field.nullable {
        return t("ui-none");
    }
    let choose = t("ui-choose");
    Signal::derive(move || {
        if input.text.with(String::is_empty) {
            choose.get()
        } else {
            String::new()
        }
    })
}

/// The native type and the phone's keyboard for a text.
fn native(format: Format, name: &str) -> (&'static str, &'static str) {
    match (format, name) {
        (Format::Email, _) | (_, "email") => ("email", "email"),
        (Format::Phone, _) | (_, "phone") => ("tel", "tel"),
        // Not `url`: the platform's own check would refuse addresses without a scheme.
        (Format::Url, _) => ("text", "url"),
        _ => ("text", "text"),
    }
}

fn area(input: Input, around: &Around, label: Signal<String>, typed: Callback<String>) -> AnyView {
    match around.on_submit {
        Some(submit) => {
            view! { <TextArea value=input.text label on_change=typed on_submit=submit /> }
                .into_any()
        }
        None => view! { <TextArea value=input.text label on_change=typed /> }.into_any(),
    }
}

/// The usual rules by which things come back, and the one that is set.
fn rules(input: Input) -> Signal<Vec<Choice>> {
    let i18n = I18n::here();
    // A rule that somebody else wrote stays to be chosen while another one is tried.
    let set = input.text.get_untracked();
    Signal::derive(move || {
        let usual = RULES
            .iter()
            .map(|(rule, key)| Choice::new(*rule, i18n.text(key)));
        let known = set.is_empty() || RULES.iter().any(|(rule, _)| *rule == set);
        let own = (!known).then(|| Choice::new(set.clone(), set.clone()));
        usual.chain(own).collect()
    })
}

/// The words of a choice's names.
pub fn options(field: &Field, hued: bool) -> Signal<Vec<Choice>> {
    let i18n = I18n::here();
    let field = field.clone();
    Signal::derive(move || {
        let texts = i18n.texts();
        let option = |(at, name): (usize, &String)| {
            let choice = Choice::new(name.clone(), field.choice_label(name, &texts));
            if hued {
                choice.with_hue(hue_at(i64::try_from(at).unwrap_or_default()))
            } else {
                choice
            }
        };
        field.choices.iter().enumerate().map(option).collect()
    })
}

/// Yes and no.
pub fn yes_no() -> Signal<Vec<Choice>> {
    let i18n = I18n::here();
    Signal::derive(move || {
        vec![
            Choice::new("true", i18n.text("ui-yes")),
            Choice::new("false", i18n.text("ui-no")),
        ]
    })
}

fn languages(
    field: &Field,
    input: Input,
    label: Signal<String>,
    typed: Callback<String>,
) -> AnyView {
    let formats = crate::ui::Formats::here();
    let codes = Signal::derive(move || {
        let chosen = input.text.get();
        let mut codes: Vec<String> = LANGUAGES.iter().map(|&code| code.to_owned()).collect();
        if !chosen.is_empty() && !codes.contains(&chosen) {
            codes.push(chosen);
        }
        codes
            .into_iter()
            .map(|code| Choice::new(code.clone(), formats.name_of("language", &code)))
            .collect::<Vec<_>>()
    });
    let none = if field.nullable {
        t("ui-none")
    } else {
        Signal::stored(String::new())
    };
    view! { <Select value=input.text options=codes none label on_change=typed /> }.into_any()
}

/// Languages offered for people; others that are stored stay as they are.
const LANGUAGES: [&str; 18] = [
    "en", "zh-Hant", "zh-Hans", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb",
    "fi", "pl", "cs", "tr",
];

fn reference(
    entity: &Entity,
    field: &Field,
    input: Input,
    around: &Around,
    label: Signal<String>,
) -> AnyView {
    let desk = Desk::here();
    let Some(target) = field.target.as_deref().and_then(|name| desk.entity(name)) else {
        return ().into_any();
    };
    let within = match kept_within(desk, entity, field) {
        Some(parent) => {
            let chosen = around.chosen(&parent);
            Signal::derive(move || {
                chosen
                    .get()
                    .map(|id| json!({ "field": parent, "op": "eq", "value": id }))
            })
        }
        None => Signal::stored(None::<Json>),
    };
    let find = find_in(target.clone(), within);
    let changed = around.on_change;
    let picked = Callback::new(move |_: Option<Choice>| {
        if let Some(act) = changed {
            act.run(());
        }
    });
    let create = around
        .on_create
        .filter(|_| target.may.create && target.is_named());
    let placeholder = t("ui-type-to-find");
    match create {
        Some(create) => {
            let field = field.clone();
            let make = Callback::new(move |name: String| create.run((field.clone(), name)));
            view! { <Combobox value=input.one find label placeholder on_change=picked on_create=make /> }.into_any()
        }
        None => view! { <Combobox value=input.one find label placeholder on_change=picked /> }
            .into_any(),
    }
}

/// A record of any entity that carries activities: first what, then which.
fn anchor(input: Input, changed: Option<Callback<()>>, label: Signal<String>) -> AnyView {
    let desk = Desk::here();
    let i18n = I18n::here();
    let kinds = Signal::derive(move || {
        let known = desk.known();
        let entities = known.as_ref().map_or(&[][..], |known| known.entities());
        let kind = |entity: &Entity| Choice::new(entity.name.clone(), entity.label(&i18n.texts()));
        entities
            .iter()
            .filter(|entity| entity.anchor)
            .map(kind)
            .collect::<Vec<_>>()
    });
    let reset = Callback::new(move |_: String| input.one.set(None));
    let ran = Callback::new(move |_: Option<Choice>| {
        if let Some(act) = changed {
            act.run(());
        }
    });
    view! {
        <div class="anchor-input">
            {alone(move || {
                view! { <Select value=input.second options=kinds none=t("ui-nothing") label=t("ui-anchor-kind") on_change=reset /> }
                    .into_any()
            })}
            {move || desk.entity(&input.second.get()).map(|target| alone(move || {
                let find = find_in(target, Signal::stored(None));
                view! { <Combobox value=input.one find label placeholder=t("ui-type-to-find") on_change=ran /> }.into_any()
            }))}
        </div>
    }
    .into_any()
}
