//! Live updates: who is connected hears what happens to the records within sight.
//!
//! One thread of each process reads the event log; connections take from what it read, each at its
//! own pace, and hold nothing themselves. Whoever falls too far behind is told to load anew.

mod follow;
mod frames;
mod hub;
mod stream;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::unfold;
use guanxi_persistence::events::Position;

pub use follow::spawn;
pub use hub::Hub;

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;
use stream::Stream;

/// Events that somebody may be behind; whoever is further loads anew.
pub const MOST_BEHIND: usize = 1_000;

/// Longest time to wait that may be asked for, in seconds.
pub const MOST_WAIT: usize = 3_600;

/// `GET /live`: events of records as they happen, as server-sent events.
pub async fn live(
    caller: Caller,
    request: HttpRequest,
    mut pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    let wait = wait(&mut pairs)?;
    pairs.finish()?;
    let since = last_event(&request)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("text/event-stream")));
    // Proxies that collect answers would keep events back.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    answer.insert_header((unbuffered, HeaderValue::from_static("no")));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let stream = Stream::open(caller, since, wait).await?;
    Ok(answer.streaming(unfold(stream, Stream::next)))
}

/// For how many seconds to answer: 0 gives what is there, nothing said goes on.
fn wait(pairs: &mut Pairs) -> Result<Option<u64>, Refusal> {
    let Some(text) = pairs.take("wait")? else {
        return Ok(None);
    };
    let seconds = text.parse().ok().filter(|wait| *wait <= MOST_WAIT as u64);
    seconds
        .map(Some)
        .ok_or_else(|| Refusal::parameter("wait", "not_a_limit"))
}

fn last_event(request: &HttpRequest) -> Result<Option<Position>, Refusal> {
    const BAD: Refusal = Refusal::bad_request("bad_last_event_id");
    let Some(value) = request.headers().get("last-event-id") else {
        return Ok(None);
    };
    match value.to_str().map(str::trim).map_err(|_| BAD)? {
        // What clients send that have not heard anything yet.
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| BAD),
    }
}
