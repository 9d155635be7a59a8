//! What signing in and the user's own settings take and answer.

use guanxi_domain::people::users::USER;
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::ObjectBuilder;

use crate::openapi::examples;
use crate::openapi::kinds::{given, named};
use crate::openapi::shared::{boolean, closed, integer, open, string_or_null, strings, text};

/// Whether the workspace is set up.
pub fn state_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("What a client must know before anybody is signed in."))
        .property(
            "needs_setup",
            boolean().description(Some("Nobody has set it up yet.")),
        )
        .property("version", text("Of the server."))
        .required("needs_setup")
}

fn filled(description: &str, most: usize) -> ObjectBuilder {
    text(description).min_length(Some(1)).max_length(Some(most))
}

/// The first start.
pub fn setup_schema() -> ObjectBuilder {
    let object = closed("The workspace and its first administrator.")
        .property("token", text("From the one-time link.").min_length(Some(1)))
        .property("workspace_name", filled("The firm's name.", 200))
        .property(
            "family_name",
            filled("The administrator's family name.", 100),
        )
        .property(
            "given_name",
            string_or_null("The administrator's given name."),
        )
        .property(
            "name_order",
            string_or_null("`given_first` or `family_first`."),
        )
        .property("login", filled("The administrator's e-mail address.", 254))
        .property(
            "password",
            filled("At least 8 characters, hard to guess.", 1_024),
        )
        .property("language", text("`en`, `zh-Hant` or `zh-Hans`."))
        .property("company_currency", text("ISO 4217 code."))
        .property("time_zone", text("IANA zone."));
    let needed = [
        "token",
        "workspace_name",
        "family_name",
        "login",
        "password",
        "language",
        "company_currency",
        "time_zone",
    ];
    needed
        .iter()
        .fold(object, |object, name| object.required(*name))
}

/// A first start.
pub fn setup_example() -> Json {
    json!({
        "token": "kq3vJc7m0Tt8", "workspace_name": "Northwind", "family_name": "Anders", "given_name": "Maria",
        "login": "mira@example.com", "password": "correct horse battery staple", "language": "en",
        "company_currency": "EUR", "time_zone": "Europe/Berlin",
    })
}

/// Login and password.
pub fn sign_in_schema() -> ObjectBuilder {
    closed("Who, and the proof.")
        .property("login", filled("The e-mail address.", 254))
        .property("password", filled("The password.", 1_024))
        .required("login")
        .required("password")
}

/// The former and the new password.
pub fn change_password_schema() -> ObjectBuilder {
    closed("The former and the new password.")
        .property("current_password", filled("The password so far.", 1_024))
        .property(
            "new_password",
            filled("At least 8 characters, hard to guess.", 1_024),
        )
        .required("current_password")
        .required("new_password")
}

/// Signed in: token and user.
pub fn signed_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("Signed in."))
        .property(
            "access_token",
            text("For the header `Authorization: Bearer`."),
        )
        .property("token_type", text("`Bearer`."))
        .property(
            "expires_in",
            integer(0, 86_400).description(Some("Seconds until it ends.")),
        )
        .property("user", named("Me", None))
        .required("access_token")
        .required("expires_in")
        .required("user")
}

/// Somebody signed in.
pub fn signed_example() -> Json {
    json!({
        "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 600,
        "user": me_example(),
    })
}

fn preferences() -> ObjectBuilder {
    open("Theme, density, keys: whatever the browser remembers for the user.")
}

/// The user who is signed in.
pub fn me_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("The user who is signed in."))
        .property("id", named("Id", None))
        .property(
            "version",
            integer(1, isize::MAX).description(Some("For `If-Match`.")),
        )
        .property("name", text("As it is shown."))
        .property("phone", string_or_null("Telephone at work."))
        .property("family_name", text("Family name."))
        .property("given_name", string_or_null("Given name."))
        .property("name_order", text("`given_first` or `family_first`."))
        .property("login", text("The e-mail address used to sign in."))
        .property("language", text("Language of the screens."))
        .property(
            "region",
            string_or_null("Region for formats, such as `DE`; the browser's when null."),
        )
        .property("time_zone", text("Zone in which days begin."))
        .property("preferences", preferences())
        .property("roles", strings("Codes of the roles held."))
        .required("id")
        .required("name")
        .required("login")
        .required("language")
        .required("time_zone")
        .required("preferences")
        .required("roles")
}

/// A user who is signed in.
pub fn me_example() -> Json {
    json!({
        "id": examples::id(&USER), "version": 3, "phone": null, "name": "Maria Anders", "family_name": "Anders", "given_name": "Maria",
        "name_order": "given_first", "login": "mira@example.com", "language": "en", "region": "DE",
        "time_zone": "Europe/Berlin", "preferences": { "theme": "dark" }, "roles": ["sales"],
    })
}

/// The fields that a user may change about oneself.
pub const OWN_FIELDS: [&str; 8] = [
    "family_name",
    "given_name",
    "name_order",
    "phone",
    "language",
    "region",
    "time_zone",
    "preferences",
];

/// What users change about themselves.
pub fn me_patch_schema() -> ObjectBuilder {
    let fields = OWN_FIELDS.iter().filter_map(|name| USER.field(name));
    fields.fold(closed("What changes."), |object, field| {
        object.property(field.name, given(field, field.nullable))
    })
}

/// A session.
pub fn session_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("One browser or script that is signed in."))
        .property("id", named("Id", Some("To end it.".to_owned())))
        .property("created_at", named("Instant", None))
        .property("last_used_at", named("Instant", None))
        .property("expires_at", named("Instant", None))
        .property(
            "address",
            string_or_null("From which address it signed in."),
        )
        .property("user_agent", string_or_null("What it called itself."))
        .property("current", boolean().description(Some("The one that asks.")))
        .required("id")
        .required("created_at")
        .required("current")
}

/// A session of a browser.
pub fn session_example() -> Json {
    json!({
        "id": "019a0000-0000-7000-8000-0000000000aa", "created_at": "2026-11-20T07:00:00Z",
        "last_used_at": "2026-11-22T08:15:00Z", "expires_at": "2026-12-22T08:15:00Z",
        "user_agent": "Firefox", "current": true,
    })
}
