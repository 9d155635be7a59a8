//! A stage as a form: what it means, how likely, how long, and what must be done before it is left.

use guanxi_domain::kernel::field::Write;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};

use super::{Editor, Open, criteria};
use crate::i18n::t;
use crate::records::screens::{Failure, FilterBuilder, Row, let_go, said};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, DecimalInput, Dialog, DialogActions, Field, MultiSelect,
    NumberInput, Select, TextInput, Tone,
};

/// What a new stage may mean.
const CATEGORIES: [&str; 3] = ["open", "won", "lost"];

/// The dialog, open while a stage is.
pub fn dialog(editor: Editor) -> AnyView {
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| {
        editor.open.with(|open| match open {
            Some(Open::Stage(pipeline, row)) => Some((
                pipeline.clone(),
                row.as_ref().map(|row| row.id().to_owned()),
            )),
            _ => None,
        })
    });
    Effect::new(move |_| open.set(asked.get().is_some()));
    let title = Signal::derive(move || {
        editor.i18n.text(match asked.get() {
            Some((_, Some(_))) => "ui-stage-edit",
            _ => "ui-stage-add",
        })
    });
    let closed = move |()| {
        let_go();
        editor.open.set(None);
    };
    view! {
        <Dialog open title on_close=closed>
            {move || asked.get().map(|(pipeline, _)| {
                let row = editor.open.with_untracked(|open| match open {
                    Some(Open::Stage(_, row)) => row.clone(),
                    _ => None,
                });
                form(editor, pipeline, row)
            })}
        </Dialog>
    }
    .into_any()
}

#[derive(Clone)]
struct Form {
    editor: Editor,
    pipeline: String,
    row: Option<Row>,
    name: RwSignal<String>,
    category: RwSignal<String>,
    probability: RwSignal<String>,
    days: RwSignal<String>,
    fields: RwSignal<Vec<String>>,
    criteria: Option<FilterBuilder>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<Failure>>,
}

impl Form {
    fn new(editor: Editor, pipeline: String, row: Option<Row>) -> Self {
        let read = |name: &str| row.as_ref().map_or(Json::Null, |row| row.get(name).clone());
        let text =
            |name: &str, or: &str| RwSignal::new(read(name).as_str().unwrap_or(or).to_owned());
        let days = read("target_days").as_i64().map(|days| days.to_string());
        let names = match read("exit_fields") {
            Json::Array(names) => names,
            _ => Vec::new(),
        };
        let names = names.iter().filter_map(Json::as_str).map(str::to_owned);
        Self {
            editor,
            pipeline,
            name: text("name", ""),
            category: text("category", "open"),
            probability: text("probability", "50"),
            days: RwSignal::new(days.unwrap_or_default()),
            fields: RwSignal::new(names.collect()),
            criteria: criteria::builder(editor, &read("exit_filter")),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            row,
        }
    }

    /// What the server says of one field, in words.
    fn error(&self, pointer: &'static str) -> Signal<Option<String>> {
        let (failed, i18n) = (self.failed, self.editor.i18n);
        Signal::derive(move || {
            failed.with(|failed| {
                let errors = failed.as_ref()?.errors();
                let own = errors.iter().find(|one| {
                    one.pointer
                        .as_deref()
                        .is_some_and(|at| at.starts_with(pointer))
                })?;
                Some(said(own, &i18n.texts()))
            })
        })
    }

    fn body(&self) -> Json {
        let days: Json = self
            .days
            .get_untracked()
            .parse::<i64>()
            .map_or(Json::Null, |days| json!(days));
        let mut body = json!({
            "name": self.name.get_untracked().trim(),
            "probability": self.probability.get_untracked(),
            "target_days": days,
            "exit_fields": self.fields.get_untracked(),
        });
        if let Some(builder) = &self.criteria {
            body["exit_filter"] = builder.filter().to_json();
        }
        if self.row.is_none() {
            body["pipeline_id"] = json!(self.pipeline);
            body["category"] = json!(self.category.get_untracked());
            body["position"] = json!(self.last());
        }
        body
    }

