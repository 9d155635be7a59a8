//! The question before cells are filled: how many change, and which stay as they are.

use guanxi_client::Operation;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_split_helpers::wasm_split;

use super::fill::{Filling, filling};
use crate::i18n::{I18n, t, t_with};
use crate::later::{Part, later};
use crate::records::api::uuid;
use crate::records::desk::Change;
use crate::records::failure::Failure;
use crate::records::list::bulk::take_back;
use crate::records::list::grid::Grid;
use crate::records::scope::let_go;
use crate::ui::{Banner, Button, ButtonKind, Dialog, DialogActions, DialogSize, Toasts, Tone};

/// Lines of refusals shown.
const MOST_LINES: usize = 30;
/// Records changed at once.
const MOST: usize = 1_000;

/// The dialog, while something is to be pasted.
pub fn paste_dialog(grid: Grid) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if grid.pasting.with(Option::is_some) {
            open.set(true);
        }
    });
    view! {
        <Dialog open title=t("ui-paste") size=DialogSize::Small on_close=move |()| {
            let_go();
            grid.pasting.set(None);
            grid.focus_current();
        }>
            {move || grid.pasting.get().map(|text| {
                later(fetch_filling, move || filling_part(grid, text.clone(), open))
            })}
        </Dialog>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_filling))]
fn filling_part(grid: Grid, text: String, open: RwSignal<bool>) -> Part {
    Ok(question(grid, filling(grid, &text), open))
}

fn question(grid: Grid, filling: Filling, open: RwSignal<bool>) -> AnyView {
    let (cells, records, refused) = (
        filling.cells,
        filling.changes.len(),
        filling.refused.len() + filling.beyond,
    );
    let words = t_with("ui-paste-foreseen", move |args| {
        args.set("count", cells);
        args.set("records", records);
    });
    let stays = t_with("ui-paste-refused", move |args| args.set("count", refused));
    let beyond = t_with("ui-paste-beyond", move |args| {
        args.set("count", filling.beyond)
    });
    let line = |(name, field, why): &(String, String, String)| {
        let (name, field, why) = (name.clone(), field.clone(), why.clone());
        view! { <li><strong>{name}</strong>" · "{field}" "<span class="muted">{why}</span></li> }
    };
    let lines = filling
        .refused
        .iter()
        .take(MOST_LINES)
        .map(line)
        .collect_view();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let changes = StoredValue::new(filling.changes);
    let go = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let operations = changes.with_value(|changes| {
            let one = |(record, body): &(crate::records::record::Record, guanxi_client::Object)| {
                Some(Operation::Patch {
                    id: uuid(record.id()).ok()?,
                    version: Some(record.version()).filter(|version| *version > 0),
                    body: body.clone(),
                })
            };
            changes.iter().take(MOST).filter_map(one).collect()
        });
        leptos::task::spawn_local(async move {
            match send(grid, operations).await {
                Ok((done, reasons)) => {
                    open.try_set(false);
                    tell(grid, i18n, toasts, done, reasons);
                }
                Err(failure) => {
                    error.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="form" on:submit=move |event| {
            event.prevent_default();
            go();
        }>
            <p role="status">{move || words.get()}</p>
            {(refused > 0).then(|| view! {
                <Banner tone=Tone::Warning>{move || stays.get()}</Banner>
                <ul class="refusals">{lines}</ul>
            })}
            {(filling.beyond > 0).then(|| view! { <p class="muted">{move || beyond.get()}</p> })}
            {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                {(cells > 0).then(|| view! { <Button kind=ButtonKind::Primary busy submit=true autofocus=true>{t("ui-paste")}</Button> })}
            </DialogActions>
        </form>
    }
    .into_any()
}

type Done = (Vec<(Uuid, i64)>, Vec<Failure>);

async fn send(grid: Grid, operations: Vec<Operation>) -> Result<Done, Failure> {
    let plural = grid.entity.with_value(|entity| entity.plural.clone());
    let desk = grid.show.desk;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for outcome in desk.api.batch(&plural, operations).await? {
        match (outcome.problem, outcome.id.zip(outcome.version)) {
            (Some(problem), _) => refused.push(Failure::Asked(
                guanxi_client::ClientError::Problem(Box::new(problem)),
            )),
            (None, Some(one)) => done.push(one),
            (None, None) => {}
        }
    }
    let name = grid.entity.with_value(|entity| entity.name.clone());
    desk.tell(&name, "", Change::Many);
    Ok((done, refused))
}

/// One message, and one undo for all of it.
fn tell(grid: Grid, i18n: I18n, toasts: Toasts, done: Vec<(Uuid, i64)>, refused: Vec<Failure>) {
    let texts = untrack(|| i18n.texts());
    if let Some(first) = refused.first() {
        let reason = first.sentence(&texts);
        let count = refused.len();
        toasts.fail(untrack(|| {
            i18n.format("ui-paste-failed", |args| {
                args.set("count", count);
                args.set("reason", reason);
            })
        }));
    }
    if done.is_empty() {
        return;
    }
    let words = untrack(|| i18n.format("ui-bulk-changed", |args| args.set("count", done.len())));
    let (desk, entity) = (grid.show.desk, grid.entity.get_value());
    let undo = Callback::new(move |()| {
        let (entity, done) = (entity.clone(), done.clone());
        leptos::task::spawn_local(async move {
            take_back(desk, i18n, toasts, &entity, done).await;
        });
    });
    toasts.say_with_undo(words, undo);
}
