//! A record at a glance: what is open, overdue, next and was last, and to which group it belongs.

use guanxi_client::Block;
use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::due::due_mark;
use crate::records::failure::Loaded;
use crate::records::filters::Node;
use crate::records::list_view::ListView;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::show::{Show, money_of};
use crate::ui::{MoneyText, Skeleton, TimeText, spoken};

/// The overview of a record, where its kind has one.
pub fn overview(live: &Live) -> AnyView {
    if !live.entity.overview {
        return ().into_any();
    }
    let live = live.clone();
    later(fetch_overview, move || overview_part(live.clone()))
}

#[wasm_split(overview, fallible, preload(fetch_overview))]
fn overview_part(live: Live) -> Part {
    Ok(glance(&live))
}

type Told = std::collections::BTreeMap<String, Block>;

/// Changes of these may change what is told.
const CONCERNS: [&str; 5] = [
    "account",
    "account_contact",
    "activity",
    "lead",
    "opportunity",
];

fn glance(live: &Live) -> AnyView {
    let desk = Desk::here();
    let told = RwSignal::new(Loaded::<Told>::Waiting);
    let (entity, id) = (live.entity.clone(), live.id());
    let own = id.clone();
    let fetch = move || {
        let (entity, id) = (entity.clone(), id.clone());
        leptos::task::spawn_local(async move {
            let answer = desk.api.overview(&entity, &id).await;
            told.try_update(|told| told.renew(answer.map(|overview| overview.blocks)));
        });
    };
    fetch();
    Effect::new(move |before: Option<()>| {
        let news = desk.news.get();
        let concerns = news.is_some_and(|news| {
            CONCERNS.iter().any(|name| news.is_about(name)) && !news.is_end_of(&own)
        });
        if before.is_some() && concerns {
            fetch();
        }
    });
    let (i18n, live) = (I18n::here(), live.clone());
    view! {
        <section class="overview" aria-label=t("ui-overview")>
            {move || match told.get() {
                Loaded::Waiting => view! { <Skeleton count=3 /> }.into_any(),
                Loaded::Failed(failure) => {
                    view! { <p class="muted" role="alert">{failure.sentence(&i18n.texts())}</p> }.into_any()
                }
                Loaded::Ready(told) => lines(&live, &told),
            }}
        </section>
    }
    .into_any()
}

/// Each line is there only when there is something to tell.
fn lines(live: &Live, told: &Told) -> AnyView {
    let block = |name: &str| told.get(name).filter(|block| !block.data.is_empty());
    let lines = [
        block("opportunities").map(|block| line("ui-overview-open", sales(live, block))),
        block("overdue").map(|block| line("ui-overview-overdue", overdue(block))),
        block("next").map(|block| line("ui-overview-next", first_due(block))),
        block("last_contacts").map(|block| line("ui-overview-last", last(block))),
        group(live, block("subsidiaries")).map(|words| line("ui-overview-group", words)),
        block("leads").map(|block| line("ui-overview-leads", named(block, "lead"))),
    ];
    let lines: Vec<AnyView> = lines.into_iter().flatten().collect();
    if lines.is_empty() {
        return view! { <p class="muted">{t("ui-overview-none")}</p> }.into_any();
    }
    view! { <dl class="overview-lines">{lines}</dl> }.into_any()
}

fn line(key: &'static str, words: AnyView) -> AnyView {
    view! {
        <div class="overview-line">
            <dt>{t(key)}</dt>
            <dd>{words}</dd>
        </div>
    }
    .into_any()
}

/// How many sales are open, and what they are worth in each currency.
fn sales(live: &Live, block: &Block) -> AnyView {
    let filter = Node::all(vec![
        Node::test("account_id", "eq", live.id().into()),
        Node::test("status", "eq", "open".into()),
    ]);
    let href = ListView {
        filter,
        ..ListView::default()
    }
    .address("opportunities");
    let count = Show::here().formats.count(block.count.unwrap_or_default());
    let amounts = block.sum_amount.iter().filter_map(money_of);
    let amounts = amounts.map(|money| view! { <MoneyText money=Some(money) /> });
    view! { <a href=href class="overview-count">{count}</a>{amounts.collect_view()} }.into_any()
}

fn overdue(block: &Block) -> AnyView {
    let count = block.count.unwrap_or_default();
    let more = (count > 1).then(|| Show::here().formats.count(count));
    view! { {more.map(|count| view! { <span class="overview-count">{count}</span> })}{first_due(block)} }
        .into_any()
}

/// The first activity, and when it is due.
fn first_due(block: &Block) -> AnyView {
    let first = block
        .data
        .first()
        .cloned()
        .map(Record::new)
        .unwrap_or_default();
    let due = first.text("due_on").to_owned();
    view! { {link(&first, "activity")}{due_mark(&due)} }.into_any()
}

/// What was last said or written, and how long ago.
fn last(block: &Block) -> AnyView {
    let first = block
        .data
        .first()
        .cloned()
        .map(Record::new)
        .unwrap_or_default();
    let kind = Desk::here().entity("activity").and_then(|entity| {
        let field = entity.field("kind")?;
        let show = Show::here();
        let record = first.clone();
        Some(move || show.words(&field, &record))
    });
    let at = first.text("done_at").to_owned();
    view! { <span class="muted">{kind}</span>{link(&first, "activity")}<TimeText instant=at /> }
        .into_any()
}

/// The account above, and how many are below.
fn group(live: &Live, below: Option<&Block>) -> Option<AnyView> {
    let desk = Desk::here();
    let parent = live.record.with_untracked(|record| {
        let id = record.text("parent_id").to_owned();
        (!id.is_empty()).then_some(id)
    });
    if parent.is_none() && below.is_none() {
        return None;
    }
    let entity = live.entity.clone();
    let above = parent.map(|id| {
        let href = format!("/{}/{id}", entity.plural);
        let show = Show::here();
        let (names, named) = (desk.names, entity.clone());
        view! {
            <a href=href>{move || spoken(show.formats, names.name(&named, &id))}</a>
            <span class="muted" aria-hidden="true">"›"</span>
        }
    });
    let own = live
        .record
        .with_untracked(|record| record.title(&entity).to_owned());
    let below = below.map(|block| subsidiaries(&entity, live, block));
    Some(view! { {above}<span>{spoken(Show::here().formats, own)}</span>{below} }.into_any())
}

fn subsidiaries(entity: &Entity, live: &Live, block: &Block) -> AnyView {
    let filter = Node::all(vec![Node::test("parent_id", "eq", live.id().into())]);
    let href = ListView {
        filter,
        ..ListView::default()
    }
    .address(&entity.plural);
    let count = block.count.unwrap_or_default();
    let i18n = I18n::here();
    let words = move || i18n.format("ui-overview-below", |args| args.set("count", count));
    view! {
        <span class="muted" aria-hidden="true">"›"</span>
        <a href=href>{words}</a>
    }
    .into_any()
}

/// The names of the records.
fn named(block: &Block, entity: &str) -> AnyView {
    let records = block.data.iter().cloned().map(Record::new);
    records
        .map(|record| link(&record, entity))
        .collect_view()
        .into_any()
}

fn link(record: &Record, entity: &str) -> AnyView {
    let Some(entity) = Desk::here().entity(entity) else {
        return ().into_any();
    };
    let href = format!("/{}/{}", entity.plural, record.id());
    let title = record.title(&entity).to_owned();
    view! { <a href=href>{spoken(Show::here().formats, title)}</a> }.into_any()
}
