//! Preference pages.

use guanxi_domain::customers::preferences::{CHANNELS, PURPOSES};
use serde_json::{Value as Json, json};
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Components, Required};

use super::kinds::named;
use super::operation::Op;
use super::shared::{boolean, closed, or_null, query, string, string_or_null, text};

/// Their tag.
pub const TAG: &str = "preferences";

const LINK: &str = "/api/v1/contacts/{id}/preference_link";
const PAGE: &str = "/api/v1/preferences/{token}";

type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let schemas = [
        ("PreferenceLink", link_schema()),
        ("Preferences", preferences()),
        ("PreferencesPatch", patch()),
        ("PreferenceWish", wish()),
    ];
    for (name, schema) in schemas {
        components.schemas.insert(name.to_owned(), schema.into());
    }
    vec![make(), end(), show(), change(), refuse()]
}

fn make() -> Told {
    let example = json!({
        "path": "/preferences/c2VjcmV0", "created_at": "2026-11-22T10:00:00Z", "expires_at": "2028-11-21T10:00:00Z",
    });
    let op = Op::new(
        TAG,
        "make_preference_link",
        "Tell a contact's preference link",
        "The address of the page on which the contact decides by what and for what to be contacted, for whoever may change the contact. It stays the same until it is ended, and is good for two years.",
    );
    let told = named("PreferenceLink", None);
    let op = op
        .takes(&["id", "Accept-Language"])
        .answers(
            200,
            "The link as it was.",
            &[],
            told.clone(),
            example.clone(),
        )
        .answers(201, "A new link.", &[], told, example)
        .refuses(&[400, 401, 403, 404]);
    (HttpMethod::Post, LINK.to_owned(), op)
}

fn end() -> Told {
    let op = Op::new(
        TAG,
        "end_preference_link",
        "End a contact's preference link",
        "It opens nothing any more; the next one is another.",
    );
    let op = op
        .takes(&["id", "Accept-Language"])
        .answers_nothing(204, "It is ended.", &[])
        .refuses(&[400, 401, 403, 404]);
    (HttpMethod::Delete, LINK.to_owned(), op)
}

fn token() -> Parameter {
    let about =
        "What the link ends with. One that is unknown, was ended or is too old is not found.";
    let mut token = query("token", about, string(), json!("c2VjcmV0"));
    token.parameter_in = ParameterIn::Path;
    token.required = Required::True;
    token
}

fn of_page(op: Op) -> Op {
    let told = named("Preferences", None);
    op.public()
        .takes_own(token())
        .takes(&["Accept-Language"])
        .answers(200, "The preferences.", &["X-Robots-Tag"], told, example())
}

fn show() -> Told {
    let op = Op::new(
        TAG,
        "get_preferences",
        "How somebody is contacted",
        "What the link's contact may know and change: the own name, by what and for what the firm may get in touch, the preferred way, and quiet hours. Needs no signing in.",
    );
    (
        HttpMethod::Get,
        PAGE.to_owned(),
        of_page(op).refuses(&[400, 404]),
    )
}

fn change() -> Told {
    let op = Op::new(
        TAG,
        "change_preferences",
        "Change how somebody is contacted",
        "Each wish that is another than before becomes a consent, given, refused or withdrawn, that came by the preference page; what is not sent stays.",
    );
    let wished = json!({
        "wishes": [{ "channel": "email", "purpose": "newsletter", "allowed": false }],
        "quiet_from": "20:00", "quiet_until": "08:00",
    });
    let op = of_page(op)
        .body(named("PreferencesPatch", None), wished)
        .refuses(&[400, 404, 408, 409, 413, 415, 422]);
    (HttpMethod::Patch, PAGE.to_owned(), op)
}

fn refuse() -> Told {
    let op = Op::new(
        TAG,
        "refuse_all_contacts",
        "Refuse everything",
        "Nobody is to write, call or come any more, for whatever.",
    );
    let op = of_page(op)
        .body(named("Nothing", None), json!({}))
        .refuses(&[400, 404, 408, 409, 413, 415, 422]);
    (HttpMethod::Post, format!("{PAGE}/refuse_all"), op)
}

fn link_schema() -> ObjectBuilder {
    let path = "The page's path on this server. Whoever knows it sees and changes the preferences.";
    ObjectBuilder::new()
        .description(Some("A contact's preference link."))
        .property("path", text(path))
        .property("created_at", text("Since when it is there."))
        .property("expires_at", text("From when on it opens nothing."))
        .required("path")
        .required("created_at")
        .required("expires_at")
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> ObjectBuilder {
    string().enum_values(Some(names.collect::<Vec<_>>()))
}

fn wish() -> ObjectBuilder {
    closed("Whether the firm may get in touch by something for something.")
        .property(
            "channel",
            one_of(CHANNELS.iter().map(|one| one.name()))
                .description(Some("By what; `phone` is any telephone.")),
        )
        .property(
            "purpose",
            one_of(PURPOSES.iter().map(|one| one.name())).description(Some("For what.")),
        )
        .property("allowed", boolean())
        .required("channel")
        .required("purpose")
        .required("allowed")
}

fn wishes() -> ArrayBuilder {
    ArrayBuilder::new().items(named("PreferenceWish", None))
}

const PREFERRED: &str = "How to be reached best: `email`, `phone`, `mobile`, `im`, `letter` or `visit`; null when it does not matter.";
const FROM: &str = "From this time of the day on there is to be quiet, such as `21:00`.";
const UNTIL: &str = "Until this time.";

fn preferences() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("How somebody is contacted."))
        .property("name", text("The contact's name."))
        .property("workspace_name", text("The firm that asks."))
        .property(
            "language",
            text("In which language to show it: `en`, `zh-Hant` or `zh-Hans`."),
        )
        .property("preferred_channel", string_or_null(PREFERRED))
        .property("quiet_from", string_or_null(FROM))
        .property("quiet_until", string_or_null(UNTIL))
        .property("wishes", wishes());
    let all = [
        "name",
        "workspace_name",
        "language",
        "preferred_channel",
        "quiet_from",
        "quiet_until",
        "wishes",
    ];
    all.into_iter().fold(schema, ObjectBuilder::required)
}

fn patch() -> ObjectBuilder {
    closed("What is to be another. What is not sent stays.")
        .property("preferred_channel", string_or_null(PREFERRED))
        .property("quiet_from", string_or_null(FROM))
        .property("quiet_until", string_or_null(UNTIL))
        .property(
            "wishes",
            or_null(wishes().max_items(Some(CHANNELS.len() * PURPOSES.len()))),
        )
}

fn example() -> Json {
    json!({
        "name": "Anna Berg", "workspace_name": "Northwind", "language": "en", "preferred_channel": "email",
        "quiet_from": "20:00", "quiet_until": "08:00",
        "wishes": [{ "channel": "email", "purpose": "newsletter", "allowed": true }],
    })
}
