//! The editor of pipelines and their stages.

mod criteria;
mod pipeline_form;
mod reasons;
mod removal;
mod stage_form;
mod stages;

use guanxi_client::ListQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};

use crate::i18n::{I18n, t, t_with};
use crate::records::screens::{Desk, Failure, Loaded, Row, fresh_id, refused, with_catalogue};
use crate::shell::Page;
use crate::ui::{
    Badge, Button, ButtonKind, Formats, LinkButton, NoPermission, Skeleton, SkeletonShape, Toasts,
    Tone, spoken,
};

/// More would be no pipeline anybody overlooks.
const MOST: u32 = 200;

/// What the page shares.
#[derive(Clone, Copy)]
struct Editor {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    loaded: RwSignal<Loaded<Known>>,
    /// What a dialog is open for.
    open: RwSignal<Option<Open>>,
}

/// What there is.
#[derive(Clone, Default)]
struct Known {
    pipelines: Vec<Row>,
    stages: Vec<Row>,
    teams: Vec<Row>,
}

/// What a dialog is open for.
#[derive(Clone)]
enum Open {
    /// A pipeline; a new one when there is none.
    Pipeline(Option<Row>),
    /// A stage of a pipeline; a new one when there is none.
    Stage(String, Option<Row>),
    /// A stage that is to go.
    Removal(Row),
}

/// The page.
pub fn page() -> AnyView {
    with_catalogue(|catalogue| {
        let may = |name: &str| catalogue.entity(name).is_some_and(|one| one.may.update);
        if may("pipeline") && may("stage") {
            editor()
        } else {
            view! { <Page title=t("ui-pipelines")><NoPermission /></Page> }.into_any()
        }
    })
}

fn editor() -> AnyView {
    let editor = Editor {
        desk: Desk::here(),
        i18n: I18n::here(),
        toasts: Toasts::here(),
        loaded: RwSignal::new(Loaded::Waiting),
        open: RwSignal::new(None),
    };
    editor.load();
    let add = move |()| editor.open.set(Some(Open::Pipeline(None)));
    view! {
        <Page title=t("ui-pipelines")>
            <div class="report-controls">
                <LinkButton href=Signal::stored("/settings".to_owned()) icon="chevron-left">{t("ui-settings")}</LinkButton>
                <Button kind=ButtonKind::Primary icon="plus" on_press=add>{t("ui-pipeline-add")}</Button>
            </div>
            <p class="muted">{t("ui-pipelines-text")}</p>
            {move || match editor.loaded.get() {
                Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, Callback::new(move |()| editor.load())),
                Loaded::Ready(known) => known.pipelines.iter().map(|one| pipeline(editor, one, &known)).collect_view().into_any(),
            }}
            {reasons::section(editor)}
        </Page>
        {pipeline_form::dialog(editor)}
        {stage_form::dialog(editor)}
        {removal::dialog(editor)}
    }
    .into_any()
}

impl Editor {
    /// Fetches all of it; what is shown stays until it is here.
    fn load(self) {
        spawn_local(async move {
            let answer = self.fetch().await;
            self.loaded.try_update(|loaded| loaded.renew(answer));
        });
    }

    async fn fetch(self) -> Result<Known, Failure> {
        let all = |sort: &str| ListQuery::new().sort(sort).limit(MOST);
        let api = self.desk.api;
        Ok(Known {
            pipelines: api.list("pipelines", all("position")).await?.rows,
            stages: api.list("stages", all("position")).await?.rows,
            // Who may not see teams keeps pipelines for nobody.
            teams: api
                .list("teams", all("name"))
                .await
                .map(|page| page.rows)
                .unwrap_or_default(),
        })
    }

    /// Makes a record, or changes the one that is there.
    async fn store(self, plural: &str, row: Option<&Row>, body: Json) -> Result<Row, Failure> {
        match row {
            Some(row) => {
                let api = self.desk.api;
                api.patch(plural, row.id(), row.version(), body).await
            }
            None => {
                let key = fresh_id();
                self.desk.api.create(plural, body, &key).await
            }
        }
    }

    fn saved(self) {
        self.toasts.say(self.i18n.text("ui-saved"));
        self.open.set(None);
        self.load();
    }
}

/// One pipeline with its stages.
fn pipeline(editor: Editor, row: &Row, known: &Known) -> AnyView {
    let formats = Formats::here();
    let is_default = *row.get("is_default") == Json::Bool(true);
    let teams: Vec<String> = row
        .rows("teams")
        .iter()
        .filter_map(|one| one.get("team_id").and_then(Json::as_str))
        .filter_map(|id| known.teams.iter().find(|team| team.id() == id))
        .map(|team| team.text("name").to_owned())
        .collect();
    let own: Vec<Row> = known
        .stages
        .iter()
        .filter(|stage| stage.text("pipeline_id") == row.id())
        .cloned()
        .collect();
    let (edited, id, name) = (
        row.clone(),
        row.id().to_owned(),
        row.text("name").to_owned(),
    );
    let label = t_with("ui-edit-named", {
        let name = name.clone();
        move |args| args.set("name", name.clone())
    });
    let add = move |()| editor.open.set(Some(Open::Stage(id.clone(), None)));
    let edit = move |()| editor.open.set(Some(Open::Pipeline(Some(edited.clone()))));
    view! {
        <section class="pipeline" data-pipeline=row.id().to_owned()>
            <header class="pipeline-head">
                <h2>{spoken(formats, name)}</h2>
                {is_default.then(|| view! { <Badge tone=Tone::Accent>{t("ui-pipeline-default")}</Badge> })}
                <span class="muted small">{(!teams.is_empty()).then(|| teams.join(" · "))}</span>
                <span class="spring"></span>
                <span aria-label=label role="group">
                    <Button small=true icon="pencil" on_press=edit>{t("ui-edit")}</Button>
                </span>
            </header>
            <p class="muted small">{criteria::sentence(editor, "ui-stalled-when", row.get("stalled_filter"))}</p>
            {stages::list(editor, own)}
            <Button kind=ButtonKind::Quiet icon="plus" on_press=add>{t("ui-stage-add")}</Button>
        </section>
    }
    .into_any()
}

/// The body of a patch that sets one place.
fn position(place: usize) -> Json {
    json!({ "position": place })
}
