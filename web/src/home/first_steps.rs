//! The first steps of somebody new, by what they may do: each is done when the records say so, not when somebody ticks it.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};
use wasm_split_helpers::wasm_split;

use crate::i18n::{I18n, t, t_with};
use crate::later::{Part, later};
use crate::records::today::Desk;
use crate::session::Session;
use crate::ui::{Formats, Icon, IconButton};

/// The preference that says somebody has seen enough of them.
const KEPT: &str = "first_steps";

/// One step.
#[derive(Clone, Copy)]
struct Step {
    /// The key of its words.
    words: &'static str,
    /// Where it is taken.
    href: &'static str,
    /// Of which records one has to be there.
    entity: &'static str,
    /// Whether it is for those who make such records, or for those who change them all.
    for_makers: bool,
    /// Which of them count.
    filter: fn() -> Json,
}

fn mine() -> Json {
    json!({ "field": "owner_id", "op": "eq", "value": "@me" })
}

fn any() -> Json {
    json!({ "and": [] })
}

fn planned() -> Json {
    let day = json!({ "field": "next_step_on", "op": "empty", "value": false });
    json!({ "and": [mine(), day] })
}

fn done() -> Json {
    let done = json!({ "field": "status", "op": "eq", "value": "done" });
    json!({ "and": [mine(), done] })
}

fn changed() -> Json {
    json!({ "field": "version", "op": "gt", "value": 1 })
}

/// All of them, in their order.
const STEPS: [Step; 7] = [
    Step {
        words: "ui-first-stages",
        href: "/settings/pipelines",
        entity: "stage",
        for_makers: false,
        filter: changed,
    },
    Step {
        words: "ui-first-account",
        href: "/accounts?new=account",
        entity: "account",
        for_makers: true,
        filter: mine,
    },
    Step {
        words: "ui-first-contact",
        href: "/contacts?new=contact",
        entity: "contact",
        for_makers: true,
        filter: mine,
    },
    Step {
        words: "ui-first-opportunity",
        href: "/opportunities?new=opportunity",
        entity: "opportunity",
        for_makers: true,
        filter: mine,
    },
    Step {
        words: "ui-first-next-step",
        href: "/opportunities",
        entity: "opportunity",
        for_makers: true,
        filter: planned,
    },
    Step {
        words: "ui-first-done",
        href: "/activities",
        entity: "activity",
        for_makers: true,
        filter: done,
    },
    Step {
        words: "ui-first-target",
        href: "/targets?new=target",
        entity: "target",
        for_makers: true,
        filter: any,
    },
];

impl Step {
    fn is_for_me(&self, desk: Desk) -> bool {
        desk.entity(self.entity).is_some_and(|entity| {
            if self.for_makers {
                entity.may.create
            } else {
                entity.may.update
            }
        })
    }

    /// Whether it was taken; nothing when that cannot be told just now.
    async fn is_taken(&self, desk: Desk) -> Option<bool> {
        let plural = desk.entity(self.entity)?.plural.clone();
        let query = ListQuery::new().filter((self.filter)()).limit(1);
        let page = desk.api.list(&plural, query).await.ok()?;
        Some(!page.rows.is_empty())
    }
}

/// The steps, for whoever has not put them away.
pub fn first_steps() -> AnyView {
    let session = Session::here();
    let put_away = Memo::new(move |_| {
        session
            .me()
            .is_none_or(|me| me.preferences.get(KEPT).is_some_and(|kept| !kept.is_null()))
    });
    view! { {move || (!put_away.get()).then(|| later(fetch_first_steps, first_steps_part))} }
        .into_any()
}

#[wasm_split(first_steps, fallible, preload(fetch_first_steps))]
fn first_steps_part() -> Part {
    Ok(steps())
}

fn steps() -> AnyView {
    let (desk, session) = (Desk::here(), Session::here());
    let own: Vec<Step> = STEPS
        .into_iter()
        .filter(|step| step.is_for_me(desk))
        .collect();
    // Whoever only reads has nothing to begin with.
    if own.len() < 2 {
        return ().into_any();
    }
    let taken = RwSignal::new(vec![None::<bool>; own.len()]);
    let asked = own.clone();
    let ask = Callback::new(move |()| {
        for (at, step) in asked.iter().enumerate() {
            let step = *step;
            if taken.with_untracked(|taken| taken[at] == Some(true)) {
                continue;
            }
            spawn_local(async move {
                let answer = step.is_taken(desk).await;
                taken.try_update(|taken| taken[at] = answer);
            });
        }
    });
    ask.run(());
    let concerns: Vec<&str> = own.iter().map(|step| step.entity).collect();
    desk.follow(concerns, move || ask.run(()));
    let known = move || taken.with(|taken| taken.iter().all(Option::is_some));
    view! { <Show when=known><section class="first-steps" aria-label=t("ui-first")>{card(session, &own, taken)}</section></Show> }
        .into_any()
}

fn card(session: Session, own: &[Step], taken: RwSignal<Vec<Option<bool>>>) -> AnyView {
    let formats = Formats::here();
    let whole = own.len();
    let number = move || taken.with(|taken| taken.iter().flatten().filter(|taken| **taken).count());
    let far = t_with("ui-first-far", move |args| {
        args.set("done", formats.count(number() as i64));
        args.set("all", formats.count(whole as i64));
    });
    let put_away = move |()| session.remember(KEPT, json!("done"));
    let items = own.iter().enumerate().map(|(at, step)| {
        let is_taken = Memo::new(move |_| taken.with(|taken| taken[at] == Some(true)));
        item(*step, is_taken)
    });
    let items = items.collect_view();
    let firm = move || (number() == 0).then(demo_firm);
    let all = move || (number() == whole).then(|| view! { <p>{t("ui-first-all")}</p> });
    view! {
        <header class="first-head">
            <h2>{t("ui-first")}</h2>
            <span class="muted">{far}</span>
            <IconButton icon="x" label=t("ui-first-put-away") on_press=put_away />
        </header>
        <ol class="first-list">{items}</ol>
        {all}
        {firm}
    }
    .into_any()
}

fn item(step: Step, taken: Memo<bool>) -> AnyView {
    let i18n = I18n::here();
    let state = move || {
        i18n.text(if taken.get() {
            "ui-first-is-done"
        } else {
            "ui-first-is-open"
        })
    };
    view! {
        <li class="first-step" class:first-taken=move || taken.get()>
            {move || if taken.get() {
                view! { <Icon name="circle-check" /> }.into_any()
            } else {
                view! { <span class="first-ring" aria-hidden="true"></span> }.into_any()
            }}
            <a href=step.href>{t(step.words)}</a>
            <span class="sr-only">{state}</span>
        </li>
    }
    .into_any()
}

/// Administrators of an empty workspace may look around in a made-up firm first.
fn demo_firm() -> AnyView {
    let may = Desk::here()
        .known()
        .is_some_and(|known| known.workspace().may_change);
    if !may {
        return ().into_any();
    }
    view! { <p class="muted"><a href="/settings">{t("ui-first-demo")}</a></p> }.into_any()
}
