//! The days of a week in a row, where there is room for the hours of one only.

use leptos::prelude::*;

use crate::calendar::entry::{Time, is_on};
use crate::calendar::page::Shown;
use crate::calendar::stretch::View;
use crate::i18n::{t, t_with};

/// The row; a press on a day leads to it.
pub fn strip(shown: Shown, times: Signal<Vec<Time>>, go: Callback<(View, String)>) -> AnyView {
    let day = move |day: String| {
        let formats = shown.formats;
        let (own, own_today, whole, head) = (day.clone(), day.clone(), day.clone(), day.clone());
        let number = day
            .get(8..)
            .unwrap_or_default()
            .trim_start_matches('0')
            .to_owned();
        let here = Memo::new(move |_| shown.on.get() == own);
        let today = Memo::new(move |_| formats.today() == own_today);
        let planned = {
            let day = day.clone();
            Memo::new(move |_| {
                times.with(|times| {
                    times
                        .iter()
                        .filter(|time| is_on(formats, time, &day))
                        .count()
                })
            })
        };
        let words = t_with("ui-calendar-planned", move |args| {
            args.set("count", planned.get())
        });
        view! {
            <button
                type="button"
                class="cal-strip-day"
                class:cal-today=move || today.get()
                aria-pressed=move || here.get().to_string()
                on:click=move |_| go.run((View::Week, day.clone()))
            >
                <span class="sr-only">{move || formats.day(&whole)}" "</span>
                <span aria-hidden="true">{move || formats.weekday_name(&head)}</span>
                <strong aria-hidden="true">{number}</strong>
                <span class="cal-strip-dot" class:cal-strip-none=move || planned.get() == 0 aria-hidden="true"></span>
                <span class="sr-only">{words}</span>
            </button>
        }
    };
    view! {
        <div class="cal-strip" role="group" aria-label=t("ui-calendar-days")>
            {move || shown.days.get().into_iter().map(day).collect_view()}
        </div>
    }
    .into_any()
}
