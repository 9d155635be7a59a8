//! Choosing.

use leptos::prelude::*;

use super::Part;
use crate::i18n::t;
use crate::ui::{
    Checkbox, Choice, Combobox, Field, Finding, MultiSelect, Segments, Select, Switch,
};

#[component]
pub(super) fn Choices() -> impl IntoView {
    let stages = Signal::stored(vec![
        Choice::new("new", "New").with_hue(6),
        Choice::new("qualified", "Qualified").with_hue(5),
        Choice::new("proposal", "Proposal").with_hue(3),
        Choice::new("won", "Won").with_hue(4),
    ]);
    let few: Vec<Choice> = stages.get_untracked().into_iter().take(3).collect();
    let stage = RwSignal::new("proposal".to_owned());
    let none = RwSignal::new(String::new());
    let kinds = RwSignal::new(vec!["new".to_owned(), "won".to_owned()]);
    let segment = RwSignal::new("new".to_owned());
    view! {
        <Part name="Select, Segments, MultiSelect">
            <div class="gallery-fields">
                <Field label="Stage"><Select value=stage options=stages /></Field>
                <Field label="Stage" error=t("ui-error-title") required=true><Select value=none options=stages none=t("ui-none") /></Field>
                <Field label="Stage"><Select value=stage options=stages disabled=true /></Field>
                <Field label="Stage" group=true><Segments value=segment options=few /></Field>
                <Field label="Stages" group=true><MultiSelect value=kinds options=stages label="Stages" /></Field>
            </div>
        </Part>
        <Part name="Combobox">
            <div class="gallery-fields">
                <Field label="Account"><Combobox value=RwSignal::new(None) find=find placeholder=t("ui-search") on_create=|_: String| {} /></Field>
                <Field label="Account"><Combobox value=RwSignal::new(Some(Choice::new("2", "大同股份有限公司"))) find=find /></Field>
                <Field label="Account" error=t("ui-error-title")><Combobox value=RwSignal::new(None) find=failing /></Field>
            </div>
        </Part>
        <Part name="Checkbox, Switch">
            <div class="gallery-row">
                <Checkbox checked=RwSignal::new(true) label=t("ui-choose") />
                <Checkbox checked=RwSignal::new(false) label=t("ui-choose") />
                <Checkbox checked=RwSignal::new(false) mixed=true label=t("ui-choose") />
                <Checkbox checked=RwSignal::new(true) disabled=true label=t("ui-choose") />
                <Checkbox checked=RwSignal::new(true) label_hidden=true label=t("ui-choose") />
            </div>
            <div class="gallery-row">
                <Switch on=RwSignal::new(true) label=t("ui-keys") help=t("ui-letters-off") />
                <Switch on=RwSignal::new(false) label=t("ui-keys") />
                <Switch on=RwSignal::new(true) disabled=true label=t("ui-keys") />
            </div>
        </Part>
    }
}

fn find(text: String) -> Finding {
    let accounts = [
        ("1", "Alfreds Futterkiste", "Berlin"),
        ("2", "大同股份有限公司", "台北"),
        ("3", "Ernst Handel", "Graz"),
        ("4", "上海东方贸易有限公司", "上海"),
        ("5", "Save-a-lot Markets", "Boise"),
    ];
    let fits = accounts
        .into_iter()
        .filter(|(_, name, _)| name.to_lowercase().contains(&text.to_lowercase()));
    let choices = fits
        .map(|(id, name, city)| Choice::new(id, name).with_detail(city))
        .collect();
    Box::pin(async { Ok(choices) })
}

fn failing(_text: String) -> Finding {
    Box::pin(async { Err("503".to_owned()) })
}
