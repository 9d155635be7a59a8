//! Changing many records at once, foreseeing it, and taking it back.

use std::collections::BTreeMap;

use guanxi_client::{Operation, Outcome};
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::i18n::I18n;
use crate::records::api::uuid;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::record::{Record, patch_of};
use crate::ui::Toasts;

/// Operations sent at once: small enough to show progress, large enough to be quick.
const CHUNK: usize = 200;
/// Records tried out before somebody decides.
pub const MOST_TRIED: usize = 1_000;
/// What puts a tag on a record.
const TAGGING: &str = "tagging";

/// What is to become of every record.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A field gets a value.
    Set {
        /// Which field.
        path: String,
        /// The value.
        value: Json,
    },
    /// A verb is used.
    Verb {
        /// Which one.
        name: String,
        /// What it asks for.
        body: Map<String, Json>,
    },
    /// A tag is put on.
    Tag {
        /// Which one.
        tag: Json,
    },
    /// Into the bin.
    Delete,
}

/// What became of the records.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Changed: what was written, and the version it has now.
    pub done: Vec<(Uuid, i64)>,
    /// They were like that already.
    pub same: usize,
    /// Not changed, and why not.
    pub refused: Vec<(Record, String)>,
    /// Not tried: somebody stopped it, or there were too many to try out.
    pub left: usize,
}

/// How a piece of work goes on, for those who watch it.
#[derive(Clone, Copy)]
pub struct Course {
    /// How many are through.
    pub through: RwSignal<usize>,
    /// Whether somebody wants it to stop.
    pub stopped: RwSignal<bool>,
}

impl Course {
    /// Nothing is through yet.
    pub fn new() -> Self {
        Self {
            through: RwSignal::new(0),
            stopped: RwSignal::new(false),
        }
    }
}

impl Deed {
    /// The entity that is written: that of the records, or what joins them with tags.
    fn written(&self, desk: Desk, entity: &Entity) -> Entity {
        match self {
            Self::Tag { .. } => desk.entity(TAGGING).unwrap_or_else(|| entity.clone()),
            _ => entity.clone(),
        }
    }

    /// A record that was read with its version is changed only while it is still like that.
    fn operation(&self, entity: &Entity, record: &Record) -> Option<Operation> {
        let id = uuid(record.id()).ok()?;
        let version = Some(record.version()).filter(|version| *version > 0);
        Some(match self {
            Self::Set { path, value } => {
                let body = object(patch_of(path, value.clone()));
                Operation::Patch { id, version, body }
            }
            Self::Verb { name, body } => Operation::Verb {
                id,
                version,
                verb: name.clone(),
                body: body.clone(),
            },
            Self::Tag { tag } => Operation::Create {
                body: object(json!({
                    "tag_id": tag,
                    "anchor_entity": entity.name,
                    "anchor_id": record.id(),
                })),
            },
            Self::Delete => Operation::Delete { id, version },
        })
    }

    /// Whether it changes the records themselves, each to a new version.
    const fn changes(&self) -> bool {
        matches!(self, Self::Set { .. } | Self::Verb { .. })
    }

