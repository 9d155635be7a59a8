//! The workspace's settings.

use serde_json::{Value as Json, json};
use utoipa::openapi::Components;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::ObjectBuilder;

use super::kinds::named;
use super::operation::Op;
use super::shared::{integer, string, string_or_null, text};

const TAG: &str = "platform";
const PATH: &str = "/api/v1/workspace";
type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("Workspace", workspace_schema());
    put("WorkspacePatch", patch_schema());
    put("DemoFirm", demo_firm_schema());
    put("DemoFirmWish", demo_firm_wish());
    vec![
        get(),
        patch(),
        demo_firm(
            HttpMethod::Get,
            "get_demo_firm",
            "What of the demo firm is there",
            "How many of its records there are, and how many of them people changed since.",
        ),
        demo_firm(
            HttpMethod::Put,
            "make_demo_firm",
            "Make the demo firm",
            "A made-up firm with a year behind it, to look around in. Harmless when it is there; what was taken out before comes back as it was.",
        ),
        demo_firm(
            HttpMethod::Delete,
            "remove_demo_firm",
            "Take the demo firm out",
            "Puts exactly its records into the bin, also those that people changed. What people made themselves stays.",
        ),
    ]
}

fn demo_firm(method: HttpMethod, id: &str, summary: &str, description: &str) -> Told {
    let op = Op::new(TAG, id, summary, description).takes(&["Accept-Language"]);
    let op = if method == HttpMethod::Put {
        let wish = json!({ "language": "zh-Hant" });
        op.body(named("DemoFirmWish", None), wish)
            .refuses(&[408, 413, 415, 422])
    } else {
        op
    };
    let standing = json!({ "records": 55, "changed": 0 });
    let op = op
        .answers(
            200,
            "What is there.",
            &[],
            named("DemoFirm", None),
            standing,
        )
        .refuses(&[400, 401, 403]);
    (method, format!("{PATH}/demo_firm"), op)
}

fn demo_firm_schema() -> ObjectBuilder {
    let count = |words: &str| integer(0, isize::MAX).description(Some(words.to_owned()));
    ObjectBuilder::new()
        .description(Some("The demo firm."))
        .property("records", count("Its records that are there."))
        .property("changed", count("How many of them people changed since."))
        .required("records")
        .required("changed")
}

fn demo_firm_wish() -> ObjectBuilder {
    let language = string().enum_values(Some(["en", "zh-Hant", "zh-Hans"]));
    let words = "Language of its texts; the caller's when none is said.";
    ObjectBuilder::new()
        .description(Some("How the demo firm shall be."))
        .property("language", language.description(Some(words)))
}

fn get() -> Told {
    let op = Op::new(
        TAG,
        "get_workspace",
        "The workspace's settings",
        "What the whole workspace shares, for those who may change everything; `/meta` tells everybody what clients need of it.",
    );
    let op = op
        .takes(&["Accept-Language"])
        .answers(
            200,
            "The settings.",
            &["ETag"],
            named("Workspace", None),
            example(),
        )
        .refuses(&[400, 401, 403]);
    (HttpMethod::Get, PATH.to_owned(), op)
}

fn patch() -> Told {
    let op = Op::new(
        TAG,
        "update_workspace",
        "Change the workspace's settings",
        "A JSON merge patch. The company currency can be changed as long as there is no amount and no rate. Another order of names is there once all sort keys are computed: until then it is told as `next_collation`, and lists stay as they were.",
    );
    let media = &["application/merge-patch+json", "application/json"];
    let op = op
        .takes(&["If-Match", "Accept-Language"])
        .body_as(
            media,
            named("WorkspacePatch", None),
            json!({ "name": "Northwind" }),
            true,
        )
        .answers(
            200,
            "The settings after it.",
            &["ETag"],
            named("Workspace", None),
            example(),
        )
        .refuses(&[400, 401, 403, 408, 412, 413, 415, 422, 428]);
    (HttpMethod::Patch, PATH.to_owned(), op)
}

fn settable() -> ObjectBuilder {
    let name = string().min_length(Some(1)).max_length(Some(200));
    let currency = string().pattern(Some("^[A-Z]{3}$"));
    let collation = string().enum_values(Some(["root", "pinyin", "stroke"]));
    let language = string().enum_values(Some(["en", "zh-Hant", "zh-Hans"]));
    ObjectBuilder::new()
        .property("name", name.description(Some("The firm's name.")))
        .property("company_currency", currency.description(Some("ISO 4217 code of the currency in which the firm reckons.")))
        .property("time_zone", text("IANA zone in which the firm's days begin."))
        .property("language", language.description(Some("Language of shared texts.")))
        .property("collation", collation.description(Some("In which order names are read: by the root of the Unicode collation algorithm, or Chinese by pinyin or by strokes.")))
}

fn patch_schema() -> ObjectBuilder {
    settable().description(Some("Settings to be changed; the others stay."))
}

fn workspace_schema() -> ObjectBuilder {
    let all = [
        "name",
        "company_currency",
        "time_zone",
        "language",
        "collation",
        "next_collation",
        "version",
    ];
    let schema = settable()
        .description(Some("What the whole workspace shares."))
        .property(
            "next_collation",
            string_or_null("The order that is being prepared."),
        )
        .property(
            "version",
            integer(1, isize::MAX).description(Some("Counts changes; the ETag shows it.")),
        );
    all.into_iter().fold(schema, ObjectBuilder::required)
}

fn example() -> Json {
    json!({
        "version": 2, "name": "Northwind", "company_currency": "EUR", "time_zone": "Europe/Berlin", "language": "en",
        "collation": "root", "next_collation": null,
    })
}
