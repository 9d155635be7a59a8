//! Two people changed the same field: both see what the other wrote, and one decides.

use leptos::prelude::*;
use serde_json::Value as Json;
use wasm_split_helpers::wasm_split;

use super::desk::Desk;
use super::live::Conflict;
use super::record::Record;
use super::show::{Show, Spot};
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::ui::{Button, ButtonKind, Dialog, DialogActions};

/// Shows the dialog while a change met another one.
pub fn host() -> AnyView {
    let desk = Desk::here();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if desk.conflict.with(Option::is_some) {
            open.set(true);
        }
    });
    // Leaving the question open keeps what the other person wrote: nothing is overwritten unasked.
    let closed = move |()| {
        if let Some(conflict) = desk.conflict.try_update(Option::take).flatten() {
            conflict.keep_theirs(desk);
        }
    };
    view! {
        <Dialog open title=t("ui-conflict") on_close=closed>
            {move || desk.conflict.get().map(|conflict| {
                later(fetch_question, move || question_part(desk, conflict.clone(), open))
            })}
        </Dialog>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_question))]
fn question_part(desk: Desk, conflict: Conflict, open: RwSignal<bool>) -> Part {
    Ok(question(desk, conflict, open))
}

fn question(desk: Desk, conflict: Conflict, open: RwSignal<bool>) -> AnyView {
    let (show, i18n) = (Show::here(), I18n::here());
    let who = {
        let theirs = conflict.theirs.clone();
        move || {
            desk.entity("user")
                .map(|users| desk.names.name(&users, theirs.text("updated_by")))
                .unwrap_or_default()
        }
    };
    let field = conflict.field.clone();
    let label = {
        let field = field.clone();
        move || field.label(&i18n.texts())
    };
    let text = move || {
        let (who, field) = (who(), label());
        i18n.format("ui-conflict-text", |args| {
            args.set("name", who);
            args.set("field", field);
        })
    };
    let column = |key: &'static str, value: &Json| {
        let record = Record::default().with(field.path(), value.clone());
        let field = field.clone();
        view! {
            <div class="conflict-side">
                <dt>{t(key)}</dt>
                <dd>{move || show.view(&field, &record, Spot::Fact)}</dd>
            </div>
        }
    };
    let theirs = conflict.theirs.get(field.path()).clone();
    let columns = [
        column("ui-conflict-mine", &conflict.mine),
        column("ui-conflict-theirs", &theirs),
        column("ui-conflict-original", &conflict.original),
    ];
    let mine = move |()| {
        if let Some(conflict) = desk.conflict.try_update(Option::take).flatten() {
            conflict.keep_mine(desk, i18n);
        }
        open.set(false);
    };
    view! {
        <p>{text}</p>
        <dl class="conflict">{columns.collect_view()}</dl>
        <DialogActions>
            <Button on_press=move |()| open.set(false)>{t("ui-conflict-keep-theirs")}</Button>
            <Button kind=ButtonKind::Primary on_press=mine>{t("ui-conflict-keep-mine")}</Button>
        </DialogActions>
    }
    .into_any()
}
