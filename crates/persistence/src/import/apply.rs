//! One row of a file into its records: all of them, or none.

mod settle;

use std::sync::Arc;

use guanxi_domain::access::Actor;
use guanxi_domain::import::convert::{self, Aids, Flaw, Wanted, WantedRow, WantedValue};
use guanxi_domain::import::mapping::Existing;
use guanxi_domain::import::plan::{FieldPlan, RecordPlan};
use guanxi_domain::import::table::Row;
use guanxi_domain::kernel::document::{Document, row_id};
use guanxi_domain::kernel::problem::{Violation, Violations};
use uuid::Uuid;

use super::aside::RawRow;
use super::body::{self, Settled, SettledRow};
use super::job::Job;
use super::progress::Outcome;
use super::seek::{self, Found, Seeker};
use crate::database::is_deadlock;
use crate::engine::write::{Expect, How, Tx};
use crate::error::Error;

/// How strict a pass over rows is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// Rows wait for records that other rows will make.
    Strict,
    /// References to rows that wait themselves are left out where they may be empty.
    Loose,
    /// What was left out is filled in.
    Join,
}

/// Rows of another file that go into the row's record.
pub(super) struct Parts {
    /// Which file.
    pub(super) file: usize,
    /// Its rows.
    pub(super) rows: Vec<RawRow>,
}

/// A row that is in.
#[derive(Default)]
pub(super) struct Done {
    /// Record by record.
    pub(super) records: Vec<(&'static str, Outcome)>,
    /// What became of the rows of other files, in their order.
    pub(super) parts: Vec<Vec<Outcome>>,
    /// Worth a look.
    pub(super) warnings: Vec<Flaw>,
    /// Whether something was left out for later.
    pub(super) is_loose: bool,
}

impl Done {
    /// The row's own outcome: that of the record that changed most.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.records.iter().map(|(_, outcome)| *outcome).max()
    }

    /// Two records of a row with one key share a warning about it.
    fn warn(&mut self, flaw: Flaw) {
        if !self.warnings.contains(&flaw) {
            self.warnings.push(flaw);
        }
    }
}

/// Why a row is not in.
pub(super) enum Stop {
    /// It refers to records that are not there yet.
    Waits,
    /// It is refused.
    Flawed(Flaws),
    /// The work as a whole cannot go on now.
    Broken(Error),
}

/// What is wrong with a row and with the rows of other files that go into its record.
#[derive(Default)]
pub(super) struct Flaws {
    /// Its own.
    pub(super) own: Vec<Flaw>,
    /// Place among the parts, place among their rows, and what is wrong there.
    pub(super) parts: Vec<(usize, usize, Flaw)>,
}

impl From<Flaws> for Stop {
    fn from(flaws: Flaws) -> Self {
        Self::Flawed(flaws)
    }
}

impl From<Error> for Stop {
    /// What concerns one row is that row's failure; outages and deadlocks concern the whole work.
    fn from(error: Error) -> Self {
        let violation = match error {
            Error::Violations(violations) => {
                return flawed(violations.0.into_iter().map(Flaw::whole).collect());
            }
            Error::Conflict(violation) => violation,
            Error::Forbidden(action) => Violation::at("", "forbidden").with("action", action),
            Error::NotFound => Violation::at("", "unknown_record"),
            Error::Internal(message) if !is_deadlock(&message) => {
                tracing::error!(message, "a row cannot be stored");
                Violation::at("", "internal")
            }
            other => return Self::Broken(other),
        };
        flawed(vec![Flaw::whole(violation)])
    }
}

fn flawed(own: Vec<Flaw>) -> Stop {
    Flaws {
        own,
        parts: Vec::new(),
    }
    .into()
}

/// Brings rows in, within one transaction.
pub(super) struct Applier<'a> {
    job: &'a Job,
    actor: &'a Actor,
    aids: Aids<'a>,
    seeker: Seeker,
    pass: Pass,
    /// Files that may still make records.
    open: &'a [bool],
}

impl<'a> Applier<'a> {
    pub(super) fn new(
        job: &'a Job,
        actor: &'a Actor,
        aids: Aids<'a>,
        pass: Pass,
        open: &'a [bool],
    ) -> Self {
        Self {
            job,
            actor,
            aids,
            seeker: Seeker::default(),
            pass,
            open,
        }
    }

    /// Brings a row in; when that fails, nothing of it is left.
    pub(super) fn row(
        &mut self,
        tx: &mut Tx,
        file: usize,
        row: &Row,
        parts: &[Parts],
    ) -> Result<Done, Stop> {
        let mut stop = None;
        let done = tx.savepoint(|tx| match self.records(tx, file, row, parts) {
            Ok(done) => Ok(done),
            Err(reason) => {
                stop = Some(reason);
                Err(Error::Busy)
            }
        });
        if done.is_err() {
            self.seeker.forget();
        }
        match (done, stop) {
            (_, Some(stop)) => Err(stop),
            (Ok(done), None) => Ok(done),
            (Err(error), None) => Err(Stop::Broken(error)),
        }
    }

