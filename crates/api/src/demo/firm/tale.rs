//! One deed of the story, done as if it were its day.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::query::{MOST_ROWS, Query, Sort};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::{Error, Expect, How, Tx};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::plot::{Deed, What};
use super::{ACCOUNT, CONTACT, LEAD, OPPORTUNITY, SYSTEM, entity_of};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Does a deed on its day. Rules see that day as today, so that everything they stamp is of it.
pub fn tell(tx: &mut Tx, deed: &Deed) -> Result<(), Error> {
    let now = tx.now;
    let told = Telling {
        now,
        deed,
        system: Actor::system(),
    };
    tx.now = told.moment(deed.day);
    let done = told.act(tx);
    tx.now = now;
    done
}

struct Telling<'a> {
    now: Instant,
    deed: &'a Deed,
    system: Actor,
}

impl Telling<'_> {
    fn moment(&self, days: i64) -> Instant {
        Instant::from_micros(self.now.micros() + days * DAY)
    }

    fn act(&self, tx: &mut Tx) -> Result<(), Error> {
        let (kind, key) = parted(&self.deed.about)?;
        let entity = entity_of(kind).ok_or_else(|| strange(&self.deed.about))?;
        if let What::Made(body) = &self.deed.what {
            let body = self.filled(tx, body)?;
            let made = tx.create(&self.system, entity, &body, How::Plain)?;
            return tx.link_external(entity, SYSTEM, key, made.id());
        }
        let Some(id) = tx.external(entity, SYSTEM, key)? else {
            return Ok(());
        };
        match &self.deed.what {
            What::Used(verb, body) => {
                let body = self.filled(tx, body)?;
                tx.verb(&self.system, entity, id, Expect::Any, verb, &body)?;
                self.mark_what_became(tx, entity, id, key)
            }
            _ => self.advance(tx, entity, id),
        }
    }

    /// A lead that became a customer made further records.
    fn mark_what_became(
        &self,
        tx: &mut Tx,
        entity: &'static Entity,
        id: Uuid,
        key: &str,
    ) -> Result<(), Error> {
        if !entity.is(&LEAD) {
            return Ok(());
        }
        let lead = tx.document(&self.system, entity, id)?;
        for (field, made) in [
            ("converted_account_id", &ACCOUNT),
            ("converted_contact_id", &CONTACT),
            ("converted_opportunity_id", &OPPORTUNITY),
        ] {
            if let Some(id) = lead.get(field).as_id() {
                tx.link_external(made, SYSTEM, &format!("lead-{key}"), id)?;
            }
        }
        Ok(())
    }

    /// To the next open stage; it stays where it is in the last one.
    fn advance(&self, tx: &mut Tx, entity: &'static Entity, id: Uuid) -> Result<(), Error> {
        let sale = tx.document(&self.system, entity, id)?;
        let Some(pipeline) = sale.get("pipeline_id").as_id() else {
            return Ok(());
        };
        let filter = Filter::equals("pipeline_id", Value::Id(pipeline))
            .and(Filter::equals("category", Value::text("open")));
        let query = Query {
            filter: Some(filter),
            sort: vec![Sort::parse("position")],
            limit: MOST_ROWS,
            ..Query::default()
        };
        let page = tx.list(&self.system, &STAGE, &query)?;
        let page: Json =
            serde_json::from_slice(&page).map_err(|error| Error::Internal(error.to_string()))?;
        let stages = page["data"].as_array().map_or(&[][..], Vec::as_slice);
        let here = sale.get("stage_id").as_id().map(|id| id.to_string());
        let place = stages
            .iter()
            .position(|stage| stage["id"].as_str() == here.as_deref());
        let Some(next) = place.and_then(|place| stages.get(place + 1)) else {
            return Ok(());
        };
        let body = Map::from_iter([("stage_id".to_owned(), next["id"].clone())]);
        tx.verb(&self.system, entity, id, Expect::Any, "move", &body)?;
        Ok(())
    }

    /// The body with real ids, amounts and days.
    fn filled(&self, tx: &mut Tx, body: &Map<String, Json>) -> Result<Map<String, Json>, Error> {
        let mut filled = Map::new();
        for (name, value) in body {
            let value = match stand_in(value) {
                Some(("of", Json::String(about))) => {
                    let (kind, key) = parted(about)?;
                    let entity = entity_of(kind).ok_or_else(|| strange(about))?;
                    json!(tx.external(entity, SYSTEM, key)?)
                }
                Some(("kind_of", Json::String(about))) => {
                    let (kind, _) = parted(about)?;
                    json!(entity_of(kind).map(|entity| entity.name))
                }
                Some(("worth", Json::Number(units))) => {
                    let currency = tx.world.workspace.company_currency;
                    let minor = units.as_i64().unwrap_or(0) * 10_i64.pow(currency.digits());
                    json!({ "amount_minor": minor, "currency": currency.code() })
                }
                Some(("day", Json::Number(days))) => {
                    let moment = self.moment(days.as_i64().unwrap_or(0)).to_string();
                    json!(moment.get(..10))
                }
                Some(("moment", Json::Number(days))) => {
                    json!(self.moment(days.as_i64().unwrap_or(0)).to_string())
                }
                _ => value.clone(),
            };
            filled.insert(name.clone(), value);
        }
        Ok(filled)
    }
}

/// An object with one member may stand for something else.
fn stand_in(value: &Json) -> Option<(&str, &Json)> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let (name, value) = object.iter().next()?;
    Some((name.as_str(), value))
}

fn parted(about: &str) -> Result<(&str, &str), Error> {
    about.split_once('.').ok_or_else(|| strange(about))
}

fn strange(about: &str) -> Error {
    Error::Internal(format!("the story of the demo firm knows no {about}"))
}
