//! Requests by the browser's `fetch`. It keeps cookies by itself.

use std::time::Duration;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestInit, Response, Window,
};

use super::{Opened, Request};
use crate::call::Answer;
use crate::error::ClientError;

pub struct Transport;

impl Transport {
    pub const fn new() -> Self {
        Self
    }

    pub async fn send(&self, request: Request<'_>) -> Result<Answer, ClientError> {
        let (response, _abort) = sent(&request).await?;
        whole(&response).await.map_err(|error| refused(&error))
    }

    /// Sends, and gives the body as it comes; refusals come whole.
    pub async fn open(&self, request: Request<'_>) -> Result<Opened, ClientError> {
        let (response, abort) = sent(&request).await?;
        if response.ok() {
            let reader = reader(&response).map_err(|error| refused(&error))?;
            return Ok(Opened::Body(Body {
                reader,
                abort,
                patience: request.timeout,
            }));
        }
        let answer = whole(&response).await.map_err(|error| refused(&error))?;
        Ok(Opened::Refused(answer))
    }
}

/// A body that comes bit by bit.
pub struct Body {
    reader: ReadableStreamDefaultReader,
    abort: AbortOnDrop,
    patience: Duration,
}

impl Body {
    /// The next piece; none at the end.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        self.next().await.map_err(|error| refused(&error))
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        self.abort.wait(self.patience)?;
        let read = JsFuture::from(self.reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(None);
        }
        let piece = Reflect::get(&read, &"value".into())?;
        Ok(Some(Uint8Array::new(&piece).to_vec()))
    }
}

fn reader(response: &Response) -> Result<ReadableStreamDefaultReader, JsValue> {
    let body = response.body().ok_or("the browser gives no stream")?;
    body.get_reader().dyn_into().map_err(JsValue::from)
}

async fn sent(request: &Request<'_>) -> Result<(Response, AbortOnDrop), ClientError> {
    let window = web_sys::window().ok_or_else(|| ClientError::Network("no window".to_owned()))?;
    fetch(window, request)
        .await
        .map_err(|error| refused(&error))
}

async fn fetch(window: Window, request: &Request<'_>) -> Result<(Response, AbortOnDrop), JsValue> {
    let init = init(request)?;
    let abort = AbortOnDrop::after(window, request.timeout)?;
    init.set_signal(Some(&abort.controller.signal()));
    let promise = abort.window.fetch_with_str_and_init(&request.url, &init);
    Ok((JsFuture::from(promise).await?.dyn_into()?, abort))
}

async fn whole(response: &Response) -> Result<Answer, JsValue> {
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

/// Cancels the request when it is dropped, or when it takes too long.
struct AbortOnDrop {
    window: Window,
    controller: AbortController,
    timer: i32,
    too_late: Closure<dyn FnMut()>,
}

impl AbortOnDrop {
    fn after(window: Window, patience: Duration) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let late = controller.clone();
        let too_late = Closure::<dyn FnMut()>::new(move || late.abort());
        let timer = start(&window, &too_late, patience)?;
        Ok(Self {
            window,
            controller,
            timer,
            too_late,
        })
    }

    /// Waits anew from now on.
    fn wait(&mut self, patience: Duration) -> Result<(), JsValue> {
        self.window.clear_timeout_with_handle(self.timer);
        self.timer = start(&self.window, &self.too_late, patience)?;
        Ok(())
    }
}

fn start(window: &Window, act: &Closure<dyn FnMut()>, patience: Duration) -> Result<i32, JsValue> {
    let milliseconds = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
    window.set_timeout_with_callback_and_timeout_and_arguments_0(
        act.as_ref().unchecked_ref(),
        milliseconds,
    )
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
