//! Refusals: one body for all, one shared response for each status.

use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Components, ContentBuilder, RefOr, Response, ResponseBuilder};

use super::kinds::named;
use super::shared::{self, text};

/// A status that refuses, with what it means.
struct Refusal {
    status: u16,
    name: &'static str,
    description: &'static str,
    code: &'static str,
    title: &'static str,
    headers: &'static [&'static str],
}

const fn refusal(
    status: u16,
    name: &'static str,
    code: &'static str,
    title: &'static str,
    description: &'static str,
) -> Refusal {
    Refusal {
        status,
        name,
        description,
        code,
        title,
        headers: &[
            "X-Request-Id",
            "Content-Language",
            "RateLimit-Policy",
            "RateLimit",
        ],
    }
}

const REFUSALS: &[Refusal] = &[
    refusal(
        400,
        "BadRequest",
        "unknown_parameter",
        "The request cannot be read",
        "The request cannot be read: broken JSON, an unknown parameter, a bad cursor or header.",
    ),
    Refusal {
        headers: &["X-Request-Id", "Content-Language", "WWW-Authenticate"],
        ..refusal(
            401,
            "Unauthorized",
            "unauthorized",
            "Please sign in",
            "No access token, or one that is not valid (any more).",
        )
    },
    refusal(
        403,
        "Forbidden",
        "forbidden",
        "Not allowed",
        "The caller has no right to this kind of record or to this action.",
    ),
    refusal(
        404,
        "NotFound",
        "not_found",
        "Not found",
        "Nothing is there, or nothing that the caller may see.",
    ),
    refusal(
        408,
        "TooSlow",
        "body_too_slow",
        "Too slow",
        "The body took too long to arrive.",
    ),
    refusal(
        409,
        "Conflict",
        "conflict",
        "Already there",
        "The record's state does not allow it, a unique value is taken, or a request with the same key still runs.",
    ),
    refusal(
        412,
        "Stale",
        "stale",
        "Changed in the meantime",
        "The record changed since the version in `If-Match`; `current` is the record as it is now.",
    ),
    refusal(
        413,
        "TooLarge",
        "too_large",
        "Too large",
        "The body is larger than allowed.",
    ),
    refusal(
        414,
        "TooLong",
        "uri_too_long",
        "Address too long",
        "Path and query together are longer than 8 KiB.",
    ),
    refusal(
        415,
        "UnsupportedMedia",
        "unsupported_media_type",
        "Not a media type for this",
        "The body is not of a media type that this operation reads.",
    ),
    refusal(
        422,
        "Refused",
        "invalid",
        "Some fields need correction",
        "A field is unknown or its value is refused, or a rule says no; `errors` tells each reason.",
    ),
    refusal(
        428,
        "PreconditionMissing",
        "precondition_required",
        "Say which version",
        "`If-Match` is missing.",
    ),
    Refusal {
        headers: &[
            "X-Request-Id",
            "Content-Language",
            "Retry-After",
            "RateLimit-Policy",
            "RateLimit",
        ],
        ..refusal(
            429,
            "TooMany",
            "quota_exceeded",
            "Too many requests",
            "The caller's quota is used up for now.",
        )
    },
    refusal(
        500,
        "Failed",
        "internal",
        "Something went wrong",
        "The server failed; the trace id finds out why.",
    ),
    Refusal {
        headers: &["X-Request-Id", "Content-Language", "Retry-After"],
        ..refusal(
            503,
            "Unavailable",
            "unavailable",
            "Try again shortly",
            "The database is not reachable or too busy; try again.",
        )
    },
];

/// The shared responses and the schema of their body.
pub fn add(components: &mut Components) {
    components
        .schemas
        .insert("Problem".to_owned(), problem().into());
    components
        .schemas
        .insert("FieldError".to_owned(), field_error().into());
    for refusal in REFUSALS {
        let response = RefOr::T(response(refusal));
        components
            .responses
            .insert(refusal.name.to_owned(), response);
    }
}

/// Name of the shared response of a status.
pub fn name(status: u16) -> Option<&'static str> {
    let found = REFUSALS.iter().find(|refusal| refusal.status == status);
    found.map(|refusal| refusal.name)
}

/// A problem as an example; `at` names the field that is its reason.
pub fn example(status: u16, at: Option<&str>) -> Json {
    let Some(refusal) = REFUSALS.iter().find(|refusal| refusal.status == status) else {
        return Json::Null;
    };
    let mut problem = json!({
        "type": format!("/problems/{}", refusal.code),
        "title": refusal.title,
        "status": refusal.status,
        "code": refusal.code,
        "trace_id": TRACE_ID,
    });
    if let Some(pointer) = at {
        problem["errors"] =
            json!([{ "pointer": pointer, "code": "required", "message": "Fill this in." }]);
    }
    problem
}

/// The request id of every example.
pub const TRACE_ID: &str = "019a0000-0000-7000-8000-00000000abcd";

fn response(refusal: &Refusal) -> Response {
    let at = (refusal.status == 422).then_some("/name");
    let content = ContentBuilder::new()
        .schema(Some(named("Problem", None)))
        .example(Some(example(refusal.status, at)))
        .build();
    let mut builder = ResponseBuilder::new()
        .description(refusal.description)
        .content("application/problem+json", content);
    for header in refusal.headers {
        builder = builder.header_ref(*header, shared::header(header));
    }
    builder.build()
}

fn problem() -> ObjectBuilder {
    let status = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .description(Some("The status code, once more."));
    let errors = ArrayBuilder::new()
        .items(named("FieldError", None))
        .description(Some("Field by field, when fields are the reason."));
    let current = shared::open("The record as it is now, when the caller's was stale (412).");
    ObjectBuilder::new()
        .description(Some("Why a request was refused (RFC 9457)."))
        .property(
            "type",
            text("Stable address of the kind of problem: `/problems/<code>`."),
        )
        .property(
            "title",
            text("The same for every problem of the code, in the caller's language."),
        )
        .property("status", status)
        .property(
            "detail",
            text("What happened this time and the way out, in the caller's language."),
        )
        .property("code", text("Stable code in snake_case."))
        .property(
            "trace_id",
            text("The request's id, also in `X-Request-Id`; give it to whoever helps."),
        )
        .property("errors", errors)
        .property("current", current)
        .required("type")
        .required("title")
        .required("status")
        .required("code")
        .required("trace_id")
}

fn field_error() -> ObjectBuilder {
    let params = ObjectBuilder::new()
        .additional_properties(Some(shared::string()))
        .description(Some("What the message was made of."));
    ObjectBuilder::new()
        .description(Some("One field's reason."))
        .property(
            "pointer",
            text("JSON pointer into the body, such as `/lines/2/quantity`."),
        )
        .property("parameter", text("Or the name of the query parameter."))
        .property("code", text("Stable code in snake_case."))
        .property("message", text("In the caller's language."))
        .property("params", params)
        .required("code")
        .required("message")
}
