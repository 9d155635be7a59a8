//! The operations on records, told for one entity.

mod deeds;

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::people::users::USER;
use serde_json::json;
use utoipa::openapi::link::LinkBuilder;
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn};
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::{Components, RefOr, Required, Response, Schema};

use super::entities::page_example;
use super::kinds::named;
use super::operation::{Op, Shown, response};
use super::shared::{query, string};
use super::words::{camel, many, one, sentence};
use super::{asking, bodies, examples, overviews};

type Told = (HttpMethod, String, Op);

const MERGE_PATCH: &[&str] = &["application/merge-patch+json", "application/json"];

/// What any body may be refused for, whatever it says.
const BODY: [u16; 4] = [400, 408, 413, 415];

/// What can be done with a new record: link, and the operation's name around the entity's.
const NEXT: [(&str, &str, &str); 4] = [
    ("delete", "delete_", ""),
    ("history", "list_", "_events"),
    ("read", "get_", ""),
    ("update", "update_", ""),
];

/// Everything that can be done with records of an entity.
pub fn operations(components: &mut Components, entity: &'static Entity) -> Vec<Told> {
    asking::add(components, entity);
    examples::add(components, entity);
    let on = On { entity };
    on.add_responses(components);
    let mut all = vec![on.list(), on.query(), on.aggregate(), on.get(), on.events()];
    if !entity.alike.is_empty() {
        all.push(on.duplicates());
    }
    if !entity.overview.is_empty() {
        overviews::add(components, entity);
        all.push(on.overview());
    }
    if entity.writable {
        all.extend([on.create(), on.patch(), on.delete(), on.restore()]);
        all.extend([on.revert(), on.upsert(), on.batch()]);
        all.extend(entity.verbs.iter().map(|verb| on.verb(verb)));
        all.extend(entity.collections.iter().map(|rows| on.add_row(rows)));
    }
    all
}

/// One entity, to tell its operations.
struct On {
    entity: &'static Entity,
}

impl On {
    fn path(&self, rest: &str) -> String {
        format!("/api/v1/{}{rest}", self.entity.plural)
    }

    fn op(&self, id: &str, summary: &str, description: &str) -> Op {
        Op::new(self.entity.plural, id, summary, description)
    }

    fn own(&self, names: &[&str]) -> Vec<String> {
        let names = names.iter();
        names.map(|name| asking::name(self.entity, name)).collect()
    }

    fn schema(&self, of: &str) -> RefOr<Schema> {
        named(&format!("{}{of}", camel(self.entity.name)), None)
    }

    /// What makes a record, or what changes one.
    fn either(&self) -> RefOr<Schema> {
        let either = AnyOfBuilder::new()
            .item(self.schema("Create"))
            .item(self.schema("Patch"));
        RefOr::T(Schema::AnyOf(either.build()))
    }

    fn example(&self, of: &str) -> Shown {
        Shown::Shared(format!("{}{of}", camel(self.entity.name)))
    }

    /// Answers the record with its version.
    fn answers_record(&self, op: Op, status: u16, description: &str) -> Op {
        op.answers_shared(status, description, &camel(self.entity.name))
    }

    fn answers_page(&self, op: Op) -> Op {
        op.answers_shared(200, "A page.", &format!("{}Page", camel(self.entity.name)))
    }

    /// The answers that several operations share.
    fn add_responses(&self, components: &mut Components) {
        let name = camel(self.entity.name);
        let record = response(
            "The record.",
            &["ETag", "Idempotency-Replayed"],
            self.schema(""),
            self.example(""),
        );
        let page = response("A page.", &[], self.schema("Page"), self.example("Page"));
        let shared = &mut components.responses;
        shared.insert(format!("{name}Page"), page.into());
        shared.insert(name, record.into());
        if self.entity.writable {
            shared.insert(self.created(), self.created_response().into());
        }
    }

    fn created(&self) -> String {
        format!("{}Created", camel(self.entity.name))
    }

    /// A new record, and what can be done with it next.
    fn created_response(&self) -> Response {
        let headers = &["ETag", "Location", "Idempotency-Replayed"];
        let mut created = response(
            "The new record.",
            headers,
            self.schema(""),
            self.example(""),
        );
        for (name, before, after) in NEXT {
            let link = LinkBuilder::new()
                .operation_id(format!("{before}{}{after}", self.entity.name))
                .parameter("id", "$response.body#/id");
            created.links.insert(name.to_owned(), link.build().into());
        }
        created
    }

