//! What is expected of the months ahead: by category, weighted, already won; beside what was expected some weeks ago and
//! what people expect by their own judgement.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_client::{Aggregate, ListQuery, Sum};
use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::money::{ByMonth, by_month, shown};
use super::months::{AHEAD, monday, months};
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::failure::{Failure, Loaded};
use crate::records::filters::Node;
use crate::records::list_view::ListView;
use crate::records::refused::refused;
use crate::records::scope::alone;
use crate::records::show::money_of;
use crate::records::worth::add;
use crate::ui::{Choice, Formats, Select, Skeleton};

/// The categories of what is open, the surest last.
const CATEGORIES: [&str; 3] = ["pipeline", "best_case", "commit"];
/// How many weeks back one may look, with their words.
const LOOKS: [(&str, &str); 3] = [
    ("1", "ui-goals-week-ago"),
    ("4", "ui-goals-weeks-ago"),
    ("13", "ui-goals-quarter-ago"),
];

/// What the table holds.
#[derive(Clone, Default)]
struct Held {
    open: BTreeMap<&'static str, ByMonth>,
    weighted: ByMonth,
    won: ByMonth,
    then: ByMonth,
    calls: BTreeMap<String, Vec<Money>>,
}

/// The forecast.
pub fn forecast() -> AnyView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let weeks = RwSignal::new("4".to_owned());
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let today: NaiveDate = untrack(|| formats.today()).parse().unwrap_or_default();
    let fetch = Callback::new(move |()| {
        let back = weeks.get_untracked().parse().unwrap_or(4);
        leptos::task::spawn_local(async move {
            let answer = load(desk, today, back).await;
            held.try_update(|held| held.renew(answer));
        });
    });
    Effect::new(move |_| {
        weeks.track();
        fetch.run(());
    });
    desk.follow(["opportunity", "forecast_call"], move || fetch.run(()));
    view! {
        <section class="goals-part">
            <header class="goals-head"><h2>{t("ui-goals-forecast")}</h2>{look(weeks)}</header>
            {move || match held.get() {
                Loaded::Waiting => view! { <Skeleton count=6 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, fetch),
                Loaded::Ready(held) => table(&held, today),
            }}
        </section>
    }
    .into_any()
}

fn look(weeks: RwSignal<String>) -> AnyView {
    let i18n = I18n::here();
    let options = Signal::derive(move || {
        LOOKS
            .map(|(weeks, words)| Choice::new(weeks, i18n.text(words)))
            .to_vec()
    });
    alone(move || view! { <Select value=weeks options label=t("ui-map-compare") /> }.into_any())
}

async fn load(desk: Desk, today: NaiveDate, weeks: i32) -> Result<Held, Failure> {
    let ahead = months(today, 0, AHEAD + 1);
    let (Some(first), Some(end)) = (ahead.first(), ahead.last()) else {
        return Ok(Held::default());
    };
    let within = |path: &str| {
        [
            json!({ "field": path, "op": "gte", "value": first.to_string() }),
            json!({ "field": path, "op": "lt", "value": end.to_string() }),
        ]
    };
    let status = |name: &str| json!({ "field": "status", "op": "eq", "value": name });
    let mut parts = within("close_on").to_vec();
    parts.push(status("open"));
    let ask = Aggregate::new()
        .filter(json!({ "and": parts }))
        .by_period("close_on", "month")
        .by("forecast_category")
        .measure("sum", "amount")
        .measure("sum", "weighted");
    let open = desk.api.aggregate("opportunities", ask).await?;
    let mut parts = within("close_on").to_vec();
    parts.push(status("won"));
    let ask = Aggregate::new()
        .filter(json!({ "and": parts }))
        .by_period("close_on", "month")
        .measure("sum", "amount");
    let won = desk.api.aggregate("opportunities", ask).await?;
    let mut parts = within("month").to_vec();
    parts.push(
        json!({ "field": "taken_on", "op": "eq", "value": monday(today, weeks).to_string() }),
    );
    parts.push(json!({ "field": "category", "op": "ne", "value": "omitted" }));
    let ask = Aggregate::new()
        .filter(json!({ "and": parts }))
        .by("month")
        .measure("sum", "weighted");
    let then = desk.api.aggregate("forecast_snapshots", ask).await?;
    let counted: Vec<Sum> = open
        .iter()
        .filter(|group| category(group) != "omitted")
        .cloned()
        .collect();
    Ok(Held {
        open: CATEGORIES
            .into_iter()
            .map(|name| (name, of_category(&open, name)))
            .collect(),
        weighted: by_month(&counted, "close_on", "weighted"),
        won: by_month(&won, "close_on", "amount"),
        then: by_month(&then, "month", "weighted"),
        calls: calls(desk, within("month").to_vec()).await?,
    })
}

