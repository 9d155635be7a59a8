//! Refusals as problem documents.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue};
use guanxi_domain::kernel::problem::{FieldError, Problem};
use guanxi_i18n::{Args, Language, Texts, embedded};

use super::{Params, Place, Reason, Refusal};

/// The media type of every refusal.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A refusal as a document in a language.
pub fn problem(refusal: &Refusal, language: Language, trace_id: &str) -> Problem {
    let texts = embedded(language);
    let reasons = refusal.reasons.iter();
    Problem {
        kind: format!("/problems/{}", refusal.code),
        title: sentence(texts, refusal.code, &refusal.params),
        status: refusal.status.as_u16(),
        detail: detail(texts, &refusal.reasons),
        code: refusal.code.to_owned(),
        trace_id: trace_id.to_owned(),
        errors: reasons.map(|reason| field_error(texts, reason)).collect(),
        current: refusal.current.as_deref().cloned(),
    }
}

/// A refusal as the answer that goes out.
pub fn render(refusal: &Refusal, language: Language, trace_id: &str) -> HttpResponse {
    let mut answer = HttpResponse::build(refusal.status);
    for (name, value) in &refusal.headers {
        answer.insert_header((name.clone(), value.clone()));
    }
    // Plain structs of texts and numbers cannot fail to serialise.
    let body = serde_json::to_vec(&problem(refusal, language, trace_id)).unwrap_or_default();
    answer
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON)))
        .insert_header((CONTENT_LANGUAGE, HeaderValue::from_static(language.tag())))
        .body(body)
}

/// A single reason says more than the title.
fn detail(texts: &Texts, reasons: &[Reason]) -> Option<String> {
    match reasons {
        [only] => Some(sentence(texts, only.code, &only.params)),
        _ => None,
    }
}

fn field_error(texts: &Texts, reason: &Reason) -> FieldError {
    let (pointer, parameter) = match &reason.place {
        Place::Whole => (Some(String::new()), None),
        Place::Pointer(pointer) => (Some(pointer.clone()), None),
        Place::Parameter(name) => (None, Some(name.clone())),
    };
    let params = reason.params.iter();
    FieldError {
        pointer,
        parameter,
        code: reason.code.to_owned(),
        message: sentence(texts, reason.code, &reason.params),
        params: params
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    }
}

fn sentence(texts: &Texts, code: &str, params: &Params) -> String {
    let mut args = Args::new();
    for (&name, value) in params {
        match value.parse::<i64>() {
            // As a number it also chooses the plural.
            Ok(number) => args.set(name, number),
            Err(_) => args.set(name, value.clone()),
        }
    }
    texts.problem(code, &args)
}
