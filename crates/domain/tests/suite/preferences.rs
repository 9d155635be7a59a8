//! The preference page: whatever was said before and whatever is wished, afterwards the rule answers as wished.

use chrono::NaiveDate;
use guanxi_domain::customers::consents::{ConsentPurpose, ConsentStatus};
use guanxi_domain::customers::contacting::Said;
use guanxi_domain::customers::contacts::Channel;
use guanxi_domain::customers::preferences::{
    Answer, CHANNELS, PURPOSES, Wish, answers, refusals, wishes,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn said(channel: Channel, purpose: ConsentPurpose, status: ConsentStatus) -> Said {
    Said {
        channel,
        purpose,
        status,
        expires_on: None,
    }
}

/// Anything that may have been said: each channel and purpose at most once.
fn anything(dice: &mut Dice) -> Vec<Said> {
    let channels = CHANNELS.into_iter().chain([Channel::Mobile]);
    let purposes = || PURPOSES.into_iter().chain([ConsentPurpose::All]);
    let mut all = Vec::new();
    for (channel, purpose) in
        channels.flat_map(|channel| purposes().map(move |purpose| (channel.clone(), purpose)))
    {
        let status = match dice.roll(5) {
            0 => ConsentStatus::Given,
            1 => ConsentStatus::Refused,
            2 => ConsentStatus::Withdrawn,
            _ => continue,
        };
        let expires_on = [
            None,
            NaiveDate::from_ymd_opt(2026, 1, 1),
            NaiveDate::from_ymd_opt(2027, 1, 1),
        ];
        let expires_on = expires_on[dice.roll(3)];
        all.push(Said {
            expires_on,
            ..said(channel, purpose, status)
        });
    }
    all
}

/// What is there after the answers are written.
fn after(mut before: Vec<Said>, answers: &[Answer]) -> Vec<Said> {
    for answer in answers {
        let new = said(
            answer.channel.clone(),
            answer.purpose.clone(),
            answer.status.clone(),
        );
        match before
            .iter_mut()
            .find(|old| old.channel == new.channel && old.purpose == new.purpose)
        {
            Some(old) => *old = new,
            None => before.push(new),
        }
    }
    before
}

#[test]
fn afterwards_the_rule_answers_as_wished() {
    let mut dice = Dice(7);
    for _ in 0..2_000 {
        let before = anything(&mut dice);
        let mut wanted = wishes(&before, today());
        let mut asked = Vec::new();
        for wish in &mut wanted {
            if dice.roll(3) == 0 {
                wish.allowed = dice.roll(2) == 0;
                asked.push(wish.clone());
            }
        }
        let answers = answers(&before, &asked, today());
        assert_eq!(
            wishes(&after(before.clone(), &answers), today()),
            wanted,
            "{before:?} {answers:?}"
        );
    }
}

#[test]
fn what_holds_already_is_not_said_again() {
    let mut dice = Dice(11);
    for _ in 0..200 {
        let before = anything(&mut dice);
        let same = wishes(&before, today());
        assert_eq!(answers(&before, &same, today()), []);
    }
}

#[test]
fn consent_that_was_given_is_withdrawn_and_the_rest_refused() {
    let before = [said(
        Channel::Email,
        ConsentPurpose::Newsletter,
        ConsentStatus::Given,
    )];
    let no = |purpose: ConsentPurpose| Wish {
        channel: Channel::Email,
        purpose,
        allowed: false,
    };
    let wished = [
        no(ConsentPurpose::Newsletter),
        no(ConsentPurpose::Service),
        no(ConsentPurpose::Marketing),
    ];
    let told: Vec<_> = answers(&before, &wished, today())
        .into_iter()
        .map(|answer| (answer.purpose, answer.status))
        .collect();
    assert_eq!(
        told,
        [
            (ConsentPurpose::Newsletter, ConsentStatus::Withdrawn),
            (ConsentPurpose::Service, ConsentStatus::Refused),
        ],
        "marketing was never allowed"
    );
}

#[test]
fn refusing_everything_leaves_nothing_allowed() {
    let mut dice = Dice(13);
    for _ in 0..200 {
        let before = anything(&mut dice);
        let now = after(before.clone(), &refusals(&before));
        assert!(
            wishes(&now, today()).iter().all(|wish| !wish.allowed),
            "{now:?}"
        );
        assert!(now.iter().all(|said| said.status != ConsentStatus::Given));
        assert_eq!(refusals(&now), [], "once is enough");
    }
}
