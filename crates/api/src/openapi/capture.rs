//! What strangers may send: the forms of web sites.

use guanxi_domain::marketing::web_forms;
use serde_json::json;
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn};
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{Components, Required};

use super::kinds::named;
use super::operation::Op;
use super::shared::{query, string, string_or_null};

/// Its tag.
pub const TAG: &str = "capture";

/// Adds the schemas and tells the operation.
pub fn add(components: &mut Components) -> Vec<(HttpMethod, String, Op)> {
    let schemas = [("Capture", sent()), ("Captured", thanks())];
    for (name, schema) in schemas {
        components.schemas.insert(name.to_owned(), schema.into());
    }
    let op = Op::new(
        TAG,
        "capture_lead",
        "Send a web form",
        "Makes a lead of what a visitor of a web site filled in. Open to everybody and from every site; the answer tells nothing of what is stored. A plain form of a browser is led to the form's page of thanks (303) if it has one.",
    );
    let example = json!({ "name": "Anna Nagy", "company": "Kodály Kft", "email": "anna@example.com", "need": "Two cranes" });
    let op = op
        .public()
        .takes_own(slug())
        .takes(&["Accept-Language"])
        .body_of([
            ("application/json", named("Capture", None), example.clone()),
            (
                "application/x-www-form-urlencoded",
                named("Capture", None),
                example,
            ),
        ])
        .answers(
            201,
            "It is stored.",
            &[],
            named("Captured", None),
            json!({ "thanks_url": "https://example.com/thanks" }),
        )
        .answers_nothing(
            303,
            "It is stored; the page of thanks is there.",
            &["Location"],
        )
        .refuses(&[400, 404, 408, 413, 415, 422]);
    vec![(HttpMethod::Post, "/api/v1/capture/{slug}".to_owned(), op)]
}

fn slug() -> Parameter {
    let text = "The form's name in addresses.";
    let mut slug = query(
        "slug",
        text,
        string().pattern(Some("^[a-z0-9_-]+$")),
        json!("contact-us"),
    );
    slug.parameter_in = ParameterIn::Path;
    slug.required = Required::True;
    slug
}

fn sent() -> ObjectBuilder {
    let about = |name: &str| match name {
        "name" => "The whole name of a person, if it is not sent in parts.",
        "email" | "phone" => "One way at least to reach the sender.",
        web_forms::TRAP => {
            "Stays empty. Hide it from people: programs that fill it in are ignored."
        }
        _ => "As in a lead.",
    };
    let field = |schema: ObjectBuilder, name| {
        schema.property(name, string().description(Some(about(name))))
    };
    let schema = ObjectBuilder::new().description(Some(
        "What a visitor filled in. Empty fields count as not sent.",
    ));
    web_forms::fields().fold(schema, field)
}

fn thanks() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("What comes after sending."))
        .property("thanks_url", string_or_null("The page to show."))
        .required("thanks_url")
}
