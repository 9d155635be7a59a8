//! The web app: compiled into the program, or read from the build folder while developing.

use std::borrow::Cow;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::answer;
use crate::frame::{at, only_read};
use crate::refusal::Refusal;
use crate::request::{accepts, if_none_match};

/// Paths of pages that a secret in the address opens.
const SECRET: &str = "/preferences/";

/// The built web app. Absent while only the server is built.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Everything a browser opens: files under hashed names, and the page for every other path.
pub fn configure(routes: &mut web::ServiceConfig) {
    routes
        .service(at("/assets/{file}").get(asset).finish())
        .service(at("/").get(page).finish())
        .default_service(web::to(elsewhere));
}

/// A file whose name holds its hash: it never changes, so it keeps for a year.
async fn asset(request: HttpRequest, name: Path<String>) -> Result<HttpResponse, Refusal> {
    if !is_name(&name) {
        return Err(Refusal::not_found());
    }
    let path = format!("assets/{name}");
    let (file, encoding) = best(&request, &path).ok_or_else(Refusal::not_found)?;
    Ok(send(
        file,
        encoding,
        media_type(&path),
        "public, max-age=31536000, immutable",
        None,
    ))
}

/// The page. It names hashed files, so it is asked for anew every time.
async fn page(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let Some((file, encoding)) = best(&request, "index.html") else {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "web_app_missing"));
    };
    let tag = tag(&file);
    if if_none_match(&request, &tag) {
        return Ok(answer::not_modified(tag));
    }
    Ok(send(
        file,
        encoding,
        "text/html; charset=utf-8",
        "no-cache",
        Some(tag),
    ))
}

/// The names of all files inside.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Files::iter()
}

/// What a browser would look for in vain: the page, or files that it names, the module among them.
pub fn lost() -> Vec<String> {
    const PAGE: &str = "index.html";
    let Some(page) = Files::get(PAGE) else {
        return vec![PAGE.to_owned()];
    };
    let mut lost = named(&String::from_utf8_lossy(&page.data));
    if !lost.iter().any(|name| name.ends_with(".wasm")) {
        return vec![format!("module named in {PAGE}")];
    }
    lost.retain(|name| Files::get(name).is_none());
    lost
}

/// The files that a page names, each between quotation marks.
fn named(page: &str) -> Vec<String> {
    let quoted = page.split('"').filter_map(|part| part.strip_prefix('/'));
    let mut names: Vec<_> = quoted
        .filter(|name| name.starts_with("assets/"))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Paths of the app are its own business; unknown ones of the API are not.
async fn elsewhere(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let ours = ["/api/", "/health/", "/assets/", "/metrics"];
    if ours.iter().any(|start| request.path().starts_with(start)) {
        return Err(Refusal::not_found());
    }
    match *request.method() {
        Method::GET | Method::HEAD => {
            let mut answer = page(request.clone()).await?;
            if request.path().starts_with(SECRET) {
                keep_out(answer.headers_mut());
            }
            Ok(answer)
        }
        _ => Err(only_read()),
    }
}

/// The address holds a secret: nobody stores what is there, and no search engine tells of it.
fn keep_out(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let robots = HeaderName::from_static("x-robots-tag");
    headers.insert(robots, HeaderValue::from_static("noindex, nofollow"));
}

/// Whether it names a file the build made: nothing that leads elsewhere, and not the compressed
/// twin of another file.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    name.chars().all(plain)
        && !name.starts_with('.')
        && !name.ends_with(".br")
        && !name.ends_with(".gz")
}

/// The smallest form of a file that the client understands.
fn best(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let twins = [("br", "br"), ("gzip", "gz")].into_iter();
    let twin = twins
        .filter(|(encoding, _)| accepts(request, encoding))
        .find_map(|(encoding, ending)| {
            Some((Files::get(&format!("{path}.{ending}"))?, Some(encoding)))
        });
    twin.or_else(|| Some((Files::get(path)?, None)))
}

fn send(
    file: EmbeddedFile,
    encoding: Option<&'static str>,
    kind: &'static str,
    cache: &'static str,
    tag: Option<String>,
) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(kind)))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(cache)))
        .insert_header((VARY, HeaderValue::from_static("accept-encoding")));
    if let Some(encoding) = encoding {
        answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static(encoding)));
    }
    if let Some(tag) = tag {
        answer.insert_header((ETAG, tag));
    }
    match file.data {
        Cow::Borrowed(bytes) => answer.body(web::Bytes::from_static(bytes)),
        Cow::Owned(bytes) => answer.body(bytes),
    }
}

fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hex}\"")
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "html" => "text/html; charset=utf-8",
        "ftl" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_files() {
        let page = r#"<link href="/assets/main.css" /><script id="x">{"wasm":"/assets/a.wasm","again":"/assets/a.wasm"}</script>
            <a href="/elsewhere">"#;
        assert_eq!(named(page), ["assets/a.wasm", "assets/main.css"]);
    }
}
