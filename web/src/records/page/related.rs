//! The records of other entities that point here, each kind with its own short list.

mod item;

use guanxi_client::{ListQuery, Total};
use leptos::prelude::*;
use serde_json::json;

use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field, Reference};
use crate::records::desk::Desk;
use crate::records::failure::{Failure, Loaded};
use crate::records::filters::Node;
use crate::records::list_view::ListView;
use crate::records::live::Live;
use crate::records::make::use_make;
use crate::records::record::Record;
use crate::ui::{Formats, IconButton, Skeleton};
use item::{ends_of, item, own_fields};

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
    // In the order of what they show, links first, records of the same kind last.
    lists.sort_by_key(|reference| {
        let shown = shown_entity(reference);
        let place = catalogue
            .entities()
            .iter()
            .position(|entity| *entity == shown);
        let own = reference.entity == live.entity;
        (own, place, reference.entity.links.is_empty())
    });
    lists
        .into_iter()
        .map(|reference| list(live, reference))
        .collect_view()
        .into_any()
}

/// What a list holds.
#[derive(Clone, PartialEq)]
struct Held {
    rows: Vec<Record>,
    total: Option<Total>,
}

fn list(live: &Live, reference: Reference) -> AnyView {
    let i18n = I18n::here();
    let held = fetched(&reference, live.id());
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
    let add = add_button(&reference, live, label);
    let whole = whole_list(&reference, &live.id());
    let rows = move || match held.get() {
        Loaded::Waiting => view! { <Skeleton count=2 /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <p class="muted" role="alert">{failure.sentence(&i18n.texts())}</p> }.into_any()
        }
        Loaded::Ready(held) => items(&reference, &held, whole.clone()),
    };
    view! {
        <section class="related">
            <header class="related-head">
                <h2>{move || label.get()}</h2>
                <span class="related-count">{count}</span>
                {add}
            </header>
            {rows}
        </section>
    }
    .into_any()
}

/// What the list holds, fetched again whenever that may have changed.
fn fetched(reference: &Reference, id: String) -> RwSignal<Loaded<Held>> {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Held>::Waiting);
    let made = made_here(desk, reference).map(|(made, _)| made.name.clone());
    let about = [Some(reference.entity.name.clone()), made];
    let reference = reference.clone();
    let fetch = move || {
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
            renew(held, answer);
        });
    };
    fetch();
    desk.follow(about.into_iter().flatten(), fetch);
    held
}

/// Takes a newer answer. One that says the same leaves the elements as they are.
fn renew(held: RwSignal<Loaded<Held>>, answer: Result<Held, Failure>) {
    let same = held.try_with_untracked(|held| {
        answer
            .as_ref()
            .is_ok_and(|answer| held.ready() == Some(answer))
    });
    if same == Some(false) {
        held.update(|held| held.renew(answer));
    }
}

fn items(reference: &Reference, held: &Held, whole: String) -> AnyView {
    if held.rows.is_empty() {
        return view! { <p class="related-none">{t("ui-related-none")}</p> }.into_any();
    }
    let rows = held
        .rows
        .iter()
        .map(|row| item(reference, row))
        .collect_view();
    let more = held
        .total
        .is_some_and(|total| total.total > i64::from(SHOWN));
    view! {
        <ul class="related-list">{rows}</ul>
        {more.then(|| view! { <a class="related-all" href=whole>{t("ui-show-all")}</a> })}
    }
    .into_any()
}

/// The entity that the list is about to people: for links, that at the other end.
fn shown_entity(reference: &Reference) -> Entity {
    let end = reference.entity.other_end(&reference.field);
    end.and_then(|end| Desk::here().entity(end.target.as_deref()?))
        .unwrap_or_else(|| reference.entity.clone())
}

fn question(reference: &Reference, id: &str) -> ListQuery {
    let filter = json!({ "field": reference.field.path(), "op": "eq", "value": id });
    let mut query = ListQuery::new().filter(filter).limit(SHOWN).total();
    query = query.sort(&reference.entity.sort);
    let referring = own_fields(reference).into_iter().chain(ends_of(reference));
    for field in referring.filter(|field| field.target.is_some()) {
        query = query.expand(field.path());
    }
    query
}

/// "Opportunities", "Contacts" for links to contacts, "Subsidiaries" where there is a word of its own, or "Teams (Lead)"
/// when the plain word would not say how they belong together.
fn heading(reference: &Reference, owner: &Entity, i18n: I18n) -> String {
    let texts = i18n.texts();
    let (entity, field) = (&reference.entity, &reference.field);
    if let Some(words) = texts.related(&entity.name, &field.name) {
        return words;
    }
    let shown = shown_entity(reference);
    let plural = shown.label_plural(&texts);
    if shown != *entity || field.name == format!("{}_id", owner.name) {
        return plural;
    }
    i18n.format("ui-related-as", |args| {
        args.set("name", plural);
        args.set("field", field.label(&texts));
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
    let Some((entity, field)) = made_here(Desk::here(), reference) else {
        return ().into_any();
    };
    let make = use_make();
    let live = live.clone();
    let press = move |()| {
        let mut filled = vec![(field.path().to_owned(), live.id())];
        // A person at the account of the opportunity is at the same account.
        let account = live
            .record
            .with_untracked(|record| record.text("account_id").to_owned());
        let has_account = field.path() != "account_id" && entity.field("account_id").is_some();
        if has_account && !account.is_empty() {
            filled.push(("account_id".to_owned(), account));
        }
        make.run((entity.name.clone(), filled));
    };
    let words = t_with("ui-add-to-named", move |args| args.set("name", label.get()));
    view! { <IconButton small=true icon="plus" label=words on_press=press /> }.into_any()
}

/// What is made from a list, and by which field it belongs to the record of the page. Where a field of the record at the
/// other end mirrors the link, that record is made, and the rule behind the field makes the link.
fn made_here(desk: Desk, reference: &Reference) -> Option<(Entity, Field)> {
    let mirrored = reference
        .entity
        .other_end(&reference.field)
        .and_then(|end| desk.entity(end.target.as_deref()?))
        .and_then(|end| {
            let back = |field: &&Field| field.mirror && field.target == reference.field.target;
            let field = end.fields().iter().find(back)?.clone();
            Some((end, field))
        });
    let own = || (reference.entity.clone(), reference.field.clone());
    let (entity, field) = mirrored.unwrap_or_else(own);
    (entity.may.create && field.is_fillable()).then_some((entity, field))
}
