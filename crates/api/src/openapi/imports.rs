//! Imports: files of records brought in as one job.

use serde_json::{Value as Json, json};
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder};
use utoipa::openapi::{Components, RefOr, Required, Schema};

use super::entities::data_of;
use super::kinds::named;
use super::operation::Op;
use super::shared::{
    boolean, bytes, closed, integer, open, or_null, query, string, string_or_null, text,
};

/// Name of the tag.
pub const TAG: &str = "imports";
const ID: &str = "019a0000-0000-7000-8000-00000000c001";
type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("ImportCreate", create_schema());
    put("ImportStart", start_schema());
    put("Import", import_schema());
    put("ImportFile", file_schema());
    put("ImportFault", fault_schema());
    put(
        "ImportCounts",
        counts(ObjectBuilder::new()).description(Some(COUNTED)),
    );
    let page = data_of(named("Import", None), "Imports, newest first.")
        .property(
            "next_cursor",
            string_or_null("Where the page ended; null after the last."),
        )
        .property("has_more", boolean())
        .required("next_cursor")
        .required("has_more");
    put("ImportPage", page);
    vec![
        create(),
        list(),
        show(),
        put_file(),
        start(),
        cancel(),
        errors(),
    ]
}

const COUNTED: &str =
    "Rows by outcome: created, updated, unchanged, skipped, failed and unprocessed add up to rows.";

/// A mapping file.
const MAPPING: &str = "system = \"erp\"\n\n[[file]]\nname = \"customers.csv\"\n\n[[file.record]]\n\
    entity = \"account\"\nkey = \"{CustomerID}\"\n[file.record.fields]\nname = \"{CompanyName}\"\n";

/// What a trial answers.
const TRIED: &str = "With `validate_only`: the import as it would be; nothing is stored.";

fn answers_import(op: Op, status: u16, description: &str, headers: &[&str]) -> Op {
    op.answers(
        status,
        description,
        headers,
        named("Import", None),
        import_example(),
    )
}

fn create() -> Told {
    let op = Op::new(
        TAG,
        "create_import",
        "Make an import",
        "Out of its mapping, which says what the files and their columns mean: in JSON, or the mapping file itself in TOML. Then send the files, and start it.",
    );
    let example = json!({ "mapping": {
        "system": "erp",
        "file": [{ "name": "customers.csv", "record": [{
            "entity": "account", "key": "{CustomerID}", "fields": { "name": "{CompanyName}" },
        }] }],
    } });
    let op = op
        .takes(&["Idempotency-Key", "validate_only", "Accept-Language"])
        .body_of([
            ("application/json", named("ImportCreate", None), example),
            ("application/toml", bytes().into(), json!(MAPPING)),
        ]);
    let op = answers_import(op, 200, TRIED, &[]);
    let op = answers_import(
        op,
        201,
        "The import.",
        &["Location", "Idempotency-Replayed"],
    )
    .refuses(&[400, 401, 403, 408, 409, 413, 415, 422]);
    (HttpMethod::Post, "/api/v1/imports".to_owned(), op)
}

fn list() -> Told {
    let op = Op::new(
        TAG,
        "list_imports",
        "List imports",
        "Those that the caller made, and others of which the caller may import and see everything. Newest first.",
    );
    let example = json!({ "data": [import_example()], "next_cursor": null, "has_more": false });
    let op = op
        .takes(&["limit", "cursor", "Accept-Language"])
        .answers(200, "A page.", &[], named("ImportPage", None), example)
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/imports".to_owned(), op)
}

fn show() -> Told {
    let op = Op::new(
        TAG,
        "get_import",
        "How far is an import?",
        "State and counts, for whoever made it and for those who may import and see all that it brings in. Ask again while the state is `waiting` or `running`.",
    );
    let op = op.takes(&["id", "Accept-Language"]);
    let op = answers_import(op, 200, "The import.", &[]).refuses(&[400, 401, 404]);
    (HttpMethod::Get, "/api/v1/imports/{id}".to_owned(), op)
}

