//! What goes over the wire: blocks of `text/event-stream`.

use actix_web::web::Bytes;
use guanxi_persistence::engine::Sight;
use guanxi_persistence::events::{Notice, Position};
use serde_json::json;

/// Why a client has to load anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// Too many events behind, or a place that this log does not know.
    Behind,
    /// The rights of the user changed.
    Rights,
}

impl Reset {
    const fn name(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Rights => "rights",
        }
    }
}

/// The beginning: from where on events will come.
pub fn ready(position: Position) -> Bytes {
    format!("id: {position}\nevent: ready\ndata: {{}}\n\n").into()
}

/// A sign of life; it moves the client's place although nothing happened that concerns it.
pub fn beat(position: Position) -> Bytes {
    format!(": still here\nid: {position}\n\n").into()
}

/// The end of this stream: what the client shows may be wrong. The empty id makes it forget its place.
pub fn reset(why: Reset) -> Bytes {
    let data = json!({ "reason": why.name() });
    format!("id\nevent: reset\ndata: {data}\n\n").into()
}

/// The events that may be heard of; empty when there are none.
pub fn changes(notices: &[Notice], sight: &[Sight]) -> Bytes {
    let mut text = String::new();
    for (notice, sight) in notices.iter().zip(sight) {
        if let Some(data) = told(notice, *sight) {
            let position = notice.position;
            text.push_str(&format!("id: {position}\nevent: change\ndata: {data}\n\n"));
        }
    }
    text.into()
}

/// Of a record that went out of sight only that it did.
fn told(notice: &Notice, sight: Sight) -> Option<serde_json::Value> {
    let (verb, version, actor) = match sight {
        Sight::Hidden => return None,
        Sight::Shown => (notice.verb.as_str(), Some(notice.version), notice.actor),
        Sight::Gone => ("gone", None, None),
    };
    Some(json!({
        "entity": notice.entity,
        "id": notice.record_id,
        "verb": verb,
        "version": version,
        "position": notice.position.to_string(),
        "actor": actor,
    }))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_block_ends_and_has_one_line_of_data() {
        let position = Position { tx: 7, seq: 9 };
        let notice = |verb: &str| Notice {
            position,
            entity: "account".to_owned(),
            record_id: Uuid::nil(),
            verb: verb.to_owned(),
            version: 3,
            actor: Some(Uuid::max()),
            before: (None, None),
            after: (None, None),
        };
        let notices = ["a", "b\n", "c"].map(notice);
        let sight = [Sight::Shown, Sight::Gone, Sight::Hidden];
        let bytes = changes(&notices, &sight);
        let text = String::from_utf8_lossy(&bytes);
        let blocks: Vec<&str> = text.split_terminator("\n\n").collect();
        assert_eq!(blocks.len(), 2, "{text}");
        assert!(
            blocks[0].starts_with("id: 7-9\nevent: change\ndata: {")
                && blocks[0].contains("\"version\":3")
        );
        assert!(blocks[1].contains("\"verb\":\"gone\"") && blocks[1].contains("\"actor\":null"));
        assert!(blocks.iter().all(|block| block.lines().count() == 3));
        for block in [ready(position), beat(position), reset(Reset::Rights)] {
            assert!(block.ends_with(b"\n\n"));
        }
    }
}
