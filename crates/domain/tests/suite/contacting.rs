//! Whether somebody may be contacted: what they said stands above everything else.

use chrono::NaiveDate;
use guanxi_domain::customers::consents::{ConsentPurpose, ConsentStatus};
use guanxi_domain::customers::contacting::{
    Attempt, Rule, Said, Verdict, Wishes, may_contact, minute_of,
};
use guanxi_domain::customers::contacts::Channel;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn attempt(channel: Channel, purpose: ConsentPurpose, automatic: bool) -> Attempt {
    Attempt {
        channel,
        purpose,
        automatic,
        today: day("2026-11-22"),
        minute: Some(12 * 60),
    }
}

fn said(channel: Channel, purpose: ConsentPurpose, status: ConsentStatus) -> Wishes {
    let said = Said {
        channel,
        purpose,
        status,
        expires_on: None,
    };
    Wishes {
        said: vec![said],
        ..Wishes::default()
    }
}

const PURPOSES: [ConsentPurpose; 4] = [
    ConsentPurpose::Marketing,
    ConsentPurpose::Newsletter,
    ConsentPurpose::Service,
    ConsentPurpose::Personal,
];

#[test]
fn nothing_is_sent_by_itself_on_a_refused_channel() {
    for (status, rule) in [
        (ConsentStatus::Refused, Rule::Refused),
        (ConsentStatus::Withdrawn, Rule::Withdrawn),
    ] {
        for purpose in PURPOSES {
            for wish in [ConsentPurpose::All, purpose.clone()] {
                let wishes = said(Channel::Email, wish, status.clone());
                let by = |automatic| {
                    may_contact(
                        &wishes,
                        &attempt(Channel::Email, purpose.clone(), automatic),
                    )
                };
                assert_eq!(by(true), Verdict::Refused(rule), "{purpose:?}");
                assert_eq!(by(false), Verdict::NeedsReason(rule), "{purpose:?}");
            }
        }
    }
}

#[test]
fn a_no_holds_for_its_channel_and_purpose_only() {
    let wishes = said(
        Channel::Phone,
        ConsentPurpose::Personal,
        ConsentStatus::Refused,
    );
    let by = |channel, purpose| may_contact(&wishes, &attempt(channel, purpose, false));
    assert_eq!(
        by(Channel::Email, ConsentPurpose::Personal),
        Verdict::Allowed
    );
    assert_eq!(
        by(Channel::Phone, ConsentPurpose::Service),
        Verdict::Allowed
    );
    assert_eq!(
        by(Channel::Mobile, ConsentPurpose::Personal),
        Verdict::NeedsReason(Rule::Refused),
        "a telephone is a telephone"
    );
}

#[test]
fn advertising_needs_a_consent_that_holds() {
    let ask = |wishes: &Wishes, automatic| {
        may_contact(
            wishes,
            &attempt(Channel::Email, ConsentPurpose::Marketing, automatic),
        )
    };
    let nothing = Wishes::default();
    assert_eq!(ask(&nothing, true), Verdict::Refused(Rule::NoConsent));
    assert_eq!(ask(&nothing, false), Verdict::NeedsReason(Rule::NoConsent));
    let mut given = said(
        Channel::Email,
        ConsentPurpose::Marketing,
        ConsentStatus::Given,
    );
    assert_eq!(ask(&given, true), Verdict::Allowed);
    given.said[0].expires_on = Some(day("2026-11-22"));
    assert_eq!(ask(&given, true), Verdict::Allowed, "on its last day");
    given.said[0].expires_on = Some(day("2026-11-21"));
    assert_eq!(ask(&given, true), Verdict::Refused(Rule::Expired));
    for purpose in [ConsentPurpose::Service, ConsentPurpose::Personal] {
        let asked = attempt(Channel::Email, purpose, true);
        assert_eq!(may_contact(&nothing, &asked), Verdict::Allowed);
    }
    let mut both = said(Channel::Email, ConsentPurpose::All, ConsentStatus::Given);
    both.said.extend(
        said(
            Channel::Email,
            ConsentPurpose::Marketing,
            ConsentStatus::Withdrawn,
        )
        .said,
    );
    assert_eq!(ask(&both, true), Verdict::Refused(Rule::Withdrawn));
}

#[test]
fn quiet_hours_go_over_midnight() {
    let wishes = Wishes {
        quiet: Some((21 * 60, 7 * 60)),
        ..Wishes::default()
    };
    let at = |channel: Channel, automatic, minute| {
        let asked = Attempt {
            minute,
            ..attempt(channel, ConsentPurpose::Service, automatic)
        };
        may_contact(&wishes, &asked)
    };
    for (minute, quiet) in [
        (20 * 60 + 59, false),
        (21 * 60, true),
        (3 * 60, true),
        (7 * 60, false),
    ] {
        let expected = |verdict| if quiet { verdict } else { Verdict::Allowed };
        let (refused, asks) = (
            Verdict::Refused(Rule::QuietHours),
            Verdict::NeedsReason(Rule::QuietHours),
        );
        assert_eq!(at(Channel::Email, true, Some(minute)), expected(refused));
        assert_eq!(at(Channel::Phone, false, Some(minute)), expected(asks));
        assert_eq!(at(Channel::Email, false, Some(minute)), Verdict::Allowed);
    }
    assert_eq!(at(Channel::Phone, true, None), Verdict::Allowed);
}

#[test]
fn an_address_that_is_not_to_be_used_is_not_used() {
    let wishes = Wishes {
        address_closed: true,
        ..Wishes::default()
    };
    let asked = |automatic| attempt(Channel::Email, ConsentPurpose::Service, automatic);
    let refused = Verdict::Refused(Rule::DoNotUse);
    assert_eq!(may_contact(&wishes, &asked(true)), refused);
    let asks = Verdict::NeedsReason(Rule::DoNotUse);
    assert_eq!(may_contact(&wishes, &asked(false)), asks);
}

#[test]
fn times_of_the_day_are_read() {
    for (text, minute) in [
        ("00:00", Some(0)),
        ("7:05", Some(425)),
        ("23:59", Some(1_439)),
        ("24:00", None),
        ("12:60", None),
        ("12", None),
        ("+1:00", None),
        ("", None),
    ] {
        assert_eq!(minute_of(text), minute, "{text}");
    }
}
