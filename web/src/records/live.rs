//! A record on the page that people change in place: shown at once, saved behind it, honest when that fails.

use std::time::Duration;

use guanxi_i18n::Texts;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::catalogue::{Entity, Field};
use super::desk::{Change, Desk};
use super::failure::Failure;
use super::record::{Record, patch_of};
use crate::i18n::I18n;

/// How long "saved" is shown.
const SAVED: Duration = Duration::from_millis(1_600);
/// Changes that can be taken back by key.
const MOST_STEPS: usize = 50;
/// Tries to save over other people's changes of other fields.
const MOST_TRIES: usize = 3;

/// A record on the page.
#[derive(Clone)]
pub struct Live {
    /// What it is.
    pub entity: Entity,
    /// How it looks now, changes under way included.
    pub record: ArcRwSignal<Record>,
    /// What is to be said about single fields, by path.
    pub marks: ArcRwSignal<Vec<(String, Mark)>>,
    /// Whether it went into the bin, or out of sight, while it was shown.
    pub gone: ArcRwSignal<bool>,
}

/// What is to be said about a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// On its way.
    Saving,
    /// Stored a moment ago.
    Saved,
    /// Not stored: what was typed, and why not.
    Failed {
        /// What was typed.
        typed: Json,
        /// Why not.
        reason: String,
    },
}

/// One inline change that can be taken back.
#[derive(Clone)]
pub struct Step {
    live: Live,
    field: Field,
    before: Json,
}

/// A change that met another one of the same field.
#[derive(Clone)]
pub struct Conflict {
    /// The record, as it looks here.
    pub live: Live,
    /// Which field.
    pub field: Field,
    /// What was typed here.
    pub mine: Json,
    /// The record as it is now.
    pub theirs: Record,
    /// What stood there before both.
    pub original: Json,
}

impl Live {
    /// A record as it came.
    pub fn new(entity: &Entity, record: Record) -> Self {
        Self {
            entity: entity.clone(),
            record: ArcRwSignal::new(record),
            marks: ArcRwSignal::new(Vec::new()),
            gone: ArcRwSignal::new(false),
        }
    }

    /// The id, which never changes.
    pub fn id(&self) -> String {
        self.record.with_untracked(|record| record.id().to_owned())
    }

    /// What is to be said about a field.
    pub fn mark(&self, path: &str) -> Option<Mark> {
        self.marks.with(|marks| {
            marks
                .iter()
                .find(|(of, _)| of == path)
                .map(|(_, mark)| mark.clone())
        })
    }

    fn set_mark(&self, path: &str, mark: Option<Mark>) {
        self.marks.update(|marks| {
            marks.retain(|(of, _)| of != path);
            marks.extend(mark.map(|mark| (path.to_owned(), mark)));
        });
    }

    /// Takes over a newer state of the record; what is on its way to the server stays as it is shown.
    pub fn take(&self, record: Record) {
        let mut kept = self
            .record
            .with_untracked(|before| record.keeping(before, &self.entity));
        for path in self.on_their_way() {
            let own = self
                .record
                .with_untracked(|before| before.get(&path).clone());
            kept = kept.with(&path, own);
        }
        self.record.set(kept);
        if self.gone.get_untracked() {
            self.gone.set(false);
        }
    }

    /// Takes over a state that came by another way, unless a newer one is known.
    pub fn take_newer(&self, record: Record) {
        let is_old = self
            .record
            .with_untracked(|own| record.version() < own.version());
        if !is_old {
            self.take(record);
        }
    }

    fn on_their_way(&self) -> Vec<String> {
        let saving = |(path, mark): &(String, Mark)| (*mark == Mark::Saving).then(|| path.clone());
        self.marks
            .with_untracked(|marks| marks.iter().filter_map(saving).collect())
    }

    /// Changes one field and remembers how to take that back.
    pub fn change(&self, desk: Desk, i18n: I18n, field: &Field, value: Json) {
        let before = self
            .record
            .with_untracked(|record| record.get(field.path()).clone());
        let failed = matches!(self.mark_untracked(field.path()), Some(Mark::Failed { .. }));
        if before == value && !failed {
            return;
        }
        desk.steps.update(|steps| {
            steps.push(Step {
                live: self.clone(),
                field: field.clone(),
                before: before.clone(),
            });
            let surplus = steps.len().saturating_sub(MOST_STEPS);
            steps.drain(..surplus);
        });
        self.save(desk, i18n, field.clone(), value, before);
    }

    fn mark_untracked(&self, path: &str) -> Option<Mark> {
        self.marks.with_untracked(|marks| {
            marks
                .iter()
                .find(|(of, _)| of == path)
                .map(|(_, mark)| mark.clone())
        })
    }

    /// Gives up a change that could not be saved.
    pub fn drop_change(&self, path: &str) {
        self.set_mark(path, None);
    }