    fn list(&self) -> Told {
        let op = self.op(
            &format!("list_{}", self.entity.plural),
            &format!("List {}", many(self.entity)),
            &format!(
                "A page of {}, those that the caller may see. Owned rows come when `fields` or `expand` names them.",
                many(self.entity)
            ),
        );
        let op = op
            .takes_all(&self.own(&["filter", "sort", "fields", "expand"]))
            .takes(&[
                "q",
                "limit",
                "cursor",
                "from",
                "include",
                "deleted",
                "Accept-Language",
            ]);
        let op = self.answers_page(op).refuses(&[400, 401, 403, 422]);
        (HttpMethod::Get, self.path(""), op)
    }

    fn query(&self) -> Told {
        let op = self.op(
            &format!("query_{}", self.entity.plural),
            &format!("List {} by a filter tree", many(self.entity)),
            "The same as the list, asked by a body: filters may nest `and` and `or`. Reads only, so it needs no idempotency key.",
        );
        let op = op
            .takes(&["Accept-Language"])
            .body(named("RecordQuery", None), bodies::record_query_example());
        let op = self
            .answers_page(op)
            .refuses(&BODY)
            .refuses(&[401, 403, 422]);
        (HttpMethod::Post, self.path("/query"), op)
    }

    fn aggregate(&self) -> Told {
        let op = self.op(
            &format!("aggregate_{}", self.entity.plural),
            &format!("Count and sum {}", many(self.entity)),
            "Figures by groups over the records that the caller may see. Money is never added across currencies.",
        );
        let op = op
            .takes(&["Accept-Language"])
            .body(
                named("AggregateQuery", None),
                bodies::aggregate_query_example(),
            )
            .answers(
                200,
                "The figures.",
                &[],
                named("Sums", None),
                bodies::sums_example(),
            )
            .refuses(&BODY)
            .refuses(&[401, 403, 422]);
        (HttpMethod::Post, self.path("/aggregate"), op)
    }

    fn duplicates(&self) -> Told {
        let reasons: Vec<&str> = self.entity.alike.iter().map(|alike| alike.reason).collect();
        let op = self.op(
            &format!("find_{}_duplicates", self.entity.name),
            &format!("Find likely duplicates of {}", one(self.entity)),
            &format!(
                "Records that are likely the one that is being made: at most 10, the likeliest first, only what the caller may see. \
                 They have in common: {}. Advice only. Reads only, so it needs no idempotency key.",
                reasons.join(", ")
            ),
        );
        let op = op
            .takes(&["Accept-Language"])
            .body(self.schema("Draft"), self.example("Create"))
            .answers(
                200,
                "What is likely there already.",
                &[],
                named("Likenesses", None),
                bodies::likenesses_example(self.entity),
            )
            .refuses(&BODY)
            .refuses(&[401, 403, 422]);
        (HttpMethod::Post, self.path("/duplicates"), op)
    }

    fn get(&self) -> Told {
        let op = self.op(
            &format!("get_{}", self.entity.name),
            &format!("Read {}", one(self.entity)),
            "The record with the rows it owns. `ETag` is its version; there is none with `fields` or `expand`.",
        );
        let op = op
            .takes(&["id"])
            .takes_all(&self.own(&["fields", "expand"]))
            .takes(&["If-None-Match", "Accept-Language"]);
        let op = self
            .answers_record(op, 200, "The record.")
            .answers_nothing(304, "Still the version that the caller has.", &["ETag"])
            .refuses(&[400, 401, 403, 404, 422]);
        (HttpMethod::Get, self.path("/{id}"), op)
    }

    fn overview(&self) -> Told {
        let op = self.op(
            &format!("get_{}_overview", self.entity.name),
            &format!("{} at a glance", sentence(&one(self.entity))),
            "The record with what there is to know around it, in one question. A block that the caller may not read is not there.",
        );
        let op = op
            .takes(&["id", "Accept-Language"])
            .answers(
                200,
                "The record and the blocks around it.",
                &[],
                self.schema("Overview"),
                overviews::example(self.entity),
            )
            .refuses(&[400, 401, 403, 404]);
        (HttpMethod::Get, self.path("/{id}/overview"), op)
    }

    fn events(&self) -> Told {
        let op = self.op(
            &format!("list_{}_events", self.entity.name),
            &format!("History of {}", one(self.entity)),
            "What happened to the record, newest first, as far as the caller may see it. Works for records in the bin too.",
        );
        let example = page_example(bodies::event_example(&examples::id(&USER)));
        let op = op
            .takes(&["id", "limit", "cursor", "Accept-Language"])
            .answers(200, "A page.", &[], named("EventPage", None), example)
            .refuses(&[400, 401, 403, 404]);
        (HttpMethod::Get, self.path("/{id}/events"), op)
    }

