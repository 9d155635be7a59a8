//! Short lists that one question to the server fills.

use guanxi_client::{ListQuery, Total};
use leptos::prelude::*;

use super::item::item;
use crate::i18n::t;
use crate::records::today::{Desk, Entity, ListView, Loaded, Node, Row, refused};
use crate::ui::{Formats, Skeleton};

/// Rows shown in a list; the rest is behind a link.
const SHOWN: usize = 8;
/// Rows asked for at once, for all lists of a question together.
const ASKED: u32 = 200;

/// How a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// As it is.
    Usual,
    /// Not at all when empty: nothing overdue is no news.
    Overdue,
    /// Not at all when empty.
    Folded,
}

/// One list: which of the rows stand in it.
#[derive(Clone)]
pub struct Part {
    label: &'static str,
    show: Show,
    holds: fn(Formats, &Row) -> bool,
    whole: Node,
}

impl Part {
    /// A list under a heading; `whole` is the same as a filter, for the link to all of it.
    pub const fn new(
        label: &'static str,
        show: Show,
        holds: fn(Formats, &Row) -> bool,
        whole: Node,
    ) -> Self {
        Self {
            label,
            show,
            holds,
            whole,
        }
    }
}

/// What is asked, and the lists that the answer fills.
#[derive(Clone)]
pub struct Question {
    /// Which rows.
    pub filter: Node,
    /// In which order.
    pub sort: &'static str,
    /// The lists.
    pub parts: Vec<Part>,
}

#[derive(Clone, PartialEq)]
struct Held {
    rows: Vec<Row>,
    total: Option<Total>,
}

impl Held {
    /// Whether there are more rows than were asked for.
    fn is_cut(&self) -> bool {
        let known = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        self.total.is_some_and(|total| total.total > known)
    }
}

/// The lists with their headings. With `team` the owner of each row is shown.
pub fn lists(entity: &Entity, question: &Question, team: bool) -> AnyView {
    let (held, fetch) = fetched(entity, question);
    let parts = question.parts.iter().cloned();
    parts
        .map(|part| list(entity, part, held, fetch, team))
        .collect_view()
        .into_any()
}

fn list(
    entity: &Entity,
    part: Part,
    held: RwSignal<Loaded<Held>>,
    fetch: Callback<()>,
    team: bool,
) -> AnyView {
    let formats = Formats::here();
    let (show, label, holds) = (part.show, part.label, part.holds);
    let own = move |held: &Held| {
        let rows = held.rows.iter().filter(|row| holds(formats, row));
        rows.cloned().collect::<Vec<_>>()
    };
    let number = Memo::new(move |_| held.with(|held| held.ready().map(|held| own(held).len())));
    let failed = Memo::new(move |_| held.with(|held| matches!(held, Loaded::Failed(_))));
    let hidden = move || {
        show != Show::Usual && number.get().is_none_or(|number| number == 0) && !failed.get()
    };
    let whole = ListView {
        filter: part.whole,
        ..ListView::default()
    }
    .address(&entity.plural);
    let count = move || {
        let cut = held.with(|held| held.ready().is_some_and(Held::is_cut));
        let number = i64::try_from(number.get()?).unwrap_or(i64::MAX);
        let mark = if cut { "+" } else { "" };
        Some(format!("{}{mark}", formats.count(number)))
    };
    let entity = entity.clone();
    let rows = move || match held.get() {
        Loaded::Waiting => view! { <Skeleton count=3 /> }.into_any(),
        Loaded::Failed(failure) => refused(&failure, fetch),
        Loaded::Ready(held) => items(&entity, &own(&held), held.is_cut(), team, whole.clone()),
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

/// What there is, fetched again whenever that may have changed; and how to fetch it.
fn fetched(entity: &Entity, question: &Question) -> (RwSignal<Loaded<Held>>, Callback<()>) {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let (listed, question) = (entity.clone(), question.clone());
    let fetch = Callback::new(move |()| {
        let (entity, query) = (listed.clone(), query_of(&listed, &question));
        leptos::task::spawn_local(async move {
            let answer = desk.list(&entity, query).await.map(|page| Held {
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
    desk.follow([entity.name.as_str()], move || fetch.run(()));
    (held, fetch)
}

fn items(entity: &Entity, rows: &[Row], cut: bool, team: bool, whole: String) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="home-none">{t("ui-home-none")}</p> }.into_any();
    }
    let more = cut || rows.len() > SHOWN;
    let items = rows.iter().take(SHOWN);
    let items = items.map(|row| item(entity, row, team)).collect_view();
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
        .limit(ASKED)
        .total();
    for path in [
        "account_id",
        "contact_id",
        "owner_id",
        "stage_id",
        "activity_id",
        "created_by",
    ] {
        if entity.field(path).is_some() {
            query = query.expand(path);
        }
    }
    query
}
