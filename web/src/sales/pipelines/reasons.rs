//! Why sales are lost: the reasons offered, in the workspace's own words and order. One that is no longer wanted is kept
//! for the sales that have it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guanxi_client::{ListQuery, Object, Operation};
use guanxi_domain::kernel::custom::ChoiceName;
use guanxi_domain::platform::choice_options::names;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Editor, MOST};
use crate::i18n::{t, t_with};
use crate::records::screens::{Failure, Loaded, Row, refused};
use crate::ui::{
    Button, ButtonKind, Field, Formats, IconButton, Skeleton, SkeletonShape, TextInput, spoken,
};

const PLURAL: &str = "choice_options";
const ENTITY: &str = "opportunity";
const FIELD: &str = "lost_reason";

/// One reason as it stands.
#[derive(Clone, PartialEq)]
struct Reason {
    code: String,
    /// The workspace's own word.
    own: Option<String>,
    archived: bool,
    /// The record that says so; none while it is as the product has it.
    row: Option<Row>,
}

impl Reason {
    fn word(&self, editor: Editor) -> String {
        self.own
            .clone()
            .unwrap_or_else(|| editor.i18n.texts().choice(ENTITY, FIELD, &self.code))
    }

    /// What makes or changes its record.
    fn operation(&self, mut body: Object) -> Option<Operation> {
        match &self.row {
            Some(row) => Some(Operation::Patch {
                id: Uuid::try_parse(row.id()).ok()?,
                version: None,
                body,
            }),
            None => {
                let what = [
                    ("entity_name", ENTITY),
                    ("field", FIELD),
                    ("code", &self.code),
                ];
                body.extend(what.map(|(name, value)| (name.to_owned(), json!(value))));
                Some(Operation::Create { body })
            }
        }
    }
}

/// The list and what changes it.
#[derive(Clone, Copy)]
struct Reasons {
    editor: Editor,
    loaded: RwSignal<Loaded<Vec<Reason>>>,
    /// Which one is being renamed.
    renamed: RwSignal<Option<String>>,
    changed: StoredValue<Arc<AtomicBool>>,
}

/// The section; nothing for those who may not change them.
pub fn section(editor: Editor) -> Option<AnyView> {
    editor
        .desk
        .entity("choice_option")
        .filter(|entity| entity.may.update && entity.may.create)?;
    let changed = Arc::new(AtomicBool::new(false));
    let reasons = Reasons {
        editor,
        loaded: RwSignal::new(Loaded::Waiting),
        renamed: RwSignal::new(None),
        changed: StoredValue::new(Arc::clone(&changed)),
    };
    // Other screens learn of the new words when this one is left; fetched now, it would be drawn anew.
    on_cleanup(move || {
        if changed.load(Ordering::Relaxed) {
            editor.desk.fetch_catalogue();
        }
    });
    reasons.load();
    Some(
        view! {
            <section class="pipeline">
                <header class="pipeline-head"><h2>{t("ui-reasons")}</h2></header>
                <p class="muted small">{t("ui-reasons-text")}</p>
                {move || match reasons.loaded.get() {
                    Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
                    Loaded::Failed(failure) => refused(&failure, Callback::new(move |()| reasons.load())),
                    Loaded::Ready(all) => list(reasons, &all),
                }}
                {adding(reasons)}
            </section>
        }
        .into_any(),
    )
}

impl Reasons {
    fn load(self) {
        spawn_local(async move {
            let answer = self.fetch().await;
            self.loaded.try_update(|loaded| loaded.renew(answer));
        });
    }

    async fn fetch(self) -> Result<Vec<Reason>, Failure> {
        let of = |field: &str, value: &str| json!({ "field": field, "op": "eq", "value": value });
        let query = ListQuery::new()
            .filter(json!({ "and": [of("entity_name", ENTITY), of("field", FIELD)] }))
            .sort("position")
            .limit(MOST);
        let rows = self.editor.desk.api.list(PLURAL, query).await?.rows;
        let Some(field) = OPPORTUNITY.field(FIELD) else {
            return Ok(Vec::new());
        };
        let said = rows.iter().map(said).collect();
        let reason = |name: ChoiceName| Reason {
            row: rows
                .iter()
                .find(|row| row.text("code") == name.code)
                .cloned(),
            code: name.code,
            own: name.label,
            archived: name.archived,
        };
        Ok(names(field, said).into_iter().map(reason).collect())
    }

    /// Writes changes and shows what came of them.
    fn write(self, operations: Vec<Operation>) {
        let editor = self.editor;
        spawn_local(async move {
            match editor.desk.api.batch(PLURAL, operations).await {
                Ok(outcomes) => {
                    let texts = untrack(|| editor.i18n.texts());
                    match outcomes.into_iter().find_map(|outcome| outcome.problem) {
                        Some(problem) => {
                            editor.toasts.fail(problem.detail.unwrap_or(problem.title))
                        }
                        None => editor.toasts.say(texts.text("ui-saved")),
                    }
                    self.changed
                        .with_value(|changed| changed.store(true, Ordering::Relaxed));
                }
                Err(failure) => {
                    let texts = untrack(|| editor.i18n.texts());
                    editor.toasts.fail(failure.sentence(&texts));
                }
            }
            self.renamed.try_set(None);
            self.load();
        });
    }

