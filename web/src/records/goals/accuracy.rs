//! How good earlier forecasts were: what was expected in the first week of each month, and what was won in it.

use chrono::NaiveDate;
use guanxi_client::{Aggregate, Sum};
use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::money::{ByMonth, by_month, shown};
use super::months::{BEHIND, first_monday, months};
use crate::i18n::t;
use crate::records::desk::Desk;
use crate::records::failure::{Failure, Loaded};
use crate::records::list::sums_of;
use crate::records::refused::refused;
use crate::ui::{Formats, Skeleton};

/// One month that is over.
#[derive(Clone)]
struct Month {
    first: NaiveDate,
    weighted: Vec<Money>,
    committed: Vec<Money>,
    won: Vec<Money>,
}

/// The months before this one.
pub fn accuracy() -> AnyView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let held = RwSignal::new(Loaded::<Vec<Month>>::Waiting);
    let today: NaiveDate = untrack(|| formats.today()).parse().unwrap_or_default();
    let fetch = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let answer = load(desk, today).await;
            held.try_update(|held| held.renew(answer));
        });
    });
    fetch.run(());
    let remembered = Memo::new(move |_| {
        held.with(|held| {
            held.ready()
                .is_some_and(|months| months.iter().any(|month| !month.weighted.is_empty()))
        })
    });
    view! {
        <section class="goals-part">
            <h2>{t("ui-goals-accuracy")}</h2>
            {move || match held.get() {
                Loaded::Waiting => view! { <Skeleton count=6 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, fetch),
                Loaded::Ready(_) if !remembered.get() => view! { <p class="muted">{t("ui-goals-accuracy-none")}</p> }.into_any(),
                Loaded::Ready(months) => table(&months),
            }}
        </section>
    }
    .into_any()
}

async fn load(desk: Desk, today: NaiveDate) -> Result<Vec<Month>, Failure> {
    let behind = months(today, -BEHIND, 1);
    let (Some(start), Some(end)) = (behind.first(), behind.last()) else {
        return Ok(Vec::new());
    };
    let won = Aggregate::new()
        .filter(json!({ "and": [
            { "field": "status", "op": "eq", "value": "won" },
            { "field": "close_on", "op": "gte", "value": start.to_string() },
            { "field": "close_on", "op": "lt", "value": end.to_string() },
        ] }))
        .by_period("close_on", "month")
        .measure("sum", "amount");
    let won: ByMonth = by_month(
        &desk.api.aggregate("opportunities", won).await?,
        "close_on",
        "amount",
    );
    let past = &behind[..behind.len() - 1];
    let groups = desk
        .api
        .aggregate("forecast_snapshots", remembered(past))
        .await?;
    let of = |first: &NaiveDate, committed: bool| -> Vec<Sum> {
        let month = json!(first.to_string());
        let own = groups.iter().filter(|group| {
            let commit = group.keys.get("category") == Some(&json!("commit"));
            group.keys.get("month") == Some(&month) && (commit || !committed)
        });
        own.cloned().collect()
    };
    let month = |first: &NaiveDate| Month {
        first: *first,
        weighted: sums_of(&of(first, false), "weighted"),
        committed: sums_of(&of(first, true), "amount"),
        won: won.get(&first.to_string()).cloned().unwrap_or_default(),
    };
    Ok(past.iter().map(month).collect())
}

/// What was remembered of each month in its first week.
fn remembered(months: &[NaiveDate]) -> Aggregate {
    let first_week = |first: &NaiveDate| {
        json!({ "and": [
            { "field": "taken_on", "op": "eq", "value": first_monday(*first).to_string() },
            { "field": "month", "op": "eq", "value": first.to_string() },
        ] })
    };
    let any: Vec<Json> = months.iter().map(first_week).collect();
    Aggregate::new()
        .filter(json!({ "and": [
            { "or": any },
            { "field": "category", "op": "ne", "value": "omitted" },
        ] }))
        .by("month")
        .by("category")
        .measure("sum", "amount")
        .measure("sum", "weighted")
}

fn table(months: &[Month]) -> AnyView {
    view! {
        <div class="figure-scroll" tabindex="0" role="region" aria-label=t("ui-goals-accuracy")>
            <table class="figure-table">
                <thead><tr>
                    <th scope="col">{t("ui-goals-month")}</th>
                    <th scope="col">{t("ui-goals-weighted")}</th>
                    <th scope="col">{t("ui-goals-committed")}</th>
                    <th scope="col">{t("ui-map-won")}</th>
                    <th scope="col">{t("ui-goals-hit")}</th>
                </tr></thead>
                <tbody>{months.iter().rev().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(month: &Month) -> AnyView {
    let formats = Formats::here();
    let key = month.first.to_string();
    let hit = hit(&month.weighted, &month.won);
    let words = move || {
        hit.as_deref()
            .map_or_else(|| "–".to_owned(), |plain| formats.percent(plain))
    };
    view! {
        <tr>
            <th scope="row">{move || formats.month(&key)}</th>
            <td>{shown(&month.weighted)}</td>
            <td>{shown(&month.committed)}</td>
            <td>{shown(&month.won)}</td>
            <td class="figure">{words}</td>
        </tr>
    }
    .into_any()
}

/// What was won of what was expected, in whole percent; only where both are in the same single currency.
fn hit(expected: &[Money], won: &[Money]) -> Option<String> {
    let [expected] = expected else { return None };
    let won = match won {
        [] => 0,
        [won] if won.currency == expected.currency => won.minor,
        _ => return None,
    };
    if expected.minor <= 0 {
        return None;
    }
    let percent = i128::from(won) * 100 / i128::from(expected.minor);
    Some(percent.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use guanxi_domain::kernel::currency::Money;

    use super::hit;

    #[test]
    fn only_like_currencies_are_compared() {
        let money = |minor, currency: &str| Money {
            minor,
            currency: currency.parse().unwrap(),
        };
        assert_eq!(
            hit(&[money(200, "EUR")], &[money(50, "EUR")]).as_deref(),
            Some("25")
        );
        assert_eq!(hit(&[money(200, "EUR")], &[]).as_deref(), Some("0"));
        assert_eq!(hit(&[money(200, "EUR")], &[money(50, "USD")]), None);
        assert_eq!(hit(&[money(0, "EUR")], &[]), None);
    }
}
