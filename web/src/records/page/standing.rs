//! How a running deal stands, on its page: what is missing before it moves on, how long it stands, who spoke when.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::records::due::Due;
use crate::records::failure::said;
use crate::records::live::Live;
use crate::records::standing::{Standings, is_deal};
use crate::ui::{Disclosure, Formats, Icon};

/// The line below the head; nothing for what is no deal, or decided.
pub fn standing(live: &Live) -> AnyView {
    if !is_deal(&live.entity) {
        return ().into_any();
    }
    let standings = Standings::new();
    let asked = live.clone();
    Effect::new(move |_| {
        asked.record.track();
        standings.want([asked.id().as_str()]);
    });
    let live = live.clone();
    let is_open = {
        let live = live.clone();
        Memo::new(move |_| live.record.with(|record| record.text("status") == "open"))
    };
    view! {
        {move || is_open.get().then(|| view! {
            <section class="deal-standing" aria-label=t("ui-deal-standing")>
                {next_step(&live)}
                {stay(&live, standings)}
                {pushes(&live)}
                {spoken_last(&live, standings)}
                {stalled(&live, standings)}
                {missing(&live, standings)}
            </section>
        })}
    }
    .into_any()
}

/// Marked when there is none, and when it is overdue.
fn next_step(live: &Live) -> AnyView {
    let (i18n, formats) = (I18n::here(), Formats::here());
    let live = live.clone();
    let shown = move || {
        let (words, day) = live.record.with(|record| {
            let text = |name: &str| record.text(name).to_owned();
            (text("next_step"), text("next_step_on"))
        });
        let due = Due::of(&day, &formats.today());
        let told = match due {
            Due::None if words.is_empty() => i18n.text("ui-no-next-step"),
            Due::None => words,
            _ => format!("{words} · {}", formats.relative_day(&day)),
        };
        view! {
            <span class="due" data-tone=due.tone()>
                <span class="dot dot-tone" class:dot-hollow=due == Due::None aria-hidden="true"></span>
                <span>{told}</span>
            </span>
        }
    };
    view! { {shown} }.into_any()
}

/// How long it stands there, against what is usual.
fn stay(live: &Live, standings: Standings) -> AnyView {
    let (i18n, formats) = (I18n::here(), Formats::here());
    let live = live.clone();
    let shown = move || {
        let (days, stage) = live.record.with(|record| {
            let days = record.get("days_in_stage").as_i64();
            (days, record.text("stage_id").to_owned())
        });
        let days = days?;
        let usual = standings.usual_days(&stage);
        let key = if usual.is_some() {
            "ui-days-against-usual"
        } else {
            "ui-days-in-stage"
        };
        let words = i18n.format(key, |args| {
            args.set("count", days);
            args.set("shown", formats.count(days));
            args.set("usual", formats.count(usual.unwrap_or_default()));
        });
        let slow = usual.is_some_and(|usual| days > usual);
        Some(
            view! { <span class="deal-fact" class:deal-slow=slow><Icon name="history" />{words}</span> },
        )
    };
    view! { {shown} }.into_any()
}

fn pushes(live: &Live) -> AnyView {
    let i18n = I18n::here();
    let live = live.clone();
    let shown = move || {
        let count = live
            .record
            .with(|record| record.get("push_count").as_i64().unwrap_or_default());
        let words = i18n.format("ui-close-put-off", |args| args.set("count", count));
        (count > 0)
            .then(|| view! { <span class="deal-fact"><Icon name="calendar" />{words}</span> })
    };
    view! { {shown} }.into_any()
}

fn spoken_last(live: &Live, standings: Standings) -> AnyView {
    let (i18n, formats) = (I18n::here(), Formats::here());
    let id = live.id();
    let shown = move || {
        let standing = standings.of(&id)?;
        let words = match standing.last_contact_at {
            Some(at) => i18n.format("ui-last-spoken", |args| {
                args.set("when", formats.relative(&at));
            }),
            None => i18n.text("ui-never-spoken"),
        };
        Some(view! { <span class="deal-fact"><Icon name="phone" />{words}</span> })
    };
    view! { {shown} }.into_any()
}

fn stalled(live: &Live, standings: Standings) -> AnyView {
    let id = live.id();
    let shown = move || {
        standings.of(&id)?.is_stalled.then(|| {
            view! {
                <span class="deal-mark" data-tone="warning"><Icon name="hourglass" />{t("ui-stalled")}</span>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// Each field and criterion, before anybody tries.
fn missing(live: &Live, standings: Standings) -> AnyView {
    let i18n = I18n::here();
    let (id, entity) = (live.id(), live.entity.clone());
    let shown = move || {
        let missing = standings.of(&id)?.missing;
        if missing.is_empty() {
            return None;
        }
        let texts = i18n.texts();
        let field = |pointer: &str| {
            entity
                .fields()
                .iter()
                .find(|field| field.pointer() == pointer)
                .map(|field| field.label(&texts))
        };
        let words = missing.iter().map(|one| {
            let told = said(one, &texts);
            match one.pointer.as_deref().and_then(field) {
                Some(label) if one.code == "required" => format!("{label}: {told}"),
                _ => told,
            }
        });
        let items: Vec<_> = words.map(|words| view! { <li>{words}</li> }).collect();
        let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
        let label = i18n.format("ui-missing-before-next", |args| args.set("count", count));
        Some(view! {
            <Disclosure label=Signal::stored(label)><ul class="deal-missing">{items}</ul></Disclosure>
        })
    };
    view! { <div class="deal-missing-all">{shown}</div> }.into_any()
}
