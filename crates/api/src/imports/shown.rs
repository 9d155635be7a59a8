//! An import as JSON.

use guanxi_i18n::Language;
use guanxi_persistence::import::{Fault, FileCounts, FileState, Import};
use serde_json::{Map, Value as Json, json};

use super::words;

/// An import with its files, reasons in a language.
pub fn shown(import: &Import, files: &[FileState], language: Language) -> Json {
    let progress = &import.progress;
    let shown = files.iter().enumerate().map(|(number, file)| {
        let mut counts = counts(&progress.files.get(number).copied().unwrap_or_default());
        counts.insert("name".to_owned(), json!(file.name));
        counts.insert("size".to_owned(), json!(file.size));
        counts.insert("is_complete".to_owned(), json!(file.is_complete));
        Json::Object(counts)
    });
    let records: Map<String, Json> = progress
        .records
        .iter()
        .map(|(entity, counts)| {
            let counts = json!({
                "created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged,
            });
            (entity.clone(), counts)
        })
        .collect();
    json!({
        "id": import.id,
        "name": import.name,
        "state": import.state.name(),
        "dry_run": import.dry_run,
        "created_at": import.created_at.to_string(),
        "created_by": import.created_by,
        "started_at": import.started_at.map(|at| at.to_string()),
        "finished_at": import.finished_at.map(|at| at.to_string()),
        "total": counts(&progress.total()),
        "files": shown.collect::<Vec<_>>(),
        "records": records,
        "fault": import.fault.as_ref().map(|fault| told(fault, language)),
    })
}

/// The outcomes and what is not dealt with yet add up to the rows read.
fn counts(counts: &FileCounts) -> Map<String, Json> {
    let pairs = [
        ("rows", counts.rows),
        ("created", counts.created),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("skipped", counts.skipped),
        ("failed", counts.failed),
        ("unprocessed", counts.rows - counts.done()),
        ("warned", counts.warned),
    ];
    pairs
        .into_iter()
        .map(|(name, count)| (name.to_owned(), json!(count)))
        .collect()
}

fn told(fault: &Fault, language: Language) -> Json {
    let errors = fault.reasons.iter().map(|reason| {
        let params = reason.params.iter();
        let params = params.map(|(name, value)| (name.as_str(), value.as_str()));
        json!({
            "pointer": reason.pointer, "code": reason.code, "params": reason.params,
            "message": words::sentence(language, &reason.code, params),
        })
    });
    json!({ "file": fault.file, "errors": errors.collect::<Vec<_>>() })
}
