//! Parameters and headers that many operations share.

use guanxi_domain::kernel::filter::OPS;
use guanxi_domain::kernel::query::{MOST_ROWS, USUAL_LIMIT};
use serde_json::{Value as Json, json};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type,
};
use utoipa::openapi::{Components, KnownFormat, Ref, RefOr, Required, Schema, SchemaFormat};

use super::kinds::{Any, named};
use super::words;

/// A shared header of answers.
pub fn header(name: &str) -> Ref {
    Ref::new(format!("#/components/headers/{name}"))
}

/// A shared parameter.
pub fn parameter(name: &str) -> Ref {
    Ref::new(format!("#/components/parameters/{name}"))
}

/// The shared parameters, headers and the filter's schema.
pub fn add(components: &mut Components) {
    for (name, parameter) in parameters() {
        components
            .parameters
            .insert(name.to_owned(), parameter.into());
    }
    for (name, description, schema, example) in headers() {
        let header = HeaderBuilder::new()
            .description(Some(description))
            .schema(Some(schema))
            .example(Some(example))
            .build();
        components.headers.insert(name.to_owned(), header.into());
    }
    components
        .schemas
        .insert("Filter".to_owned(), filter().into());
    components
        .schemas
        .insert("Total".to_owned(), total().into());
}

/// A string.
pub fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// The bytes of a file, whatever is in them.
pub fn bytes() -> ObjectBuilder {
    string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
}

/// Yes or no.
pub fn boolean() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Boolean)
}

/// A string with words about it.
pub fn text(description: &str) -> ObjectBuilder {
    string().description(Some(description))
}

/// An object without members of its own yet, that takes no others.
pub fn closed(description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some(description))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

/// An object that may hold anything.
pub fn open(description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some(description))
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
}

/// A whole number within limits.
pub fn integer(least: isize, most: isize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(utoipa::Number::Int(least)))
        .maximum(Some(utoipa::Number::Int(most)))
}

/// A list of texts.
pub fn strings(description: &str) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(string())
        .description(Some(description))
}

/// The same, or null as if it were not there.
pub fn or_null(schema: impl Into<Any>) -> Any {
    match schema.into() {
        RefOr::T(Schema::Object(mut object)) => {
            object.schema_type = with_null(object.schema_type);
            object.into()
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.schema_type = with_null(array.schema_type);
            array.into()
        }
        other => {
            let null = ObjectBuilder::new().schema_type(Type::Null);
            let either = AnyOfBuilder::new().item(other).item(null).build();
            RefOr::T(Schema::AnyOf(either))
        }
    }
}

fn with_null(kind: SchemaType) -> SchemaType {
    match kind {
        SchemaType::Type(kind) => SchemaType::Array(vec![kind, Type::Null]),
        other => other,
    }
}

/// Text or nothing.
pub fn string_or_null(description: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .description(Some(description))
        .build()
}

/// A query parameter.
pub fn query(name: &str, description: &str, schema: impl Into<Any>, example: Json) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .example(Some(example))
        .build()
}

/// A parameter in a header.
pub fn in_header(name: &str, description: &str, schema: ObjectBuilder, example: Json) -> Parameter {
    let mut parameter = query(name, description, schema, example);
    parameter.parameter_in = ParameterIn::Header;
    parameter
}

fn required(mut parameter: Parameter) -> Parameter {
    parameter.required = Required::True;
    parameter
}

/// Versions as `If-Match` and `ETag` say them.
const VERSION: &str = "^\"[0-9]{1,18}\"$";

fn parameters() -> Vec<(&'static str, Parameter)> {
    let mut id = query(
        "id",
        "The record's id.",
        named("Id", None),
        json!("019a0000-0000-7000-8000-000000000001"),
    );
    id.parameter_in = ParameterIn::Path;
    let expected = || string().pattern(Some("^(\\*|\"[0-9]{1,18}\")$"));
    let limit = format!("How many rows at most; {USUAL_LIMIT} when not said.");
    let rows = integer(1, isize::try_from(MOST_ROWS).unwrap_or(isize::MAX));
    let if_match = "The version that the caller has seen, or `*` for whatever is there.";
    vec![
        ("id", required(id)),
        ("limit", query("limit", &limit, rows, json!(20))),
        (
            "cursor",
            query(
                "cursor",
                "Where another page ended: its `next_cursor` or `prev_cursor`. Opaque.",
                string().min_length(Some(1)),
                json!("eyJ2IjoxfQ"),
            ),
        ),
        (
            "from",
            query(
                "from",
                "Begin at this value of the first sort key.",
                string(),
                json!("M"),
            ),
        ),
        (
            "include",
            query(
                "include",
                "What else to deliver: `total` counts, up to 10,001.",
                string().pattern(Some("^(total)?$")),
                json!("total"),
            ),
        ),
        (
            "q",
            query(
                "q",
                "Words to look for, on top of the filter.",
                string().max_length(Some(200)),
                json!("berlin"),
            ),
        ),
        (
            "deleted",
            query(
                "deleted",
                "The bin instead of live records.",
                boolean(),
                json!(false),
            ),
        ),
        (
            "validate_only",
            query(
                "validate_only",
                "Answer what would be, and store nothing.",
                boolean(),
                json!(true),
            ),
        ),
        (
            "If-Match",
            required(in_header("If-Match", if_match, expected(), json!("\"3\""))),
        ),
        (
            "If-Match-Optional",
            in_header("If-Match", if_match, expected(), json!("\"3\"")),
        ),
        (
            "If-None-Match",
            in_header(
                "If-None-Match",
                "Answer 304 when it is still this version.",
                string(),
                json!("\"3\""),
            ),
        ),
        (
            "Idempotency-Key",
            in_header(
                "Idempotency-Key",
                "The same key with the same body gives the same answer for 48 hours, and writes once.",
                string().pattern(Some("^[!-~]{1,255}$")),
                json!("019a0000-0000-7000-8000-0000000000ff"),
            ),
        ),
        (
            "Accept-Language",
            in_header(
                "Accept-Language",
                "The language of messages: `en`, `zh-Hant` or `zh-Hans`.",
                string(),
                json!("zh-Hant"),
            ),
        ),
    ]
}