    fn change(self, reason: &Reason, place: usize, name: &str, value: Json) {
        let mut body = Object::from_iter([(name.to_owned(), value)]);
        // What had no record keeps its place.
        if reason.row.is_none() {
            body.insert("position".to_owned(), json!(place));
        }
        self.write(reason.operation(body).into_iter().collect());
    }

    /// Puts one into another place; only those whose place changes are written.
    fn put(self, all: &[Reason], from: usize, to: usize) {
        let mut all = all.to_vec();
        if from == to || from >= all.len() || to >= all.len() {
            return;
        }
        let moved = all.remove(from);
        all.insert(to, moved);
        let stands = |reason: &Reason, place: usize| {
            let row = reason.row.as_ref();
            row.and_then(|row| row.get("position").as_u64()) == u64::try_from(place).ok()
        };
        let place_of = |(place, reason): (usize, &Reason)| {
            if stands(reason, place) {
                return None;
            }
            reason.operation(Object::from_iter([("position".to_owned(), json!(place))]))
        };
        self.write(all.iter().enumerate().filter_map(place_of).collect());
    }
}

/// What a record says of a name.
fn said(row: &Row) -> (i64, ChoiceName) {
    let name = ChoiceName {
        code: row.text("code").to_owned(),
        label: Some(row.text("name").to_owned()).filter(|name| !name.is_empty()),
        archived: *row.get("is_archived") == Json::Bool(true),
    };
    (row.get("position").as_i64().unwrap_or(0), name)
}

fn list(reasons: Reasons, all: &[Reason]) -> AnyView {
    let each = all
        .iter()
        .enumerate()
        .map(|(place, reason)| item(reasons, all, place, reason))
        .collect_view();
    view! { <ol class="stage-list" aria-label=t("ui-reasons")>{each}</ol> }.into_any()
}

fn item(reasons: Reasons, all: &[Reason], place: usize, reason: &Reason) -> AnyView {
    let (editor, formats) = (reasons.editor, Formats::here());
    let count = all.len();
    let named = |key: &'static str| {
        let reason = reason.clone();
        t_with(key, move |args| args.set("name", reason.word(editor)))
    };
    let (up, down) = (all.to_vec(), all.to_vec());
    let (shown, edited, kept) = (reason.clone(), reason.clone(), reason.clone());
    let code = reason.code.clone();
    let edit = move |_| reasons.renamed.set(Some(code.clone()));
    let own = reason.code.clone();
    let renaming = Memo::new(move |_| {
        reasons
            .renamed
            .with(|renamed| renamed.as_ref() == Some(&own))
    });
    let archived = reason.archived;
    let keep = move |()| reasons.change(&kept, place, "is_archived", json!(!archived));
    let (icon, label) = if archived {
        ("eye", named("ui-reason-offer"))
    } else {
        ("eye-off", named("ui-reason-archive"))
    };
    view! {
        <li class="stage-row" class:muted=archived data-reason=reason.code.clone()>
            <span class="stage-words-column">
                {move || if renaming.get() {
                    rename(reasons, place, &edited)
                } else {
                    view! { <button type="button" class="stage-name link" on:click=edit.clone()>{spoken(formats, shown.word(editor))}</button> }.into_any()
                }}
                {archived.then(|| view! { <span class="muted small">{t("ui-reason-archived")}</span> })}
            </span>
            <span class="stage-buttons">
                <IconButton icon="arrow-up" label=named("ui-move-up") disabled=Signal::stored(place == 0)
                    on_press=move |()| reasons.put(&up, place, place.saturating_sub(1)) />
                <IconButton icon="arrow-down" label=named("ui-move-down") disabled=Signal::stored(place + 1 == count)
                    on_press=move |()| reasons.put(&down, place, place + 1) />
                <IconButton icon=icon label=label on_press=keep />
            </span>
        </li>
    }
    .into_any()
}

/// The word being changed; an empty one gives the product's own back.
fn rename(reasons: Reasons, place: usize, reason: &Reason) -> AnyView {
    let value = RwSignal::new(untrack(|| reason.word(reasons.editor)));
    let before = value.get_untracked();
    let reason = reason.clone();
    let done = move |typed: String| {
        let typed = typed.trim();
        if typed == before {
            reasons.renamed.set(None);
            return;
        }
        let name = if typed.is_empty() {
            Json::Null
        } else {
            json!(typed)
        };
        reasons.change(&reason, place, "name", name);
    };
    view! {
        <TextInput value max_length=100 autofocus=true label=t("field-choice-option-name") on_change=done
            on_escape=move |()| reasons.renamed.set(None) />
    }
    .into_any()
}

/// Another reason, at the end.
fn adding(reasons: Reasons) -> AnyView {
    let value = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = value.get_untracked().trim().to_owned();
        if name.is_empty() {
            return;
        }
        let place = reasons
            .loaded
            .with_untracked(|loaded| loaded.ready().map_or(0, Vec::len));
        value.set(String::new());
        let body =
            json!({ "entity_name": ENTITY, "field": FIELD, "name": name, "position": place });
        if let Json::Object(body) = body {
            reasons.write(vec![Operation::Create { body }]);
        }
    };
    view! {
        <form class="report-controls" novalidate on:submit=submit>
            <Field label=t("ui-reason-new")><TextInput value max_length=100 /></Field>
            <Button kind=ButtonKind::Plain icon="plus" submit=true>{t("ui-reason-add")}</Button>
        </form>
    }
    .into_any()
}
