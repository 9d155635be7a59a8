//! A pipeline as a form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};

use super::{Editor, Known, Open, criteria};
use crate::i18n::t;
use crate::records::screens::{Failure, FilterBuilder, Row, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Dialog, DialogActions, Field, MultiSelect, Switch,
    TextInput, Tone,
};

/// The dialog, open while a pipeline is.
pub fn dialog(editor: Editor) -> AnyView {
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| {
        editor.open.with(|open| match open {
            Some(Open::Pipeline(row)) => Some(row.as_ref().map(|row| row.id().to_owned())),
            _ => None,
        })
    });
    Effect::new(move |_| open.set(asked.get().is_some()));
    let title = Signal::derive(move || {
        editor.i18n.text(match asked.get() {
            Some(Some(_)) => "ui-pipeline-edit",
            _ => "ui-pipeline-add",
        })
    });
    let closed = move |()| {
        let_go();
        editor.open.set(None);
    };
    view! {
        <Dialog open title on_close=closed>
            {move || asked.get().map(|_| {
                let row = editor.open.with_untracked(|open| match open {
                    Some(Open::Pipeline(row)) => row.clone(),
                    _ => None,
                });
                form(editor, row)
            })}
        </Dialog>
    }
    .into_any()
}

#[derive(Clone)]
struct Form {
    editor: Editor,
    row: Option<Row>,
    name: RwSignal<String>,
    is_default: RwSignal<bool>,
    teams: RwSignal<Vec<String>>,
    stalled: Option<FilterBuilder>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

fn form(editor: Editor, row: Option<Row>) -> AnyView {
    let read = |name: &str| row.as_ref().map_or(Json::Null, |row| row.get(name).clone());
    let teams = row
        .as_ref()
        .map_or(Vec::new(), |row| row.rows("teams").to_vec());
    let teams = teams
        .iter()
        .filter_map(|one| one.get("team_id").and_then(Json::as_str).map(str::to_owned));
    let form = Form {
        editor,
        name: RwSignal::new(read("name").as_str().unwrap_or_default().to_owned()),
        is_default: RwSignal::new(read("is_default") == Json::Bool(true)),
        teams: RwSignal::new(teams.collect()),
        // A new pipeline begins with what the server thinks of; it can be changed once it is there.
        stalled: row
            .as_ref()
            .and_then(|row| criteria::builder(editor, row.get("stalled_filter"))),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        row,
    };
    let all = editor.loaded.with_untracked(|loaded| {
        let known = loaded.ready().cloned().unwrap_or_default();
        let Known { teams, .. } = known;
        teams
            .iter()
            .map(|team| Choice::new(team.id(), team.text("name")))
            .collect::<Vec<_>>()
    });
    let has_teams = !all.is_empty();
    let (name, is_default, teams) = (form.name, form.is_default, form.teams);
    let (busy, failed) = (form.busy, form.failed);
    let stalled = form.stalled.clone().map(|builder| {
        let built = builder.view();
        view! {
            <Field label=t("ui-pipeline-stalled") help=t("ui-pipeline-stalled-help") group=true>{built}</Field>
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    view! {
        <form class="form" data-draft="" novalidate on:submit=submit>
            {move || failed.get().map(|failure| view! {
                <Banner tone=Tone::Danger>{failure.sentence(&editor.i18n.texts())}</Banner>
            })}
            <Field label=t("field-name") required=true><TextInput value=name max_length=200 autofocus=true /></Field>
            <Switch on=is_default label=t("ui-pipeline-default") help=t("ui-pipeline-default-help") />
            {has_teams.then(|| view! {
                <Field label=t("field-pipeline-teams") help=t("ui-pipeline-teams-help") group=true>
                    <MultiSelect value=teams options=Signal::stored(all) label=t("field-pipeline-teams") />
                </Field>
            })}
            {stalled}
            <DialogActions>
                <Button on_press=move |()| editor.open.set(None)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary submit=true busy>{t("ui-save")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

impl Form {
    fn body(&self) -> Json {
        let teams: Vec<Json> = self
            .teams
            .get_untracked()
            .into_iter()
            .map(|id| json!({ "team_id": id }))
            .collect();
        let mut body = json!({
            "name": self.name.get_untracked().trim(),
            "is_default": self.is_default.get_untracked(),
            "teams": teams,
        });
        if let Some(builder) = &self.stalled {
            body["stalled_filter"] = builder.filter().to_json();
        }
        body
    }

    fn save(&self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (form, body) = (self.clone(), self.body());
        spawn_local(async move {
            let editor = form.editor;
            let answer = editor.store("pipelines", form.row.as_ref(), body).await;
            let answer = match (answer, &form.row) {
                (Ok(made), None) => form.begin(made.id()).await,
                (answer, _) => answer.map(drop),
            };
            form.busy.try_set(false);
            match answer {
                Ok(()) => editor.saved(),
                Err(failure) => drop(form.failed.try_set(Some(failure))),
            }
        });
    }

    /// A pipeline can be used when it has a stage of each kind.
    async fn begin(&self, pipeline: &str) -> Result<(), Failure> {
        let texts = untrack(|| self.editor.i18n.texts());
        for (place, category, probability) in
            [(0, "open", "10"), (1, "won", "100"), (2, "lost", "0")]
        {
            let body = json!({
                "name": texts.choice("stage", "category", category), "pipeline_id": pipeline, "position": place,
                "category": category, "probability": probability,
            });
            self.editor.store("stages", None, body).await?;
        }
        Ok(())
    }
}
