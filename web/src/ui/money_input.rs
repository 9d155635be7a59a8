//! An amount with its currency.

use guanxi_domain::kernel::currency::Currency;
use leptos::prelude::*;

use super::decimal_input::FigureInput;
use super::format::{read_money, shown_digits};
use super::{Choice, FieldLink, Select};
use crate::i18n::t;

/// An amount and its currency side by side. `amount` is in major units in plain form (`1234.50`); turn both into
/// [`Money`](guanxi_domain::kernel::currency::Money) with [`read_money`](super::format::read_money).
#[component]
pub fn MoneyInput(
    /// The amount in major units, plain; empty when there is none.
    amount: RwSignal<String>,
    /// The ISO 4217 code.
    currency: RwSignal<String>,
    /// The codes that can be chosen; with one there is nothing to choose.
    #[prop(into)]
    currencies: Signal<Vec<String>>,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when amount or currency is meant.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let changed = move |_: String| {
        if let Some(act) = on_change {
            act.run(());
        }
    };
    let options = Signal::derive(move || {
        let mut codes = currencies.get();
        let chosen = currency.get();
        if !chosen.is_empty() && !codes.contains(&chosen) {
            codes.push(chosen);
        }
        codes
            .into_iter()
            .map(|code| Choice::new(code.clone(), code))
            .collect::<Vec<_>>()
    });
    let digits = Signal::derive(move || {
        let known = currency.with(|code| code.parse().ok());
        let written = amount.with(|amount| read_money(amount, &currency.get()));
        written
            .map(shown_digits)
            .or(known.map(Currency::digits))
            .unwrap_or_default()
    });
    let single = Memo::new(move |_| options.with(|options| options.len() < 2));
    view! {
        <span class="money-input">
            <FigureInput
                value=amount
                inputmode="decimal"
                label
                placeholder=Signal::stored(String::new())
                disabled
                on_change=Some(Callback::new(changed))
                digits
            />
            {move || if single.get() {
                view! { <span class="money-input-code">{move || currency.get()}</span> }.into_any()
            } else {
                // The select stands alone: the field's label belongs to the amount.
                provide_context(FieldLink::alone());
                view! { <Select value=currency options label=t("ui-currency") disabled on_change=changed /> }.into_any()
            }}
        </span>
    }
}
