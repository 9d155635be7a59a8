//! Live updates: events of records as they happen.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::error::ClientError;
use crate::transport::Body;

/// Something heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The stream begins: what happens from now on will be heard.
    Ready,
    /// Something happened to a record within sight.
    Change(Change),
    /// What is shown may be wrong: load anew, and listen anew without a place. The last of a stream.
    Reset {
        /// `behind` or `rights`; more may come.
        reason: String,
    },
}

/// That something happened to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is: `account`.
    pub entity: String,
    /// Which one.
    pub id: Uuid,
    /// `created`, `updated`, `deleted`, a verb; `gone` when it went out of the caller's sight.
    pub verb: String,
    /// The record's version after it; not known of what is gone.
    pub version: Option<i64>,
    /// The place in the log, for listening on from there.
    pub position: String,
    /// Who did it.
    pub actor: Option<Uuid>,
}

/// Reads `text/event-stream`, in whatever pieces it comes.
#[derive(Debug, Default)]
pub struct Parser {
    rest: Vec<u8>,
    kind: String,
    data: String,
    position: Option<String>,
    ready: VecDeque<News>,
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
}

impl Parser {
    /// Where to listen on after the connection is lost; none after a reset.
    pub fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    /// Takes a piece of the body.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), ClientError> {
        self.rest.extend_from_slice(piece);
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            self.line(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']))?;
        }
        Ok(())
    }

    /// What is complete, in its order.
    pub fn take(&mut self) -> Option<News> {
        self.ready.pop_front()
    }

    fn line(&mut self, line: &str) -> Result<(), ClientError> {
        if line.is_empty() {
            return self.end();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => self.position = (!value.is_empty()).then(|| value.to_owned()),
            "event" => value.clone_into(&mut self.kind),
            "data" => self.data.push_str(value),
            // Comments, and what later servers may say.
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ClientError> {
        let (kind, data) = (
            std::mem::take(&mut self.kind),
            std::mem::take(&mut self.data),
        );
        let bad = |error: serde_json::Error| ClientError::Decode(error.to_string());
        let news = match kind.as_str() {
            "ready" => News::Ready,
            "change" => News::Change(serde_json::from_str(&data).map_err(bad)?),
            "reset" => {
                let Reason { reason } = serde_json::from_str(&data).map_err(bad)?;
                News::Reset { reason }
            }
            _ => return Ok(()),
        };
        self.ready.push_back(news);
        Ok(())
    }
}

/// A stream of news.
pub struct Live {
    client: Client,
    body: Body,
    parser: Parser,
}

impl Client {
    /// Listens from now on, or from behind a place heard before. Renews the access token if it is
    /// refused; the stream itself lasts as long as the session.
    pub async fn live(&self, since: Option<&str>) -> Result<Live, ClientError> {
        self.listen(Call::get(&["live"]), since).await
    }

    /// What happened behind a place, and no more: the stream ends there. For ways to the server on
    /// which nothing arrives before an answer is complete.
    pub async fn live_so_far(&self, since: Option<&str>) -> Result<Live, ClientError> {
        self.listen(Call::get(&["live"]).pair("wait", "0"), since)
            .await
    }

    async fn listen(&self, mut call: Call, since: Option<&str>) -> Result<Live, ClientError> {
        if let Some(position) = since {
            call = call.header("last-event-id", position);
        }
        Ok(Live {
            client: self.clone(),
            body: self.open(call).await?,
            parser: Parser::default(),
        })
    }
}

impl Live {
    /// The next news; none when the stream ended, because the session did or the server stops.
    pub async fn next(&mut self) -> Result<Option<News>, ClientError> {
        loop {
            if let Some(news) = self.parser.take() {
                return Ok(Some(news));
            }
            if !self.read().await? {
                return Ok(None);
            }
        }
    }

    /// All that came together: nothing in it is a sign of life. None when the stream ended.
    pub async fn some(&mut self) -> Result<Option<Vec<News>>, ClientError> {
        let goes_on = self.read().await?;
        let news: Vec<News> = std::iter::from_fn(|| self.parser.take()).collect();
        Ok((goes_on || !news.is_empty()).then_some(news))
    }

    /// Reads a piece; whether there was one.
    async fn read(&mut self) -> Result<bool, ClientError> {
        let piece = self.body.piece().await;
        self.client.heard(&piece);
        match piece? {
            Some(piece) => self.parser.feed(&piece).map(|()| true),
            None => Ok(false),
        }
    }

    /// Where to listen on after the connection is lost.
    pub fn position(&self) -> Option<&str> {
        self.parser.position()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const BODY: &str = "id: 1-2\nevent: ready\ndata: {}\n\n: still here\nid: 1-3\n\n\
        id: 1-4\r\nevent: change\r\ndata: {\"entity\":\"account\",\"id\":\"019a0000-0000-7000-8000-000000000001\",\
        \"verb\":\"updated\",\"version\":2,\"position\":\"1-4\",\"actor\":null,\"more\":1}\r\n\r\n\
        event: novelty\ndata: ?\n\nid\nevent: reset\ndata: {\"reason\":\"rights\"}\n\n";

    #[test]
    fn pieces_may_end_anywhere() {
        let whole = read(BODY.len());
        assert_eq!(whole.len(), 3);
        assert_eq!(whole[0], News::Ready);
        assert!(matches!(&whole[1], News::Change(change) if change.version == Some(2)));
        for size in [1, 2, 3, 7, 64] {
            assert_eq!(read(size), whole);
        }
    }

    fn read(size: usize) -> Vec<News> {
        let mut parser = Parser::default();
        for piece in BODY.as_bytes().chunks(size) {
            parser.feed(piece).unwrap();
        }
        std::iter::from_fn(|| parser.take()).collect()
    }

    #[test]
    fn signs_of_life_move_the_place_and_a_reset_forgets_it() {
        let mut parser = Parser::default();
        let mut places = Vec::new();
        for block in BODY.split_inclusive("\n\n") {
            parser.feed(block.as_bytes()).unwrap();
            places.push(parser.position().map(str::to_owned));
        }
        assert_eq!(places.first().unwrap().as_deref(), Some("1-2"));
        assert_eq!(places[1].as_deref(), Some("1-3"));
        assert_eq!(places.last().unwrap(), &None);
    }
}
