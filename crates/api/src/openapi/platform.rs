//! The operations that are about no single kind of record.

use serde_json::{Value as Json, json};
use utoipa::openapi::Components;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder};

use super::entities::data_of;
use super::examples;
use super::kinds::named;
use super::operation::Op;
use super::shared::{boolean, integer, open, query, string, string_or_null, strings, text};
use guanxi_domain::customers::accounts::ACCOUNT;

const TAG: &str = "platform";

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<(HttpMethod, String, Op)> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("Meta", meta_schema());
    put("EntityMeta", entity_meta());
    put("FieldMeta", field_meta());
    put("Health", health_schema());
    put("Hit", hit());
    put(
        "Hits",
        data_of(
            named("Hit", None),
            "What was found, newest first within each entity.",
        ),
    );
    vec![
        meta(),
        search(),
        description(),
        live("/health", "get_health"),
        live("/health/live", "get_liveness"),
        ready(),
    ]
}

fn yes(description: &str) -> ObjectBuilder {
    boolean().description(Some(description))
}

fn meta() -> (HttpMethod, String, Op) {
    let op = Op::new(
        TAG,
        "get_meta",
        "The catalogue",
        "Entities, fields, states and verbs as the caller may see and use them, with custom fields: what a client needs to draw lists, forms and boards.",
    );
    let op = op
        .takes(&["If-None-Match", "Accept-Language"])
        .answers(
            200,
            "The catalogue.",
            &["DocumentETag"],
            named("Meta", None),
            meta_example(),
        )
        .answers_nothing(304, "Unchanged.", &["DocumentETag"])
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/meta".to_owned(), op)
}

fn search() -> (HttpMethod, String, Op) {
    let op = Op::new(
        TAG,
        "search",
        "Search everything",
        "Records of several entities by words, beginnings of words, numbers, or the pinyin of names. Only what the caller may see.",
    );
    let words = string().max_length(Some(200));
    let mut words = query("q", "The words.", words, json!("berlin"));
    words.required = utoipa::openapi::Required::True;
    let names = strings("Singular names.");
    let mut entities = query(
        "entities",
        "Only these entities; all when not said.",
        names,
        json!(["account", "contact"]),
    );
    entities.style = Some(utoipa::openapi::path::ParameterStyle::Form);
    entities.explode = Some(false);
    let limit = query(
        "limit",
        "How many of each entity at most.",
        integer(1, 50),
        json!(10),
    );
    let op = op
        .takes_own(words)
        .takes_own(entities)
        .takes_own(limit)
        .takes(&["Accept-Language"])
        .answers(
            200,
            "What was found.",
            &[],
            named("Hits", None),
            hits_example(),
        )
        .refuses(&[400, 401, 422]);
    (HttpMethod::Get, "/api/v1/search".to_owned(), op)
}

fn live(path: &str, id: &str) -> (HttpMethod, String, Op) {
    let op = Op::new(
        TAG,
        id,
        "Is the server alive?",
        "Yes as long as it answers at all.",
    )
    .public()
    .answers(200, "It is.", &[], named("Health", None), health_example());
    (HttpMethod::Get, path.to_owned(), op)
}

fn ready() -> (HttpMethod, String, Op) {
    let text =
        "Whether the database can be read and written; load balancers ask this. 503 says no.";
    let op = Op::new(TAG, "get_readiness", "Can the server work?", text)
        .public()
        .answers(200, "It can.", &[], named("Health", None), health_example());
    (HttpMethod::Get, "/health/ready".to_owned(), op)
}

fn description() -> (HttpMethod, String, Op) {
    let op = Op::new(
        TAG,
        "get_openapi",
        "This document",
        "The API as OpenAPI 3.1; `/api/docs` shows it to people.",
    )
    .public()
    .takes(&["If-None-Match"])
    .answers(
        200,
        "The document.",
        &["DocumentETag"],
        open("An OpenAPI document."),
        json!({ "openapi": "3.1.0" }),
    )
    .answers_nothing(304, "Unchanged.", &["DocumentETag"]);
    (HttpMethod::Get, "/api/openapi.json".to_owned(), op)
}

fn health_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("How the server is."))
        .property("status", text("`ok`."))
        .property("version", text("The server's version."))
        .required("status")
}

fn health_example() -> Json {
    json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })
}

fn hit() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("One record found."))
        .property("entity", text("What it is: `account`."))
        .property("plural", text("Where it is found: `accounts`."))
        .property("id", named("Id", None))
        .property("title", text("What people call it."))
        .property(
            "about",
            strings("What tells it apart from others of the same name."),
        )
        .required("entity")
        .required("plural")
        .required("id")
        .required("title")
}

fn hits_example() -> Json {
    json!({ "data": [{
        "entity": "account", "plural": "accounts", "id": examples::id(&ACCOUNT),
        "title": "Alfreds Futterkiste", "about": ["Berlin"],
    }] })
}

