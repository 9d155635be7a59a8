//! The schema of a record with what there is to know around it.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::overview::Block;
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::Components;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};

use super::examples;
use super::kinds::named;
use super::shared::{boolean, closed, integer};
use super::words::{self, camel};

/// Adds the schema of an entity's overview.
pub fn add(components: &mut Components, entity: &'static Entity) {
    let start = closed(&format!(
        "{} with what there is to know around it. Further blocks may come.",
        words::sentence(&words::one(entity))
    ))
    .property(entity.name, named(&camel(entity.name), None))
    .required(entity.name);
    let whole = entity.overview.iter().fold(start, |object, told| {
        object.property(told.name, block(told))
    });
    let name = format!("{}Overview", camel(entity.name));
    components.schemas.insert(name, whole.into());
}

fn block(block: &Block) -> ObjectBuilder {
    let name = camel((block.entity)().name);
    let start = closed("The first records, with a few of their fields.")
        .property("data", ArrayBuilder::new().items(named(&name, None)))
        .property(
            "has_more",
            boolean().description(Some("Whether there are more.")),
        )
        .required("data")
        .required("has_more");
    let counted = if block.counted {
        let count = integer(0, isize::MAX).description(Some("How many there are."));
        start.property("count", count)
    } else {
        start
    };
    block.sums.iter().fold(counted, |object, sum| {
        object.property(format!("sum_{sum}"), named("Amounts", None))
    })
}

/// An overview as an example.
pub fn example(entity: &'static Entity) -> Json {
    let blocks = entity.overview.iter().map(|block| {
        let mut told = Map::from_iter([
            ("data".to_owned(), json!([])),
            ("has_more".to_owned(), json!(false)),
        ]);
        if block.counted {
            told.insert("count".to_owned(), json!(0));
        }
        for sum in block.sums {
            told.insert(format!("sum_{sum}"), json!([]));
        }
        (block.name.to_owned(), Json::Object(told))
    });
    let mut whole: Map<String, Json> = blocks.collect();
    let record = json!({ "id": examples::id(entity), "name": "Harbour & Sons" });
    whole.insert(entity.name.to_owned(), record);
    Json::Object(whole)
}
