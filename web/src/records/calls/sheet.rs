//! "How did it go?": what came of a call, a note, what is next, all within reach of a thumb.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::{KEPT, Subject, begun};
use crate::i18n::{I18n, t, t_with};
use crate::later::{Part, later};
use crate::records::catalogue::Entity;
use crate::records::chips::choice_chips;
use crate::records::desk::Desk;
use crate::records::failure::Loaded;
use crate::records::page::{ACTIVITY, Draft, follow_chips, keep_draft, restore_draft, save_draft};
use crate::records::scope::{alone, let_go};
use crate::stored::tab;
use crate::ui::{
    Banner, Button, ButtonKind, DialogActions, Sheet, TextArea, Toasts, Tone, next_frame,
};

/// The sheet; its contents come when a call is to be asked about.
pub fn call_sheet(open: RwSignal<bool>) -> AnyView {
    let desk = Desk::here();
    let wanted = Memo::new(move |_| open.get());
    Effect::new(move |_| {
        if wanted.get() && matches!(desk.catalogue(), Loaded::Waiting) {
            desk.fetch_catalogue();
        }
    });
    let ready = Memo::new(move |_| desk.catalogue().ready().is_some());
    // However it is closed, nobody is asked about the same call twice.
    let closed = move |()| {
        let_go();
        tab::remove(KEPT);
    };
    view! {
        <Sheet open title=t("ui-call-how") on_close=closed>
            {move || ready.get().then(|| later(fetch_call, move || call_part(open)))}
        </Sheet>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_call))]
fn call_part(open: RwSignal<bool>) -> Part {
    let activity = Desk::here()
        .entity(ACTIVITY)
        .filter(|activity| activity.may.create);
    Ok(match (begun(), activity) {
        (Some(subject), Some(activity)) => form(subject, &activity, open),
        _ => {
            // The address was opened without a call.
            next_frame(move || {
                open.try_set(false);
            });
            ().into_any()
        }
    })
}

fn form(subject: Subject, activity: &Entity, open: RwSignal<bool>) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let draft = Draft::of_kind("call");
    let kept = format!("call.{}", subject.id());
    restore_draft(draft, &kept);
    keep_draft(draft, &kept);
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let name = subject.name.clone();
    let about = t_with("ui-call-with", move |args| args.set("name", name.clone()));
    let plural = activity.plural.clone();
    let save = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let (hung_on, plural) = (subject.hung_on.clone(), plural.clone());
        let usual = untrack(|| about.get());
        leptos::task::spawn_local(async move {
            let answer = save_draft(desk, &plural, draft, &hung_on, &usual).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(untrack(|| i18n.text("ui-composer-saved")));
                    open.try_set(false);
                }
                Err(unsaved) => {
                    drop(wrong.try_set(Some(unsaved.sentence(&untrack(|| i18n.texts())))))
                }
            }
        });
    });
    let skip = move |()| {
        draft.clear();
        open.set(false);
    };
    let typed = move || draft.text.with(|text| !text.is_empty()).then_some("");
    view! {
        <div class="form call-form" data-draft=typed>
            <p class="muted">{about}</p>
            {outcomes(activity, draft)}
            {alone(move || view! {
                <TextArea value=draft.text label=t("ui-composer-call") placeholder=t("ui-composer-call") rows=3 on_submit=save />
            }.into_any())}
            {follow_chips(draft)}
            {move || wrong.get().map(|words| view! { <Banner tone=Tone::Danger>{words}</Banner> })}
            <DialogActions>
                <Button on_press=skip>{t("ui-call-skip")}</Button>
                <Button kind=ButtonKind::Primary busy on_press=move |()| save.run(())>{t("ui-save")}</Button>
            </DialogActions>
        </div>
    }
    .into_any()
}

/// What came of it, at one tap.
fn outcomes(activity: &Entity, draft: Draft) -> AnyView {
    let Some(field) = activity.field("outcome") else {
        return ().into_any();
    };
    choice_chips(&field, draft.outcome)
}
