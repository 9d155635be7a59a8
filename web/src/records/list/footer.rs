//! The foot of the list: how many, and what they add up to.

use guanxi_client::aggregate::Converted;
use guanxi_client::{Aggregate, Sum, Total};
use guanxi_domain::kernel::currency::Money;
use guanxi_domain::kernel::field::Kind;
use leptos::prelude::*;

use super::grid::Grid;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Field;
use crate::records::worth;
use crate::ui::Formats;

/// The foot.
pub fn footer(grid: Grid) -> AnyView {
    let sums = RwSignal::new(Vec::<FieldSum>::new());
    let in_company = worth::kept();
    follow_sums(grid, sums);
    let i18n = I18n::here();
    let sum = move |one: FieldSum| {
        let label = Signal::derive(move || one.field.label(&i18n.texts()));
        let (amounts, converted) = (one.amounts, one.converted);
        let shown = move || worth::told(in_company.get(), amounts.clone(), converted.clone());
        view! { <span class="sum"><span class="sum-label">{move || label.get()}</span>{shown}</span> }
    };
    let foreign = Signal::derive(move || {
        sums.with(|sums| worth::is_foreign(sums.iter().flat_map(|one| &one.amounts)))
    });
    view! {
        <footer class="list-foot">
            <span class="list-count" role="status">
                {move || grid.source.total.get().map(|total| count_words(i18n, total))}
            </span>
            {worth::switch(in_company, foreign)}
            <span class="sums" role="group" aria-label=t("ui-sums")>{move || sums.get().into_iter().map(sum).collect_view()}</span>
        </footer>
    }
    .into_any()
}

/// "480 records", "10,000+ records".
pub fn count_words(i18n: I18n, total: Total) -> String {
    let shown = Formats::here().count(if total.exact {
        total.total
    } else {
        total.total - 1
    });
    let key = if total.exact {
        "ui-count"
    } else {
        "ui-count-more"
    };
    i18n.format(key, |args| {
        args.set("count", total.total);
        args.set("shown", shown);
    })
}

/// Asks for the sums of the amounts in sight, again whenever the list asks something else or changes.
fn follow_sums(grid: Grid, sums: RwSignal<Vec<FieldSum>>) {
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        // The rows are begun anew with every question and every change that may matter.
        grid.source.total.track();
        let fields = grid.columns.with(|columns| {
            columns
                .iter()
                .filter(|field| field.kind == Kind::Money && !field.custom)
                .cloned()
                .collect::<Vec<_>>()
        });
        let query = grid.source.question();
        round.update_value(|round| *round += 1);
        let now = round.get_value();
        if fields.is_empty() || query.q.is_some() {
            return sums.set(Vec::new());
        }
        let today = Formats::here().today();
        let plural = grid.entity.with_value(|entity| entity.plural.clone());
        leptos::task::spawn_local(async move {
            let mut question = Aggregate::new().rates_on(&today);
            question.filter = query.tree;
            for field in &fields {
                question = question.measure("sum", field.path());
            }
            // Without an answer there are no sums; the list itself says when the server cannot be reached.
            let groups = grid
                .show
                .desk
                .api
                .aggregate(&plural, question)
                .await
                .unwrap_or_default();
            if round.try_get_value() == Some(now) {
                let of = |field: Field| FieldSum {
                    amounts: sums_of(&groups, field.path()),
                    converted: groups
                        .first()
                        .and_then(|group| group.converted(&name_of(field.path()))),
                    field,
                };
                let found = fields.into_iter().map(of);
                sums.set(found.filter(|one| !one.amounts.is_empty()).collect());
            }
        });
    });
}

/// What one field comes to.
#[derive(Clone)]
struct FieldSum {
    field: Field,
    amounts: Vec<Money>,
    converted: Option<Converted>,
}

/// What the sum of a field is called in an answer.
fn name_of(path: &str) -> String {
    format!("sum_{}", path.replace('.', "_"))
}

/// The sums of one field, one per currency.
pub fn sums_of(groups: &[Sum], path: &str) -> Vec<Money> {
    let name = name_of(path);
    let amounts = groups.iter().flat_map(|group| group.amounts(&name));
    let mut sums: Vec<Money> = Vec::new();
    for (code, minor) in amounts {
        let Ok(currency) = code.parse() else { continue };
        worth::add(&mut sums, Money { minor, currency });
    }
    sums
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::sums_of;
    use guanxi_client::Sum;
    use serde_json::json;

    #[test]
    fn sums_stay_apart_by_currency() {
        let group = |minor, currency: &str| -> Sum {
            let values = json!({ "sum_amount": [{ "amount_minor": minor, "currency": currency }] });
            serde_json::from_value(json!({ "keys": {}, "values": values })).unwrap()
        };
        let sums = sums_of(
            &[group(100, "EUR"), group(5, "USD"), group(1, "EUR")],
            "amount",
        );
        let shown: Vec<_> = sums
            .iter()
            .map(|money| (money.minor, money.currency.to_string()))
            .collect();
        assert_eq!(shown, [(101, "EUR".to_owned()), (5, "USD".to_owned())]);
    }
}
