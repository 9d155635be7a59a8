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
    let about = ["target", "opportunity", "activity", "account"];
    desk.follow(about, move || fetch.run(()));
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
    let formats = Formats::here();
    let whose = whose(target);
    let measured = measured(target);
    let href = format!("/targets/{}", target.target_id);
    let percent = target.percent.clone();
    let words = move || {
        percent
            .as_deref()
            .map_or_else(|| "–".to_owned(), |plain| formats.percent(plain))
    };
    let passed = target.elapsed.clone().map(|elapsed| {
        let words = t_with("ui-goals-elapsed", move |args| {
            args.set("share", formats.percent(&elapsed));
        });
        view! { <span class="muted small">{move || words.get()}</span> }
    });
    let others: Vec<Money> = target.others.iter().filter_map(Amount::money).collect();
    view! {
        <li class="goal" data-tone=tone(target)>
            <div class="goal-words">
                <a href=href>{move || spoken(formats, whose())}</a>
                <span class="muted small">{measured}</span>
            </div>
            {bar(target)}
            <div class="goal-figures">
                <strong class="figure">{words}</strong>
                <span class="small">{reached(target)}" / "{goal(target)}</span>
                {passed}
                {(!others.is_empty()).then(|| view! { <span class="muted small">{t("ui-goals-others")}" "{shown(&others)}</span> })}
                {unseen(target)}
            </div>
        </li>
    }
    .into_any()
}

/// What of it comes from sales that the reader cannot open: the person's own shares in these.
fn unseen(target: &Attainment) -> Option<AnyView> {
    let (formats, i18n) = (Formats::here(), I18n::here());
    let amounts: Vec<Money> = target
        .unseen_amounts
        .iter()
        .filter_map(Amount::money)
        .collect();
    let count = target.unseen_count;
    if amounts.is_empty() && count == 0 {
        return None;
    }
    let words = move || {
        let of: Vec<String> = amounts.iter().map(|money| formats.money(*money)).collect();
        let what = if of.is_empty() {
            formats.count(count)
        } else {
            of.join(&i18n.text("ui-list-joint"))
        };
        i18n.format("ui-goals-unseen", |args| args.set("what", what))
    };
    Some(view! { <span class="muted small">{words}</span> }.into_any())
}

/// Whose target it is; "target" for those who may not know.
fn whose(target: &Attainment) -> impl Fn() -> String + Send + Sync + 'static {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let named = match (target.for_team_id, target.owner_id) {
        (Some(team), _) => Some(("team", team.to_string())),
        (None, owner) => owner.map(|owner| ("user", owner.to_string())),
    };
    move || {
        let name = named.as_ref().and_then(|(kind, id)| {
            let entity = desk.entity(kind)?;
            Some(desk.names.name(&entity, id))
        });
        name.or_else(|| Some(desk.entity("target")?.label(&i18n.texts())))
            .unwrap_or_default()
    }
}

/// The period and what is measured, as far as they are known.
fn measured(target: &Attainment) -> impl Fn() -> String + Send + Sync + 'static {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let (name, metric) = (target.name.clone(), target.metric.clone());
    move || {
        let field = desk
            .entity("target")
            .and_then(|entity| entity.field("metric"));
        let metric = field.map(|field| field.choice_label(&metric, &i18n.texts()));
        let parts = [name.clone(), metric.unwrap_or_default()];
        let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        known.join(" · ")
    }
}

/// How full the bar is, and where it should be by the days that have passed.
fn bar(target: &Attainment) -> AnyView {
    let full = whole(target.percent.as_deref()).unwrap_or(0).min(100);
    let due = whole(target.elapsed.as_deref()).map(|due| {
        view! { <span class="goal-due" style:inset-inline-start=format!("{}%", due.min(100))></span> }
    });
    view! {
        <span class="goal-bar" aria-hidden="true">
            <span class="goal-full" style:width=format!("{full}%")></span>
            {due}
        </span>
    }
    .into_any()
}

/// The whole part of a decimal.
fn whole(plain: Option<&str>) -> Option<i64> {
    plain?.split('.').next()?.parse().ok()
}

/// Reached, on the way, or behind the days; on the way, too, while nobody knows.
fn tone(target: &Attainment) -> &'static str {
    let passed = whole(target.elapsed.as_deref());
    match whole(target.percent.as_deref()) {
        Some(reached) if reached >= 100 => "success",
        Some(reached) if passed.is_some_and(|passed| reached < passed) => "warning",
        _ => "accent",
    }
}

fn figure(amount: Option<&Amount>, count: Option<i64>) -> AnyView {
    let formats = Formats::here();
    match (amount.and_then(Amount::money), count) {
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
