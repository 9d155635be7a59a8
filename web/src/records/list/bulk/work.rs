//! Changing many records at once, and taking that back.

use std::collections::BTreeMap;

use guanxi_client::{Operation, Outcome};
use leptos::prelude::*;
use serde_json::Value as Json;

use crate::i18n::I18n;
use crate::records::api::uuid;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::record::{Record, patch_of};
use crate::ui::Toasts;

/// Operations sent at once: small enough to show progress, large enough to be quick.
const CHUNK: usize = 200;

/// What is to become of every record.
#[derive(Debug, Clone)]
pub enum Deed {
    /// A field gets a value.
    Set {
        /// Which field.
        path: String,
        /// The value.
        value: Json,
    },
    /// Into the bin.
    Delete,
}

/// What became of the records.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Changed: the record before, and its version now.
    pub done: Vec<(Record, Option<i64>)>,
    /// Not changed, and why not.
    pub refused: Vec<(Record, String)>,
}

/// Does it, chunk by chunk. `progress` hears how many are through.
pub async fn perform(
    desk: Desk,
    i18n: I18n,
    entity: &Entity,
    records: BTreeMap<String, Record>,
    deed: &Deed,
    progress: RwSignal<usize>,
) -> Result<Report, Failure> {
    let mut report = Report::default();
    let records: Vec<Record> = records.into_values().collect();
    for chunk in records.chunks(CHUNK) {
        let operations = chunk
            .iter()
            .filter_map(|record| operation(record, deed))
            .collect();
        let outcomes = desk.api.batch(&entity.plural, operations).await?;
        for (record, outcome) in chunk.iter().zip(outcomes) {
            take(&mut report, record, outcome, i18n);
        }
        progress.try_update(|through| *through += chunk.len());
    }
    desk.tell(&entity.name, "", Change::Many);
    Ok(report)
}

/// A record that was read with its version is changed only while it is still like that.
fn operation(record: &Record, deed: &Deed) -> Option<Operation> {
    let id = uuid(record.id()).ok()?;
    let version = Some(record.version()).filter(|version| *version > 0);
    Some(match deed {
        Deed::Set { path, value } => {
            let body = patch_of(path, value.clone())
                .as_object()
                .cloned()
                .unwrap_or_default();
            Operation::Patch { id, version, body }
        }
        Deed::Delete => Operation::Delete { id, version },
    })
}

fn take(report: &mut Report, record: &Record, outcome: Outcome, i18n: I18n) {
    match outcome.problem {
        Some(problem) => {
            let failure = Failure::Asked(guanxi_client::ClientError::Problem(Box::new(problem)));
            let reason = failure.sentence(&untrack(|| i18n.texts()));
            report.refused.push((record.clone(), reason));
        }
        None => report.done.push((record.clone(), outcome.version)),
    }
}

/// Says how many were changed, and offers to take it back.
pub fn announce(
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    entity: Entity,
    report: &Report,
    deed: Deed,
) {
    let key = match deed {
        Deed::Set { .. } => "ui-bulk-changed",
        Deed::Delete => "ui-bulk-deleted",
    };
    let count = report.done.len();
    if count == 0 {
        return;
    }
    let words = untrack(|| i18n.format(key, |args| args.set("count", count)));
    let done = report.done.clone();
    let undo = Callback::new(move |()| {
        let (entity, done, deed) = (entity.clone(), done.clone(), deed.clone());
        leptos::task::spawn_local(async move {
            take_back(desk, i18n, toasts, &entity, done, &deed).await;
        });
    });
    toasts.say_with_undo(words, undo);
}

async fn take_back(
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    entity: &Entity,
    done: Vec<(Record, Option<i64>)>,
    deed: &Deed,
) {
    let mut skipped = 0;
    for chunk in done.chunks(CHUNK) {
        let operations: Vec<_> = chunk
            .iter()
            .filter_map(|(record, version)| inverse(record, *version, deed))
            .collect();
        match desk.api.batch(&entity.plural, operations).await {
            Ok(outcomes) => {
                skipped += outcomes
                    .iter()
                    .filter(|outcome| outcome.problem.is_some())
                    .count()
            }
            Err(failure) => {
                toasts.fail(failure.sentence(&untrack(|| i18n.texts())));
                break;
            }
        }
    }
    desk.tell(&entity.name, "", Change::Many);
    if skipped > 0 {
        toasts.say(untrack(|| {
            i18n.format("ui-undo-skipped", |args| args.set("count", skipped))
        }));
    }
}

/// Rows touched since are left as they are: the version says so.
fn inverse(record: &Record, version: Option<i64>, deed: &Deed) -> Option<Operation> {
    let id = uuid(record.id()).ok()?;
    Some(match deed {
        Deed::Set { path, .. } => {
            let body = patch_of(path, record.get(path).clone())
                .as_object()
                .cloned()
                .unwrap_or_default();
            Operation::Patch { id, version, body }
        }
        Deed::Delete => Operation::Restore { id },
    })
}