fn put_file() -> Told {
    let op = Op::new(
        TAG,
        "put_import_file",
        "Send a file",
        "The bytes of one of the mapping's files, up to 1 GiB, in any encoding; what was sent of it before is gone.",
    );
    let media = &["text/csv", "application/octet-stream"];
    let op = op
        .takes(&["id", "Accept-Language"])
        .takes_own(file_name())
        .body_as(
            media,
            bytes(),
            json!("CustomerID,CompanyName\nALFKI,Alfreds Futterkiste\n"),
            true,
        );
    let op = answers_import(op, 200, "The import.", &[])
        .refuses(&[400, 401, 403, 404, 408, 409, 413, 415, 422]);
    (
        HttpMethod::Put,
        "/api/v1/imports/{id}/files/{name}".to_owned(),
        op,
    )
}

fn start() -> Told {
    let op = Op::new(
        TAG,
        "start_import",
        "Start an import",
        "For real, or with `dry_run` only to see what would happen: that counts exactly and changes nothing. The work goes on whatever becomes of the connection; a dry run may be followed by the real thing.",
    );
    let op = op
        .takes(&["id", "Idempotency-Key", "validate_only", "Accept-Language"])
        .body(named("ImportStart", None), json!({ "dry_run": true }));
    let op = answers_import(op, 200, TRIED, &[]);
    let op = answers_import(op, 202, "It waits for its turn.", &["Idempotency-Replayed"])
        .refuses(&[400, 401, 403, 404, 408, 409, 413, 415, 422]);
    (
        HttpMethod::Post,
        "/api/v1/imports/{id}/start".to_owned(),
        op,
    )
}

fn cancel() -> Told {
    let op = Op::new(
        TAG,
        "cancel_import",
        "Stop an import",
        "Rows that are in stay in.",
    );
    let op = op.takes(&["id", "Idempotency-Key", "validate_only", "Accept-Language"]);
    let op = answers_import(op, 200, "It is stopped.", &["Idempotency-Replayed"])
        .refuses(&[400, 401, 404, 409, 422]);
    (
        HttpMethod::Post,
        "/api/v1/imports/{id}/cancel".to_owned(),
        op,
    )
}

fn errors() -> Told {
    let op = Op::new(
        TAG,
        "get_import_errors",
        "What was wrong?",
        "Every problem and warning, with file, line, field, columns, reason and the row. With `file` only the rows of that file that failed, under its own columns: corrected, they can be brought in again.",
    );
    let file = query("file", "Only this file.", string(), json!("customers.csv"));
    let example = "file,line,severity,field,columns,code,reason,row\n\
        customers.csv,3,error,name,CompanyName,required,Fill this in.,\"BETA,\"\n";
    let op = op
        .takes(&["id", "Accept-Language"])
        .takes_own(file)
        .answers_as("text/csv", 200, "The file.", string(), json!(example))
        .refuses(&[400, 401, 404]);
    (
        HttpMethod::Get,
        "/api/v1/imports/{id}/errors".to_owned(),
        op,
    )
}

fn file_name() -> Parameter {
    let schema = string().min_length(Some(1));
    let mut name = query(
        "name",
        "Name of the file in the mapping.",
        schema,
        json!("customers.csv"),
    );
    name.parameter_in = ParameterIn::Path;
    name.required = Required::True;
    name
}

fn create_schema() -> ObjectBuilder {
    let mapping = OneOfBuilder::new()
        .item(open("The mapping as an object."))
        .item(text("The text of a mapping file in TOML.").min_length(Some(1)))
        .description(Some("What the files and their columns mean."));
    closed("An import to be made.")
        .property("mapping", RefOr::T(Schema::OneOf(mapping.build())))
        .required("mapping")
}

