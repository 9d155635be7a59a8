//! What a test compares with, as inputs.

use guanxi_domain::kernel::field::Kind;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::node::Test;
use super::operand::{Operand, named_periods, settled};
use crate::i18n::{I18n, t};
use crate::records::catalogue::{Entity, Field};
use crate::records::control::{Around, control, options, yes_no};
use crate::records::desk::Desk;
use crate::records::finding::find_in;
use crate::records::input::{Input, is_reference};
use crate::records::scope::alone;
use crate::ui::{
    Chip, Choice, Combobox, DateInput, DateTimeInput, Finding, MultiSelect, NumberInput, Select,
};

/// An exact day or moment instead of a stretch of days.
const EXACT: &str = "exact";
/// So many days back.
const AGO: &str = "ago";
/// So many days on.
const AHEAD: &str = "ahead";

/// The inputs of one test's operand.
#[derive(Clone, Copy)]
pub struct Comparand {
    input: Input,
    /// For days: a named stretch, or one of the three above.
    span: RwSignal<String>,
    days: RwSignal<String>,
}

impl Comparand {
    /// Filled with what a test compares with.
    pub fn of(field: &Field, test: &Test, desk: Desk) -> Self {
        let list = test.op == "in" || test.op == "nin" || field.kind == Kind::Choices;
        let value = match &test.value {
            // Choices are picked in lists; a single one is a list of one.
            Json::String(name) if field.kind == Kind::Choice => json!([name]),
            value => value.clone(),
        };
        let held = if list || field.kind == Kind::Choice {
            Json::Null
        } else {
            value.clone()
        };
        let input = Input::holding(field, &held, desk);
        let names = value
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(Json::as_str);
        input.several.set(names.map(str::to_owned).collect());
        if field.kind == Kind::Choices {
            input
                .text
                .set(value.as_str().unwrap_or_default().to_owned());
        }
        if value == "@me" {
            input.one.set(Some(me()));
        }
        let (span, days) = span_of(&value);
        Self {
            input,
            span: RwSignal::new(span),
            days: RwSignal::new(days),
        }
    }

    /// The value of the test; `None` while it is incomplete.
    pub fn read(self, field: &Field, op: &str) -> Option<Json> {
        match op {
            "empty" => return Some(json!(true)),
            "filled" => return Some(json!(false)),
            "in" | "nin" => {
                let several = self.input.several.get();
                return (!several.is_empty()).then(|| json!(several));
            }
            "has" => {
                return Some(self.input.text.get())
                    .filter(|text| !text.is_empty())
                    .map(Json::String);
            }
            _ => {}
        }
        if is_calendar(field) {
            let days = || self.days.get().trim().parse::<u32>().ok();
            match self.span.get().as_str() {
                EXACT => {}
                AGO => return days().map(|days| json!(format!("@today-{days}"))),
                AHEAD => return days().map(|days| json!(format!("@today+{days}"))),
                span => return Some(json!(span)),
            }
        }
        self.input.read(field).ok().filter(|value| !value.is_null())
    }
}

const fn is_calendar_kind(kind: Kind) -> bool {
    matches!(kind, Kind::Day | Kind::Instant)
}

fn is_calendar(field: &Field) -> bool {
    is_calendar_kind(field.kind)
}

fn me() -> Choice {
    Choice::new("@me", untrack(|| I18n::here().text("ui-filter-me")))
}

fn span_of(value: &Json) -> (String, String) {
    let Some(text) = value.as_str() else {
        return ("@today".to_owned(), "7".to_owned());
    };
    let Some(Operand::Period(_)) = Operand::of(value) else {
        return (EXACT.to_owned(), "7".to_owned());
    };
    let settled = settled(text);
    match settled
        .strip_prefix("@today")
        .and_then(|rest| rest.parse::<i32>().ok())
    {
        Some(days) if days < 0 => (AGO.to_owned(), days.abs().to_string()),
        Some(days) => (AHEAD.to_owned(), days.to_string()),
        None => (settled, "7".to_owned()),
    }
}

