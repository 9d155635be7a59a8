//! Refusals as problem documents.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::problem::{FieldError, Problem};
use guanxi_domain::registry;
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
    if let Some(criterion) = Criterion::of(params) {
        args.set("label", criterion.label(texts));
        args.set("value", criterion.value(texts));
    }
    texts.problem(code, &args)
}

/// A condition on a field, told by names of the API; people read its words.
struct Criterion<'a> {
    /// Labels of the steps to the field.
    steps: Vec<(&'static Entity, &'a str)>,
    value: &'a str,
}

impl<'a> Criterion<'a> {
    fn of(params: &'a Params) -> Option<Self> {
        let mut entity = registry::by_name(params.get("entity")?);
        let mut steps = Vec::new();
        for step in params.get("path")?.split('.') {
            let here = entity?;
            steps.push((here, step));
            entity = match here.collection(step) {
                Some((_, rows)) => Some((rows.entity)()),
                // Custom fields and currencies have no fields of their own.
                None => here
                    .field(step)
                    .map_or(Some(here), |field| Some(field.target().unwrap_or(here))),
            };
        }
        let value = params.get("value")?;
        Some(Self { steps, value })
    }

    fn label(&self, texts: &Texts) -> String {
        let words = self.steps.iter().filter(|(_, step)| *step != "custom");
        let words = words.map(|(entity, step)| match entity.field(step).is_some() {
            true => texts.field(entity.name, step),
            false if entity.collection(step).is_some() || entity.computed(step).is_some() => {
                texts.field(entity.name, step)
            }
            false => (*step).to_owned(),
        });
        words.collect::<Vec<_>>().join(" › ")
    }

    /// Names of a choice in words, everything else as it was told.
    fn value(&self, texts: &Texts) -> String {
        let choice = self.steps.last().filter(|(entity, step)| {
            entity
                .field(step)
                .is_some_and(|field| !field.choices.is_empty())
        });
        match choice {
            Some((entity, step)) => {
                let names = self.value.split(", ");
                let words = names.map(|name| texts.choice(entity.name, step, name));
                words.collect::<Vec<_>>().join(", ")
            }
            None => self.value.to_owned(),
        }
    }
}
