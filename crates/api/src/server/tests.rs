//! Router and API document agree, both ways. What generic routes do for each kind of record is asked of a running server.
#![allow(clippy::unwrap_used)]

use actix_web::App as Routes;
use actix_web::http::Method;
use actix_web::test::init_service;

use super::routes;
use crate::frame::made;
use crate::openapi::operations;

/// Beside the API: the web app, and the document as a page.
const PAGES: [&str; 5] = [
    "/",
    "/assets/{file}",
    "/api/docs",
    "/api/docs/docs.css",
    "/api/docs/docs.js",
];

/// Routes as they are declared: method and path, without those that every browser brings along.
async fn declared() -> Vec<(String, String)> {
    init_service(Routes::new().configure(routes)).await;
    let all = made::routes().into_iter();
    let told = all.filter(|(method, path)| {
        !PAGES.contains(&path.as_str()) && *method != Method::HEAD && *method != Method::OPTIONS
    });
    told.map(|(method, path)| (method.to_string(), path))
        .collect()
}

/// Whether a declared path leads to one of the document. Generic paths begin with a plural of any kind.
fn leads_to(declared: &str, told: &str) -> bool {
    let told = told.strip_prefix("/api/v1").unwrap_or(told);
    let (mut declared, mut told) = (declared.split('/'), told.split('/'));
    loop {
        match (declared.next(), told.next()) {
            (None, None) => return true,
            (Some(part), Some(other)) if part == other => {}
            (Some("{plural}" | "{verb}"), Some(_)) => {}
            (Some(part), Some(other)) if part.starts_with('{') && other.starts_with('{') => {}
            _ => return false,
        }
    }
}

#[actix_web::test]
async fn every_route_is_in_the_document() {
    let told = operations();
    for (method, path) in declared().await {
        let found = told
            .iter()
            .any(|(other, told)| *other == method && leads_to(&path, told));
        assert!(found, "{method} {path} is not in the API document");
    }
}

#[actix_web::test]
async fn every_operation_of_the_document_has_a_route() {
    let declared = declared().await;
    assert!(declared.len() > 50, "only {}", declared.len());
    for (method, told) in operations() {
        let found = declared
            .iter()
            .any(|(other, path)| *other == method && leads_to(path, &told));
        assert!(found, "{method} {told} leads nowhere");
    }
}

/// A path that is put together otherwise would be seen by neither test.
#[test]
fn all_routes_are_made_in_one_way() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut others = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("frame/route.rs") && !path.ends_with("server/tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let by_hand = ["web::resource(", ".route(\"", "#[get(", "#[post("];
                if by_hand.iter().any(|way| text.contains(way)) {
                    others.push(path);
                }
            }
        }
    }
    assert!(others.is_empty(), "{others:?}");
}
