//! Where I am signed in.

use guanxi_client::ClientError;
use guanxi_client::auth::SessionInfo;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{I18n, t, t_with};
use crate::session::{Session, explain, trace_id};
use crate::ui::{Badge, Button, ErrorState, Icon, Skeleton, SkeletonShape, TimeText, Toasts, Tone};

/// What is known of the list.
type Listed = Option<Result<Vec<SessionInfo>, ClientError>>;

/// Every browser that is signed in, with a way to end it.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let (session, i18n) = (Session::here(), I18n::here());
    let listed = RwSignal::new(None::<Result<Vec<SessionInfo>, ClientError>>);
    let load = move || {
        spawn_local(async move {
            let answer = session.client().sessions().await;
            listed.try_set(Some(answer));
        });
    };
    load();
    let retry = move || {
        listed.set(None);
        load();
    };
    move || {
        match listed.get() {
        None => view! { <Skeleton shape=SkeletonShape::Rows count=2 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState text=explain(i18n, &error) trace_id=trace_id(&error) on_retry=move |()| retry() /> }.into_any()
        }
        Some(Ok(sessions)) => {
            let row = move |info: SessionInfo| view! { <SessionRow info listed /> };
            view! { <ul class="sessions">{sessions.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    }
    }
}

#[component]
fn SessionRow(info: SessionInfo, listed: RwSignal<Listed>) -> impl IntoView {
    let (session, i18n, toasts) = (Session::here(), I18n::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let id = info.id;
    let end = move || {
        busy.set(true);
        spawn_local(async move {
            match session.client().end_session(id).await {
                Ok(()) => listed.update(|listed| {
                    if let Some(Ok(sessions)) = listed {
                        sessions.retain(|other| other.id != id);
                    }
                }),
                Err(error) => toasts.fail(explain(i18n, &error)),
            }
            busy.try_set(false);
        });
    };
    let device = device(info.user_agent.as_deref().unwrap_or_default());
    let name = device.map_or_else(|| i18n.text("ui-session-unknown"), str::to_owned);
    let named = name.clone();
    let last = if info.current {
        view! { <Badge tone=Tone::Success>{t("ui-session-here")}</Badge> }.into_any()
    } else {
        let label = t_with("ui-session-end-named", move |args| {
            args.set("name", named.clone())
        });
        view! { <Button small=true busy on_press=move |()| end() attr:aria-label=label>{t("ui-session-end")}</Button> }.into_any()
    };
    view! {
        <li class="session">
            <Icon name="globe" />
            <div class="session-words">
                <span>{name}</span>
                <span class="muted small">{t("ui-session-used")} " " <TimeText instant=info.last_used_at /></span>
            </div>
            {last}
        </li>
    }
}

/// Browser and system in a few words, as far as the browser tells.
fn device(agent: &str) -> Option<&'static str> {
    let has = |word: &str| agent.contains(word);
    let phone = has("Android") || has("iPhone") || has("Mobile");
    match () {
        () if has("Edg/") => Some("Microsoft Edge"),
        () if has("Firefox/") && phone => Some("Firefox (mobile)"),
        () if has("Firefox/") => Some("Firefox"),
        () if has("Chrome/") && phone => Some("Chrome (mobile)"),
        () if has("Chrome/") => Some("Chrome"),
        () if has("Safari/") && phone => Some("Safari (mobile)"),
        () if has("Safari/") => Some("Safari"),
        () => None,
    }
}
