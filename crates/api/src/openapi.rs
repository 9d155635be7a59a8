//! The description of the REST API, built from the catalogue and from what the routes say about
//! themselves. Generic routes are told per entity, so that a reader finds `POST /accounts`, not a
//! riddle about plurals.

mod asking;
mod auth;
mod bodies;
mod calendar;
mod capture;
mod deals;
mod entities;
mod examples;
mod imports;
mod kinds;
mod live;
mod operation;
mod operations;
mod overviews;
mod platform;
mod preferences;
mod print;
mod problems;
mod records;
mod reports;
mod shared;
mod words;
mod workspace;

use guanxi_domain::registry;
use utoipa::openapi::path::{HttpMethod, PathItem};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Contact, InfoBuilder, License, OpenApi, OpenApiBuilder, Paths, SecurityRequirement,
    Server, Tag,
};

use operation::Op;

use crate::frame::{FAREWELLS, Farewell, farewell};

/// Name of the one way to show who calls.
const BEARER: &str = "bearer";

/// The whole document.
pub fn document() -> OpenApi {
    let mut components = Components::new();
    add_security(&mut components);
    problems::add(&mut components);
    shared::add(&mut components);
    bodies::add(&mut components);
    let mut all = platform::add(&mut components);
    all.push(live::operation());
    all.extend(auth::add(&mut components));
    all.extend(workspace::add(&mut components));
    all.extend(imports::add(&mut components));
    all.extend(capture::add(&mut components));
    all.extend(reports::add(&mut components));
    all.extend(deals::add(&mut components));
    all.extend(calendar::add(&mut components));
    all.extend(preferences::add(&mut components));
    all.extend(operations::add(&mut components));
    let mut tags = own_tags();
    for entity in registry::roots() {
        entities::add(&mut components, entity);
        all.extend(records::operations(&mut components, entity));
        tags.push(entity_tag(entity));
    }
    let mut document = OpenApiBuilder::new()
        .info(info())
        .servers(Some([server()]))
        .paths(paths(all, FAREWELLS))
        .components(Some(components))
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>(
            BEARER,
            [],
        )]))
        .tags(Some(tags))
        .build();
    add_kinds(&mut document);
    document
}

/// Kinds of fields come last, when it is known which the catalogue has.
fn add_kinds(document: &mut OpenApi) {
    let told = serde_json::to_string(&document).unwrap_or_default();
    if let Some(components) = &mut document.components {
        kinds::add(components, |name| {
            told.contains(&format!("\"#/components/schemas/{name}\""))
        });
    }
}

/// The document as it is committed and served: pretty, sorted, the same in every build.
pub fn json() -> String {
    print::pretty(&serde_json::to_value(document()).unwrap_or_default())
}

/// Method and path, such as `/api/v1/accounts/{id}`, of every operation.
pub fn operations() -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for (path, item) in &document().paths.paths {
        for method in methods(item) {
            found.push((method, path.clone()));
        }
    }
    found
}

fn methods(item: &PathItem) -> impl Iterator<Item = &'static str> {
    let has = [
        ("GET", item.get.is_some()),
        ("PUT", item.put.is_some()),
        ("POST", item.post.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    has.into_iter()
        .filter_map(|(method, there)| there.then_some(method))
}

fn paths(all: Vec<(HttpMethod, String, Op)>, farewells: &[Farewell]) -> Paths {
    let mut paths = Paths::new();
    for (method, path, op) in all {
        let op = match farewell(farewells, name(&method), &path) {
            Some(one) => op.goes(one),
            None => op,
        };
        paths.add_path_operation(path, vec![method], op.build());
    }
    paths
}

const fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Head => "HEAD",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Trace => "TRACE",
    }
}

fn add_security(components: &mut Components) {
    let mut http = Http::new(HttpAuthScheme::Bearer);
    http.bearer_format = Some("JWT".to_owned());
    http.description = Some("The access token that signing in answers.".to_owned());
    components.add_security_scheme(BEARER, SecurityScheme::Http(http));
}

fn server() -> Server {
    let mut server = Server::new("/");
    server.description = Some("The server that this document comes from.".to_owned());
    server
}

fn info() -> utoipa::openapi::Info {
    let mut license = License::new(env!("CARGO_PKG_LICENSE"));
    license.identifier = Some(env!("CARGO_PKG_LICENSE").to_owned());
    let mut contact = Contact::new();
    contact.name = Some("The Guanxi project".to_owned());
    InfoBuilder::new()
        .title("Guanxi REST API")
        .version("1.0")
        .description(Some(words::ABOUT))
        .contact(Some(contact))
        .license(Some(license))
        .build()
}

fn tag(name: &str, description: &str) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}

fn own_tags() -> Vec<Tag> {
    vec![
        tag(
            "platform",
            "What the workspace is made of, search over everything, health.",
        ),
        tag(
            "auth",
            "First start, signing in and out, sessions, the user's own settings.",
        ),
        tag(
            imports::TAG,
            "Linked files of records brought in as one job, with dry run, exact counts and the rows that were refused.",
        ),
        tag(
            calendar::TAG,
            "Whose time is taken, and calendars of other programs.",
        ),
        tag(capture::TAG, "What visitors of web sites may send."),
        tag(
            preferences::TAG,
            "How customers want to be contacted, as they decide themselves.",
        ),
        tag(reports::TAG, "Figures that take more than one question."),
    ]
}

fn entity_tag(entity: &guanxi_domain::kernel::catalogue::Entity) -> Tag {
    tag(entity.plural, &words::about(entity))
}

#[cfg(test)]
mod tests;
