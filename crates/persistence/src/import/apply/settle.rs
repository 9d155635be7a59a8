//! What a row wants, with the records found that it refers to.

use guanxi_domain::import::convert::{Flaw, Wanted, WantedField, WantedRow, WantedValue};
use guanxi_domain::import::mapping::Missing;
use guanxi_domain::import::plan::RecordPlan;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::problem::Violation;
use uuid::Uuid;

use super::{Applier, Done, Flaws, Pass, Stop};
use crate::engine::write::Tx;
use crate::import::aside;
use crate::import::body::{Settled, SettledRow, SettledValue};
use crate::import::seek::Found;

/// A field of a record or row that refers to another record.
struct Reference<'f, 'p> {
    field: &'f WantedField<'p>,
    pointer: String,
    nullable: bool,
}

type SettledAll<'p> = (Vec<Settled<'p>>, Vec<SettledRow<'p>>);

impl<'a> Applier<'a> {
    /// Every value that the row wants, with the references found.
    pub(super) fn settled(
        &mut self,
        tx: &mut Tx,
        plan: &RecordPlan,
        wanted: &Wanted<'a>,
        parts: &[Vec<WantedRow<'a>>],
        made: &[Option<Uuid>],
        done: &mut Done,
    ) -> Result<SettledAll<'a>, Stop> {
        let mut search = Search {
            made,
            done,
            flaws: Flaws::default(),
            waits: false,
            place: None,
        };
        let fields = self.fields(tx, plan.entity, "", &wanted.fields, &mut search)?;
        let mut rows = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            for (i, row) in part.iter().enumerate() {
                search.place = Some((place, i));
                rows.push(self.inner_row(tx, plan, row, i, true, &mut search)?);
            }
        }
        search.place = None;
        for (i, row) in wanted.inner.iter().enumerate() {
            rows.push(self.inner_row(tx, plan, row, i, false, &mut search)?);
        }
        let Search { flaws, waits, .. } = search;
        if !flaws.own.is_empty() || !flaws.parts.is_empty() {
            return Err(flaws.into());
        }
        if waits {
            Err(Stop::Waits)
        } else {
            Ok((fields, rows))
        }
    }

    fn inner_row(
        &mut self,
        tx: &mut Tx,
        plan: &RecordPlan,
        row: &WantedRow<'a>,
        i: usize,
        from_file: bool,
        search: &mut Search,
    ) -> Result<SettledRow<'a>, Stop> {
        let collection = &plan.entity.collections[row.collection];
        let at = format!("/{}/{i}", collection.name);
        Ok(SettledRow {
            collection: row.collection,
            mark: row.mark.clone(),
            fields: self.fields(tx, (collection.entity)(), &at, &row.fields, search)?,
            from_file,
        })
    }

    fn fields(
        &mut self,
        tx: &mut Tx,
        entity: &Entity,
        at: &str,
        fields: &[WantedField<'a>],
        search: &mut Search,
    ) -> Result<Vec<Settled<'a>>, Stop> {
        let mut settled = Vec::with_capacity(fields.len());
        for field in fields {
            let value = match &field.value {
                WantedValue::Nothing => SettledValue::Nothing,
                WantedValue::Json(json) => SettledValue::Json(json.clone()),
                WantedValue::Name(parts) => SettledValue::Name(parts.clone()),
                _ => {
                    let reference = Reference {
                        field,
                        pointer: format!("{at}/{}", field.plan.name),
                        nullable: entity
                            .field(&field.plan.name)
                            .is_some_and(|field| field.nullable),
                    };
                    let found = self.referred(tx, &reference, search)?;
                    found.map_or(SettledValue::Nothing, |id| {
                        SettledValue::Json(id.to_string().into())
                    })
                }
            };
            settled.push(Settled {
                plan: field.plan,
                value,
            });
        }
        Ok(settled)
    }

    fn referred(
        &mut self,
        tx: &mut Tx,
        reference: &Reference,
        search: &mut Search,
    ) -> Result<Option<Uuid>, Stop> {
        let (missing, shown, fate) = match &reference.field.value {
            WantedValue::Record(place) => return Ok(search.made.get(*place).copied().flatten()),
            WantedValue::Key {
                target,
                system,
                key,
                missing,
            } => {
                if let Some(id) = self.seeker.key(tx, target, system, key)? {
                    return Ok(Some(id));
                }
                let fate = self.fate(tx, target, system, key, reference.nullable)?;
                (*missing, key.clone(), fate)
            }
            WantedValue::Find {
                target,
                tests,
                missing,
            } => match self.seeker.find(tx, self.actor, target, tests)? {
                Found::One(id) => return Ok(Some(id)),
                Found::None => (*missing, shown(tests), Fate::Never),
                Found::Several => {
                    let violation = Violation::at(&*reference.pointer, "ambiguous_reference")
                        .with("value", shown(tests));
                    search.flaw(Flaw::about(reference.field.plan.columns(), violation));
                    return Ok(None);
                }
            },
            _ => return Ok(None),
        };
        match fate {
            Fate::Waits => search.waits = true,
            Fate::LeftOut => search.done.is_loose = true,
            Fate::Never => {
                let violation =
                    Violation::at(&*reference.pointer, "unknown_reference").with("value", shown);
                let flaw = Flaw::about(reference.field.plan.columns(), violation);
                if missing == Missing::Empty || self.pass == Pass::Join {
                    search.done.warn(flaw);
                } else {
                    search.flaw(flaw);
                }
            }
        }
        Ok(None)
    }

    /// What to do about a record that is not there.
    fn fate(
        &self,
        tx: &mut Tx,
        target: &Entity,
        system: &str,
        key: &str,
        nullable: bool,
    ) -> Result<Fate, Stop> {
        let makers = self.job.makers(target, system);
        match self.pass {
            Pass::Strict if makers.iter().any(|file| self.open[*file]) => Ok(Fate::Waits),
            Pass::Loose => {
                for file in makers {
                    if aside::is_waiting(tx.conn, self.job.import, file, key)? {
                        return Ok(if nullable { Fate::LeftOut } else { Fate::Waits });
                    }
                }
                Ok(Fate::Never)
            }
            _ => Ok(Fate::Never),
        }
    }
}

/// What to do about a record that is not there.
enum Fate {
    /// Another row may make it.
    Waits,
    /// Another row will, but that one waits itself.
    LeftOut,
    /// No row will.
    Never,
}

/// What the search for a row's references brought up.
struct Search<'s> {
    made: &'s [Option<Uuid>],
    done: &'s mut Done,
    flaws: Flaws,
    waits: bool,
    /// The row of another file that is being looked at.
    place: Option<(usize, usize)>,
}

impl Search<'_> {
    fn flaw(&mut self, flaw: Flaw) {
        match self.place {
            Some((part, row)) => self.flaws.parts.push((part, row, flaw)),
            None => self.flaws.own.push(flaw),
        }
    }
}

fn shown(tests: &[(String, String)]) -> String {
    let tests: Vec<_> = tests
        .iter()
        .map(|(path, value)| format!("{path} = {value}"))
        .collect();
    tests.join(", ")
}
