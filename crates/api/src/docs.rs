//! The API document, and a page to read it with. Both are in the binary: nothing comes from
//! elsewhere, and nothing on the page is inline.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use crate::frame::at;
use crate::openapi;
use crate::request::if_none_match;

/// A file of the binary, with the tag that tells its versions apart.
struct File {
    kind: &'static str,
    text: String,
    tag: String,
}

impl File {
    fn new(kind: &'static str, text: String) -> Self {
        let hash = Sha256::digest(text.as_bytes());
        let short: String = hash
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            kind,
            text,
            tag: format!("\"{short}\""),
        }
    }
}

static DOCUMENT: LazyLock<File> = LazyLock::new(|| File::new("application/json", openapi::json()));
static PAGE: LazyLock<File> = LazyLock::new(|| {
    File::new(
        "text/html; charset=utf-8",
        include_str!("docs/index.html").to_owned(),
    )
});
static STYLE: LazyLock<File> = LazyLock::new(|| {
    File::new(
        "text/css; charset=utf-8",
        include_str!("docs/docs.css").to_owned(),
    )
});
static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    File::new(
        "text/javascript; charset=utf-8",
        include_str!("docs/docs.js").to_owned(),
    )
});

/// The routes.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/api/openapi.json").get(document).finish())
        .service(at("/api/docs").get(page).finish())
        .service(at("/api/docs/docs.css").get(style).finish())
        .service(at("/api/docs/docs.js").get(script).finish());
}

async fn document(request: HttpRequest) -> HttpResponse {
    answer(&request, &DOCUMENT)
}

async fn page(request: HttpRequest) -> HttpResponse {
    answer(&request, &PAGE)
}

async fn style(request: HttpRequest) -> HttpResponse {
    answer(&request, &STYLE)
}

async fn script(request: HttpRequest) -> HttpResponse {
    answer(&request, &SCRIPT)
}

/// Kept by browsers, but asked for every time whether it is still the same.
fn answer(request: &HttpRequest, file: &'static File) -> HttpResponse {
    let mut answer = if if_none_match(request, &file.tag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, file.tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"));
    if if_none_match(request, &file.tag) {
        return answer.finish();
    }
    answer
        .insert_header((CONTENT_TYPE, file.kind))
        .body(file.text.as_str())
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;
    use actix_web::http::header::IF_NONE_MATCH;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let first = answer(&TestRequest::default().to_http_request(), &DOCUMENT);
        assert_eq!(first.status(), StatusCode::OK);
        let again = TestRequest::default().insert_header((IF_NONE_MATCH, DOCUMENT.tag.as_str()));
        let again = answer(&again.to_http_request(), &DOCUMENT);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(again.headers().get(ETAG), first.headers().get(ETAG));
    }

    #[test]
    fn the_page_obeys_the_policy() {
        for inline in [
            "<style", "style=", "onclick", "onload", "<script>", "http://", "https://",
        ] {
            assert!(!PAGE.text.contains(inline), "{inline}");
        }
        assert!(!SCRIPT.text.contains("innerHTML"));
    }
}
