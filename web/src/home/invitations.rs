//! What one is asked to and has not answered.

use leptos::prelude::*;

use crate::i18n::t;
use crate::records::today::{Desk, Row, answer_buttons};
use crate::ui::{Formats, spoken};

/// Invitations shown at first; the rest is behind a button.
const SHOWN: u32 = 8;
/// As many as are told at once.
const MOST: u32 = 200;

/// The list; nothing while there are none.
pub fn invitations() -> AnyView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let open = RwSignal::new((Vec::<Row>::new(), 0_i64));
    let most = RwSignal::new(SHOWN);
    let fetch = move || {
        let most = most.get_untracked();
        leptos::task::spawn_local(async move {
            // What cannot be asked now is asked with the next news; nothing is claimed meanwhile.
            if let Ok(told) = desk.api.invitations(most).await {
                open.try_set(told);
            }
        });
    };
    fetch();
    desk.follow(["activity"], fetch);
    let rows = move || open.with(|(rows, _)| rows.iter().map(invitation).collect_view());
    let more = Memo::new(move |_| {
        most.get() == SHOWN && open.with(|(_, total)| *total > i64::from(SHOWN))
    });
    let all = move || {
        view! {
            <button type="button" class="related-all" on:click=move |_| { most.set(MOST); fetch(); }>{t("ui-show-all")}</button>
        }
    };
    view! {
        <section class="home-part" hidden=move || open.with(|(rows, _)| rows.is_empty())>
            <header class="related-head">
                <h2>{t("ui-home-invitations")}</h2>
                <span class="related-count">{move || formats.count(open.with(|(_, total)| *total))}</span>
            </header>
            <ul class="home-list">{rows}</ul>
            {move || more.get().then(all)}
        </section>
    }
    .into_any()
}

fn invitation(time: &Row) -> AnyView {
    let formats = Formats::here();
    let subject = time.text("subject").to_owned();
    let (start, first) = (
        time.text("starts_at").to_owned(),
        time.text("first_day").to_owned(),
    );
    let when = move || {
        if first.is_empty() {
            formats.instant(&start)
        } else {
            formats.day(&first)
        }
    };
    let place = time.text("location").to_owned();
    let given = Signal::stored(time.text("answer").to_owned());
    let href = format!("/activities/{}", time.id());
    let shown = subject.clone();
    view! {
        <li class="home-item home-invitation">
            <span class="related-words">
                <a href=href>{move || spoken(formats, shown.clone())}</a>
                <span class="related-line">{when}{(!place.is_empty()).then(|| view! { " · "{place} })}</span>
            </span>
            {answer_buttons(time.id(), &subject, given)}
        </li>
    }
    .into_any()
}