    /// Whether a refusal only says that there is nothing to do.
    fn is_done_already(&self, outcome: &Outcome) -> bool {
        matches!(self, Self::Tag { .. }) && outcome.status == 409
    }
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// Does it, chunk by chunk.
pub async fn perform(
    desk: Desk,
    i18n: I18n,
    entity: &Entity,
    records: BTreeMap<String, Record>,
    deed: &Deed,
    course: Course,
) -> Result<Report, Failure> {
    let report = each(desk, i18n, entity, records, deed, course, false).await?;
    desk.tell(&deed.written(desk, entity).name, "", Change::Many);
    Ok(report)
}

/// Tries it out, and changes nothing.
pub async fn foresee(
    desk: Desk,
    i18n: I18n,
    entity: &Entity,
    records: BTreeMap<String, Record>,
    deed: &Deed,
    course: Course,
) -> Result<Report, Failure> {
    let surplus = records.len().saturating_sub(MOST_TRIED);
    let tried = records.into_iter().take(MOST_TRIED).collect();
    let mut report = each(desk, i18n, entity, tried, deed, course, true).await?;
    report.left += surplus;
    Ok(report)
}

async fn each(
    desk: Desk,
    i18n: I18n,
    entity: &Entity,
    records: BTreeMap<String, Record>,
    deed: &Deed,
    course: Course,
    trial: bool,
) -> Result<Report, Failure> {
    let mut report = Report::default();
    let records: Vec<Record> = records.into_values().collect();
    let plural = deed.written(desk, entity).plural.clone();
    for (at, chunk) in records.chunks(CHUNK).enumerate() {
        if course.stopped.try_get_untracked() != Some(false) {
            report.left = records.len() - at * CHUNK;
            break;
        }
        let operations = chunk
            .iter()
            .filter_map(|record| deed.operation(entity, record))
            .collect();
        let outcomes = if trial {
            desk.api.try_batch(&plural, operations).await?
        } else {
            desk.api.batch(&plural, operations).await?
        };
        for (record, outcome) in chunk.iter().zip(outcomes) {
            take(&mut report, record, outcome, deed, i18n);
        }
        course.through.try_update(|through| *through += chunk.len());
    }
    Ok(report)
}

fn take(report: &mut Report, record: &Record, outcome: Outcome, deed: &Deed, i18n: I18n) {
    if deed.is_done_already(&outcome) {
        report.same += 1;
        return;
    }
    match (outcome.problem, outcome.id.zip(outcome.version)) {
        (Some(problem), _) => {
            let failure = Failure::Asked(guanxi_client::ClientError::Problem(Box::new(problem)));
            let reason = failure.sentence(&untrack(|| i18n.texts()));
            report.refused.push((record.clone(), reason));
        }
        // What was like that already has no change that could be taken back.
        (None, Some((_, version))) if deed.changes() && version <= record.version() => {
            report.same += 1;
        }
        (None, Some(done)) => report.done.push(done),
        (None, None) => {}
    }
}

/// Says how many were changed, and offers to take it back.
pub fn announce(
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    entity: &Entity,
    report: &Report,
    deed: &Deed,
) {
    let key = match deed {
        Deed::Delete => "ui-bulk-deleted",
        Deed::Tag { .. } => "ui-bulk-tagged",
        _ => "ui-bulk-changed",
    };
    let count = report.done.len();
    if count == 0 {
        return;
    }
    let words = untrack(|| i18n.format(key, |args| args.set("count", count)));
    let (written, done) = (deed.written(desk, entity), report.done.clone());
    let undo = Callback::new(move |()| {
        let (written, done) = (written.clone(), done.clone());
        leptos::task::spawn_local(async move {
            take_back(desk, i18n, toasts, &written, done).await;
        });
    });
    toasts.say_with_undo(words, undo);
}

/// Takes back what was written. What others touched since stays as they left it.
pub async fn take_back(
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    written: &Entity,
    done: Vec<(Uuid, i64)>,
) {
    let mut skipped = 0;
    for chunk in done.chunks(CHUNK) {
        let operations = chunk
            .iter()
            .map(|(id, version)| Operation::Revert {
                id: *id,
                version: *version,
            })
            .collect();
        match desk.api.batch(&written.plural, operations).await {
            Ok(outcomes) => {
                let refused = outcomes.iter().filter(|outcome| outcome.problem.is_some());
                skipped += refused.count();
            }
            Err(failure) => {
                toasts.fail(failure.sentence(&untrack(|| i18n.texts())));
                break;
            }
        }
    }
    desk.tell(&written.name, "", Change::Many);
    if skipped > 0 {
        toasts.say(untrack(|| {
            i18n.format("ui-undo-skipped", |args| args.set("count", skipped))
        }));
    }
}
