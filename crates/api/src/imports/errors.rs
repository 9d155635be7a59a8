//! `GET /imports/{id}/errors`: what was wrong, as CSV.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use actix_web::web::Bytes;
use futures_util::stream::unfold;
use guanxi_persistence::import::ErrorFile;

use super::path::Id;
use super::words;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Streams the problems of all files, or the failed rows of one with `file`.
pub async fn errors(caller: Caller, Id(id): Id, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let file = pairs.take("file")?;
    pairs.finish()?;
    let opened = caller
        .read(move |reader, actor| ErrorFile::open(reader, actor, id, file.as_deref()))
        .await?;
    let parts = unfold(Some((caller, opened)), |state| async move {
        let (caller, errors) = state?;
        match part(&caller, errors).await {
            Ok((None, _)) => None,
            Ok((Some(bytes), errors)) => Some((Ok(Bytes::from(bytes)), Some((caller, errors)))),
            // The answer breaks off, so that nobody takes it for whole.
            Err(refusal) => Some((Err(std::io::Error::other(refusal.to_string())), None)),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((
            CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ))
        .insert_header((
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"errors.csv\""),
        ))
        .streaming(Box::pin(parts)))
}

async fn part(
    caller: &Caller,
    mut errors: ErrorFile,
) -> Result<(Option<Vec<u8>>, ErrorFile), Refusal> {
    let language = caller.language;
    caller
        .read(move |reader, _| {
            let part = errors.part(reader, &|problem| words::of_problem(language, problem))?;
            Ok((part, errors))
        })
        .await
}