    fn records(
        &mut self,
        tx: &mut Tx,
        file: usize,
        row: &Row,
        parts: &[Parts],
    ) -> Result<Done, Stop> {
        let plans = self.job.plan.files[file].records();
        let mut done = Done::default();
        let mut made: Vec<Option<Uuid>> = Vec::new();
        let mut wanted = Vec::new();
        let mut flaws = Flaws::default();
        for plan in plans {
            match convert::record(plan, row, self.aids) {
                Ok(one) => wanted.push(one),
                Err(found) => flaws.own.extend(found),
            }
        }
        let parts = self.parts(parts, &mut flaws);
        if !flaws.own.is_empty() || !flaws.parts.is_empty() {
            return Err(flaws.into());
        }
        let mut parts = Some(parts);
        for (place, (plan, wanted)) in plans.iter().zip(wanted).enumerate() {
            let Some(wanted) = wanted else {
                made.push(None);
                continue;
            };
            // The first record of a row owns the rows of other files.
            let parts = if place == 0 {
                parts.take().unwrap_or_default()
            } else {
                Vec::new()
            };
            let record = self.record(tx, plan, &wanted, parts, &made, &mut done)?;
            if let Some(key) = plan.key.as_ref().filter(|key| row.was_trimmed(key)) {
                let shown = wanted.key.as_deref().unwrap_or_default();
                let violation = Violation::at("", "key_trimmed").with("key", shown);
                done.warn(Flaw::about(key.columns(), violation));
            }
            made.push(Some(record));
        }
        Ok(done)
    }

    fn parts(&self, parts: &[Parts], flaws: &mut Flaws) -> Vec<Vec<WantedRow<'a>>> {
        let mut all = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let Some(plan) = self.job.part_plan(part.file) else {
                continue;
            };
            let mut rows = Vec::new();
            for (i, raw) in part.rows.iter().enumerate() {
                match convert::part(plan, &self.job.row(raw), self.aids) {
                    Ok(row) => rows.push(row),
                    Err(found) => flaws
                        .parts
                        .extend(found.into_iter().map(|flaw| (place, i, flaw))),
                }
            }
            all.push(rows);
        }
        all
    }

    fn record(
        &mut self,
        tx: &mut Tx,
        plan: &'a RecordPlan,
        wanted: &Wanted<'a>,
        parts: Vec<Vec<WantedRow<'a>>>,
        made: &[Option<Uuid>],
        done: &mut Done,
    ) -> Result<Uuid, Stop> {
        let before = self.existing(tx, plan, wanted)?;
        if let Some(before) = before
            .as_ref()
            .filter(|_| plan.existing == Existing::Keep && self.pass != Pass::Join)
        {
            self.linked(tx, plan, wanted, before.id())?;
            done.records.push((plan.entity.name, Outcome::Unchanged));
            done.parts = parts
                .iter()
                .map(|rows| vec![Outcome::Unchanged; rows.len()])
                .collect();
            return Ok(before.id());
        }
        let (fields, rows) = self.settled(tx, plan, wanted, &parts, made, done)?;
        let written = match &before {
            None => self.create(tx, plan, fields, rows),
            Some(before) => self.change(tx, plan, before, fields, rows),
        };
        let (after, outcome) = written.map_err(|error| refused(plan, wanted, &parts, error))?;
        self.linked(tx, plan, wanted, after.id())?;
        done.records.push((plan.entity.name, outcome));
        done.parts = part_outcomes(before.as_ref(), &after, &parts);
        self.warn_of_elder(tx, plan, &after, done)?;
        Ok(after.id())
    }

    /// The record that the row means, when it is there.
    fn existing(
        &mut self,
        tx: &mut Tx,
        plan: &RecordPlan,
        wanted: &Wanted,
    ) -> Result<Option<Document>, Stop> {
        let mut id = None;
        if let Some(key) = &wanted.key {
            id = self.seeker.key(tx, plan.entity, &plan.system, key)?;
        }
        if id.is_none() && !plan.matches.is_empty() {
            let value = |name: &String| {
                let field = wanted
                    .fields
                    .iter()
                    .find(|field| field.plan.name == *name)?;
                match &field.value {
                    WantedValue::Json(json) => Some((field.plan.name.as_str(), json.clone())),
                    _ => None,
                }
            };
            let values: Option<Vec<_>> = plan.matches.iter().map(value).collect();
            if let Some(values) = values {
                id = match seek::equal(tx, self.actor, plan.entity, &values)? {
                    Found::None => None,
                    Found::One(id) => Some(id),
                    Found::Several => {
                        return Err(flawed(vec![Flaw::whole(Violation::at(
                            "",
                            "ambiguous_match",
                        ))]));
                    }
                };
            }
        }
        let Some(id) = id else {
            return Ok(None);
        };
        Ok(Some(tx.document(self.actor, plan.entity, id)?))
    }

    fn create(
        &self,
        tx: &mut Tx,
        plan: &RecordPlan,
        fields: Vec<Settled>,
        rows: Vec<SettledRow>,
    ) -> Result<(Document, Outcome), Error> {
        let body = body::for_new(plan.entity, Uuid::now_v7(), fields, rows);
        let document = tx.create(self.actor, plan.entity, &body, How::Import)?;
        Ok((document, Outcome::Created))
    }

    fn change(
        &self,
        tx: &mut Tx,
        plan: &RecordPlan,
        before: &Document,
        fields: Vec<Settled>,
        rows: Vec<SettledRow>,
    ) -> Result<(Document, Outcome), Error> {
        let fill = plan.existing != Existing::Update;
        let world = Arc::clone(&tx.world);
        let body = body::for_change(before, &world.custom, fields, rows, fill);
        if body.is_empty() {
            return Ok((before.clone(), Outcome::Unchanged));
        }
        let expect = Expect::Version(before.version());
        let after = tx.patch(
            self.actor,
            plan.entity,
            before.id(),
            expect,
            &body,
            How::Import,
        )?;
        let same = after.version() == before.version();
        Ok((
            after,
            if same {
                Outcome::Unchanged
            } else {
                Outcome::Updated
            },
        ))
    }

    /// Remembers under which key a record was brought in.
    fn linked(
        &mut self,
        tx: &mut Tx,
        plan: &RecordPlan,
        wanted: &Wanted,
        id: Uuid,
    ) -> Result<(), Stop> {
        let Some(key) = &wanted.key else {
            return Ok(());
        };
        if self.seeker.key(tx, plan.entity, &plan.system, key)? != Some(id) {
            tx.link_external(plan.entity, &plan.system, key, id)?;
        }
        Ok(())
    }

    fn warn_of_elder(
        &self,
        tx: &mut Tx,
        plan: &RecordPlan,
        record: &Document,
        done: &mut Done,
    ) -> Result<(), Stop> {
        let Some(field) = plan.same_name.filter(|_| self.pass != Pass::Join) else {
            return Ok(());
        };
        let name = record.text(field.name);
        if !name.is_empty()
            && seek::has_elder(tx, self.actor, plan.entity, field.name, name, record.id())?
        {
            let columns = plan
                .fields
                .iter()
                .find(|one| one.sets(field.name))
                .map(FieldPlan::columns);
            let violation = Violation::field(field.name, "same_name").with("name", name);
            done.warnings
                .push(Flaw::about(columns.unwrap_or_default(), violation));
        }
        Ok(())
    }
}

