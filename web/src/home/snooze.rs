//! Putting something off, at two presses.

use leptos::prelude::*;
use serde_json::json;

use crate::i18n::{I18n, t, t_with};
use crate::records::today::{Desk, Doing, Live, day_after, usable};
use crate::ui::{Formats, Menu, MenuItem, Toasts};

/// Hours until something put off for today is back.
const HOURS: f64 = 3.0;
/// When on another day it is back.
const MORNING: &str = "T09:00";
/// Days, as offered.
const DAYS: [(i64, &str); 3] = [
    (1, "ui-follow-tomorrow"),
    (3, "ui-follow-days"),
    (7, "ui-follow-week"),
];

/// The menu; nothing for what cannot be put off.
pub fn snooze_menu(live: &Live) -> AnyView {
    let (desk, i18n, toasts, formats) =
        (Desk::here(), I18n::here(), Toasts::here(), Formats::here());
    let verb = usable(live).into_iter().find(|verb| verb.name == "snooze");
    let Some(verb) = verb.filter(|_| live.entity.may.update) else {
        return ().into_any();
    };
    let named = live.clone();
    let label = t_with("ui-snooze-named", move |args| {
        args.set(
            "name",
            named
                .record
                .with(|record| record.title(&named.entity).to_owned()),
        );
    });
    let doing = StoredValue::new(Doing::new(live, verb, i18n, toasts));
    let put_off = move |until: Option<String>| {
        if let Some(until) = until {
            desk.try_at_once(doing.get_value().with("snoozed_until", json!(until)));
        }
    };
    view! {
        <span class="home-snooze">
            <Menu label icon="alarm-clock" icon_only=true small=true end=true>
                <MenuItem on_press=move |()| put_off(later())>{t("ui-snooze-later")}</MenuItem>
                {DAYS.map(|(days, label)| view! {
                    <MenuItem on_press=move |()| {
                        let day = day_after(&untrack(|| formats.today()), days);
                        put_off(formats.instant_at(&format!("{day}{MORNING}")));
                    }>{t(label)}</MenuItem>
                })}
            </Menu>
        </span>
    }
    .into_any()
}

fn later() -> Option<String> {
    let millis = js_sys::Date::now() + HOURS * 3_600_000.0;
    js_sys::Date::new(&millis.into())
        .to_iso_string()
        .as_string()
}
