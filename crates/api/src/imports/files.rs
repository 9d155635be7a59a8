//! `PUT /imports/{id}/files/{name}`: the bytes of one file, as long as it is, in small pieces.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{BytesMut, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use guanxi_persistence::import::{self, PIECE, Upload};

use super::path::{Id, Name};
use super::shown::shown;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, length, of_kind};

/// Greatest file in bytes.
const MOST_BYTES: usize = 1024 * 1024 * 1024;
/// How long nothing may come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes a file; what was there of it before is gone. Answers the import.
pub async fn put(
    caller: Caller,
    Id(id): Id,
    Name(name): Name,
    pairs: Pairs,
    request: HttpRequest,
    mut payload: Payload,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    readable(&request)?;
    let upload = caller
        .write(move |tx, actor| import::begin_file(tx, actor, id, &name))
        .await?;
    let mut buffer = BytesMut::with_capacity(PIECE);
    let (mut number, mut size) = (0, 0);
    loop {
        let late = |_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow");
        let Some(chunk) = tokio::time::timeout(PATIENCE, payload.next())
            .await
            .map_err(late)?
        else {
            break;
        };
        let chunk = chunk.map_err(|_| Refusal::bad_request("body_incomplete"))?;
        size += chunk.len();
        if size > MOST_BYTES {
            return Err(too_large());
        }
        buffer.extend_from_slice(&chunk);
        while buffer.len() >= PIECE {
            let piece = buffer.split_to(PIECE).to_vec();
            store(&caller, upload, number, piece).await?;
            number += 1;
        }
    }
    if !buffer.is_empty() {
        store(&caller, upload, number, buffer.to_vec()).await?;
    }
    let language = caller.language;
    let body = caller
        .write(move |tx, actor| {
            import::end_file(tx, upload)?;
            let (import, files) = import::find(tx, actor, id)?;
            Ok(shown(&import, &files, language))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

async fn store(
    caller: &Caller,
    upload: Upload,
    number: i64,
    piece: Vec<u8>,
) -> Result<(), Refusal> {
    caller
        .write(move |tx, _| import::add_piece(tx, upload, number, &piece))
        .await
}

fn readable(request: &HttpRequest) -> Result<(), Refusal> {
    of_kind(request, &["text/csv", "application/octet-stream"])?;
    match length(request) {
        Some(length) if length > MOST_BYTES as u64 => Err(too_large()),
        _ => Ok(()),
    }
}

fn too_large() -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large").with("most", MOST_BYTES)
}
