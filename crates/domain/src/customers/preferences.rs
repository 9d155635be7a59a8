//! What people decide themselves on their preference page: by what they may be contacted, and for what.
//!
//! The page asks yes or no. What was said stays as it was said: rows are changed only where the answer becomes another.

use chrono::NaiveDate;

use super::consents::{ConsentPurpose, ConsentStatus};
use super::contacting::{Attempt, Said, Verdict, Wishes, is_same_channel, may_contact};
use super::contacts::Channel;

/// The channels that the page asks about. A mobile is a telephone: what is said of one holds for both.
pub const CHANNELS: [Channel; 5] = [
    Channel::Email,
    Channel::Phone,
    Channel::Im,
    Channel::Letter,
    Channel::Visit,
];

/// The purposes that the page asks about.
pub const PURPOSES: [ConsentPurpose; 4] = [
    ConsentPurpose::Marketing,
    ConsentPurpose::Newsletter,
    ConsentPurpose::Service,
    ConsentPurpose::Personal,
];

/// One question of the page with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// By what.
    pub channel: Channel,
    /// For what.
    pub purpose: ConsentPurpose,
    /// Whether that may be.
    pub allowed: bool,
}

/// What is to be said anew: of a channel and purpose that has an answer already, or has none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// By what.
    pub channel: Channel,
    /// For what.
    pub purpose: ConsentPurpose,
    /// What is said.
    pub status: ConsentStatus,
}

/// Every question of the page as it is answered now: by the rule that everything asks that sends by itself.
pub fn wishes(said: &[Said], today: NaiveDate) -> Vec<Wish> {
    let wishes = Wishes {
        said: said.to_vec(),
        ..Wishes::default()
    };
    let cells = CHANNELS
        .into_iter()
        .flat_map(|channel| PURPOSES.map(|purpose| (channel.clone(), purpose)));
    let wish = |(channel, purpose): (Channel, ConsentPurpose)| {
        let attempt = Attempt {
            channel: channel.clone(),
            purpose: purpose.clone(),
            automatic: true,
            today,
            minute: None,
        };
        Wish {
            allowed: may_contact(&wishes, &attempt) == Verdict::Allowed,
            channel,
            purpose,
        }
    };
    cells.map(wish).collect()
}

/// What is to be said so that the rule answers as wished. Wishes that hold already change nothing.
pub fn answers(said: &[Said], wished: &[Wish], today: NaiveDate) -> Vec<Answer> {
    let mut rows = Rows::new(said, today);
    for wish in wished.iter().filter(|wish| !wish.allowed) {
        rows.refuse(wish);
    }
    for wish in wished.iter().filter(|wish| wish.allowed) {
        rows.allow(wish);
    }
    rows.changed()
}

/// What is to be said so that nobody writes, calls or comes any more, for whatever.
pub fn refusals(said: &[Said]) -> Vec<Answer> {
    let mut rows = Rows::new(said, NaiveDate::MIN);
    rows.all.iter_mut().for_each(Row::deny);
    for channel in CHANNELS {
        rows.deny(&channel, &ConsentPurpose::All);
    }
    rows.changed()
}

/// What was said, and what will be.
struct Rows {
    all: Vec<Row>,
    today: NaiveDate,
}

struct Row {
    said: Said,
    /// Whether there was an answer before.
    known: bool,
    /// Whether something is said anew.
    anew: bool,
}

impl Row {
    /// No, in the word that fits what was said before.
    fn deny(&mut self) {
        if self.said.status == ConsentStatus::Given {
            self.said.status = if self.known {
                ConsentStatus::Withdrawn
            } else {
                ConsentStatus::Refused
            };
            self.anew = true;
        }
    }

    fn allow(&mut self) {
        self.said.status = ConsentStatus::Given;
        self.said.expires_on = None;
        self.anew = true;
    }

    fn is_about(&self, channel: &Channel, purpose: &ConsentPurpose) -> bool {
        is_same_channel(&self.said.channel, channel) && self.said.purpose == *purpose
    }
}

impl Rows {
    fn new(said: &[Said], today: NaiveDate) -> Self {
        let row = |said: &Said| Row {
            said: said.clone(),
            known: true,
            anew: false,
        };
        Self {
            all: said.iter().map(row).collect(),
            today,
        }
    }

    fn about(&mut self, channel: &Channel, purpose: &ConsentPurpose) -> Vec<&mut Row> {
        let rows = self.all.iter_mut();
        rows.filter(|row| row.is_about(channel, purpose)).collect()
    }

    fn add(&mut self, channel: &Channel, purpose: ConsentPurpose, status: ConsentStatus) {
        self.all.push(Row {
            said: Said {
                channel: channel.clone(),
                purpose,
                status,
                expires_on: None,
            },
            known: false,
            anew: true,
        });
    }

    fn is_allowed(&self, wish: &Wish) -> bool {
        let said: Vec<Said> = self.all.iter().map(|row| row.said.clone()).collect();
        let mut now = wishes(&said, self.today).into_iter();
        let now = now.find(|now| {
            is_same_channel(&now.channel, &wish.channel) && now.purpose == wish.purpose
        });
        now.is_some_and(|now| now.allowed)
    }

    fn refuse(&mut self, wish: &Wish) {
        if self.is_allowed(wish) {
            self.deny(&wish.channel, &wish.purpose);
        }
    }

    fn deny(&mut self, channel: &Channel, purpose: &ConsentPurpose) {
        let rows = self.about(channel, purpose);
        if rows.is_empty() {
            self.add(channel, purpose.clone(), ConsentStatus::Refused);
        } else {
            rows.into_iter().for_each(Row::deny);
        }
    }

    fn allow(&mut self, wish: &Wish) {
        if self.is_allowed(wish) {
            return;
        }
        self.narrow(&wish.channel);
        let rows = self.about(&wish.channel, &wish.purpose);
        if rows.is_empty() {
            self.add(&wish.channel, wish.purpose.clone(), ConsentStatus::Given);
        } else {
            rows.into_iter().for_each(Row::allow);
        }
    }

    /// A refusal of everything becomes one of each purpose, so that one of them can be allowed.
    fn narrow(&mut self, channel: &Channel) {
        let whole = self.about(channel, &ConsentPurpose::All);
        if whole
            .iter()
            .all(|row| row.said.status == ConsentStatus::Given)
        {
            return;
        }
        whole.into_iter().for_each(Row::allow);
        for purpose in PURPOSES {
            self.deny(channel, &purpose);
        }
    }

    fn changed(self) -> Vec<Answer> {
        let answer = |row: Row| Answer {
            channel: row.said.channel,
            purpose: row.said.purpose,
            status: row.said.status,
        };
        let anew = self.all.into_iter().filter(|row| row.anew);
        anew.map(answer).collect()
    }
}