fn category(group: &Sum) -> &str {
    group
        .keys
        .get("forecast_category")
        .and_then(Json::as_str)
        .unwrap_or_default()
}

fn of_category(groups: &[Sum], name: &str) -> ByMonth {
    let groups: Vec<Sum> = groups
        .iter()
        .filter(|group| category(group) == name)
        .cloned()
        .collect();
    by_month(&groups, "close_on", "amount")
}

/// What people in sight expect of each month by their own judgement.
async fn calls(desk: Desk, parts: Vec<Json>) -> Result<ByMonth, Failure> {
    let Some(entity) = desk.entity("forecast_call") else {
        return Ok(ByMonth::new());
    };
    let query = ListQuery::new().filter(json!({ "and": parts })).limit(200);
    let mut found = ByMonth::new();
    for row in desk.api.list(&entity.plural, query).await?.rows {
        if let Some(money) = money_of(row.get("amount")) {
            add(
                found.entry(row.text("month").to_owned()).or_default(),
                money,
            );
        }
    }
    Ok(found)
}

fn table(held: &Held, today: NaiveDate) -> AnyView {
    let i18n = I18n::here();
    let desk = Desk::here();
    let heads = CATEGORIES.map(|name| {
        move || {
            let field = desk
                .entity("opportunity")
                .and_then(|entity| entity.field("forecast_category"));
            field
                .map(|field| field.choice_label(name, &i18n.texts()))
                .unwrap_or_default()
        }
    });
    let rows = months(today, 0, AHEAD)
        .into_iter()
        .map(|month| row(held, month))
        .collect_view();
    view! {
        <div class="figure-scroll" tabindex="0" role="region" aria-label=t("ui-goals-forecast")>
            <table class="figure-table">
                <thead><tr>
                    <th scope="col">{t("ui-goals-month")}</th>
                    {heads.into_iter().map(|words| view! { <th scope="col">{words}</th> }).collect_view()}
                    <th scope="col">{t("ui-goals-weighted")}</th>
                    <th scope="col">{t("ui-goals-then")}</th>
                    <th scope="col">{t("ui-goals-calls")}</th>
                    <th scope="col">{t("ui-map-won")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(held: &Held, month: NaiveDate) -> AnyView {
    let (formats, key) = (Formats::here(), month.to_string());
    let named = key.clone();
    let of = |by: &ByMonth| shown(by.get(&key).map_or(&[][..], Vec::as_slice));
    let cells = CATEGORIES
        .map(|name| {
            let amounts = held.open.get(name).and_then(|by| by.get(&key));
            let amounts = amounts.cloned().unwrap_or_default();
            let href = list_of(month, name);
            match amounts.as_slice() {
                [] => view! { <td>{shown(&[])}</td> }.into_any(),
                amounts => view! { <td><a href=href>{shown(amounts)}</a></td> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{move || formats.month(&named)}</th>
            {cells}
            <td>{of(&held.weighted)}</td>
            <td class="muted">{of(&held.then)}</td>
            <td>{of(&held.calls)}</td>
            <td>{of(&held.won)}</td>
        </tr>
    }
    .into_any()
}

/// The list of exactly what a cell adds up.
fn list_of(month: NaiveDate, category: &str) -> String {
    let next =
        guanxi_domain::kernel::period::shift(month, guanxi_domain::kernel::period::Unit::Month, 1);
    let filter = Node::all(vec![
        Node::test("status", "eq", json!("open")),
        Node::test("forecast_category", "eq", json!(category)),
        Node::test("close_on", "gte", json!(month.to_string())),
        Node::test("close_on", "lt", json!(next.to_string())),
    ]);
    ListView {
        filter,
        ..ListView::default()
    }
    .address("opportunities")
}
