//! Whether somebody may be contacted: one rule for people who are about to, and for everything that sends by itself.

use chrono::NaiveDate;

use super::consents::{ConsentPurpose, ConsentStatus};
use super::contacts::Channel;

/// What somebody said about one channel and purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// By what.
    pub channel: Channel,
    /// For what.
    pub purpose: ConsentPurpose,
    /// What was said.
    pub status: ConsentStatus,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
}

/// What is known of whoever is to be contacted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// What was said.
    pub said: Vec<Said>,
    /// The address is not to be used.
    pub address_closed: bool,
    /// From which minute of the day there is to be quiet, and until which; over midnight when it begins later.
    pub quiet: Option<(u16, u16)>,
}

/// What is about to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// By what.
    pub channel: Channel,
    /// For what.
    pub purpose: ConsentPurpose,
    /// Whether nobody looks at it before it goes out.
    pub automatic: bool,
    /// The day.
    pub today: NaiveDate,
    /// The minute of the day where the person lives; unknown when nobody knows where.
    pub minute: Option<u16>,
}

/// Why somebody had better not be contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The address or number is marked as not to be used.
    DoNotUse,
    /// They said no.
    Refused,
    /// They took their consent back.
    Withdrawn,
    /// Their consent has run out.
    Expired,
    /// They never agreed, and this needs it.
    NoConsent,
    /// It is their quiet time.
    QuietHours,
}

impl Rule {
    /// Its stable name; its words are under `contact-rule-<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DoNotUse => "do_not_use",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::NoConsent => "no_consent",
            Self::QuietHours => "quiet_hours",
        }
    }
}

/// Whether it may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed,
    /// A person may, and says why.
    NeedsReason(Rule),
    /// No.
    Refused(Rule),
}

/// Whether an attempt goes with what somebody wishes. A person may have a reason; what sends by itself has none.
pub fn may_contact(wishes: &Wishes, attempt: &Attempt) -> Verdict {
    match against(wishes, attempt) {
        None => Verdict::Allowed,
        Some(rule) if attempt.automatic => Verdict::Refused(rule),
        Some(rule) => Verdict::NeedsReason(rule),
    }
}

fn against(wishes: &Wishes, attempt: &Attempt) -> Option<Rule> {
    if wishes.address_closed {
        return Some(Rule::DoNotUse);
    }
    let about: Vec<&Said> = wishes
        .said
        .iter()
        .filter(|said| is_about(said, attempt))
        .collect();
    let has = |status: ConsentStatus| about.iter().any(|said| said.status == status);
    if has(ConsentStatus::Refused) {
        return Some(Rule::Refused);
    }
    if has(ConsentStatus::Withdrawn) {
        return Some(Rule::Withdrawn);
    }
    if let Some(rule) = lacks_consent(&about, attempt) {
        return Some(rule);
    }
    let disturbs = attempt.automatic || rings(&attempt.channel);
    (disturbs && is_quiet(wishes.quiet, attempt.minute)).then_some(Rule::QuietHours)
}

fn is_about(said: &Said, attempt: &Attempt) -> bool {
    is_same_channel(&said.channel, &attempt.channel)
        && (said.purpose == ConsentPurpose::All || said.purpose == attempt.purpose)
}

/// Whether what is said of one holds for the other: a mobile is a telephone.
pub fn is_same_channel(one: &Channel, other: &Channel) -> bool {
    one == other || (is_telephone(one) && is_telephone(other))
}

const fn is_telephone(channel: &Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::Mobile)
}

const fn rings(channel: &Channel) -> bool {
    matches!(channel, Channel::Phone | Channel::Mobile | Channel::Visit)
}

/// What is advertised by itself needs a consent that holds; everything else only needs that nobody said no.
fn lacks_consent(about: &[&Said], attempt: &Attempt) -> Option<Rule> {
    let advertises = matches!(
        attempt.purpose,
        ConsentPurpose::Marketing | ConsentPurpose::Newsletter
    );
    if !advertises {
        return None;
    }
    let given: Vec<&&Said> = about
        .iter()
        .filter(|said| said.status == ConsentStatus::Given)
        .collect();
    let holds = |said: &&&Said| said.expires_on.is_none_or(|last| attempt.today <= last);
    match (given.iter().any(holds), given.is_empty()) {
        (true, _) => None,
        (false, true) => Some(Rule::NoConsent),
        (false, false) => Some(Rule::Expired),
    }
}

fn is_quiet(quiet: Option<(u16, u16)>, minute: Option<u16>) -> bool {
    let (Some((from, until)), Some(minute)) = (quiet, minute) else {
        return false;
    };
    if from <= until {
        (from..until).contains(&minute)
    } else {
        minute >= from || minute < until
    }
}

/// A time of the day such as `21:30`, as minutes since midnight.
pub fn minute_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str, below: u16| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let number: u16 = text.parse().ok().filter(|_| digits)?;
        (number < below).then_some(number)
    };
    Some(number(hours, 24)? * 60 + number(minutes, 60)?)
}
