//! A record with what there is to know around it: a fixed number of statements, each within the reader's rights.

use std::collections::BTreeMap;
use std::sync::Arc;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::overview::{Around, Block};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Function, Measure, Query, Sort};
use guanxi_domain::kernel::wire;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::conditions::Asker;
use super::read::{Ask, Reader};
use super::{aggregate, list};
use crate::error::{Error, Result};

impl Reader<'_> {
    /// A record, and every block of its entity's overview that the actor may read.
    pub fn overview(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
    ) -> Result<BTreeMap<&'static str, Box<RawValue>>> {
        let record = self.get(actor, entity, id, &Ask::default())?;
        let mut answer = BTreeMap::from([(entity.name, raw(record.body)?)]);
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        let mut around = Around {
            id,
            today: Asker::new(lens, self.now).clock.today,
            found: BTreeMap::new(),
        };
        for block in entity.overview {
            if let Some(told) = self.block(actor, block, &mut around)? {
                let body = serde_json::to_vec(&told).map_err(unreadable)?;
                answer.insert(block.name, raw(body)?);
            }
        }
        Ok(answer)
    }

    /// Nothing when the actor may not read it.
    fn block(&mut self, actor: &Actor, block: &Block, around: &mut Around) -> Result<Option<Json>> {
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity: (block.entity)(),
            custom: &world.custom,
            actor,
        };
        let filter = (block.which)(around);
        if !block.is_readable(&lens, &filter) {
            return Ok(None);
        }
        let asker = Asker::new(lens, self.now);
        let query = Query {
            filter: Some(filter.clone()),
            sort: block.sort.iter().map(|sort| Sort::parse(sort)).collect(),
            fields: Some(block.fields(&lens)),
            expand: block.expand(&lens),
            limit: block.limit,
            ..Query::default()
        };
        let page = list::page(self.conn, &world, &asker, &query)?;
        let page: Json = serde_json::from_slice(&page).map_err(unreadable)?;
        around.found.insert(block.name, given(&page, block.gives));
        let mut told = Map::from_iter([("data".to_owned(), page["data"].clone())]);
        told.insert("has_more".to_owned(), page["has_more"].clone());
        if block.counted {
            told.extend(self.figures(&asker, block, filter)?);
        }
        Ok(Some(Json::Object(told)))
    }

    /// How many there are, and sums per currency of the amounts that the actor may see.
    fn figures(
        &mut self,
        asker: &Asker,
        block: &Block,
        filter: Filter,
    ) -> Result<Map<String, Json>> {
        let sums = block.sums.iter().filter(|field| asker.lens.shows(field));
        let count = Measure {
            function: Function::Count,
            path: None,
        };
        let sums = sums.map(|&field| Measure {
            function: Function::Sum,
            path: Some(field.to_owned()),
        });
        let ask = Aggregate {
            filter: Some(filter),
            group: Vec::new(),
            measures: std::iter::once(count).chain(sums).collect(),
        };
        let figures = aggregate::run(self.conn, asker, &ask)?;
        let values = figures["groups"][0]["values"].as_object().cloned();
        let mut values = values.unwrap_or_default();
        values.entry("count").or_insert(json!(0));
        Ok(values)
    }
}

/// The ids that a block gives to those after it.
fn given(page: &Json, field: &str) -> Vec<Uuid> {
    let rows = page["data"].as_array().map_or(&[][..], Vec::as_slice);
    let ids = rows.iter().filter_map(|row| wire::id(row[field].as_str()?));
    ids.collect()
}

fn raw(body: Vec<u8>) -> Result<Box<RawValue>> {
    let text = String::from_utf8(body).map_err(|error| Error::Internal(error.to_string()))?;
    RawValue::from_string(text).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(error.to_string())
}
