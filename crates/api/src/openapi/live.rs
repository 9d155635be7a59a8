//! Live updates.

use serde_json::json;
use utoipa::openapi::path::HttpMethod;

use super::operation::Op;
use super::shared::{in_header, integer, query, string};
use crate::live::{MOST_BEHIND, MOST_WAIT};

/// Tells the operation.
pub fn operation() -> (HttpMethod, String, Op) {
    let text = format!(
        "Server-sent events, until the session ends. `ready` comes first; then one `change` for every event of a record \
         that the caller sees, its data `{{entity, id, verb, version, position, actor}}`, with the verb `gone`, and no \
         version and actor, for a record that went out of the caller's sight. Every block has the place in the log as \
         its id, signs of life every 15 seconds as well: send the last one as `Last-Event-ID` to go on from there. \
         `reset` is the last of a stream: what is shown may be wrong, because the caller is more than {MOST_BEHIND} \
         events behind (`behind`) or has other rights now (`rights`); load anew and listen anew. Where answers cannot \
         stay open, ask with `wait=0` now and then."
    );
    let wait = query(
        "wait",
        "For how many seconds to go on; 0 gives what there is. Without it the answer stays open.",
        integer(0, isize::try_from(MOST_WAIT).unwrap_or(isize::MAX)),
        json!(0),
    );
    let since = in_header(
        "Last-Event-ID",
        "The last place in the log that the caller heard of; from now on when not said.",
        string().pattern(Some("^[0-9]{1,18}-[0-9]{1,18}$")),
        json!("812-55"),
    );
    let example = "id: 812-55\nevent: ready\ndata: {}\n\nid: 814-56\nevent: change\ndata: {\"entity\":\"account\",\
                   \"id\":\"019a0000-0000-7000-8000-000000000001\",\"verb\":\"updated\",\"version\":3,\
                   \"position\":\"814-56\",\"actor\":null}\n\n";
    let op = Op::new("platform", "listen", "Hear what happens", &text)
        .takes_own(wait)
        .takes_own(since)
        .answers_as(
            "text/event-stream",
            200,
            "Events as they happen.",
            string(),
            json!(example),
        )
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/live".to_owned(), op)
}
