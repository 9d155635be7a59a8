//! Targets that run today, and how far they are.

use guanxi_client::funnel::Amount;
use guanxi_client::targets::Attainment;
use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;

use super::money::shown;
use crate::i18n::{I18n, t, t_with};
use crate::records::desk::Desk;
use crate::records::failure::Loaded;
use crate::records::refused::refused;
use crate::ui::{EmptyState, Formats, Skeleton, spoken};

/// The targets of today.
pub fn targets() -> AnyView {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Vec<Attainment>>::Waiting);
    let fetch = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let answer = desk.api.attainment().await;
            held.try_update(|held| held.renew(answer));
        });
    });
    fetch.run(());
    Effect::new(move |before: Option<()>| {
        let news = desk.news.get();
        let is_about = |name| news.as_ref().is_some_and(|news| news.is_about(name));
        if before.is_some()
            && ["target", "opportunity", "activity", "account"]
                .into_iter()
                .any(is_about)
        {
            fetch.run(());
        }
    });
    view! {
        <section class="goals-part">
            <h2>{t("ui-goals-targets")}</h2>
            {move || match held.get() {
                Loaded::Waiting => view! { <Skeleton count=3 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, fetch),
                Loaded::Ready(targets) if targets.is_empty() => view! {
                    <EmptyState icon="target" title=t("ui-goals-none") text=t("ui-goals-none-text") />
                }
                .into_any(),
                Loaded::Ready(targets) => {
                    view! { <ul class="goals-list">{targets.iter().map(target).collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

fn target(target: &Attainment) -> AnyView {
    let (desk, formats, i18n) = (Desk::here(), Formats::here(), I18n::here());
    let (kind, id) = match (&target.for_team_id, &target.owner_id) {
        (Some(team), _) => ("team", team.to_string()),
        (None, Some(owner)) => ("user", owner.to_string()),
        (None, None) => ("user", String::new()),
    };
    let whose = move || {
        desk.entity(kind)
            .map(|entity| desk.names.name(&entity, &id))
            .unwrap_or_default()
    };
    let metric = target.metric.clone();
    let measured = move || {
        let field = desk
            .entity("target")
            .and_then(|entity| entity.field("metric"));
        field
            .map(|field| field.choice_label(&metric, &i18n.texts()))
            .unwrap_or_default()
    };
    let href = format!("/targets/{}", target.target_id);
    let percent = target.percent.clone();
    let words = move || {
        percent
            .as_deref()
            .map_or_else(|| "–".to_owned(), |plain| formats.percent(plain))
    };
    let elapsed = target.elapsed.clone();
    let passed = t_with("ui-goals-elapsed", move |args| {
        let share = elapsed.as_deref().map(|plain| formats.percent(plain));
        args.set("share", share.unwrap_or_default());
    });
    let others: Vec<Money> = target.others.iter().filter_map(money).collect();
    let name = target.name.clone();
    view! {
        <li class="goal" data-tone=tone(target)>
            <div class="goal-words">
                <a href=href>{move || spoken(formats, whose())}</a>
                <span class="muted small">{name}" · "{measured}</span>
            </div>
            {bar(target)}
            <div class="goal-figures">
                <strong class="figure">{words}</strong>
                <span class="small">{reached(target)}" / "{goal(target)}</span>
                <span class="muted small">{move || passed.get()}</span>
                {(!others.is_empty()).then(|| view! { <span class="muted small">{t("ui-goals-others")}" "{shown(&others)}</span> })}
            </div>
        </li>
    }
    .into_any()
}

/// How full the bar is, and where it should be by the days that have passed.
fn bar(target: &Attainment) -> AnyView {
    let full = whole(target.percent.as_deref()).min(100);
    let due = whole(target.elapsed.as_deref()).min(100);
    view! {
        <span class="goal-bar" aria-hidden="true">
            <span class="goal-full" style:width=format!("{full}%")></span>
            <span class="goal-due" style:inset-inline-start=format!("{due}%")></span>
        </span>
    }
    .into_any()
}

/// The whole part of a decimal.
fn whole(plain: Option<&str>) -> i64 {
    plain
        .and_then(|plain| plain.split('.').next()?.parse().ok())
        .unwrap_or(0)
}

/// Reached, on the way, or behind the days.
fn tone(target: &Attainment) -> &'static str {
    let (reached, passed) = (
        whole(target.percent.as_deref()),
        whole(target.elapsed.as_deref()),
    );
    if reached >= 100 {
        "success"
    } else if reached >= passed {
        "accent"
    } else {
        "warning"
    }
}

fn money(amount: &Amount) -> Option<Money> {
    Some(Money {
        minor: amount.amount_minor,
        currency: amount.currency.parse().ok()?,
    })
}

fn figure(amount: Option<&Amount>, count: Option<i64>) -> AnyView {
    let formats = Formats::here();
    match (amount.and_then(money), count) {
        (Some(money), _) => shown(&[money]),
        (None, Some(count)) => {
            view! { <span class="figure">{move || formats.count(count)}</span> }.into_any()
        }
        (None, None) => shown(&[]),
    }
}

fn reached(target: &Attainment) -> AnyView {
    figure(target.reached_amount.as_ref(), target.reached_count)
}

fn goal(target: &Attainment) -> AnyView {
    figure(target.goal_amount.as_ref(), target.goal_count)
}