    fn create(&self) -> Told {
        let op = self.op(
            &format!("create_{}", self.entity.name),
            &format!("Create {}", one(self.entity)),
            "Makes a record. The caller may bring its id, a UUIDv7; so a client that was offline knows it already.",
        );
        let op = op
            .takes(&["Idempotency-Key", "validate_only", "Accept-Language"])
            .body(self.schema("Create"), self.example("Create"))
            .answers_shared(201, "The new record.", &self.created());
        let tried = "With `validate_only`: the record as it would be; nothing is stored.";
        let op = self
            .answers_record(op, 200, tried)
            .refuses(&BODY)
            .refuses(&[401, 403, 409, 422]);
        (HttpMethod::Post, self.path(""), op)
    }

    fn patch(&self) -> Told {
        let op = self.op(
            &format!("update_{}", self.entity.name),
            &format!("Change {}", one(self.entity)),
            "A JSON merge patch: fields that are there are set, null empties, others stay. States change by verbs only.",
        );
        let op = op
            .takes(&["id", "If-Match", "validate_only", "Accept-Language"])
            .body_as(
                MERGE_PATCH,
                self.schema("Patch"),
                examples::change(self.entity),
                true,
            );
        let op = self
            .answers_record(op, 200, "The record after the change.")
            .refuses(&BODY)
            .refuses(&[401, 403, 404, 409, 412, 422, 428]);
        (HttpMethod::Patch, self.path("/{id}"), op)
    }

    fn delete(&self) -> Told {
        let op = self.op(
            &format!("delete_{}", self.entity.name),
            &format!("Put {} into the bin", one(self.entity)),
            "The record goes into the bin, from where it can be restored.",
        );
        let op = op.takes(&["id", "If-Match", "validate_only", "Accept-Language"]);
        let op = self
            .answers_record(op, 200, "The record as it lies in the bin.")
            .refuses(&[400, 401, 403, 404, 409, 412, 422, 428]);
        (HttpMethod::Delete, self.path("/{id}"), op)
    }

    fn restore(&self) -> Told {
        let op = self.op(
            &format!("restore_{}", self.entity.name),
            &format!("Take {} out of the bin", one(self.entity)),
            "The record is live again.",
        );
        self.deed(
            op,
            "restore",
            (named("Nothing", None), json!({})),
            "The record.",
        )
    }

    fn revert(&self) -> Told {
        let op = self.op(
            &format!("revert_{}", self.entity.name),
            &format!("Take back a change of {}", one(self.entity)),
            "Applies the inverse of one event, if its fields are untouched since; else 409 with the list.",
        );
        let op = op
            .takes(&["id", "Idempotency-Key", "validate_only", "Accept-Language"])
            .body(named("Revert", None), json!({ "event_id": 42 }));
        let op = self
            .answers_record(op, 200, "The record after it.")
            .refuses(&BODY)
            .refuses(&[401, 403, 404, 409, 422]);
        (HttpMethod::Post, self.path("/{id}/revert"), op)
    }

    fn upsert(&self) -> Told {
        let op = self.op(
            &format!("upsert_{}", self.entity.name),
            &format!("Create or change {} by a key", one(self.entity)),
            "Merges into the record with this value in a unique field or in `external.<system>`, or makes it.",
        );
        let key = path_parameter(
            "key",
            "A unique field, or `external.<system>` for the id that another system gave.",
            "external.erp",
        );
        let value = path_parameter("value", "The value to look for.", "A-1001");
        let op = op
            .takes_own(key)
            .takes_own(value)
            .takes(&["validate_only", "Accept-Language"])
            .body(self.either(), self.example("Create"));
        let op = self.answers_record(op, 200, "The changed record.");
        let op = op
            .answers_shared(201, "The new record.", &self.created())
            .refuses(&BODY)
            .refuses(&[401, 403, 404, 409, 422]);
        (HttpMethod::Put, self.path("/by/{key}/{value}"), op)
    }

    fn batch(&self) -> Told {
        let op = self.op(
            &format!("batch_{}", self.entity.plural),
            &format!("Write many {} at once", many(self.entity)),
            "Up to 1,000 operations, each on its own or, with `atomic`, all or none. The answer tells each outcome in order.",
        );
        let id = examples::id(self.entity);
        let op = op
            .takes(&["Idempotency-Key", "validate_only", "Accept-Language"])
            .body(
                named("Batch", None),
                bodies::batch_example(&examples::creation(self.entity), &id),
            )
            .answers(
                200,
                "One outcome per operation.",
                &["Idempotency-Replayed"],
                named("BatchOutcomes", None),
                bodies::batch_outcomes_example(&id),
            )
            .refuses(&BODY)
            .refuses(&[401, 403, 409, 422]);
        (HttpMethod::Post, self.path("/batch"), op)
    }
}

fn path_parameter(name: &str, description: &str, example: &str) -> Parameter {
    let schema = string().min_length(Some(1)).pattern(Some("^[^/]+$"));
    let mut parameter = query(name, description, schema, json!(example));
    parameter.parameter_in = ParameterIn::Path;
    parameter.required = Required::True;
    parameter
}