/// The inputs for a comparison.
pub fn comparand(entity: &Entity, field: &Field, op: &str, held: Comparand) -> AnyView {
    let label = t("ui-filter-value");
    match op {
        "empty" | "filled" => ().into_any(),
        "in" | "nin" if is_reference(field) => several_records(field, held.input),
        "in" | "nin" => alone(|| {
            view! { <MultiSelect value=held.input.several options=options(field, true) label /> }
                .into_any()
        }),
        "has" => alone(|| {
            view! { <Select value=held.input.text options=options(field, false) none=t("ui-choose") label /> }.into_any()
        }),
        _ if is_calendar(field) => calendar(field, held),
        _ if is_reference(field) => alone(|| one_record(field, held.input)),
        _ if field.kind == Kind::Bool => alone(|| {
            view! { <Select value=held.input.text options=yes_no() none=t("ui-choose") label /> }
                .into_any()
        }),
        _ => alone(|| control(entity, field, held.input, &Around::default(), label)),
    }
}

/// A record, or for people also "me".
fn one_record(field: &Field, input: Input) -> AnyView {
    let desk = Desk::here();
    let Some(target) = field.target.as_deref().and_then(|name| desk.entity(name)) else {
        return ().into_any();
    };
    let people = target.name == "user";
    let found = find_in(target, Signal::stored(None));
    let i18n = I18n::here();
    let find = Callback::new(move |text: String| -> Finding {
        let own = untrack(|| i18n.text("ui-filter-me"));
        let fits = people && own.to_lowercase().contains(&text.to_lowercase());
        let rest = found.run(text);
        Box::pin(async move {
            let mut choices = rest.await?;
            if fits {
                choices.insert(0, Choice::new("@me", own));
            }
            Ok(choices)
        })
    });
    view! { <Combobox value=input.one find label=t("ui-filter-value") placeholder=t("ui-type-to-find") /> }.into_any()
}

/// Several records: chips of those picked, and an input for one more.
fn several_records(field: &Field, input: Input) -> AnyView {
    let desk = Desk::here();
    let Some(target) = field.target.as_deref().and_then(|name| desk.entity(name)) else {
        return ().into_any();
    };
    let next = RwSignal::new(None::<Choice>);
    let add = Callback::new(move |choice: Option<Choice>| {
        let Some(choice) = choice else { return };
        desk.names.learn(&choice.value, &choice.label);
        input.several.update(|ids| {
            if !ids.contains(&choice.value) {
                ids.push(choice.value);
            }
        });
        next.set(None);
    });
    let named = target.clone();
    let chip = move |id: String| {
        let entity = named.clone();
        let own = id.clone();
        let label = Signal::derive(move || desk.names.name(&entity, &own));
        view! { <Chip label on_remove=move |()| input.several.update(|ids| ids.retain(|other| *other != id)) /> }
    };
    let find = find_in(target, Signal::stored(None));
    view! {
        <div class="several">
            {move || input.several.get().into_iter().map(chip.clone()).collect_view()}
            {alone(move || {
                view! { <Combobox value=next find label=t("ui-filter-value") placeholder=t("ui-type-to-find") on_change=add /> }
                    .into_any()
            })}
        </div>
    }
    .into_any()
}

/// A stretch that moves with the calendar, or an exact day or moment.
fn calendar(field: &Field, held: Comparand) -> AnyView {
    let i18n = I18n::here();
    let spans = Signal::derive(move || {
        let texts = i18n.texts();
        let named = named_periods(&texts)
            .into_iter()
            .map(|(value, words)| Choice::new(value, words));
        let own = [
            (AGO, "ui-span-ago"),
            (AHEAD, "ui-span-ahead"),
            (EXACT, "ui-span-exact"),
        ];
        named
            .chain(own.map(|(value, key)| Choice::new(value, texts.text(key))))
            .collect::<Vec<_>>()
    });
    let moment = field.kind == Kind::Instant;
    view! {
        <div class="filter-span">
            {alone(move || view! { <Select value=held.span options=spans label=t("ui-filter-value") /> }.into_any())}
            {move || match held.span.get().as_str() {
                AGO | AHEAD => alone(move || view! { <NumberInput value=held.days label=t("ui-days") /> }.into_any()),
                EXACT if moment => alone(move || {
                    view! { <DateTimeInput value=held.input.text label=t("ui-filter-value") /> }.into_any()
                }),
                EXACT => alone(move || view! { <DateInput value=held.input.text label=t("ui-filter-value") /> }.into_any()),
                _ => ().into_any(),
            }}
        </div>
    }
    .into_any()
}