    fn save(&self, desk: Desk, i18n: I18n, field: Field, value: Json, before: Json) {
        self.record
            .update(|record| *record = record.with(field.path(), value.clone()));
        self.set_mark(field.path(), Some(Mark::Saving));
        let live = self.clone();
        leptos::task::spawn_local(async move {
            match live.send(desk, field.path(), &value, &before).await {
                Ok(record) => live.saved(desk, &field, record),
                Err(Refused::Stale(theirs)) => live.collide(desk, field, value, before, *theirs),
                Err(Refused::Other(failure)) => {
                    live.failed(&field, value, before, &failure, &untrack(|| i18n.texts()))
                }
            }
        });
    }

    /// Sends one field; a record that others changed elsewhere is no obstacle.
    async fn send(
        &self,
        desk: Desk,
        path: &str,
        value: &Json,
        before: &Json,
    ) -> Result<Record, Refused> {
        let plural = self.entity.plural.clone();
        let mut version = self.record.with_untracked(Record::version);
        for _ in 0..MOST_TRIES {
            let body = patch_of(path, value.clone());
            let failure = match desk.api.patch(&plural, &self.id(), version, body).await {
                Ok(record) => return Ok(record),
                Err(failure) => failure,
            };
            let Some(current) = failure.current().filter(|_| failure.is_stale()) else {
                return Err(Refused::Other(failure));
            };
            let current = Record::new(current.clone());
            if current.get(path) != before && current.get(path) != value {
                return Err(Refused::Stale(Box::new(current)));
            }
            version = current.version();
        }
        Err(Refused::Other(Failure::missing()))
    }

    fn saved(&self, desk: Desk, field: &Field, record: Record) {
        self.set_mark(field.path(), Some(Mark::Saved));
        self.take(record.clone());
        desk.tell(&self.entity.name, record.id(), Change::Is(record.clone()));
        let live = self.clone();
        let path = field.path().to_owned();
        let fade = move || {
            if live.mark_untracked(&path) == Some(Mark::Saved) {
                live.set_mark(&path, None);
            }
        };
        set_timeout(fade, SAVED);
    }

    fn failed(&self, field: &Field, typed: Json, before: Json, failure: &Failure, texts: &Texts) {
        self.record
            .update(|record| *record = record.with(field.path(), before));
        let reason = failure.sentence(texts);
        self.set_mark(field.path(), Some(Mark::Failed { typed, reason }));
    }

    /// Asks whose change stays when the field was changed by others since somebody began to type here. Whether they
    /// were asked.
    pub fn asks(&self, desk: Desk, field: &Field, mine: &Json, original: &Json) -> bool {
        let theirs = self.record.get_untracked();
        let now = theirs.get(field.path());
        let asks = now != original && now != mine;
        if asks {
            self.collide(desk, field.clone(), mine.clone(), original.clone(), theirs);
        }
        asks
    }

    fn collide(&self, desk: Desk, field: Field, mine: Json, original: Json, theirs: Record) {
        self.set_mark(field.path(), None);
        desk.conflict.set(Some(Conflict {
            live: self.clone(),
            field,
            mine,
            theirs,
            original,
        }));
    }
}

/// Why a change was not stored.
enum Refused {
    /// Somebody else changed the same field.
    Stale(Box<Record>),
    /// Anything else.
    Other(Failure),
}

impl Conflict {
    /// Keeps what was typed here.
    pub fn keep_mine(self, desk: Desk, i18n: I18n) {
        let theirs = self.theirs.get(self.field.path()).clone();
        self.live.take(self.theirs);
        self.live.save(desk, i18n, self.field, self.mine, theirs);
    }

    /// Keeps what the other person wrote.
    pub fn keep_theirs(self, desk: Desk) {
        let record = self.theirs;
        self.live.take(record.clone());
        desk.tell(
            &self.live.entity.name,
            record.id(),
            Change::Is(record.clone()),
        );
    }
}

impl Desk {
    /// Takes back the newest inline change; false when there is none.
    pub fn undo_step(self, i18n: I18n) -> bool {
        let Some(step) = self.steps.try_update(Vec::pop).flatten() else {
            return false;
        };
        let now = step
            .live
            .record
            .with_untracked(|record| record.get(step.field.path()).clone());
        step.live.save(self, i18n, step.field, step.before, now);
        true
    }
}

/// Sends a patch of several members, merging with other people's changes of other members.
pub async fn patch_whole(
    desk: Desk,
    live: &Live,
    body: Map<String, Json>,
) -> Result<Record, Failure> {
    let (id, mut version) = live
        .record
        .with_untracked(|record| (record.id().to_owned(), record.version()));
    let base = live.record.get_untracked();
    for _ in 0..MOST_TRIES {
        let answer = desk
            .api
            .patch(
                &live.entity.plural,
                &id,
                version,
                Json::Object(body.clone()),
            )
            .await;
        let failure = match answer {
            Ok(record) => {
                live.take(record.clone());
                desk.tell(&live.entity.name, &id, Change::Is(record.clone()));
                return Ok(record);
            }
            Err(failure) => failure,
        };
        let Some(current) = failure.current().filter(|_| failure.is_stale()) else {
            return Err(failure);
        };
        let current = Record::new(current.clone());
        if body.keys().any(|name| current.get(name) != base.get(name)) {
            return Err(failure);
        }
        version = current.version();
    }
    Err(Failure::missing())
}
