//! Bodies that are alike for every entity: questions, sums, batches, histories.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::query::{MOST_ROWS, MOST_SORTS, USUAL_LIMIT};
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{
    AnyOfBuilder, ArrayBuilder, Discriminator, ObjectBuilder, OneOfBuilder, SchemaType, Type,
};
use utoipa::openapi::{Components, Object, RefOr, Schema};

use super::entities::{data_of, page_of};
use super::examples;
use super::kinds::{Any, named};
use super::shared::{
    boolean, closed, integer, open, or_null, string, string_or_null, strings, text,
};

/// Adds the shared bodies.
pub fn add(components: &mut Components) {
    let mut put = |name: &str, schema: Any| {
        components.schemas.insert(name.to_owned(), schema);
    };
    put("RecordQuery", record_query().into());
    put("AggregateQuery", aggregate_query().into());
    put("Sums", sums().into());
    put("SumsOfGroup", sums_of_group().into());
    put("Amounts", amounts());
    put("Likeness", likeness().into());
    let likenesses = data_of(named("Likeness", None), "What is likely there already.");
    put("Likenesses", likenesses.into());
    put("Batch", batch().into());
    put("BatchOperation", batch_operation());
    for (_, name, schema) in batch_operations() {
        put(name, schema.into());
    }
    put("BatchOutcomes", batch_outcomes().into());
    put("BatchOutcome", batch_outcome().into());
    put("Revert", revert().into());
    put("Nothing", closed("An empty object.").into());
    put("Event", event().into());
    let page = page_of(
        named("Event", None),
        "What happened to a record, newest first.",
    );
    put("EventPage", page.into());
}

/// Limits travel as `usize`, and are far below anything that does not fit.
fn bounded(most: usize) -> ObjectBuilder {
    integer(1, isize::try_from(most).unwrap_or(isize::MAX))
}

fn record_query() -> ObjectBuilder {
    let limit = format!("Rows per page; {USUAL_LIMIT} when not said.");
    let include = ArrayBuilder::new()
        .items(string().pattern(Some("^total$")))
        .max_items(Some(1))
        .description(Some("What else to deliver: `total`."));
    let words = text("Words to look for, on top of the filter.").max_length(Some(200));
    let sort = strings("Sort keys such as `-updated_at`.").max_items(Some(MOST_SORTS));
    let limit = bounded(MOST_ROWS).description(Some(limit));
    let bin = boolean().description(Some("The bin instead of live records."));
    let members: [(&str, Any); 10] = [
        ("filter", named("Filter", None)),
        ("q", words.into()),
        ("sort", sort.into()),
        ("fields", strings("Only these fields, and the id.").into()),
        ("expand", strings("References to deliver whole.").into()),
        ("cursor", text("Where another page ended.").into()),
        (
            "from",
            text("Begin at this value of the first sort key.").into(),
        ),
        ("limit", limit.into()),
        ("include", include.into()),
        ("deleted", bin.into()),
    ];
    let start = closed("What is asked of a list. Null is as if it were not there.");
    members.into_iter().fold(start, |object, (name, schema)| {
        object.property(name, or_null(schema))
    })
}

/// A question as an example.
pub fn record_query_example() -> Json {
    json!({
        "filter": { "field": "updated_at", "op": "gte", "value": "@today-30" },
        "sort": ["-updated_at"],
        "limit": 20,
        "include": ["total"],
    })
}

const BUCKETS: &str = "For days and instants: `day`, `week`, `month`, `quarter` or `year`.";

const RATES: &str = "Tell sums of money in the company's currency as well, as `<name>_converted`, at the rates of this day. Where a rate is missing the sum is null and the currency is named.";

fn aggregate_query() -> ObjectBuilder {
    let group = closed("One key of the groups.")
        .property(
            "field",
            text("Which field; one of a record that is referred to, too: `account_id.industry`."),
        )
        .property("bucket", or_null(text(BUCKETS)))
        .required("field");
    let measure = closed("One figure.")
        .property(
            "function",
            text("`count`, `sum`, `min`, `max`, `avg` or `median`."),
        )
        .property(
            "field",
            or_null(text("Over which field; none for `count`.")),
        )
        .required("function");
    let groups = ArrayBuilder::new().items(group).max_items(Some(2));
    let measures = ArrayBuilder::new().items(measure);
    closed("What is to be computed over which records.")
        .property("filter", or_null(named("Filter", None)))
        .property("group", or_null(groups))
        .property("measures", measures.min_items(Some(1)).max_items(Some(8)))
        .property("rates_on", named("DayOrNull", Some(RATES.to_owned())))
        .required("measures")
}

/// A question for sums as an example.
pub fn aggregate_query_example() -> Json {
    json!({
        "group": [{ "field": "created_at", "bucket": "month" }],
        "measures": [{ "function": "count" }],
    })
}

