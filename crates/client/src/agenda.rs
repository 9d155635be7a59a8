//! Whose time is taken, and calendars of other programs.

use serde::Deserialize;
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::transport::Method;
use crate::{Object, Result};

#[derive(Deserialize)]
struct Times {
    data: Vec<Object>,
}

/// What somebody is asked to and has not answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Invitations {
    /// The next time of each, the soonest first.
    pub data: Vec<Object>,
    /// How many there are.
    pub total: i64,
}

/// The own calendar for other programs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Feed {
    /// Where it is, seen from the server; told once, when it is made.
    pub path: Option<String>,
    /// Since when; none when there is no feed.
    pub created_at: Option<String>,
}

/// What became of the events of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Taken {
    /// New meetings.
    pub created: u32,
    /// Known from before.
    pub skipped: u32,
    /// Not taken over, with the reason.
    pub refused: Vec<Object>,
}

const FEED: [&str; 2] = ["me", "calendar_feed"];

impl Client {
    /// The times of activities between two moments (RFC 3339); of the caller when no users are named.
    pub async fn agenda(&self, from: &str, until: &str, users: &[Uuid]) -> Result<Vec<Object>> {
        let mut call = Call::get(&["agenda"])
            .pair("from", from)
            .pair("until", until);
        if !users.is_empty() {
            let users: Vec<String> = users.iter().map(Uuid::to_string).collect();
            call = call.pair("users", users.join(","));
        }
        let times: Times = self.send(call).await?.decode()?;
        Ok(times.data)
    }

    /// What the caller is asked to from now on and has not answered, so many at most.
    pub async fn invitations(&self, most: u32) -> Result<Invitations> {
        let call = Call::get(&["agenda", "invitations"]).pair("limit", most.to_string());
        self.send(call).await?.decode()
    }

    /// Whether there is a feed.
    pub async fn calendar_feed(&self) -> Result<Feed> {
        self.send(Call::get(&FEED)).await?.decode()
    }

    /// Makes a feed, or gives it another address.
    pub async fn renew_calendar_feed(&self) -> Result<Feed> {
        self.send(Call::post(&FEED)).await?.decode()
    }

    /// Ends the feed.
    pub async fn end_calendar_feed(&self) -> Result<()> {
        self.send(Call::new(Method::Delete, &FEED)).await.map(drop)
    }

    /// Takes over the events of an iCalendar file.
    pub async fn import_calendar(&self, file: &str) -> Result<Taken> {
        let call = Call::post(&["agenda", "import"]).text("text/calendar", file);
        self.send(call).await?.decode()
    }
}