/// What the store's refusal means for the row and its parts.
fn refused(plan: &RecordPlan, wanted: &Wanted, parts: &[Vec<WantedRow>], error: Error) -> Stop {
    let violations = match error {
        Error::Violations(violations) => violations,
        Error::Conflict(violation) => Violations::from(violation),
        other => return other.into(),
    };
    let mut flaws = Flaws::default();
    let mut own = Violations::default();
    for violation in violations.0 {
        match part_at(plan, parts, &violation.pointer) {
            Some((part, row, field)) => {
                let columns = parts[part][row]
                    .fields
                    .iter()
                    .find(|one| one.plan.name == field);
                let columns = columns.map(|one| one.plan.columns()).unwrap_or_default();
                flaws
                    .parts
                    .push((part, row, Flaw::about(columns, violation)));
            }
            None => own.add(violation),
        }
    }
    flaws.own = convert::flaws(plan, wanted, own);
    flaws.into()
}

/// The row of another file that a pointer such as `/lines/2/quantity` is about.
fn part_at<'p>(
    plan: &RecordPlan,
    parts: &[Vec<WantedRow>],
    pointer: &'p str,
) -> Option<(usize, usize, &'p str)> {
    let mut steps = pointer.trim_start_matches('/').split('/');
    let (collection, _) = plan.entity.collection(steps.next()?)?;
    let mut row: usize = steps.next()?.parse().ok()?;
    let field = steps.next().unwrap_or_default();
    for (place, rows) in parts.iter().enumerate() {
        if rows.first().is_none_or(|row| row.collection != collection) {
            continue;
        }
        if row < rows.len() {
            return Some((place, row, field));
        }
        row -= rows.len();
    }
    None
}

/// What became of the rows of other files: found by their ids before and after.
fn part_outcomes(
    before: Option<&Document>,
    after: &Document,
    parts: &[Vec<WantedRow>],
) -> Vec<Vec<Outcome>> {
    let Some(before) = before else {
        return parts
            .iter()
            .map(|rows| vec![Outcome::Created; rows.len()])
            .collect();
    };
    let outcome = |collection: usize, place: usize| {
        let Some(row) = after.collections[collection].get(place) else {
            return Outcome::Unchanged;
        };
        match before.collections[collection]
            .iter()
            .find(|other| row_id(other) == row_id(row))
        {
            None => Outcome::Created,
            Some(same) if same == row => Outcome::Unchanged,
            Some(_) => Outcome::Updated,
        }
    };
    let mut offsets = vec![0; after.collections.len()];
    let mut all = Vec::new();
    for rows in parts {
        let mut outcomes = Vec::new();
        for row in rows {
            outcomes.push(outcome(row.collection, offsets[row.collection]));
            offsets[row.collection] += 1;
        }
        all.push(outcomes);
    }
    all
}