    /// Behind all stages of the pipeline.
    fn last(&self) -> i64 {
        self.editor.loaded.with_untracked(|loaded| {
            let known = loaded.ready().cloned().unwrap_or_default();
            let own = known
                .stages
                .iter()
                .filter(|one| one.text("pipeline_id") == self.pipeline);
            own.filter_map(|one| one.get("position").as_i64())
                .max()
                .map_or(0, |last| last + 1)
        })
    }

    fn save(&self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (form, body) = (self.clone(), self.body());
        spawn_local(async move {
            let answer = form.editor.store("stages", form.row.as_ref(), body).await;
            form.busy.try_set(false);
            match answer {
                Ok(_) => form.editor.saved(),
                Err(failure) => drop(form.failed.try_set(Some(failure))),
            }
        });
    }
}

fn form(editor: Editor, pipeline: String, row: Option<Row>) -> AnyView {
    let is_new = row.is_none();
    let form = Form::new(editor, pipeline, row);
    let (busy, failed) = (form.busy, form.failed);
    let general = move || {
        let failure = failed.get()?;
        let told = failure.sentence(&editor.i18n.texts());
        failure
            .errors()
            .is_empty()
            .then(|| view! { <Banner tone=Tone::Danger>{told}</Banner> })
    };
    let holds = form.category;
    let exits = exits(&form);
    let plain = plain_fields(&form, is_new);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    view! {
        <form class="form" data-draft="" novalidate on:submit=submit>
            {general}
            {plain}
            <div class="form-group" hidden=move || holds.get() != "open">{exits}</div>
            <DialogActions>
                <Button on_press=move |()| editor.open.set(None)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary submit=true busy>{t("ui-save")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

fn plain_fields(form: &Form, is_new: bool) -> AnyView {
    let i18n = form.editor.i18n;
    let (name, category) = (form.name, form.category);
    let (probability, days) = (form.probability, form.days);
    let categories = Signal::derive(move || {
        let texts = i18n.texts();
        CATEGORIES
            .map(|one| Choice::new(one, texts.choice("stage", "category", one)))
            .to_vec()
    });
    view! {
        <Field label=t("field-name") required=true error=form.error("/name")>
            <TextInput value=name max_length=100 autofocus=true />
        </Field>
        {is_new.then(|| view! {
            <Field label=t("field-stage-category") help=t("ui-stage-category-help") error=form.error("/category")>
                <Select value=category options=categories />
            </Field>
        })}
        <Field label=t("ui-stage-probability") error=form.error("/probability")><DecimalInput value=probability /></Field>
        <Field label=t("field-stage-target-days") help=t("ui-stage-days-help") error=form.error("/target_days")>
            <NumberInput value=days />
        </Field>
    }
    .into_any()
}

/// What must be filled, and what must hold.
fn exits(form: &Form) -> AnyView {
    let (editor, fields) = (form.editor, form.fields);
    let options = Signal::derive(move || {
        let texts = editor.i18n.texts();
        let Some(deal) = editor.desk.entity("opportunity") else {
            return Vec::new();
        };
        let settable = deal
            .fields()
            .iter()
            .filter(|field| field.write == Write::Free && field.is_editable() && !field.custom);
        settable
            .map(|field| Choice::new(field.path(), field.label(&texts)))
            .collect()
    });
    let criteria = form.criteria.as_ref().map(|builder| {
        let (built, error) = (builder.view(), form.error("/exit_filter"));
        view! {
            <Field label=t("ui-stage-criteria") help=t("ui-stage-criteria-help") group=true error=error>
                {built}
            </Field>
        }
    });
    view! {
        <Field label=t("field-stage-exit-fields") help=t("ui-stage-fields-help") group=true error=form.error("/exit_fields")>
            <MultiSelect value=fields options label=t("field-stage-exit-fields") />
        </Field>
        {criteria}
    }
    .into_any()
}