type HeaderRow = (&'static str, &'static str, ObjectBuilder, Json);

fn headers() -> Vec<HeaderRow> {
    vec![
        (
            "X-Request-Id",
            "The request's id, also `trace_id` in problems.",
            string(),
            json!(super::problems::TRACE_ID),
        ),
        (
            "ETag",
            "The record's version.",
            string().pattern(Some(VERSION)),
            json!("\"3\""),
        ),
        (
            "DocumentETag",
            "Changes when the answer does.",
            string(),
            json!("\"5f2c\""),
        ),
        (
            "Idempotency-Replayed",
            "`true` when an earlier answer is given again.",
            string(),
            json!("true"),
        ),
        (
            "Location",
            "Where the new record is.",
            string(),
            json!("/api/v1/accounts/019a0000-0000-7000-8000-000000000001"),
        ),
        (
            "X-Robots-Tag",
            "Keeps it out of search engines.",
            string(),
            json!("noindex, nofollow"),
        ),
        (
            "RateLimit-Policy",
            "The caller's quotas.",
            string(),
            json!("\"default\";q=100;w=1"),
        ),
        (
            "RateLimit",
            "What is left of them.",
            string(),
            json!("\"default\";r=99;t=1"),
        ),
        (
            "Retry-After",
            "Seconds to wait.",
            integer(0, 86_400),
            json!(2),
        ),
        (
            "Set-Cookie",
            "The refresh token, for browsers: HttpOnly, SameSite=Strict, for `/api/v1/auth` only.",
            string(),
            json!("guanxi_refresh=…; HttpOnly; SameSite=Strict; Path=/api/v1/auth"),
        ),
        (
            "WWW-Authenticate",
            "How to show who calls.",
            string(),
            json!("Bearer"),
        ),
        (
            "Content-Language",
            "The language of messages.",
            string(),
            json!("en"),
        ),
    ]
}

/// The filter tree: `and`, `or`, or one test.
/// One object and not a choice of four: generators of clients stumble over a choice that comes back to itself.
fn filter() -> Object {
    let parts = |about: &str| {
        ArrayBuilder::new()
            .items(named("Filter", None))
            .max_items(Some(100))
            .description(Some(about))
    };
    let names: Vec<_> = OPS.iter().map(|(_, name)| *name).collect();
    let op = string().description(Some(format!(
        "`eq` when not said. Known: {}.",
        words::listed(&names)
    )));
    let mut value = ObjectBuilder::new()
        .description(Some("A value as the field holds it; a list for `in` and `nin`; `@me`; or a stretch of days such as `@today`, `@today-7`, `@this_month`."))
        .build();
    value.schema_type = SchemaType::AnyValue;
    closed("A condition: all of several (`and` alone), at least one of several (`or` alone), or one test (`field`, with `op` and `value`). Empty it holds for every record. At most 8 levels and 100 tests.")
        .property("and", parts("All of them."))
        .property("or", parts("At least one of them."))
        .property("field", string().description(Some("A field, or a path through references such as `account_id.city`, `lines.product_id`, `custom.region`, `amount.currency`.")))
        .property("op", op)
        .property("value", value)
        .examples([json!({ "and": [
            { "field": "owner_id", "op": "eq", "value": "@me" },
            { "field": "updated_at", "op": "gte", "value": "@today-30" },
        ] })])
        .build()
}

fn total() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("How many rows there are in all."))
        .property("total", integer(0, 10_001))
        .property(
            "exact",
            boolean().description(Some("False when counting stopped early: \"at least\".")),
        )
        .required("total")
        .required("exact")
}
