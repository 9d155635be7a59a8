//! The stages of a pipeline, in order: moved by drag, or by their buttons.

use guanxi_client::{Object, Operation};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value as Json;
use uuid::Uuid;
use web_sys::DragEvent;

use super::{Editor, Open, criteria, position};
use crate::i18n::{I18n, t, t_with};
use crate::records::screens::{Row, hue_at};
use crate::ui::{Formats, Icon, IconButton, StageDot, next_frame, spoken};

/// The list.
pub fn list(editor: Editor, rows: Vec<Row>) -> AnyView {
    let dragged = RwSignal::new(None::<usize>);
    let rows = StoredValue::new(rows);
    let order = Order {
        editor,
        rows,
        dragged,
    };
    let each = rows.with_value(|rows| {
        rows.iter()
            .enumerate()
            .map(|(place, row)| stage(order, place, row, rows.len()))
            .collect_view()
    });
    view! { <ol class="stage-list" aria-label=t("entity-stage-plural")>{each}</ol> }.into_any()
}

/// The stages as they stand, and the one that is being dragged.
#[derive(Clone, Copy)]
struct Order {
    editor: Editor,
    rows: StoredValue<Vec<Row>>,
    dragged: RwSignal<Option<usize>>,
}

impl Order {
    /// Puts a stage into another place; only those whose place changes are written.
    fn put(self, from: usize, to: usize) {
        let mut rows = self.rows.get_value();
        if from == to || from >= rows.len() || to >= rows.len() {
            return;
        }
        let row = rows.remove(from);
        let id = row.id().to_owned();
        rows.insert(to, row);
        let operations: Vec<Operation> = rows
            .iter()
            .enumerate()
            .filter(|(place, row)| row.get("position").as_u64() != u64::try_from(*place).ok())
            .filter_map(|(place, row)| {
                let body = match position(place) {
                    Json::Object(body) => body,
                    _ => Object::new(),
                };
                Some(Operation::Patch {
                    id: Uuid::try_parse(row.id()).ok()?,
                    version: None,
                    body,
                })
            })
            .collect();
        let editor = self.editor;
        spawn_local(async move {
            if let Err(failure) = editor.desk.api.batch("stages", operations).await {
                let texts = untrack(|| editor.i18n.texts());
                editor.toasts.fail(failure.sentence(&texts));
            }
            let known = editor.fetch().await;
            editor.loaded.try_update(|loaded| loaded.renew(known));
            next_frame(move || focus_handle(&id));
        });
    }
}

/// The stage keeps the focus wherever it goes.
fn focus_handle(id: &str) {
    let found = document()
        .query_selector(&format!("[data-stage='{id}'] .stage-name"))
        .ok()
        .flatten();
    if let Some(found) = found {
        crate::ui::focus(&found);
    }
}

fn stage(order: Order, place: usize, row: &Row, count: usize) -> AnyView {
    let (editor, formats) = (order.editor, Formats::here());
    let over = RwSignal::new(false);
    let enter = move |event: DragEvent| {
        if order.dragged.get_untracked().is_some() {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(from) = order.dragged.get_untracked() {
            order.put(from, place);
        }
    };
    let (edited, pipeline) = (row.clone(), row.text("pipeline_id").to_owned());
    let edit = move |_| {
        let open = Open::Stage(pipeline.clone(), Some(edited.clone()));
        editor.open.set(Some(open));
    };
    view! {
        <li
            class="stage-row"
            class:stage-over=move || over.get()
            data-stage=row.id().to_owned()
            draggable="true"
            on:dragstart=move |_| order.dragged.set(Some(place))
            on:dragend=move |_| order.dragged.set(None)
            on:dragover=enter
            on:dragleave=move |_| over.set(false)
            on:drop=drop_here
        >
            <span class="stage-grip" aria-hidden="true"><Icon name="grip-vertical" /></span>
            <StageDot hue=Some(hue_at(i64::try_from(place).unwrap_or(0))) />
            <span class="stage-words-column">
                <button type="button" class="stage-name link" on:click=edit>{spoken(formats, row.text("name").to_owned())}</button>
                <span class="muted small">{facts(row)}</span>
                <span class="muted small">{needs(editor, row)}</span>
            </span>
            {buttons(order, place, row, count)}
        </li>
    }
    .into_any()
}

/// What it means, how likely, how long.
fn facts(row: &Row) -> impl Fn() -> String + Send + Sync + 'static {
    let (i18n, formats) = (I18n::here(), Formats::here());
    let category = row.text("category").to_owned();
    let probability = row.text("probability").to_owned();
    let days = row.get("target_days").as_i64();
    move || {
        let texts = i18n.texts();
        let mut parts = vec![
            texts.choice("stage", "category", &category),
            formats.percent(&probability),
        ];
        parts.extend(days.map(|days| {
            i18n.format("ui-days-short", |args| {
                args.set("shown", formats.count(days));
            })
        }));
        parts.join(" · ")
    }
}

/// What must be done before it is left.
fn needs(editor: Editor, row: &Row) -> AnyView {
    let names = match row.get("exit_fields") {
        Json::Array(names) => names.clone(),
        _ => Vec::new(),
    };
    let required = move || {
        let texts = editor.i18n.texts();
        let labels: Vec<String> = names
            .iter()
            .filter_map(Json::as_str)
            .map(|name| texts.field("opportunity", name))
            .collect();
        (!labels.is_empty()).then(|| {
            let fields = labels.join(" · ");
            editor
                .i18n
                .format("ui-stage-needs", |args| args.set("fields", fields))
        })
    };
    view! {
        <span>{required}</span>
        " "
        <span>{criteria::sentence(editor, "ui-stage-holds", row.get("exit_filter"))}</span>
    }
    .into_any()
}

fn buttons(order: Order, place: usize, row: &Row, count: usize) -> AnyView {
    let name = row.text("name").to_owned();
    let named = |key: &'static str| {
        let name = name.clone();
        t_with(key, move |args| args.set("name", name.clone()))
    };
    let editor = order.editor;
    let gone = row.clone();
    let remove = move |()| editor.open.set(Some(Open::Removal(gone.clone())));
    view! {
        <span class="stage-buttons">
            <IconButton icon="arrow-up" label=named("ui-move-up") disabled=Signal::stored(place == 0)
                on_press=move |()| order.put(place, place.saturating_sub(1)) />
            <IconButton icon="arrow-down" label=named("ui-move-down") disabled=Signal::stored(place + 1 == count)
                on_press=move |()| order.put(place, place + 1) />
            <IconButton icon="trash-2" label=named("ui-delete-named") on_press=remove />
        </span>
    }
    .into_any()
}
