//! The API document, and a page to read it with. Both are in the binary: nothing comes from
//! elsewhere, and nothing on the page is inline.

use std::io::Write;
use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::frame::at;
use crate::openapi;
use crate::request::{accepts, if_none_match};

/// A file of the binary, with the tag that tells its versions apart.
struct File {
    kind: &'static str,
    text: String,
    /// Its compressed twin.
    gzip: Vec<u8>,
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
            gzip: compressed(text.as_bytes()),
            text,
            tag: format!("\"{short}\""),
        }
    }
}

/// The document shrinks to a tenth. Made once, so as small as can be; empty if it cannot be made.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut twin = GzEncoder::new(Vec::new(), Compression::best());
    let written = twin.write_all(bytes).and_then(|()| twin.finish());
    written.unwrap_or_default()
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
        .insert_header((VARY, "accept-encoding"))
        .insert_header((CACHE_CONTROL, "no-cache"));
    if if_none_match(request, &file.tag) {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, file.kind));
    if file.gzip.is_empty() || !accepts(request, "gzip") {
        return answer.body(file.text.as_str());
    }
    answer
        .insert_header((CONTENT_ENCODING, "gzip"))
        .body(file.gzip.as_slice())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use actix_web::body::to_bytes;
    use actix_web::http::StatusCode;
    use actix_web::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
    use actix_web::test::TestRequest;
    use flate2::read::GzDecoder;

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

    #[actix_web::test]
    async fn the_document_is_small_for_who_understands_gzip() {
        let asked = TestRequest::default().insert_header((ACCEPT_ENCODING, "br, gzip"));
        let small = answer(&asked.to_http_request(), &DOCUMENT);
        assert_eq!(small.headers().get(CONTENT_ENCODING).unwrap(), "gzip");
        let bytes = to_bytes(small.into_body()).await.unwrap();
        assert!(bytes.len() * 8 < DOCUMENT.text.len(), "{}", bytes.len());
        let mut text = String::new();
        GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .unwrap();
        assert!(text == DOCUMENT.text);
        let plain = answer(&TestRequest::default().to_http_request(), &DOCUMENT);
        assert!(plain.headers().get(CONTENT_ENCODING).is_none());
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
