//! The bar above a list: quick filters, what narrows the list now, words, and the way to more.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::json;
use wasm_split_helpers::wasm_split;

use super::builder::FilterBuilder;
use super::node::Node;
use super::words::words_signal;
use crate::i18n::t;
use crate::later::{Part, later};
use crate::records::catalogue::Entity;
use crate::records::list_view::Shown;
use crate::records::scope::{alone, let_go};
use crate::records::show::Show;
use crate::records::views::views_bar;
use crate::shell::{KeyGroup, Keys, use_sheet};
use crate::ui::{Button, ButtonKind, Chip, DialogActions, Sheet, TextInput, focus};

/// How long typing must pause before the list follows.
const PAUSE: Duration = Duration::from_millis(180);

/// A filter at one press.
#[derive(Clone)]
pub struct Quick {
    /// The key of its word.
    pub label: &'static str,
    /// What it asks.
    pub node: Node,
}

/// The quick filters that suit an entity, by the fields it has.
pub fn quick_filters(entity: &Entity) -> Vec<Quick> {
    let mut quick = Vec::new();
    let mut add = |label, node| quick.push(Quick { label, node });
    if entity.owned {
        add("ui-quick-mine", Node::test("owner_id", "eq", json!("@me")));
    }
    let state = entity
        .state_field()
        .filter(|field| field.choices.iter().any(|name| name == "open"));
    if let Some(state) = state {
        let open = Node::test(state.path(), "in", json!(["open"]));
        add("ui-quick-open", open.clone());
        if entity.field("next_step_on").is_some() {
            let none = Node::test("next_step_on", "empty", json!(true));
            add("ui-quick-no-next-step", Node::all(vec![open.clone(), none]));
        }
        for day in ["due_on", "next_step_on"] {
            if entity.field(day).is_some() {
                add(
                    "ui-quick-overdue",
                    Node::all(vec![open.clone(), Node::test(day, "lt", json!("@today"))]),
                );
            }
        }
        if entity.field("due_on").is_some() {
            add(
                "ui-quick-today",
                Node::all(vec![open, Node::test("due_on", "eq", json!("@today"))]),
            );
        }
    }
    quick
}

/// The bar.
#[component]
pub fn FilterBar(
    /// Of what the list is.
    entity: Entity,
    /// What the list shows.
    shown: Shown,
    /// More buttons at its end.
    #[prop(optional, into)]
    more: ViewFnOnce,
) -> impl IntoView {
    let open = use_sheet("filter");
    let quick = StoredValue::new(quick_filters(&entity));
    Keys::here().bind(KeyGroup::List, "f", t("ui-filter"), move || open.set(true));
    let narrowed = move || {
        shown
            .view
            .with(|view| !view.filter.is_empty() || !view.q.is_empty())
    };
    let clear = move |()| {
        shown.change(|view| {
            view.filter = Node::default();
            view.q = String::new();
        });
    };
    view! {
        <div class="list-bar" role="toolbar" aria-label=t("ui-list-tools")>
            {search_box(shown)}
            {views_bar(&entity, shown)}
            <div class="quick-filters">
                {move || quick.get_value().into_iter().map(|one| quick_chip(one, shown)).collect_view()}
            </div>
            {conditions(&entity, shown, quick, open)}
            <Button kind=ButtonKind::Quiet icon="list-filter" on_press=move |()| open.set(true)>{t("ui-filter")}</Button>
            {move || narrowed().then(|| view! {
                <Button kind=ButtonKind::Quiet on_press=clear>{t("ui-filter-clear")}</Button>
            })}
            <div class="list-bar-end">{more.run()}</div>
        </div>
        {filter_sheet(&entity, shown, open)}
    }
}

fn quick_chip(quick: Quick, shown: Shown) -> impl IntoView {
    let (node, own) = (quick.node.clone(), quick.node);
    let on = move || shown.view.with(|view| view.filter.holds(&own));
    view! {
        <button
            type="button"
            class="quick"
            aria-pressed=move || if on() { "true" } else { "false" }
            on:click=move |_| shown.change(|view| view.filter = view.filter.toggled(&node))
        >
            {t(quick.label)}
        </button>
    }
}

