//! Saying that one is there: the time is noted, the place only for those who want it noted, each time anew.

use guanxi_domain::kernel::meta::VerbMeta;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::place::{Nowhere, Place, locate};
use super::{Asking, Doing, usable};
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::stored;
use crate::ui::{
    Banner, Button, ButtonKind, Checkbox, DialogActions, Formats, Toasts, Tone, spoken,
};

const LATITUDE: &str = "check_in_latitude";
const LONGITUDE: &str = "check_in_longitude";
/// Where this device remembers that its owner wanted the place noted.
const WANTED: &str = "guanxi.check-in-place";

/// Whether a verb is about being somewhere.
pub fn is_check_in(verb: &VerbMeta) -> bool {
    verb.asks.iter().any(|ask| ask.field == LATITUDE)
}

/// The button, on visits that are still to come about and where nobody said so yet.
pub fn check_in_button(live: &Live, small: bool) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let verb = usable(live).into_iter().find(is_check_in);
    let Some(verb) = verb.filter(|_| live.entity.may.update) else {
        return ().into_any();
    };
    let record = live.record.clone();
    let due = Memo::new(move |_| {
        record.with(|record| {
            record.text("kind") == "visit" && record.text("checked_in_at").is_empty()
        })
    });
    let words = {
        let (entity, verb) = (live.entity.name.clone(), verb.name.clone());
        move || i18n.texts().verb(&entity, &verb)
    };
    let doing = Doing::new(live, verb, i18n, toasts);
    let press = move |()| desk.start(doing.clone());
    view! {
        {move || due.get().then(|| {
            let (words, press) = (words.clone(), press.clone());
            view! { <Button small icon="map-pin" on_press=press>{words}</Button> }
        })}
    }
    .into_any()
}

/// Asks whether the place is to be noted, and does it.
pub fn form(
    desk: Desk,
    i18n: I18n,
    asking: Asking,
    open: RwSignal<bool>,
    done: StoredValue<bool>,
) -> AnyView {
    let toasts = Toasts::here();
    let doing = asking.doing;
    let record = doing.live.record.get_untracked();
    let name = record.title(&doing.live.entity).to_owned();
    let wanted = RwSignal::new(stored::read(WANTED).as_deref() == Some("yes"));
    let busy = RwSignal::new(false);
    let general = RwSignal::new(None::<String>);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        general.set(None);
        let (doing, wants) = (doing.clone(), wanted.get_untracked());
        if wants {
            stored::write(WANTED, "yes");
        } else {
            stored::remove(WANTED);
        }
        leptos::task::spawn_local(async move {
            let place = if wants { Some(locate().await) } else { None };
            let nowhere = place
                .as_ref()
                .and_then(|place| place.as_ref().err().copied());
            let doing = at_place(doing, place.and_then(Result::ok));
            let answer = doing.send(desk, Map::new()).await;
            busy.try_set(false);
            let texts = untrack(|| i18n.texts());
            match answer {
                Ok(()) => {
                    done.try_set_value(true);
                    open.try_set(false);
                    if let Some(nowhere) = nowhere {
                        toasts.say(texts.text(words_of(nowhere)));
                    }
                }
                Err(failure) => drop(general.try_set(Some(failure.sentence(&texts)))),
            }
        });
    };
    view! {
        <form class="form" on:submit=send>
            <p class="muted">{spoken(Formats::here(), name)}</p>
            {move || general.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
            <p>{t("ui-check-in-text")}</p>
            <Checkbox checked=wanted label=t("ui-check-in-place") />
            <p class="muted">{t("ui-check-in-stored")}</p>
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary submit=true busy>{t("ui-check-in-do")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

/// Both are said even when there is no place, so that a former one does not stand beside the new time.
fn at_place(doing: Doing, place: Option<Place>) -> Doing {
    let told = |value: Option<String>| value.map_or(Json::Null, |value| json!(value));
    let (latitude, longitude) = place.map(|place| (place.latitude, place.longitude)).unzip();
    doing
        .with(LATITUDE, told(latitude))
        .with(LONGITUDE, told(longitude))
}

const fn words_of(nowhere: Nowhere) -> &'static str {
    match nowhere {
        Nowhere::Refused => "ui-check-in-refused",
        Nowhere::Unknown => "ui-check-in-unknown",
    }
}
