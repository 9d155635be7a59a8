//! One short list of the first page.

use guanxi_client::{ListQuery, Total};
use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::records::today::{
    Desk, Entity, ListView, Live, Loaded, Node, Row, Show as Words, done_box, due_mark, money_of,
    refused,
};
use crate::ui::{Formats, MoneyText, Skeleton, spoken, spoken_line};

/// Rows shown; the rest is behind a link.
const SHOWN: u32 = 8;

/// How a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// As it is.
    Usual,
    /// Not at all when empty: nothing overdue is no news.
    Overdue,
    /// Not at all when empty, at the end.
    Folded,
}

/// What a list asks.
#[derive(Clone)]
pub struct Question {
    label: &'static str,
    filter: Node,
    sort: &'static str,
    show: Show,
}

impl Question {
    /// A list under a heading.
    pub const fn new(label: &'static str, filter: Node, sort: &'static str, show: Show) -> Self {
        Self {
            label,
            filter,
            sort,
            show,
        }
    }
}

#[derive(Clone, PartialEq)]
struct Held {
    rows: Vec<Row>,
    total: Option<Total>,
}

/// The list with its heading. With `team` the owner of each row is shown.
pub fn list(entity: &Entity, question: Question, team: bool) -> AnyView {
    let (held, fetch) = fetched(entity, &question);
    let (show, label) = (question.show, question.label);
    let empty =
        Memo::new(move |_| held.with(|held| held.ready().is_none_or(|held| held.rows.is_empty())));
    let failed = Memo::new(move |_| held.with(|held| matches!(held, Loaded::Failed(_))));
    let hidden = move || show != Show::Usual && empty.get() && !failed.get();
    let whole = ListView {
        filter: question.filter.clone(),
        ..ListView::default()
    }
    .address(&entity.plural);
    let formats = Formats::here();
    let count = move || {
        held.with(|held| {
            held.ready()
                .and_then(|held| held.total)
                .map(|total| formats.count(total.total))
        })
    };
    let entity = entity.clone();
    let rows = move || match held.get() {
        Loaded::Waiting => view! { <Skeleton count=3 /> }.into_any(),
        Loaded::Failed(failure) => refused(&failure, fetch),
        Loaded::Ready(held) => items(&entity, &held, team, whole.clone()),
    };
    view! {
        <section class="home-part" class:home-alarm=show == Show::Overdue hidden=hidden>
            <header class="related-head">
                <h2>{t(label)}</h2>
                <span class="related-count">{count}</span>
            </header>
            {rows}
        </section>
    }
    .into_any()
}

/// What the list holds, fetched again whenever that may have changed; and how to fetch it.
fn fetched(entity: &Entity, question: &Question) -> (RwSignal<Loaded<Held>>, Callback<()>) {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let (listed, question) = (entity.clone(), question.clone());
    let fetch = Callback::new(move |()| {
        let (entity, query) = (listed.clone(), query_of(&listed, &question));
        leptos::task::spawn_local(async move {
            let answer = desk.api.list(&entity.plural, query).await;
            if let (Ok(page), Some(catalogue)) = (&answer, desk.known()) {
                for row in &page.rows {
                    desk.names.learn_from(row, &entity, &catalogue);
                }
            }
            let answer = answer.map(|page| Held {
                rows: page.rows,
                total: page.total,
            });
            let same = held.try_with_untracked(|held| {
                answer
                    .as_ref()
                    .is_ok_and(|answer| held.ready() == Some(answer))
            });
            // One that says the same leaves the elements as they are.
            if same == Some(false) {
                held.update(|held| held.renew(answer));
            }
        });
    });
    fetch.run(());
    let name = entity.name.clone();
    Effect::new(move |before: Option<()>| {
        let news = desk.news.get();
        if before.is_some() && news.is_some_and(|news| news.is_about(&name)) {
            fetch.run(());
        }
    });
    (held, fetch)
}

fn items(entity: &Entity, held: &Held, team: bool, whole: String) -> AnyView {
    if held.rows.is_empty() {
        return view! { <p class="home-none">{t("ui-home-none")}</p> }.into_any();
    }
    let more = held
        .total
        .is_some_and(|total| total.total > i64::from(SHOWN));
    let items = held
        .rows
        .iter()
        .map(|row| item(entity, row, team))
        .collect_view();
    view! {
        <ul class="home-list">{items}</ul>
        {more.then(|| view! { <a class="related-all" href=whole>{t("ui-show-all")}</a> })}
    }
    .into_any()
}

fn query_of(entity: &Entity, question: &Question) -> ListQuery {
    let mut query = ListQuery::new()
        .filter(question.filter.to_json())
        .sort(question.sort)
        .limit(SHOWN)
        .total();
    for path in ["account_id", "contact_id", "owner_id", "stage_id"] {
        if entity.field(path).is_some() {
            query = query.expand(path);
        }
    }
    query
}

fn item(entity: &Entity, row: &Row, team: bool) -> AnyView {
    let words = Words::here();
    let i18n = I18n::here();
    let live = Live::new(entity, row.clone());
    let href = format!("/{}/{}", entity.plural, row.id());
    let title = row.title(entity).to_owned();
    let (told, own) = (row.clone(), entity.clone());
    let line = move || {
        let anchor = words
            .anchor(&told)
            .map(|(entity, id)| words.desk.names.name(&entity, id))
            .unwrap_or_default();
        let mut paths = vec!["account_id", "contact_id", "stage_id"];
        if team {
            paths.push("owner_id");
        }
        let fields = paths.into_iter().filter_map(|path| own.field(path));
        let rest = fields.map(|field| words.words(&field, &told));
        spoken_line(words.formats, [anchor].into_iter().chain(rest))
    };
    let task = entity
        .verbs
        .iter()
        .any(|verb| verb.to.as_deref() == Some("done"));
    let day = ["due_on", "next_step_on", "close_on"]
        .into_iter()
        .map(|name| row.text(name))
        .find(|day| !day.is_empty());
    let money = money_of(row.get("amount"));
    let high = row.text("priority") == "high";
    view! {
        <li class="home-item">
            {task.then(|| done_box(&live))}
            <span class="related-words">
                <a href=href>{move || spoken(words.formats, title.clone())}</a>
                <span class="related-line">
                    {high.then(|| view! { <span class="home-high">{move || i18n.text("ui-home-high")}</span> })}
                    {line}
                </span>
            </span>
            <span class="home-side">
                {money.map(|money| view! { <MoneyText money=Signal::stored(Some(money)) /> })}
                {day.map(due_mark)}
            </span>
        </li>
    }
    .into_any()
}