fn meta_schema() -> ObjectBuilder {
    let workspace = ObjectBuilder::new()
        .description(Some("The workspace's settings that clients need."))
        .property("name", text("Its name."))
        .property("company_currency", text("ISO 4217 code."))
        .property("time_zone", text("IANA zone."))
        .property("language", text("Language of shared texts."))
        .property(
            "may_change",
            yes("The caller may change the workspace's settings."),
        )
        .required("may_change")
        .required("name")
        .required("company_currency")
        .required("time_zone")
        .required("language");
    ObjectBuilder::new()
        .description(Some(
            "What the workspace is made of, as the caller may see it.",
        ))
        .property("workspace", workspace)
        .property(
            "entities",
            ArrayBuilder::new().items(named("EntityMeta", None)),
        )
        .required("workspace")
        .required("entities")
}

fn entity_meta() -> ObjectBuilder {
    let may = ["create", "update", "delete", "assign", "import", "export"]
        .iter()
        .fold(ObjectBuilder::new(), |object, name| {
            object.property(*name, boolean())
        })
        .description(Some(
            "What the caller may do; single records may still be out of reach.",
        ));
    let list = |text: &str| {
        ArrayBuilder::new()
            .items(open("See the catalogue."))
            .description(Some(text))
    };
    ObjectBuilder::new()
        .description(Some("One kind of record."))
        .property("name", text("Singular name."))
        .property("plural", text("Its path."))
        .property("title", text("The field that names a record."))
        .property(
            "fields",
            ArrayBuilder::new().items(named("FieldMeta", None)),
        )
        .property(
            "collections",
            list("Rows that travel inside: `name`, `entity`, `fields`."),
        )
        .property("state", string_or_null("The field that holds the state."))
        .property(
            "verbs",
            list("State changes that the caller may use: `name`, `from`, `to`, `asks`, `needs`."),
        )
        .property(
            "rules",
            list("What depends on other fields: `when` (a filter), `require`, `lock`, `hide`."),
        )
        .property(
            "board",
            string_or_null("The field whose values are the board's columns."),
        )
        .property("sort", text("Default order."))
        .property(
            "brief",
            strings("Names of the fields to show beside the name where there is little room."),
        )
        .property(
            "links",
            strings("The references that a link between records joins; empty for other records."),
        )
        .property(
            "alike",
            strings(
                "The fields by which likely duplicates are found; empty where none are looked for.",
            ),
        )
        .property(
            "overview",
            yes("A record can be asked for with what there is to know around it."),
        )
        .property("anchor", yes("Activities and tags may hang on it."))
        .property("custom", yes("Administrators may add fields."))
        .property("owned", yes("Each record belongs to a user."))
        .property("may", may)
        .required("name")
        .required("plural")
        .required("title")
        .required("fields")
}

fn field_meta() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("One field; clients ignore what they do not know."))
        .property(
            "name",
            text("Name in JSON; a custom field is addressed as `custom.<name>`."),
        )
        .property("kind", text("`text`, `money`, `choice` …"))
        .property("format", text("`plain`, `email` …"))
        .property("custom", yes("A field that an administrator added."))
        .property("required", yes("Must be filled on create."))
        .property("nullable", yes("Nothing may be stored."))
        .property(
            "write",
            text("Who sets it: `free`, `on_create`, `by_verb` or `never`."),
        )
        .property(
            "target",
            string_or_null("The entity that a reference points to."),
        )
        .property("choices", strings("Names of a choice that are offered."))
        .property(
            "choice_labels",
            ObjectBuilder::new()
                .description(Some(
                    "What people read for names that the workspace gave words of its own (`choice_options`), offered or not.",
                ))
                .additional_properties(Some(string())),
        )
        .property("filterable", yes("May stand in filters, sort and group."))
        .property("operators", strings("Operators for filters."))
        .required("name")
        .required("kind")
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
}

fn meta_example() -> Json {
    let name = json!({
        "name": "name", "kind": "text", "format": "plain", "custom": false, "required": true,
        "nullable": false, "write": "free", "target": null, "choices": [], "filterable": true,
        "operators": ["eq", "ne", "contains", "starts"],
    });
    json!({
        "workspace": {
            "name": "Northwind", "company_currency": "EUR", "time_zone": "Europe/Berlin", "language": "en",
            "may_change": false,
        },
        "entities": [{
            "name": "tag", "plural": "tags", "title": "name", "fields": [name], "collections": [],
            "state": null, "verbs": [], "rules": [], "board": null, "sort": "name", "anchor": false,
            "custom": false, "owned": false,
            "may": { "create": true, "update": true, "delete": false, "assign": false, "import": false, "export": true },
        }],
    })
}
