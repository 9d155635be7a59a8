//! The outermost layer of every request.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};
use futures_util::FutureExt;
use guanxi_i18n::Language;
use tracing::Instrument;
use uuid::Uuid;

use super::farewells::{self, FAREWELLS, farewell};
use super::{budgets, headers};
use crate::app::App;
use crate::caller::Caller;
use crate::metrics;
use crate::refusal::{PROBLEM_JSON, Refusal, render};
use crate::request::{Client, language};

/// Longest path with query.
const MOST_TARGET: usize = 8 * 1024;

/// The id of a request.
#[derive(Debug, Clone)]
struct RequestId(Arc<str>);

/// The id of a request: `trace_id` in problems, `X-Request-Id` on the answer.
pub fn trace_id(request: &HttpRequest) -> Arc<str> {
    let id = request.extensions().get::<RequestId>().cloned();
    id.map_or_else(|| Arc::from(""), |id| id.0)
}

/// What is known before a request is handled, for when it comes to grief.
struct Scene {
    id: Arc<str>,
    language: Language,
    over_tls: bool,
    method: Method,
    started: Instant,
}

/// Surrounds every request.
pub async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let scene = Scene::of(&request);
    request
        .extensions_mut()
        .insert(RequestId(Arc::clone(&scene.id)));
    if request
        .uri()
        .path_and_query()
        .is_some_and(|target| target.as_str().len() > MOST_TARGET)
    {
        let refusal =
            Refusal::new(StatusCode::URI_TOO_LONG, "uri_too_long").with("most", MOST_TARGET);
        return Ok(scene.finish(request.error_response(refusal)));
    }
    let span = tracing::info_span!("request", request_id = %scene.id);
    let handled = AssertUnwindSafe(next.call(request)).catch_unwind();
    match handled.instrument(span).await {
        Ok(Ok(answer)) => Ok(scene.finish(answer.map_into_boxed_body())),
        Ok(Err(error)) => Err(scene.without_request(&error)),
        Err(_) => Err(scene.without_request(&Refusal::internal().into())),
    }
}

impl Scene {
    fn of(request: &ServiceRequest) -> Self {
        let app = App::of(request.request()).ok();
        let over_tls = app.is_some_and(|app| Client::of(request.request(), &app.settings).secure);
        Self {
            id: Uuid::now_v7().to_string().into(),
            language: language(request.headers()),
            over_tls,
            method: request.method().clone(),
            started: Instant::now(),
        }
    }

    fn finish(&self, answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let mut answer = self.in_shape(answer);
        let request = answer.request().clone();
        let headers = answer.headers_mut();
        budgets::tell(&request, headers);
        if let Some(one) = farewell(FAREWELLS, self.method.as_str(), request.path()) {
            farewells::tell(headers, one);
        }
        self.mark(headers);
        self.log(&request, answer.status());
        answer
    }

    /// Whatever refuses leaves as a problem document.
    fn in_shape(&self, answer: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let status = answer.status();
        let kind = answer.headers().get(CONTENT_TYPE);
        let is_problem =
            kind.is_some_and(|kind| kind.as_bytes().starts_with(PROBLEM_JSON.as_bytes()));
        if status.as_u16() < 400 || is_problem {
            return answer;
        }
        let refusal = told(answer.response().error(), status);
        let mut problem = render(&refusal, self.language, &self.id);
        if let Some(allow) = answer.headers().get(ALLOW) {
            problem.headers_mut().insert(ALLOW, allow.clone());
        }
        answer.into_response(problem)
    }

    /// The request is gone (its handler panicked, or a layer gave up), but the answer keeps its shape.
    fn without_request(&self, error: &Error) -> Error {
        let status = error.as_response_error().status_code();
        let mut answer = render(&told(Some(error), status), self.language, &self.id);
        self.mark(answer.headers_mut());
        metrics::answered(None, &self.method, status, self.started.elapsed());
        tracing::error!(request_id = %self.id, method = %self.method, status = status.as_u16(), "request broke off");
        actix_web::error::InternalError::from_response("broken off", answer).into()
    }

    fn mark(&self, headers: &mut actix_web::http::header::HeaderMap) {
        headers::add(headers, self.over_tls);
        if let Ok(id) = HeaderValue::from_str(&self.id) {
            headers.insert(HeaderName::from_static("x-request-id"), id);
        }
    }

    /// The pattern of the path, not the path: it may hold what somebody searched for.
    fn log(&self, request: &HttpRequest, status: StatusCode) {
        let route = request.match_pattern();
        let took = self.started.elapsed();
        metrics::answered(route.as_deref(), &self.method, status, took);
        let user = request
            .extensions()
            .get::<Caller>()
            .map(|caller| caller.user);
        tracing::info!(
            request_id = %self.id,
            method = %self.method,
            route = route.as_deref().unwrap_or("-"),
            status = status.as_u16(),
            micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            user = user.map(tracing::field::display),
            "request"
        );
    }
}

/// The refusal inside an error of ours, or what a status of others means.
fn told(error: Option<&Error>, status: StatusCode) -> Refusal {
    if let Some(refusal) = error.and_then(Error::as_error::<Refusal>) {
        return refusal.clone();
    }
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::REQUEST_TIMEOUT => "body_too_slow",
        status if status.is_server_error() => "internal",
        _ => "bad_request",
    };
    Refusal::new(status, code)
}
