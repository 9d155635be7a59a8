//! Sums of several currencies: one for each, or all in the company's at today's rates, as people choose.

use guanxi_client::aggregate::Converted;
use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;

use super::desk::Desk;
use crate::i18n::t_with;
use crate::stored;
use crate::ui::MoneyText;

/// Under which name this browser keeps the choice.
const KEPT: &str = "sums-in-company-currency";

/// The choice as it was made last.
pub fn kept() -> RwSignal<bool> {
    RwSignal::new(stored::read(KEPT).is_some())
}

/// A button that makes the choice, while the sums need one: where all are in the company's currency there is nothing to
/// choose.
pub fn switch(chosen: RwSignal<bool>, foreign: Signal<bool>) -> AnyView {
    let company = company_currency();
    let label = {
        let company = company.clone();
        t_with("ui-in-company-currency", move |args| {
            args.set("currency", company.clone())
        })
    };
    let press = move |_| {
        chosen.update(|chosen| *chosen = !*chosen);
        if chosen.get_untracked() {
            stored::write(KEPT, "1");
        } else {
            stored::remove(KEPT);
        }
    };
    view! {
        {move || (foreign.get() || chosen.get()).then(|| view! {
            <button type="button" class="quick" aria-pressed=move || if chosen.get() { "true" } else { "false" } on:click=press>
                {label}
            </button>
        })}
    }
    .into_any()
}

/// Adds an amount to what there is in its currency.
pub fn add(sums: &mut Vec<Money>, more: Money) {
    match sums.iter_mut().find(|sum| sum.currency == more.currency) {
        Some(sum) => sum.minor = sum.minor.saturating_add(more.minor),
        None => sums.push(more),
    }
}

/// Whether some of these sums are not in the company's currency.
pub fn is_foreign<'a>(sums: impl IntoIterator<Item = &'a Money>) -> bool {
    let company = company_currency();
    sums.into_iter()
        .any(|money| money.currency.code() != company)
}

fn company_currency() -> String {
    let known = Desk::here().known();
    known.map_or_else(String::new, |known| {
        known.workspace().company_currency.clone()
    })
}

/// The sums, one per currency or as one; a missing rate is named, and nothing is guessed.
pub fn told(in_company: bool, sums: Vec<Money>, converted: Option<Converted>) -> AnyView {
    let each = |money: Money| view! { <MoneyText money=Signal::stored(Some(money)) /> };
    let Some(converted) = converted.filter(|_| in_company && !sums.is_empty()) else {
        return sums.into_iter().map(each).collect_view().into_any();
    };
    let one = converted
        .amount_minor
        .zip(converted.currency.parse().ok())
        .map(|(minor, currency)| Money { minor, currency });
    match one {
        Some(money) => each(money).into_any(),
        None => {
            let missing = converted.missing.join(", ");
            let words = t_with("ui-no-rate-for", move |args| {
                args.set("currencies", missing.clone())
            });
            view! { <span class="deal-mark" data-tone="warning">{words}</span> }.into_any()
        }
    }
}
