//! First start, signing in and out, sessions, and the user's own settings.

mod bodies;

use serde_json::json;
use utoipa::openapi::Components;
use utoipa::openapi::path::{HttpMethod, Parameter};
use utoipa::openapi::schema::ObjectBuilder;

use super::entities::data_of;
use super::kinds::named;
use super::operation::Op;
use super::shared::string;

const TAG: &str = "auth";
type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("State", bodies::state_schema());
    put("Setup", bodies::setup_schema());
    put("SignIn", bodies::sign_in_schema());
    put("Signed", bodies::signed_schema());
    put("Me", bodies::me_schema());
    put("MePatch", bodies::me_patch_schema());
    put("ChangePassword", bodies::change_password_schema());
    put("Session", bodies::session_schema());
    put(
        "Sessions",
        data_of(named("Session", None), "Where the user is signed in."),
    );
    vec![
        state(),
        setup(),
        sign_in(),
        refresh(),
        sign_out(),
        change_password(),
        sessions(),
        end_session(),
        me(),
        patch_me(),
    ]
}

/// Answers who is signed in now.
fn signs_in(op: Op) -> Op {
    op.answers(
        200,
        "Signed in.",
        &["Set-Cookie"],
        named("Signed", None),
        bodies::signed_example(),
    )
}

fn state() -> Told {
    let op = Op::new(
        TAG,
        "get_state",
        "Is the workspace set up?",
        "What a client must know before anybody is signed in.",
    );
    let example = json!({ "needs_setup": false, "version": env!("CARGO_PKG_VERSION") });
    let op = op
        .public()
        .answers(200, "The state.", &[], named("State", None), example)
        .refuses(&[400]);
    (HttpMethod::Get, "/api/v1/auth/state".to_owned(), op)
}

fn setup() -> Told {
    let op = Op::new(
        TAG,
        "setup",
        "Set up the workspace",
        "The first start: makes the workspace and its first administrator, who is signed in at once. Needs the token of the one-time link that the server printed; works once.",
    );
    let op = op
        .public()
        .takes(&["Accept-Language"])
        .body(named("Setup", None), bodies::setup_example());
    let op = signs_in(op).refuses(&[400, 403, 408, 409, 413, 415, 422]);
    (HttpMethod::Post, "/api/v1/auth/setup".to_owned(), op)
}

fn sign_in() -> Told {
    let op = Op::new(
        TAG,
        "sign_in",
        "Sign in",
        "Answers an access token for the header `Authorization: Bearer`; browsers also get a refresh token in a cookie that scripts cannot read.",
    );
    let example =
        json!({ "login": "mira@example.com", "password": "correct horse battery staple" });
    let op = op
        .public()
        .takes(&["Accept-Language"])
        .body(named("SignIn", None), example);
    let op = signs_in(op).refuses(&[400, 401, 403, 408, 413, 415, 422]);
    (HttpMethod::Post, "/api/v1/auth/sign_in".to_owned(), op)
}

/// The header that pages of others cannot send.
fn own_header() -> Parameter {
    let schema = string().pattern(Some("^1$"));
    let text = "Always `1`: shows that no page of another site sends this request.";
    let mut parameter = super::shared::query("X-Guanxi", text, schema, json!("1"));
    parameter.parameter_in = utoipa::openapi::path::ParameterIn::Header;
    parameter.required = utoipa::openapi::Required::True;
    parameter
}

fn refresh() -> Told {
    let op = Op::new(
        TAG,
        "refresh",
        "Renew the access token",
        "By the refresh cookie, which changes with every use. A token used twice ends the whole session.",
    );
    let op = signs_in(
        op.public()
            .takes_own(own_header())
            .takes(&["Accept-Language"]),
    );
    (
        HttpMethod::Post,
        "/api/v1/auth/refresh".to_owned(),
        op.refuses(&[400, 401, 403]),
    )
}

fn sign_out() -> Told {
    let op = Op::new(
        TAG,
        "sign_out",
        "Sign out",
        "Ends the session that the cookie belongs to, and takes the cookie back.",
    );
    let op = op
        .public()
        .takes_own(own_header())
        .takes(&["Accept-Language"])
        .answers_nothing(204, "Signed out.", &["Set-Cookie"])
        .refuses(&[400, 403]);
    (HttpMethod::Post, "/api/v1/auth/sign_out".to_owned(), op)
}

fn change_password() -> Told {
    let op = Op::new(
        TAG,
        "change_password",
        "Change the password",
        "All other sessions of the user end.",
    );
    let example = json!({
        "current_password": "correct horse battery staple",
        "new_password": "eleven purple rivers at dawn",
    });
    let op = op
        .takes(&["Accept-Language"])
        .body(named("ChangePassword", None), example)
        .answers_nothing(204, "Changed.", &[])
        .refuses(&[400, 401, 403, 408, 413, 415, 422]);
    (
        HttpMethod::Post,
        "/api/v1/auth/change_password".to_owned(),
        op,
    )
}

fn sessions() -> Told {
    let op = Op::new(
        TAG,
        "list_sessions",
        "Where am I signed in?",
        "The live sessions of the user, newest first.",
    );
    let example = json!({ "data": [bodies::session_example()] });
    let op = op
        .takes(&["Accept-Language"])
        .answers(200, "The sessions.", &[], named("Sessions", None), example)
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/auth/sessions".to_owned(), op)
}

fn end_session() -> Told {
    let op = Op::new(
        TAG,
        "end_session",
        "End a session",
        "One of the user's own; its tokens are refused at once.",
    );
    let op = op
        .takes(&["id", "Accept-Language"])
        .answers_nothing(204, "Ended.", &[])
        .refuses(&[400, 401, 404]);
    (
        HttpMethod::Delete,
        "/api/v1/auth/sessions/{id}".to_owned(),
        op,
    )
}

fn me() -> Told {
    let op = Op::new(TAG, "get_me", "Who am I?", "The user who is signed in.");
    let op = op
        .takes(&["Accept-Language"])
        .answers(
            200,
            "The user.",
            &["ETag"],
            named("Me", None),
            bodies::me_example(),
        )
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/me".to_owned(), op)
}

fn patch_me() -> Told {
    let op = Op::new(
        TAG,
        "update_me",
        "Change my settings",
        "A JSON merge patch of the user's own settings; needs no right to users.",
    );
    let media = &["application/merge-patch+json", "application/json"];
    let op = op
        .takes(&["If-Match-Optional", "Accept-Language"])
        .body_as(
            media,
            named("MePatch", None),
            json!({ "language": "zh-Hant" }),
            true,
        )
        .answers(
            200,
            "The user after it.",
            &["ETag"],
            named("Me", None),
            bodies::me_example(),
        )
        .refuses(&[400, 401, 408, 412, 413, 415, 422]);
    (HttpMethod::Patch, "/api/v1/me".to_owned(), op)
}
