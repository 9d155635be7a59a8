//! Parameters of lists whose names depend on the entity: filter, sort, fields, expand.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::kernel::filter::OPS;
use guanxi_domain::kernel::query::MOST_SORTS;
use serde_json::{Value as Json, json};
use utoipa::openapi::path::{Parameter, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Components, Schema};

use super::entities::filterable;
use super::shared::{query, string};
use super::words::listed;

/// Adds the entity's parameters to the shared ones.
pub fn add(components: &mut Components, entity: &'static Entity) {
    for parameter in parameters(entity) {
        let name = name(entity, &parameter.name);
        components.parameters.insert(name, parameter.into());
    }
}

/// Name of an entity's parameter among the shared ones.
pub fn name(entity: &Entity, parameter: &str) -> String {
    format!("{}-{parameter}", entity.plural)
}

fn parameters(entity: &'static Entity) -> [Parameter; 4] {
    [
        filters(entity),
        sorts(entity),
        fields(entity),
        expansions(entity),
    ]
}

/// Names in a pattern: the entity's own, and what may follow behind a reference or `custom`.
fn alternatives(fields: impl Iterator<Item = &'static Field>, entity: &Entity) -> String {
    let mut names: Vec<String> = fields
        .map(|field| match field.target() {
            Some(_) => format!("{}(\\.[a-z0-9_]+){{0,2}}", field.name),
            None => field.name.to_owned(),
        })
        .collect();
    names.extend(
        entity
            .collections
            .iter()
            .map(|rows| format!("{}(\\.[a-z0-9_]+){{1,2}}", rows.name)),
    );
    if entity.custom {
        names.push("custom\\.[a-z0-9_]+".to_owned());
    }
    names.join("|")
}

fn filters(entity: &'static Entity) -> Parameter {
    let ops: Vec<_> = OPS.iter().map(|(_, name)| *name).collect();
    let names = alternatives(filterable(entity), entity);
    // `custom.x` and `amount.currency` are fields too, so any last part may be there.
    let pattern = format!("^({names})(\\.currency)?(\\.({}))?$", ops.join("|"));
    let keys = Schema::Object(string().pattern(Some(pattern)).build());
    let schema = ObjectBuilder::new()
        .property_names(Some(keys))
        .additional_properties(Some(string().max_length(Some(10_000))));
    let text = format!(
        "Tests that must all hold: `filter[field]=value` or `filter[field.operator]=value`. Money is `EUR:1250`, lists for `in` have commas, `@me` and `@today-7` move with who asks and when. Operators: {}.",
        listed(&ops)
    );
    let mut parameter = query(
        "filter",
        &text,
        schema,
        json!({ "created_at.gte": "@today-30" }),
    );
    parameter.style = Some(ParameterStyle::DeepObject);
    parameter.explode = Some(true);
    parameter
}

/// A list with commas.
fn list(name: &str, text: &str, pattern: String, example: Json, most: Option<usize>) -> Parameter {
    let schema = ArrayBuilder::new()
        .items(string().pattern(Some(pattern)))
        .max_items(most);
    let mut parameter = query(name, text, schema, example);
    parameter.style = Some(ParameterStyle::Form);
    parameter.explode = Some(false);
    parameter
}

fn sorts(entity: &'static Entity) -> Parameter {
    let names = alternatives(filterable(entity), entity);
    let text = format!(
        "Sort keys, greatest first with a minus; `{}` when not said. The id is always the last key.",
        entity.sort
    );
    let pattern = format!("^(-?({names})(\\.currency)?)?$");
    list(
        "sort",
        &text,
        pattern,
        json!([entity.sort]),
        Some(MOST_SORTS),
    )
}

fn fields(entity: &'static Entity) -> Parameter {
    let mut names: Vec<_> = entity.read_fields().map(|field| field.name).collect();
    names.extend(entity.collections.iter().map(|rows| rows.name));
    if entity.custom {
        names.extend(["custom", "custom\\.[a-z0-9_]+"]);
    }
    let pattern = format!("^({})?$", names.join("|"));
    let text = "Only these fields, and the id.";
    list(
        "fields",
        text,
        pattern,
        json!([entity.title, "version"]),
        None,
    )
}

fn expansions(entity: &'static Entity) -> Parameter {
    let references = entity.all_fields().filter(|field| field.target().is_some());
    let mut names: Vec<_> = references.map(|field| field.name).collect();
    names.extend(entity.collections.iter().map(|rows| rows.name));
    let pattern = format!("^(({})(\\.[a-z0-9_]+)?)?$", names.join("|"));
    let text = "References to deliver whole, two levels deep: `owner_id` comes beside itself as `owner`. Hidden records come as null.";
    list("expand", text, pattern, json!(["owner_id"]), None)
}
