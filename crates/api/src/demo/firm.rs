//! A made-up firm with a year behind it: small enough to look through, whole enough to show everything at work.
//!
//! Its story is told through the ordinary write path, one day after the other, so that histories, stages and dates are
//! what they would be. Every record is known to the database as `demo-firm` calls it: exactly these can be taken out.

mod plot;
mod tale;

use std::collections::BTreeMap;

use guanxi_domain::access::Actor;
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::leads::LEAD;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_i18n::Language;
use guanxi_persistence::{Database, Error, Expect};
use serde::{Deserialize, Serialize};

use super::{Step, Told, back, owners};

/// Under which name its records are kept.
const SYSTEM: &str = "demo-firm";

/// Its kinds of records, in the order in which they refer to each other.
const KINDS: [&Entity; 6] = [&PRODUCT, &ACCOUNT, &CONTACT, &OPPORTUNITY, &LEAD, &ACTIVITY];

/// What of the firm is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// Records that are there, not in the bin.
    pub records: usize,
    /// How many of them people changed since; they go along when the firm is taken out.
    pub changed: usize,
}

/// Makes the firm; what was taken out before comes back as it was. How many records that gave.
pub fn make(db: &Database, language: Language, told: Told) -> Result<usize, Error> {
    let returned = bring_back(db)?;
    if returned > 0 || standing(db)?.records > 0 {
        return Ok(returned);
    }
    let owners = owners(db)?;
    let deeds = plot::deeds(language, &owners).map_err(Error::Internal)?;
    // All or nothing: half a firm is none to look around in, and could not be told from a whole one.
    db.write(move |tx| deeds.iter().try_for_each(|deed| tale::tell(tx, deed)))?;
    let made = standing(db)?.records;
    told(Step {
        what: "demo firm".to_owned(),
        done: made,
        whole: made,
    })?;
    Ok(made)
}

/// Puts exactly its records into the bin. What people made themselves stays.
pub fn take_out(db: &Database) -> Result<usize, Error> {
    let mut removed = 0;
    for entity in KINDS.into_iter().rev() {
        removed += db.write(move |tx| {
            let mut removed = 0;
            for id in tx.external_ids(entity, SYSTEM)? {
                match tx.delete(&Actor::system(), entity, id, Expect::Any) {
                    Ok(_) => removed += 1,
                    Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(removed)
        })?;
    }
    Ok(removed)
}

/// What of it is there, and what people changed.
pub fn standing(db: &Database) -> Result<Standing, Error> {
    db.read(|reader| {
        let mut standing = Standing::default();
        for entity in KINDS {
            for id in reader.external_ids(entity, SYSTEM)? {
                match reader.document(&Actor::system(), entity, id) {
                    Ok(document) => {
                        standing.records += 1;
                        let by_nobody = document.values[at::UPDATED_BY] == Value::Null;
                        standing.changed += usize::from(!by_nobody);
                    }
                    Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(standing)
    })
}

fn bring_back(db: &Database) -> Result<usize, Error> {
    let mut returned = 0;
    for entity in KINDS {
        returned += db.write(move |tx| {
            let mut returned = 0;
            for id in tx.external_ids(entity, SYSTEM)? {
                returned += back(tx, entity, id)?;
            }
            Ok(returned)
        })?;
    }
    Ok(returned)
}

/// The entity of a kind of the story, such as `sale` in `sale.pumps`.
fn entity_of(kind: &str) -> Option<&'static Entity> {
    let kinds: BTreeMap<&str, &'static Entity> = BTreeMap::from([
        ("product", &PRODUCT),
        ("account", &ACCOUNT),
        ("person", &CONTACT),
        ("sale", &OPPORTUNITY),
        ("lead", &LEAD),
        ("activity", &ACTIVITY),
    ]);
    kinds.get(kind).copied()
}
