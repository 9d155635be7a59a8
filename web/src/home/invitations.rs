//! What one is asked to and has not answered.

use leptos::prelude::*;

use crate::i18n::t;
use crate::records::today::{Desk, Row, answer_buttons, day_after};
use crate::ui::{Formats, spoken};

/// Days ahead that are looked at: as many as the calendar tells at once.
const DAYS: i64 = 60;

/// The list; nothing while there are none.
pub fn invitations() -> AnyView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let open = RwSignal::new(Vec::<Row>::new());
    let fetch = move || {
        let today = untrack(|| formats.today());
        let midnight = |day: &str| formats.instant_at(&format!("{day}T00:00"));
        let span = midnight(&today).zip(midnight(&day_after(&today, DAYS)));
        let Some((from, until)) = span else { return };
        leptos::task::spawn_local(async move {
            // What cannot be asked now is asked with the next news; nothing is claimed meanwhile.
            if let Ok(times) = desk.api.agenda(&from, &until).await {
                open.try_set(unanswered(times));
            }
        });
    };
    fetch();
    desk.follow(["activity"], fetch);
    let rows = move || open.get().iter().map(invitation).collect_view();
    view! {
        <section class="home-part" hidden=move || open.with(Vec::is_empty)>
            <header class="related-head">
                <h2>{t("ui-home-invitations")}</h2>
                <span class="related-count">{move || formats.count(i64::try_from(open.with(Vec::len)).unwrap_or(i64::MAX))}</span>
            </header>
            <ul class="home-list">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The first time of each that waits for an answer.
fn unanswered(times: Vec<Row>) -> Vec<Row> {
    let mut open: Vec<Row> = Vec::new();
    for time in times {
        let waits = time.text("answer") == "needs_action" && time.text("status") == "open";
        if waits && open.iter().all(|known| known.id() != time.id()) {
            open.push(time);
        }
    }
    open
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_that_waits_is_there_once() {
        let time = |id: &str, answer: Option<&str>, status: &str| {
            Row::new(json!({ "id": id, "answer": answer, "status": status }))
        };
        let times = vec![
            time("a", Some("needs_action"), "open"),
            time("b", Some("accepted"), "open"),
            time("a", Some("needs_action"), "open"),
            time("c", None, "open"),
            time("d", Some("needs_action"), "done"),
        ];
        let ids: Vec<String> = unanswered(times)
            .iter()
            .map(|row| row.id().to_owned())
            .collect();
        assert_eq!(ids, ["a"]);
    }
}