fn likeness() -> ObjectBuilder {
    let reasons = "What they have in common, the weightiest first: `name`, `similar_name`, `email` … Others may come.";
    closed("A record that is likely the one that is being made.")
        .property("entity", text("What it is."))
        .property("plural", text("Where it is found."))
        .property("id", named("Id", None))
        .property("title", text("What people call it."))
        .property(
            "about",
            strings("What tells it apart from others of the same name."),
        )
        .property(
            "score",
            integer(1, 100).description(Some("How likely, in percent.")),
        )
        .property("reasons", strings(reasons))
        .required("entity")
        .required("plural")
        .required("id")
        .required("title")
        .required("about")
        .required("score")
        .required("reasons")
}

/// Likely duplicates as an example.
pub fn likenesses_example(entity: &'static Entity) -> Json {
    let reason = entity.alike.first().map(|alike| alike.reason);
    json!({ "data": [{
        "entity": entity.name, "plural": entity.plural, "id": examples::id(entity), "title": "Harbour & Sons",
        "about": ["Bremen"], "score": 95, "reasons": [reason],
    }] })
}

fn sums() -> ObjectBuilder {
    closed("The groups and their figures.")
        .property(
            "groups",
            ArrayBuilder::new().items(named("SumsOfGroup", None)),
        )
        .property(
            "truncated",
            boolean().description(Some("Whether there were too many groups to deliver all.")),
        )
        .property("rates", rates())
        .required("groups")
        .required("truncated")
}

/// At which rates sums were told in the company's currency.
fn rates() -> ObjectBuilder {
    let of = ObjectBuilder::new()
        .description(Some(
            "Worth of one unit, by currency; null where no rate is known.",
        ))
        .additional_properties(Some(named("DecimalOrNull", None)));
    closed("The rates used, where they were asked for.")
        .property("on", named("Day", Some("The day.".to_owned())))
        .property("currency", text("The company's currency."))
        .property("of", of)
        .required("on")
        .required("currency")
        .required("of")
}

fn sums_of_group() -> ObjectBuilder {
    let values = ObjectBuilder::new()
        .description(Some(
            "`count`, and `<function>_<field>` per measure; money is a list, one amount per currency.",
        ))
        .additional_properties(Some(named("Amounts", None)));
    ObjectBuilder::new()
        .description(Some("The figures of one group."))
        .property(
            "keys",
            open("By field: its value, or the first day of the stretch."),
        )
        .property("values", values)
        .required("keys")
        .required("values")
}

fn amounts() -> Any {
    let mut figure = Object::new();
    figure.schema_type = SchemaType::Array(vec![Type::Integer, Type::String, Type::Null]);
    figure.description = Some("A whole number; a decimal, day or instant as a string.".to_owned());
    let mut minor = Object::new();
    minor.schema_type = SchemaType::Array(vec![Type::Integer, Type::String, Type::Null]);
    minor.description =
        Some("Whole minor units; a decimal as a string for `avg` and `median`.".to_owned());
    let amount = ObjectBuilder::new()
        .property("amount_minor", minor)
        .property("currency", string())
        .required("amount_minor")
        .required("currency");
    let mut total = Object::new();
    total.schema_type = SchemaType::Array(vec![Type::Integer, Type::Null]);
    total.description = Some("Whole minor units; null when a rate is missing.".to_owned());
    let converted = ObjectBuilder::new()
        .description(Some("A sum in the company's currency."))
        .property("amount_minor", total)
        .property("currency", string())
        .property("missing", strings("Currencies without a rate."))
        .required("amount_minor")
        .required("currency")
        .required("missing");
    let either = AnyOfBuilder::new()
        .item(figure)
        .item(ArrayBuilder::new().items(amount))
        .item(converted)
        .description(Some("A figure, or amounts by currency."))
        .build();
    RefOr::T(Schema::AnyOf(either))
}

/// Sums as an example.
pub fn sums_example() -> Json {
    json!({
        "groups": [{ "keys": { "created_at": "2026-11-01" }, "values": { "count": 12 } }],
        "truncated": false,
    })
}

fn batch() -> ObjectBuilder {
    let operations = ArrayBuilder::new()
        .items(named("BatchOperation", None))
        .max_items(Some(1_000));
    closed("Many operations on one kind of record.")
        .property(
            "atomic",
            or_null(boolean().description(Some("All or nothing; false when not said."))),
        )
        .property("operations", operations)
        .required("operations")
}

fn operation(name: &str, needs: &[&str]) -> ObjectBuilder {
    let op = string().enum_values::<[&str; 1], &str>(Some([name]));
    let start = closed(&format!("As `{name}` alone does."))
        .property("op", op)
        .required("op");
    needs.iter().fold(start, |object, need| {
        let object = match *need {
            "id" => object.property("id", named("Id", None)),
            "body" => object.property(
                "body",
                open("The body that the operation alone would have."),
            ),
            other => object.property(other, string().min_length(Some(1))),
        };
        object.required(*need)
    })
}

/// The version that the caller has seen; left out, whatever is there.
fn versioned(object: ObjectBuilder) -> ObjectBuilder {
    let mut version = Object::new();
    version.schema_type = SchemaType::Array(vec![Type::Integer, Type::Null]);
    version.description = Some("The version seen; left out: whatever is there.".to_owned());
    object.property("version", version)
}

