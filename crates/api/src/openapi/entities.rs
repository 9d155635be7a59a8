//! The schemas of one entity: the record, what makes it, what changes it, a page of it.

use guanxi_domain::kernel::catalogue::{Collection, Entity, MOST_ROWS};
use guanxi_domain::kernel::field::{Field, Kind, Write};
use guanxi_domain::kernel::verb::Verb;
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Components, Object, Schema};

use super::kinds::{self, Any, named};
use super::shared::{boolean, closed, open, string_or_null};
use super::words::{self, camel};

/// The entity's schemas and those of its rows. Rows shared by entities are added once.
pub fn add(components: &mut Components, entity: &'static Entity) {
    let name = camel(entity.name);
    let mut put = |name: String, schema: ObjectBuilder| {
        components.schemas.insert(name, schema.into());
    };
    put(name.clone(), record(entity));
    put(format!("{name}Page"), page(&name, entity));
    if entity.writable {
        put(format!("{name}Create"), creation(entity));
        put(format!("{name}Patch"), patch(entity));
    }
    if !entity.alike.is_empty() {
        put(format!("{name}Draft"), draft(entity));
    }
    for collection in entity.collections {
        let part = (collection.entity)();
        let name = camel(part.name);
        put(name.clone(), record(part));
        put(format!("{name}Input"), row_input(part));
    }
}

/// The record as it is answered. What the caller may not see is absent, so only the id is certain.
fn record(entity: &'static Entity) -> ObjectBuilder {
    let start = ObjectBuilder::new()
        .description(Some(words::sentence(&words::one(entity))))
        .required("id");
    let fields = entity.read_fields().fold(start, |object, field| {
        object.property(field.name, kinds::answered(field))
    });
    let rows = entity
        .collections
        .iter()
        .fold(fields, |object, collection| {
            let part = camel((collection.entity)().name);
            object.property(
                collection.name,
                ArrayBuilder::new().items(named(&part, None)),
            )
        });
    with_custom(rows, entity)
}

fn with_custom(object: ObjectBuilder, entity: &Entity) -> ObjectBuilder {
    if !entity.custom {
        return object;
    }
    object.property(
        "custom",
        open("Custom fields by name; `/meta` tells which there are."),
    )
}

/// A body that makes a record. Null asks for what the field gets by itself.
fn creation(entity: &'static Entity) -> ObjectBuilder {
    let needed = settable(entity).filter(|field| field.required && field.name != "id");
    let start = settable_fields(&format!("What makes {}.", words::one(entity)), entity);
    needed.fold(start, |object, field| object.required(field.name))
}

/// The same as far as it is known.
fn draft(entity: &'static Entity) -> ObjectBuilder {
    let words = format!(
        "{} that is being made, as far as it is known; `id` when it is there already.",
        words::sentence(&words::one(entity))
    );
    settable_fields(&words, entity)
}

fn settable(entity: &'static Entity) -> impl Iterator<Item = &'static Field> {
    let fields = entity.all_fields();
    fields.filter(|field| matches!(field.write, Write::Free | Write::OnCreate))
}

fn settable_fields(description: &str, entity: &'static Entity) -> ObjectBuilder {
    let fields = settable(entity).fold(closed(description), |object, field| {
        let empty = (field.nullable || !field.required) && field.name != "id";
        object.property(field.name, kinds::given(field, empty))
    });
    with_custom(with_rows(fields, entity), entity)
}

/// A merge patch: what is there is set, null empties.
fn patch(entity: &'static Entity) -> ObjectBuilder {
    let start = closed(&format!(
        "What changes about {}; null empties a field.",
        words::one(entity)
    ));
    let free = entity
        .all_fields()
        .filter(|field| field.write == Write::Free);
    let with_fields = free.fold(start, |object, field| {
        object.property(field.name, kinds::given(field, field.nullable))
    });
    with_custom(with_rows(with_fields, entity), entity)
}

fn with_rows(object: ObjectBuilder, entity: &'static Entity) -> ObjectBuilder {
    entity
        .collections
        .iter()
        .fold(object, |object, collection| {
            object.property(collection.name, rows(collection))
        })
}

fn rows(collection: &Collection) -> ArrayBuilder {
    let input = format!("{}Input", camel((collection.entity)().name));
    ArrayBuilder::new()
        .items(named(&input, None))
        .max_items(Some(MOST_ROWS))
        .description(Some(
            "All rows as they shall be: a known id changes its row, a row without or with a new id is new, an absent one goes.",
        ))
}

/// A row as bodies give it. What a client read may be sent back as it is.
fn row_input(entity: &'static Entity) -> ObjectBuilder {
    let start = closed(&format!(
        "{} inside a record.",
        words::sentence(&words::one(entity))
    ));
    entity.all_fields().fold(start, |object, field| {
        if field.write == Write::Never {
            return object.property(field.name, said_again());
        }
        let needed = field.required && field.name != "id";
        let object = object.property(field.name, kinds::given(field, !needed));
        if needed {
            object.required(field.name)
        } else {
            object
        }
    })
}

/// Guanxi computes it; what a client read and says again is not looked at.
fn said_again() -> Any {
    let mut any = Object::new();
    any.schema_type = SchemaType::AnyValue;
    any.description = Some("Not looked at: Guanxi sets it.".to_owned());
    Schema::Object(any).into()
}

/// What a verb asks for.
pub fn verb_input(entity: &'static Entity, verb: &Verb) -> ObjectBuilder {
    let sequels = entity.sequels_of(verb.name);
    let start = sequels.fold(closed("What the verb asks for."), |object, sequel| {
        let made = (sequel.entity)();
        let about = format!("What is created along with it: {}.", words::one(made));
        let body = named(&format!("{}Create", words::camel(made.name)), Some(about));
        object.property(sequel.name, body)
    });
    verb.asks.iter().fold(start, |object, ask| {
        let Some(field) = entity.field(ask.field) else {
            return object;
        };
        let object = object.property(
            field.name,
            kinds::given(field, field.nullable && !ask.required),
        );
        if ask.required {
            object.required(ask.field)
        } else {
            object
        }
    })
}

/// A page of records, or of anything else that comes in pages.
fn page(name: &str, entity: &Entity) -> ObjectBuilder {
    page_of(
        named(name, None),
        &format!("One page of {}.", words::many(entity)),
    )
}

/// One page of something.
pub fn page_of(item: Any, description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some(description))
        .property("data", ArrayBuilder::new().items(item))
        .property(
            "next_cursor",
            string_or_null("Where the next page begins; null on the last."),
        )
        .property(
            "prev_cursor",
            string_or_null("Where the page before begins; null on the first."),
        )
        .property(
            "has_more",
            boolean().description(Some("Whether more rows follow.")),
        )
        .property(
            "total",
            named(
                "Total",
                Some("When asked for by `include=total`.".to_owned()),
            ),
        )
        .required("data")
        .required("has_more")
}

/// An example page.
pub fn page_example(item: Json) -> Json {
    json!({ "data": [item], "next_cursor": null, "prev_cursor": null, "has_more": false })
}

/// Fields that may stand in filters, sort and group.
pub fn filterable(entity: &'static Entity) -> impl Iterator<Item = &'static Field> {
    let fields = entity.read_fields();
    fields.filter(|field| field.filterable && field.kind != Kind::Json)
}

/// A list of values of one type, such as `{"data": […]}`.
pub fn data_of(item: Any, description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(description))
        .property("data", ArrayBuilder::new().items(item))
        .required("data")
}
