//! Which compressed forms a client understands.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_ENCODING;

/// Whether the client takes an answer in an encoding such as `br`.
pub fn accepts(request: &HttpRequest, encoding: &str) -> bool {
    let header = request.headers().get(ACCEPT_ENCODING);
    let header = header.and_then(|value| value.to_str().ok());
    header.is_some_and(|header| admits(header, encoding))
}

/// Whether a header such as `gzip;q=0.5, br` admits an encoding.
fn admits(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut parts = part.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|option| matches!(option, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::admits;

    #[test]
    fn encodings_are_taken_as_the_client_says() {
        assert!(admits("gzip, deflate, br", "br"));
        assert!(admits("GZIP;q=0.5", "gzip"));
        assert!(!admits("br;q=0, gzip", "br"));
        assert!(!admits("", "gzip"));
        assert!(!admits("brotli", "br"));
    }
}