/// What narrows the list beside the quick filters, each to be taken away.
fn conditions(
    entity: &Entity,
    shown: Shown,
    quick: StoredValue<Vec<Quick>>,
    open: RwSignal<bool>,
) -> AnyView {
    let show = Show::here();
    let entity = entity.clone();
    let chip = move |(place, node): (usize, Node)| {
        let label = words_signal(show, &entity, node);
        let remove = move |()| shown.change(|view| view.filter = view.filter.without(place));
        view! {
            <span class="condition">
                <button type="button" class="condition-words" on:click=move |_| open.set(true)>
                    <Chip label />
                </button>
                <crate::ui::IconButton
                    small=true
                    icon="x"
                    label=crate::i18n::t_with("ui-remove-named", move |args| args.set("name", label.get()))
                    on_press=remove
                />
            </span>
        }
    };
    let rest = move || {
        let quick =
            quick.with_value(|quick| quick.iter().map(|one| one.node.clone()).collect::<Vec<_>>());
        let conditions = shown.view.with(|view| view.filter.conditions());
        conditions
            .into_iter()
            .enumerate()
            .filter(|(_, node)| !quick.contains(node))
            .collect::<Vec<_>>()
    };
    view! { <div class="conditions">{move || rest().into_iter().map(chip.clone()).collect_view()}</div> }.into_any()
}

fn search_box(shown: Shown) -> AnyView {
    let text = RwSignal::new(shown.view.with_untracked(|view| view.q.clone()));
    let node = NodeRef::<leptos::html::Input>::new();
    let round = StoredValue::new(0_u32);
    let sent = StoredValue::new(text.get_untracked());
    // Back and cleared filters show in the box too, but what is being typed stays.
    Effect::new(move |_| {
        let q = shown.view.with(|view| view.q.clone());
        if sent.with_value(|sent| *sent != q) {
            sent.set_value(q.clone());
            text.set(q);
        }
    });
    let typed = move |words: String| {
        round.update_value(|round| *round += 1);
        let now = round.get_value();
        let follow = move || {
            if round.try_get_value() == Some(now) {
                sent.set_value(words.trim().to_owned());
                shown.adjust(|view| view.q = words.trim().to_owned());
            }
        };
        set_timeout(follow, PAUSE);
    };
    Keys::here().bind(KeyGroup::List, "/", t("ui-search-list"), move || {
        if let Some(input) = node.get_untracked() {
            focus(&input);
        }
    });
    view! {
        <div class="list-search" role="search">
            {alone(move || view! {
                <TextInput
                    value=text
                    kind="search"
                    icon="search"
                    label=t("ui-search-list")
                    placeholder=t("ui-search-list")
                    enterkeyhint="search"
                    on_input=typed
                    node_ref=node
                />
            }.into_any())}
        </div>
    }
    .into_any()
}

/// The builder in a sheet; Apply changes the list and closes.
fn filter_sheet(entity: &Entity, shown: Shown, open: RwSignal<bool>) -> AnyView {
    let entity = entity.clone();
    view! {
        <Sheet open title=t("ui-filter") on_close=move |()| let_go()>
            {
                let entity = entity.clone();
                later(fetch_builder, move || builder_part(entity.clone(), shown, open))
            }
        </Sheet>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_builder))]
fn builder_part(entity: Entity, shown: Shown, open: RwSignal<bool>) -> Part {
    let builder = FilterBuilder::new(
        &entity,
        &shown.view.with_untracked(|view| view.filter.clone()),
    );
    let built = builder.clone();
    let apply = move || {
        let filter = built.filter();
        // In place of the sheet's own step: Back leads to what was shown before it.
        shown.adjust(|view| view.filter = filter);
        open.set(false);
    };
    let clear = move |()| {
        shown.adjust(|view| view.filter = Node::default());
        open.set(false);
    };
    let form = view! {
        <form class="filter-form" on:submit=move |event| {
            event.prevent_default();
            apply();
        }>
            {builder.view()}
            <DialogActions>
                <Button on_press=clear>{t("ui-filter-clear")}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t("ui-apply")}</Button>
            </DialogActions>
        </form>
    };
    Ok(form.into_any())
}