/// The version that a change made, by which it is taken back.
fn reverting(object: ObjectBuilder) -> ObjectBuilder {
    let version = integer(1, isize::MAX).description(Some("The version that the change made."));
    object.property("version", version).required("version")
}

/// What may be in a batch: the name of the operation, of its schema, and the schema.
fn batch_operations() -> [(&'static str, &'static str, ObjectBuilder); 7] {
    [
        ("create", "BatchCreate", operation("create", &["body"])),
        (
            "patch",
            "BatchPatch",
            versioned(operation("patch", &["id", "body"])),
        ),
        (
            "upsert",
            "BatchUpsert",
            operation("upsert", &["key", "value", "body"]),
        ),
        (
            "verb",
            "BatchVerb",
            versioned(operation("verb", &["id", "verb", "body"])),
        ),
        (
            "delete",
            "BatchDelete",
            versioned(operation("delete", &["id"])),
        ),
        ("restore", "BatchRestore", operation("restore", &["id"])),
        (
            "revert",
            "BatchRevert",
            reverting(operation("revert", &["id"])),
        ),
    ]
}

fn batch_operation() -> Any {
    let mut told_apart = Discriminator::new("op");
    let mut any = OneOfBuilder::new().description(Some("One operation."));
    for (op, name, _) in batch_operations() {
        any = any.item(named(name, None));
        let place = format!("#/components/schemas/{name}");
        told_apart.mapping.insert(op.to_owned(), place);
    }
    RefOr::T(Schema::OneOf(any.discriminator(Some(told_apart)).build()))
}

/// A batch as an example.
pub fn batch_example(body: &Json, id: &str) -> Json {
    json!({
        "atomic": false,
        "operations": [{ "op": "create", "body": body }, { "op": "delete", "id": id, "version": 3 }],
    })
}

fn batch_outcomes() -> ObjectBuilder {
    let list = ArrayBuilder::new().items(named("BatchOutcome", None));
    ObjectBuilder::new()
        .description(Some("One outcome per operation, in their order."))
        .property("data", list)
        .required("data")
}

fn batch_outcome() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("What became of one operation."))
        .property(
            "index",
            integer(0, 999).description(Some("Its place in the batch.")),
        )
        .property(
            "status",
            integer(200, 599).description(Some(
                "The status code it would have had alone; 424 when it was undone with the others.",
            )),
        )
        .property("id", named("IdOrNull", None))
        .property("version", version_now())
        .property("problem", named("Problem", Some("Why not.".to_owned())))
        .required("index")
        .required("status")
}

fn version_now() -> Object {
    let mut version = Object::new();
    version.schema_type = SchemaType::Array(vec![Type::Integer, Type::Null]);
    version.description = Some("The record's version now.".to_owned());
    version
}

/// Outcomes as an example.
pub fn batch_outcomes_example(id: &str) -> Json {
    json!({ "data": [
        { "index": 0, "status": 201, "id": id, "version": 1 },
        { "index": 1, "status": 412, "id": id, "problem": super::problems::example(412, None) },
    ] })
}

fn revert() -> ObjectBuilder {
    let mut id = text("The `id` of one of the record's events.").build();
    id.schema_type = SchemaType::Array(vec![Type::Integer, Type::String]);
    id.pattern = Some("^[+-]?[0-9]+$".to_owned());
    closed("Which change to take back.")
        .property("event_id", id)
        .required("event_id")
}

fn event() -> ObjectBuilder {
    let changes = ArrayBuilder::new()
        .items(open(
            "One field: its name, its value before and after; `erased` where both were erased.",
        ))
        .description(Some("What changed, field by field."));
    ObjectBuilder::new()
        .description(Some("The fact that a record changed."))
        .property(
            "id",
            integer(1, isize::MAX).description(Some("Greater is later.")),
        )
        .property(
            "version",
            integer(0, isize::MAX).description(Some("The record's version after it.")),
        )
        .property(
            "verb",
            text("`created`, `updated`, `deleted`, `restored`, or the verb's name."),
        )
        .property(
            "actor_id",
            named("IdOrNull", Some("The user who acted.".to_owned())),
        )
        .property(
            "on_behalf_of",
            named("IdOrNull", Some("For whom.".to_owned())),
        )
        .property(
            "channel",
            text("Through which door: `ui`, `api`, `import`, `form`, `portal` or `system`."),
        )
        .property("at", string_or_null("When."))
        .property("changes", changes)
        .required("id")
        .required("verb")
        .required("changes")
}

/// An event as an example.
pub fn event_example(actor: &str) -> Json {
    json!({
        "id": 42, "version": 2, "verb": "updated", "actor_id": actor, "on_behalf_of": null,
        "channel": "ui", "at": "2026-11-22T08:15:00Z",
        "changes": [{ "field": "name", "old": "Alfreds", "new": "Alfreds Futterkiste" }],
    })
}
