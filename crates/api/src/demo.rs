//! Made-up records for trying things out and for measuring, in Latin and Chinese.
//!
//! Every record is known to the database as `demo` calls it, so a second run continues where the
//! first stopped and all of it can be taken out again.

mod chance;
pub mod firm;
mod recipe;
mod words;

use guanxi_domain::access::Actor;
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_persistence::{Database, Error, Expect, How, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

pub use recipe::Recipe;

/// Under which name other systems' ids are kept.
const SYSTEM: &str = "demo";
/// Records of one transaction.
const CHUNK: usize = 200;

/// Kinds of records in the order in which they refer to each other, and how many of each there are
/// for one account.
pub const KINDS: [(&Entity, usize); 4] = [
    (&ACCOUNT, 1),
    (&CONTACT, 5),
    (&OPPORTUNITY, 5),
    (&ACTIVITY, 25),
];

/// How far some work is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Of what: the plural of an entity.
    pub what: String,
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub whole: usize,
}

/// Hears how far the work is; an error ends it there.
pub type Told<'a> = &'a mut dyn FnMut(Step) -> Result<(), Error>;

fn step(entity: &Entity, done: usize, whole: usize) -> Step {
    Step {
        what: entity.plural.to_owned(),
        done,
        whole,
    }
}

/// Makes records for so many accounts. Tells after each chunk how many of which kind are there.
pub fn fill(db: &Database, accounts: usize, told: Told) -> Result<usize, Error> {
    let owners = owners(db)?;
    let mut made = 0;
    for (entity, each) in KINDS {
        let whole = accounts * each;
        for start in (0..whole).step_by(CHUNK) {
            let end = (start + CHUNK).min(whole);
            let owners = owners.clone();
            made += db.write(move |tx| chunk(tx, entity, start, end, each, &owners))?;
            told(step(entity, end, whole))?;
        }
    }
    Ok(made)
}

fn chunk(
    tx: &mut Tx,
    entity: &'static Entity,
    start: usize,
    end: usize,
    each: usize,
    owners: &[Uuid],
) -> Result<usize, Error> {
    let mut made = 0;
    for n in start..end {
        let name = format!("{}-{n}", entity.name);
        if let Some(id) = tx.external(entity, SYSTEM, &name)? {
            made += back(tx, entity, id)?;
            continue;
        }
        let mut body = Recipe::new(entity, n).body();
        if let Some(owner) = owners.get(n / each % owners.len().max(1)) {
            body.insert("owner_id".to_owned(), json!(owner));
        }
        relate(tx, entity, n / each, &mut body)?;
        let record = tx.create(&Actor::system(), entity, &body, How::Plain)?;
        tx.link_external(entity, SYSTEM, &name, record.id())?;
        made += 1;
    }
    Ok(made)
}

/// Takes a record out of the bin if it is there; says how many that were.
fn back(tx: &mut Tx, entity: &'static Entity, id: Uuid) -> Result<usize, Error> {
    match tx.restore(&Actor::system(), entity, id, Expect::Any) {
        Ok(_) => Ok(1),
        Err(Error::NotFound) => Ok(0),
        Err(error) => Err(error),
    }
}

/// Ties a record to its account.
fn relate(
    tx: &mut Tx,
    entity: &Entity,
    account: usize,
    body: &mut Map<String, Json>,
) -> Result<(), Error> {
    if entity.is(&ACCOUNT) {
        return Ok(());
    }
    let name = format!("{}-{account}", ACCOUNT.name);
    let Some(account) = tx.external(&ACCOUNT, SYSTEM, &name)? else {
        return Ok(());
    };
    if entity.is(&ACTIVITY) {
        body.insert("anchor_entity".to_owned(), json!(ACCOUNT.name));
        body.insert("anchor_id".to_owned(), json!(account));
    } else {
        body.insert("account_id".to_owned(), json!(account));
    }
    Ok(())
}

/// Puts everything of ours into the bin, what refers to others first, however much was made.
pub fn clear(db: &Database, told: Told) -> Result<usize, Error> {
    let mut removed = 0;
    for (entity, _) in KINDS.into_iter().rev() {
        let whole = db.write(move |tx| tx.externals(entity, SYSTEM))?;
        // They are numbered without a gap.
        for start in (0..).step_by(CHUNK) {
            let (known, binned) = db.write(move |tx| bin(tx, entity, start))?;
            removed += binned;
            told(step(entity, start + known, whole))?;
            if known < CHUNK {
                break;
            }
        }
    }
    Ok(removed)
}

/// How many of a chunk were ever made, and how many went into the bin now.
fn bin(tx: &mut Tx, entity: &'static Entity, start: usize) -> Result<(usize, usize), Error> {
    let (mut known, mut removed) = (0, 0);
    for n in start..start + CHUNK {
        let name = format!("{}-{n}", entity.name);
        let Some(id) = tx.external(entity, SYSTEM, &name)? else {
            break;
        };
        known += 1;
        match tx.delete(&Actor::system(), entity, id, Expect::Any) {
            Ok(_) => removed += 1,
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((known, removed))
}

/// Who the records are shared out among: everybody who may sign in.
fn owners(db: &Database) -> Result<Vec<Uuid>, Error> {
    use guanxi_domain::kernel::filter::Filter;
    use guanxi_domain::kernel::query::{MOST_ROWS, Query};
    use guanxi_domain::kernel::value::Value;
    use guanxi_domain::people::users::USER;
    let query = Query {
        filter: Some(Filter::equals("status", Value::text("active"))),
        fields: Some(vec!["id".to_owned()]),
        limit: MOST_ROWS,
        ..Query::default()
    };
    let page = db.read(|reader| reader.list(&Actor::system(), &USER, &query))?;
    let page: Json =
        serde_json::from_slice(&page).map_err(|error| Error::Internal(error.to_string()))?;
    let rows = page["data"].as_array().cloned().unwrap_or_default();
    let ids = rows
        .iter()
        .filter_map(|row| row["id"].as_str()?.parse().ok());
    Ok(ids.collect())
}
