//! Requests by the browser's `fetch`. It keeps cookies by itself.

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response, Window};

use super::Request;
use crate::call::Answer;
use crate::error::ClientError;

pub struct Transport;

impl Transport {
    pub const fn new() -> Self {
        Self
    }

    pub async fn send(&self, request: Request<'_>) -> Result<Answer, ClientError> {
        let window =
            web_sys::window().ok_or_else(|| ClientError::Network("no window".to_owned()))?;
        fetch(&window, &request)
            .await
            .map_err(|error| refused(&error))
    }
}

async fn fetch(window: &Window, request: &Request<'_>) -> Result<Answer, JsValue> {
    let abort = AbortOnDrop::after(window, request)?;
    let init = init(request)?;
    init.set_signal(Some(&abort.controller.signal()));
    let promise = window.fetch_with_str_and_init(&request.url, &init);
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Answer {
        status: response.status(),
        trace_id: response.headers().get("x-request-id")?.unwrap_or_default(),
        body: Uint8Array::new(&body).to_vec(),
    })
}

fn init(request: &Request<'_>) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    if let Some(body) = request.body {
        init.set_body(&Uint8Array::from(body));
    }
    Ok(init)
}

/// Cancels the request when its future is dropped, or when it takes too long.
struct AbortOnDrop {
    window: Window,
    controller: AbortController,
    timer: i32,
    _too_late: Closure<dyn FnMut()>,
}

impl AbortOnDrop {
    fn after(window: &Window, request: &Request<'_>) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let late = controller.clone();
        let too_late = Closure::once(move || late.abort());
        let milliseconds = i32::try_from(request.timeout.as_millis()).unwrap_or(i32::MAX);
        let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            too_late.as_ref().unchecked_ref(),
            milliseconds,
        )?;
        Ok(Self {
            window: window.clone(),
            controller,
            timer,
            _too_late: too_late,
        })
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.window.clear_timeout_with_handle(self.timer);
        self.controller.abort();
    }
}

fn refused(error: &JsValue) -> ClientError {
    let message = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()));
    ClientError::Network(message.unwrap_or_else(|| "the browser refused".to_owned()))
}
