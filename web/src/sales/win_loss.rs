//! What was won and lost: against whom, with what, where, and why.

use guanxi_client::ListQuery;
use guanxi_client::deals::Decided;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};

use super::report::{Latest, asked_for, choices, keep_in_address, one_of};
use crate::i18n::{I18n, t};
use crate::records::screens::{Desk, Loaded, Row, refused, with_catalogue};
use crate::shell::Page;
use crate::ui::{
    Choice, EmptyState, Field, Formats, Segments, Select, Skeleton, SkeletonShape, spoken,
};

/// By what, as the server calls it, and the key of its word.
static BY: [(&str, &str); 4] = [
    ("competitor", "entity-competitor-plural"),
    ("product", "entity-product-plural"),
    ("segment", "ui-win-loss-segments"),
    ("reason", "ui-win-loss-reasons"),
];
/// Stretches of time in which sales were decided.
static PERIODS: [(&str, &str); 4] = [
    ("this_year", "ui-decided-this-year"),
    ("this_quarter", "ui-decided-this-quarter"),
    ("last_year", "ui-decided-last-year"),
    ("ever", "ui-decided-ever"),
];
/// Products and segments offered to narrow by.
const MOST: u32 = 200;

/// The page.
pub fn page() -> AnyView {
    with_catalogue(|_| report())
}

/// What is asked.
#[derive(Clone, Copy)]
struct Asked {
    desk: Desk,
    i18n: I18n,
    by: RwSignal<String>,
    period: RwSignal<String>,
    product: RwSignal<String>,
    segment: RwSignal<String>,
    products: RwSignal<Vec<Choice>>,
    segments: RwSignal<Vec<Choice>>,
    stages: RwSignal<Vec<Row>>,
    latest: Latest<Vec<Decided>>,
}

fn report() -> AnyView {
    let text = |text: &str| RwSignal::new(text.to_owned());
    let chosen = !asked_for("by").is_empty();
    let asked = Asked {
        desk: Desk::here(),
        i18n: I18n::here(),
        by: text(one_of("by", &BY)),
        period: text(one_of("period", &PERIODS)),
        product: text(&asked_for("product")),
        segment: text(&asked_for("segment")),
        products: RwSignal::new(Vec::new()),
        segments: RwSignal::new(Vec::new()),
        stages: RwSignal::new(Vec::new()),
        latest: Latest::new(),
    };
    asked.offer();
    let kept = [
        ("by", asked.by),
        ("period", asked.period),
        ("product", asked.product),
        ("segment", asked.segment),
    ];
    keep_in_address(super::WIN_LOSS, kept);
    if !chosen {
        asked.begin_with_something();
    }
    Effect::new(move |_| {
        for part in [asked.by, asked.period, asked.product, asked.segment] {
            part.track();
        }
        asked.ask();
    });
    let retry = Callback::new(move |()| asked.ask());
    view! {
        <Page title=t("ui-win-loss")>
            <p class="muted">{t("ui-win-loss-text")}</p>
            {controls(asked)}
            {move || match asked.latest.found.get() {
                Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, retry),
                Loaded::Ready(rows) if rows.is_empty() => {
                    view! { <EmptyState icon="trophy" title=t("ui-win-loss-none") text=t("ui-win-loss-none-text") /> }.into_any()
                }
                Loaded::Ready(rows) => table(asked, &rows),
            }}
        </Page>
    }
    .into_any()
}

fn controls(asked: Asked) -> AnyView {
    view! {
        <div class="report-controls">
            <Segments value=asked.by options=choices(&BY) label=t("ui-win-loss-by") />
            <Field label=t("ui-decided-in")><Select value=asked.period options=choices(&PERIODS) /></Field>
            <Field label=t("entity-product")>
                <Select value=asked.product options=Signal::from(asked.products) none=t("ui-any") />
            </Field>
            <Field label=t("ui-win-loss-segment")>
                <Select value=asked.segment options=Signal::from(asked.segments) none=t("ui-any") />
            </Field>
        </div>
    }
    .into_any()
}

impl Asked {
    /// What can be narrowed by, and the names of stages. Without an answer there is less to choose.
    fn offer(self) {
        spawn_local(async move {
            let api = self.desk.api;
            let all = |sort: &str| ListQuery::new().sort(sort).limit(MOST);
            if let Ok(page) = api.list("products", all("name")).await {
                let choice = |row: &Row| Choice::new(row.id(), row.text("name"));
                self.products
                    .try_set(page.rows.iter().map(choice).collect());
            }
            if let Ok(page) = api.list("stages", all("position")).await {
                self.stages.try_set(page.rows);
            }
            if let Ok(rows) = api.win_loss("segment", json!({ "and": [] })).await {
                let names = rows.into_iter().filter_map(|row| row.name);
                let choices = names.map(|name| Choice::new(name.clone(), name));
                self.segments.try_set(choices.collect());
            }
        });
    }

