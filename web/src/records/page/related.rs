//! The records of other entities that point here, each kind with its own short list.

use guanxi_client::{ListQuery, Total};
use guanxi_domain::kernel::field::Kind;
use leptos::prelude::*;
use serde_json::json;

use super::acts::remove;
use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field, Reference};
use crate::records::desk::Desk;
use crate::records::failure::Loaded;
use crate::records::filters::Node;
use crate::records::list_view::ListView;
use crate::records::live::Live;
use crate::records::make::use_make;
use crate::records::record::Record;
use crate::records::show::Show;
use crate::ui::{Formats, IconButton, Skeleton, Toasts};

/// Records shown of each kind.
const SHOWN: u32 = 6;
/// What the timeline shows already, and what is shown as chips.
const ELSEWHERE: [&str; 2] = ["activity", "tagging"];

/// All lists of related records.
pub fn related(live: &Live) -> AnyView {
    let Some(catalogue) = Desk::here().known() else {
        return ().into_any();
    };
    let references = catalogue.references_to(&live.entity.name);
    let lists = references
        .into_iter()
        .filter(|reference| !ELSEWHERE.contains(&reference.entity.name.as_str()));
    let mut lists: Vec<Reference> = lists.collect();
    // Records first, then links between records, then records of the same kind.
    lists.sort_by_key(|reference| {
        (
            reference.entity == live.entity,
            !reference.entity.is_named(),
        )
    });
    lists
        .into_iter()
        .map(|reference| list(live, reference))
        .collect_view()
        .into_any()
}

/// What a list holds.
#[derive(Clone)]
struct Held {
    rows: Vec<Record>,
    total: Option<Total>,
}

fn list(live: &Live, reference: Reference) -> AnyView {
    let desk = Desk::here();
    let i18n = I18n::here();
    let id = live.id();
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let fetch = {
        let (reference, id) = (reference.clone(), id.clone());
        move || {
            let (reference, id) = (reference.clone(), id.clone());
            leptos::task::spawn_local(async move {
                let answer = desk
                    .api
                    .list(&reference.entity.plural, question(&reference, &id))
                    .await;
                let answer = answer.map(|page| Held {
                    rows: page.rows,
                    total: page.total,
                });
                held.try_update(|held| held.renew(answer));
            });
        }
    };
    fetch();
    let name = reference.entity.name.clone();
    Effect::new(move |before: Option<()>| {
        let news = desk.news.get();
        if before.is_some() && news.is_some_and(|news| news.is_about(&name)) {
            fetch();
        }
    });
    let (owner, label_of) = (live.entity.clone(), reference.clone());
    let label = Signal::derive(move || heading(&label_of, &owner, i18n));
    let formats = Formats::here();
    let count = move || {
        held.with(|held| {
            held.ready()
                .and_then(|held| held.total)
                .map(|total| formats.count(total.total))
        })
    };
    let whole = whole_list(&reference, &id);
    let rows = {
        let reference = reference.clone();
        move || match held.get() {
            Loaded::Waiting => view! { <Skeleton count=2 /> }.into_any(),
            Loaded::Failed(failure) => {
                view! { <p class="muted" role="alert">{failure.sentence(&i18n.texts())}</p> }
                    .into_any()
            }
            Loaded::Ready(held) if held.rows.is_empty() => {
                view! { <p class="related-none">{t("ui-related-none")}</p> }.into_any()
            }
            Loaded::Ready(held) => {
                let rows = held
                    .rows
                    .iter()
                    .map(|row| item(&reference, row))
                    .collect_view();
                let more = held
                    .total
                    .is_some_and(|total| total.total > i64::from(SHOWN));
                view! {
                    <ul class="related-list">{rows}</ul>
                    {more.then(|| view! { <a class="related-all" href=whole.clone()>{t("ui-show-all")}</a> })}
                }
                .into_any()
            }
        }
    };
    view! {
        <section class="related">
            <header class="related-head">
                <h2>{move || label.get()}</h2>
                <span class="related-count">{count}</span>
                {add_button(&reference, live, label)}
            </header>
            {rows}
        </section>
    }
    .into_any()
}

fn question(reference: &Reference, id: &str) -> ListQuery {
    let filter = json!({ "field": reference.field.path(), "op": "eq", "value": id });
    let mut query = ListQuery::new().filter(filter).limit(SHOWN).total();
    query = query.sort(&reference.entity.sort);
    for field in shown_fields(reference).filter(|field| field.target.is_some()) {
        query = query.expand(field.path());
    }
    query
}