fn start_schema() -> ObjectBuilder {
    closed("How to start.").property(
        "dry_run",
        boolean().description(Some("Only say what would happen.")),
    )
}

fn counts(object: ObjectBuilder) -> ObjectBuilder {
    const NAMES: [(&str, &str); 8] = [
        ("rows", "Rows read."),
        ("created", "Made a record."),
        ("updated", "Changed a record."),
        ("unchanged", "Found everything as they say."),
        ("skipped", "Were not to be brought in."),
        ("failed", "Were refused."),
        ("unprocessed", "Not dealt with yet."),
        ("warned", "Worth a look; counted above as well."),
    ];
    NAMES.iter().fold(object, |object, (name, words)| {
        let count = integer(0, isize::MAX).description(Some(*words));
        object.property(*name, count).required(*name)
    })
}

fn file_schema() -> ObjectBuilder {
    let object = ObjectBuilder::new()
        .description(Some("A file, and what became of its rows."))
        .property("name", text("Its name."))
        .property(
            "size",
            integer(0, isize::MAX).description(Some("Bytes that are there.")),
        )
        .property(
            "is_complete",
            boolean().description(Some("All of it is there.")),
        )
        .required("name")
        .required("size")
        .required("is_complete");
    counts(object)
}

fn import_schema() -> ObjectBuilder {
    let per_entity = ObjectBuilder::new()
        .description(Some("Records by kind and outcome."))
        .additional_properties(Some(AdditionalProperties::FreeForm(true)));
    let required = [
        "id",
        "name",
        "state",
        "dry_run",
        "created_at",
        "created_by",
        "started_at",
        "finished_at",
        "total",
        "files",
        "records",
        "fault",
    ];
    let object = ObjectBuilder::new()
        .description(Some("Files of records brought in as one job."))
        .property("id", named("Id", None))
        .property("name", text("The mapping's name."))
        .property(
            "state",
            text("`new`, `waiting`, `running`, `finished`, `failed` or `cancelled`."),
        )
        .property(
            "dry_run",
            boolean().description(Some("It only says what would happen.")),
        )
        .property("created_at", named("Instant", None))
        .property("created_by", named("IdOrNull", None))
        .property("started_at", named("InstantOrNull", None))
        .property("finished_at", named("InstantOrNull", None))
        .property("total", named("ImportCounts", None))
        .property(
            "files",
            ArrayBuilder::new().items(named("ImportFile", None)),
        )
        .property("records", per_entity)
        .property("fault", or_null(named("ImportFault", None)));
    required
        .iter()
        .fold(object, |object, name| object.required(*name))
}

fn fault_schema() -> ObjectBuilder {
    let error = ObjectBuilder::new()
        .description(Some("One reason."))
        .property(
            "pointer",
            text("Where in the mapping; empty for the whole."),
        )
        .property("code", text("Stable code."))
        .property("params", open("What the message was made of."))
        .property("message", text("In the caller's language."));
    ObjectBuilder::new()
        .description(Some("Why the import as a whole could not be done."))
        .property("file", string_or_null("The file concerned."))
        .property("errors", ArrayBuilder::new().items(error))
        .required("file")
        .required("errors")
}

fn import_example() -> Json {
    let counts = json!({
        "rows": 93, "created": 93, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0,
        "unprocessed": 0, "warned": 2,
    });
    let mut file = counts.clone();
    file["name"] = json!("customers.csv");
    file["size"] = json!(12_556);
    file["is_complete"] = json!(true);
    json!({
        "id": ID, "name": "Northwind Traders", "state": "finished", "dry_run": false,
        "created_at": "2026-11-22T08:00:00Z", "created_by": "019a0000-0000-7000-8000-000000000001",
        "started_at": "2026-11-22T08:00:02Z", "finished_at": "2026-11-22T08:00:04Z",
        "total": counts, "files": [file],
        "records": { "account": { "created": 93, "updated": 0, "unchanged": 0 } },
        "fault": null,
    })
}