    fn filter(self) -> Json {
        let mut parts = Vec::new();
        let period = self.period.get_untracked();
        if period != "ever" {
            let within =
                |field: &str| json!({ "field": field, "op": "eq", "value": format!("@{period}") });
            parts.push(json!({ "or": [within("won_at"), within("lost_at")] }));
        }
        for (field, chosen) in [
            ("lines.product_id", self.product),
            ("account_id.industry", self.segment),
        ] {
            let value = chosen.get_untracked();
            if !value.is_empty() {
                parts.push(json!({ "field": field, "op": "eq", "value": value }));
            }
        }
        json!({ "and": parts })
    }

    fn ask(self) {
        let (by, filter) = (self.by.get_untracked(), self.filter());
        self.latest
            .ask(async move { self.desk.api.win_loss(&by, filter).await });
    }

    /// Where no competitor was ever noted the page begins with the reasons: every lost sale has one.
    fn begin_with_something(self) {
        let usual = self.by.get_untracked();
        Effect::new(move |settled: Option<bool>| {
            let none = self
                .latest
                .found
                .with(|found| found.ready().map(Vec::is_empty));
            let undecided = settled != Some(true) && self.by.get_untracked() == usual;
            if undecided && none == Some(true) {
                self.by.set("reason".to_owned());
            }
            settled == Some(true) || none.is_some()
        });
    }

    /// What a row is called; a reason with the stage it was given in.
    fn name(self, row: &Decided) -> String {
        let texts = self.i18n.texts();
        if self.by.get_untracked() != "reason" {
            return row
                .name
                .clone()
                .unwrap_or_else(|| texts.text("ui-win-loss-unknown"));
        }
        let field = self
            .desk
            .entity("opportunity")
            .and_then(|entity| entity.field("lost_reason"));
        let reason = row.name.as_deref().map_or_else(
            || texts.text("ui-win-loss-unknown"),
            |name| match &field {
                Some(field) => field.choice_label(name, &texts),
                None => name.to_owned(),
            },
        );
        let id = row.id.map(|id| id.to_string()).unwrap_or_default();
        let stage = self.stages.with(|stages| {
            let stage = stages.iter().find(|stage| stage.id() == id);
            stage.map(|stage| stage.text("name").to_owned())
        });
        match stage {
            Some(stage) => format!("{reason} · {stage}"),
            None => reason,
        }
    }

    /// Where a row leads.
    fn address(self, row: &Decided) -> Option<String> {
        let plural = match self.by.get_untracked().as_str() {
            "competitor" => "competitors",
            "product" => "products",
            _ => return None,
        };
        row.id.map(|id| format!("/{plural}/{id}"))
    }
}

fn table(asked: Asked, rows: &[Decided]) -> AnyView {
    let formats = Formats::here();
    let with_wins = asked.by.get_untracked() != "reason";
    let lines = rows.iter().map(|row| {
        let name = asked.name(row);
        let words = spoken(formats, name);
        let title = match asked.address(row) {
            Some(href) => view! { <a href=href>{words}</a> }.into_any(),
            None => words.into_any(),
        };
        let rate = rate(row);
        view! {
            <tr>
                <th scope="row">{title}</th>
                {with_wins.then(|| view! { <td class="figure">{formats.count(row.won)}</td> })}
                <td class="figure">{formats.count(row.lost)}</td>
                {with_wins.then(|| view! {
                    <td class="figure rate">
                        <span class="rate-bar" aria-hidden="true"><span style:width=format!("{rate}%")></span></span>
                        {formats.percent(&rate.to_string())}
                    </td>
                })}
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <div class="report-scroll" tabindex="0" role="region" aria-label=t("ui-win-loss")>
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">{t("field-name")}</th>
                        {with_wins.then(|| view! { <th scope="col" class="figure">{t("choice-opportunity-status-won")}</th> })}
                        <th scope="col" class="figure">{t("choice-opportunity-status-lost")}</th>
                        {with_wins.then(|| view! { <th scope="col" class="figure">{t("ui-win-rate")}</th> })}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Won of all decided, in whole percent, half up.
fn rate(row: &Decided) -> i64 {
    let decided = row.won + row.lost;
    if decided == 0 {
        return 0;
    }
    (200 * row.won + decided) / (2 * decided)
}