/// The key facts of a related record, without the way back.
fn shown_fields(reference: &Reference) -> impl Iterator<Item = &Field> {
    let title = reference.entity.title.as_str();
    let facts = reference
        .entity
        .fields()
        .iter()
        .filter(|field| field.key_fact);
    facts.filter(move |field| **field != reference.field && field.path() != title)
}

/// "Opportunities", or "Accounts (Parent account)" when the plain word would not say how they belong together.
fn heading(reference: &Reference, owner: &Entity, i18n: I18n) -> String {
    let texts = i18n.texts();
    let plural = reference.entity.label_plural(&texts);
    if reference.field.name == format!("{}_id", owner.name) {
        return plural;
    }
    i18n.format("ui-related-as", |args| {
        args.set("name", plural);
        args.set("field", reference.field.label(&texts));
    })
}

/// The address of the whole list.
fn whole_list(reference: &Reference, id: &str) -> String {
    let filter = Node::all(vec![Node::test(reference.field.path(), "eq", json!(id))]);
    ListView {
        filter,
        ..ListView::default()
    }
    .address(&reference.entity.plural)
}

fn add_button(reference: &Reference, live: &Live, label: Signal<String>) -> AnyView {
    if !reference.entity.may.create || !reference.field.is_fillable() {
        return ().into_any();
    }
    let make = use_make();
    let (name, live) = (reference.entity.name.clone(), live.clone());
    let (path, entity) = (reference.field.path().to_owned(), reference.entity.clone());
    let press = move |()| {
        let mut filled = vec![(path.clone(), live.id())];
        // A person at the account of the opportunity is at the same account.
        let account = live
            .record
            .with_untracked(|record| record.text("account_id").to_owned());
        if path != "account_id" && entity.field("account_id").is_some() && !account.is_empty() {
            filled.push(("account_id".to_owned(), account));
        }
        make.run((name.clone(), filled));
    };
    let words = t_with("ui-add-to-named", move |args| args.set("name", label.get()));
    view! { <IconButton small=true icon="plus" label=words on_press=press /> }.into_any()
}

fn item(reference: &Reference, row: &Record) -> AnyView {
    let show = Show::here();
    let desk = Desk::here();
    let (title, href, used) = title_of(show, reference, row);
    let details = shown_fields(reference)
        .filter(|field| used.as_ref() != Some(*field) && !matches!(field.kind, Kind::Bool));
    let details: Vec<Field> = details.take(3).cloned().collect();
    let (figure, rest): (Vec<_>, Vec<_>) = details
        .into_iter()
        .partition(|field| field.kind == Kind::Money);
    let (amounts, words) = (row.clone(), row.clone());
    let amount = move || {
        figure
            .iter()
            .map(|field| show.words(field, &amounts))
            .find(|words| !words.is_empty())
    };
    let line = move || {
        let parts = rest
            .iter()
            .map(|field| show.words(field, &words))
            .filter(|words| !words.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    };
    let link = !reference.entity.is_named() && reference.entity.may.delete;
    let gone = Live::new(&reference.entity, row.clone());
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let label = {
        let title = title.clone();
        t_with("ui-remove-named", move |args| args.set("name", title()))
    };
    view! {
        <li class="related-item">
            <span class="related-words">
                <a href=href>{title}</a>
                <span class="related-line">{line}</span>
            </span>
            <span class="related-figure">{amount}</span>
            {link.then(|| view! {
                <IconButton small=true icon="x" label on_press=move |()| remove(desk, i18n, toasts, &gone) />
            })}
        </li>
    }
    .into_any()
}

/// What an item is called and where it leads: itself when it has a name, else the record at its other end.
fn title_of(
    show: Show,
    reference: &Reference,
    row: &Record,
) -> (
    impl Fn() -> String + Clone + Send + Sync + 'static,
    String,
    Option<Field>,
) {
    let entity = reference.entity.clone();
    let filled = |field: &&Field| field.target.is_some() && !row.text(field.path()).is_empty();
    let other = shown_fields(reference)
        .find(filled)
        .cloned()
        .filter(|_| !entity.is_named());
    let end = other.as_ref().and_then(|field| {
        let target = show.desk.entity(field.target.as_deref()?)?;
        let id = row.text(field.path());
        (target.anchor && !id.is_empty()).then(|| format!("/{}/{id}", target.plural))
    });
    let href = end.unwrap_or_else(|| format!("/{}/{}", entity.plural, row.id()));
    let (field, row) = (other.clone(), row.clone());
    let title = move || match &field {
        Some(field) => show.words(field, &row),
        None => {
            let title = entity
                .field(&entity.title)
                .map(|title| show.words(&title, &row))
                .unwrap_or_default();
            if title.is_empty() {
                entity.label(&show.i18n.texts())
            } else {
                title
            }
        }
    };
    (title, href, other)
}
