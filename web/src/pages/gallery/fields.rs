//! Inputs.

use leptos::prelude::*;

use super::Part;
use crate::i18n::t;
use crate::ui::{
    DateInput, DateTimeInput, DecimalInput, Field, MoneyInput, NumberInput, TextArea, TextInput,
};

#[component]
pub(super) fn Fields() -> impl IntoView {
    let text = |value: &str| RwSignal::new(value.to_owned());
    let currencies = || ["TWD", "EUR", "USD"].map(str::to_owned).to_vec();
    view! {
        <Part name="TextInput">
            <div class="gallery-fields">
                <Field label="Name" required=true><TextInput value=text("") placeholder="Alfreds Futterkiste" /></Field>
                <Field label="名稱" help=t("ui-not-found-text")><TextInput value=text("大同股份有限公司") /></Field>
                <Field label="E-mail" error=t("ui-error-title") required=true><TextInput value=text("maria@") kind="email" /></Field>
                <Field label="Locked"><TextInput value=text("2026-0042") disabled=true /></Field>
                <Field label="Search"><TextInput value=text("") kind="search" icon="search" placeholder=t("ui-search") /></Field>
                <Field label="Long"><TextInput value=text(LONG) /></Field>
            </div>
        </Part>
        <Part name="TextArea">
            <div class="gallery-fields">
                <Field label="Note"><TextArea value=text("Wants the quote before Friday.\nAsk about delivery to Kaohsiung.") /></Field>
                <Field label="Note" error=t("ui-error-title")><TextArea value=text("") /></Field>
            </div>
        </Part>
        <Part name="NumberInput, DecimalInput, MoneyInput">
            <div class="gallery-fields">
                <Field label="Employees"><NumberInput value=text("12480") /></Field>
                <Field label="Quantity"><DecimalInput value=text("1234.5") /></Field>
                <Field label="Amount"><MoneyInput amount=text("1250000") currency=text("TWD") currencies=currencies() /></Field>
                <Field label="Amount"><MoneyInput amount=text("-99.90") currency=text("EUR") currencies=vec!["EUR".to_owned()] /></Field>
                <Field label="Amount" error=t("ui-error-title")><MoneyInput amount=text("12k") currency=text("USD") currencies=currencies() /></Field>
            </div>
        </Part>
        <Part name="DateInput, DateTimeInput">
            <div class="gallery-fields">
                <Field label="Close date"><DateInput value=text("2026-11-30") /></Field>
                <Field label="Due"><DateTimeInput value=text("2026-11-30T06:30:00Z") /></Field>
                <Field label="Due"><DateInput value=text("") disabled=true /></Field>
            </div>
        </Part>
    }
}

const LONG: &str = "A very long value that does not fit into the width of its field however wide the window may be made";
