//! Amounts and moments as text.

use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;

use super::Formats;

/// An amount with its currency muted, in tabular figures.
#[component]
pub fn MoneyText(
    /// The amount.
    #[prop(into)]
    money: Signal<Option<Money>>,
) -> impl IntoView {
    let formats = Formats::here();
    view! {
        <span class="money">
            {move || money.get().map(|money| view! {
                <span class="money-code">{money.currency.to_string()}</span>
                " "
                <span class="money-amount">{formats.amount(money)}</span>
            })}
        </span>
    }
}

/// How long ago or how far off a moment is, with the full date and time as tooltip.
#[component]
pub fn TimeText(
    /// The moment in RFC 3339.
    #[prop(into)]
    instant: Signal<String>,
) -> impl IntoView {
    let formats = Formats::here();
    view! {
        <time datetime=move || instant.get() data-tip=move || formats.instant(&instant.get())>
            {move || formats.relative(&instant.get())}
        </time>
    }
}
