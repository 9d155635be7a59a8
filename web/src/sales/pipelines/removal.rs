//! Deleting a stage: what stands in it goes to another one first.

use guanxi_client::Aggregate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::{Editor, Open};
use crate::i18n::{t, t_with};
use crate::records::screens::{Failure, Row, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Dialog, DialogActions, DialogSize, Field, Formats, Select,
    Tone, spoken,
};

/// The dialog, open while a stage is to go.
pub fn dialog(editor: Editor) -> AnyView {
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| {
        editor.open.with(|open| match open {
            Some(Open::Removal(row)) => Some(row.id().to_owned()),
            _ => None,
        })
    });
    Effect::new(move |_| open.set(asked.get().is_some()));
    let closed = move |()| {
        let_go();
        editor.open.set(None);
    };
    view! {
        <Dialog open title=t("ui-stage-delete") size=DialogSize::Small on_close=closed>
            {move || asked.get().and_then(|_| {
                let row = editor.open.with_untracked(|open| match open {
                    Some(Open::Removal(row)) => Some(row.clone()),
                    _ => None,
                });
                row.map(|row| form(editor, row))
            })}
        </Dialog>
    }
    .into_any()
}

#[derive(Clone)]
struct Removal {
    editor: Editor,
    row: Row,
    /// How many opportunities stand in it; unknown at first.
    count: RwSignal<Option<i64>>,
    to: RwSignal<String>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

impl Removal {
    /// Counts what the caller sees; the server knows of the others.
    async fn standing(&self) -> Result<i64, Failure> {
        let here = json!({ "field": "stage_id", "value": self.row.id() });
        let question = Aggregate::new().filter(here).count();
        let api = self.editor.desk.api;
        let groups = api.aggregate("opportunities", question).await?;
        Ok(groups.first().map_or(0, guanxi_client::Sum::count))
    }

    fn look(&self) {
        let own = self.clone();
        spawn_local(async move {
            match own.standing().await {
                Ok(count) => drop(own.count.try_set(Some(count))),
                Err(failure) => drop(own.failed.try_set(Some(failure))),
            }
        });
    }

    /// The stages that may take over.
    fn successors(&self) -> Vec<Choice> {
        self.editor.loaded.with_untracked(|loaded| {
            let known = loaded.ready().cloned().unwrap_or_default();
            let fits = |one: &&Row| {
                one.id() != self.row.id()
                    && one.text("pipeline_id") == self.row.text("pipeline_id")
                    && one.text("category") == self.row.text("category")
            };
            let rows = known.stages.iter().filter(fits);
            rows.map(|one| Choice::new(one.id(), one.text("name")))
                .collect()
        })
    }

    fn run(&self) {
        let waits = self.count.get_untracked().is_none_or(|count| count > 0)
            && self.to.with_untracked(String::is_empty);
        if self.busy.get_untracked() || waits {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        let own = self.clone();
        spawn_local(async move {
            let done = own.work().await;
            own.busy.try_set(false);
            match done {
                Ok(()) => own.editor.saved(),
                Err(failure) => drop(own.failed.try_set(Some(failure))),
            }
        });
    }

    /// Sends on what stands there, some at a time, and deletes the stage when nothing is left.
    async fn work(&self) -> Result<(), Failure> {
        let api = self.editor.desk.api;
        let mut left = self.standing().await?;
        while left > 0 {
            let to = json!({ "successor_id": self.to.get_untracked() });
            api.act("stages", self.row.id(), "replace", to).await?;
            let now = self.standing().await?;
            // Nothing moves any more: the server says why the stage cannot go.
            if now >= left {
                break;
            }
            left = now;
            self.count.try_set(Some(left));
        }
        api.delete("stages", self.row.id()).await
    }
}

fn form(editor: Editor, row: Row) -> AnyView {
    let formats = Formats::here();
    let name = row.text("name").to_owned();
    let removal = Removal {
        editor,
        row,
        count: RwSignal::new(None),
        to: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
    };
    removal.look();
    let (count, to) = (removal.count, removal.to);
    let (busy, failed) = (removal.busy, removal.failed);
    let choices = Signal::stored(removal.successors());
    let words = t_with("ui-stage-standing", move |args| {
        let known = count.get().unwrap_or_default();
        args.set("count", known);
        args.set("shown", formats.count(known));
    });
    let is_used = Memo::new(move |_| count.get().is_some_and(|count| count > 0));
    let why = t("ui-stage-say-where");
    let waits =
        Signal::derive(move || count.get().is_none() || is_used.get() && to.with(String::is_empty));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        removal.run();
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || failed.get().map(|failure| view! {
                <Banner tone=Tone::Danger>{failure.sentence(&editor.i18n.texts())}</Banner>
            })}
            <p>{spoken(formats, name)}</p>
            <p role="status">{move || is_used.get().then(|| words.get())}</p>
            {move || is_used.get().then(|| view! {
                <Field label=t("ui-stage-successor") required=true>
                    <Select value=to options=choices none=t("ui-choose") />
                </Field>
            })}
            <DialogActions>
                <Button on_press=move |()| editor.open.set(None)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Danger submit=true busy disabled=waits why>{t("ui-delete")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}
