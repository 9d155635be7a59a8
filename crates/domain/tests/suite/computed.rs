//! Fields that depend on the moment: what they say, who sees them, who may not set them.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::{Check, Clock, Formula, Term};
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::{Kind, Write};
use guanxi_domain::kernel::path::{Lens, resolve};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{Mode, answer_json, read_changes};
use guanxi_domain::registry::ENTITIES;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use serde_json::json;

use crate::support::{actor, at, day, id, put, with_lens};

fn kind(entity: &Entity, name: &str) -> Kind {
    let field = entity.field(name);
    field
        .unwrap_or_else(|| panic!("{} has no field {name}", entity.name))
        .kind
}

fn term(entity: &Entity, term: &Term) -> Kind {
    match term {
        Term::Field(name) => kind(entity, name),
        Term::FirstOrNow(names) => {
            assert!(names.iter().all(|name| kind(entity, name) == Kind::Instant));
            Kind::Instant
        }
        Term::Now => Kind::Instant,
        Term::Today => Kind::Day,
    }
}

fn check(entity: &Entity, check: &Check) {
    match check {
        Check::Is(name, choice) => {
            let field = entity.field(name).expect(name);
            assert!(field.choices.contains(choice), "{name} is never {choice}");
        }
        Check::Before(first, second) => assert_eq!(term(entity, first), term(entity, second)),
    }
}

/// What a formula gives, and whether that may be nothing.
fn result(entity: &Entity, formula: &Formula) -> (Kind, bool) {
    match formula {
        Formula::Days(from, until) => {
            assert_eq!(
                [term(entity, from), term(entity, until)],
                [Kind::Instant; 2]
            );
            let open = |term: &Term| matches!(term, Term::Field(name) if entity.field(name).unwrap().nullable);
            (Kind::Int, open(from) || open(until))
        }
        Formula::While(checks, inner) => {
            checks.iter().for_each(|one| check(entity, one));
            (result(entity, inner).0, true)
        }
        Formula::Holds(checks) => {
            checks.iter().for_each(|one| check(entity, one));
            (Kind::Bool, false)
        }
    }
}

#[test]
fn every_formula_fits_its_field() {
    for entity in ENTITIES {
        assert!(
            !entity.is_part() || entity.computed.is_empty(),
            "{}: rows have none",
            entity.name
        );
        for computed in entity.computed {
            let field = &computed.field;
            assert_eq!(
                (field.kind, field.nullable),
                result(entity, &computed.formula),
                "{}",
                field.name
            );
            assert_eq!(field.write, Write::Never, "{}", field.name);
            assert!(!field.required && !field.keyed && !field.searchable && !field.unique);
        }
    }
}

fn clock(now: &str) -> Clock {
    Clock::utc(at(now))
}

fn look(document: &Document, name: &str, now: &str) -> Value {
    let computed = document.entity.computed(name).unwrap();
    computed.of(document, clock(now))
}

fn deal(status: &str) -> Document {
    let mut document = Document::new(&OPPORTUNITY, id(1));
    document.set("created_at", Value::Instant(at("2026-11-01T12:00:00Z")));
    document.set(
        "stage_entered_at",
        Value::Instant(at("2026-11-10T12:00:00Z")),
    );
    document.set("status", Value::text(status));
    document
}

#[test]
fn days_are_whole_and_never_negative() {
    let open = deal("open");
    for (now, days) in [
        ("2026-11-09T00:00:00Z", 0),
        ("2026-11-11T11:59:59.999999Z", 0),
        ("2026-11-11T12:00:00Z", 1),
        ("2026-11-20T13:00:00Z", 10),
    ] {
        assert_eq!(look(&open, "days_in_stage", now), Value::Int(days), "{now}");
    }
}

#[test]
fn what_is_decided_stands_in_no_stage_and_grows_no_older() {
    let mut won = deal("won");
    won.set("won_at", Value::Instant(at("2026-11-06T12:00:00Z")));
    assert_eq!(
        look(&won, "days_in_stage", "2026-11-20T12:00:00Z"),
        Value::Null
    );
    assert_eq!(
        look(&won, "age_days", "2026-11-20T12:00:00Z"),
        Value::Int(5)
    );
    assert_eq!(
        look(&deal("open"), "age_days", "2026-11-20T12:00:00Z"),
        Value::Int(19)
    );
}

#[test]
fn a_task_is_overdue_from_the_day_after_where_people_live() {
    let mut task = Document::new(&ACTIVITY, id(1));
    put(
        &mut task,
        json!({ "kind": "task", "subject": "x", "due_on": "2026-11-22" }),
        Mode::Create,
    )
    .unwrap();
    task.set("status", Value::text("open"));
    let overdue = |task: &Document, today: &str| {
        let now = at("2026-11-22T20:00:00Z");
        let clock = Clock {
            now,
            today: day(today),
        };
        task.entity.computed("is_overdue").unwrap().of(task, clock)
    };
    assert_eq!(overdue(&task, "2026-11-22"), Value::Bool(false));
    assert_eq!(overdue(&task, "2026-11-23"), Value::Bool(true));
    task.set("status", Value::text("done"));
    assert_eq!(overdue(&task, "2026-11-23"), Value::Bool(false));
    task.set("status", Value::text("open"));
    task.set("due_on", Value::Null);
    assert_eq!(overdue(&task, "2026-11-23"), Value::Bool(false));
}

#[test]
fn nobody_sets_them() {
    let body = json!({ "days_in_stage": 3 });
    let refused = with_lens(&OPPORTUNITY, |lens| {
        read_changes(lens, body.as_object().unwrap(), Mode::Import)
    });
    assert_eq!(refused.unwrap_err().0[0].code, "read_only");
}

/// Somebody from whom one field is hidden.
fn without(field: &str) -> Actor {
    let grant = Grant {
        read: Reach::All,
        hidden: BTreeSet::from([field.to_owned()]),
        ..Grant::default()
    };
    actor(1, vec![Rights(BTreeMap::from([("*".to_owned(), grant)]))])
}

#[test]
fn whoever_may_not_read_what_it_tells_about_does_not_see_it() {
    let custom = CustomFields::default();
    let shown = |hidden: &str| {
        let actor = without(hidden);
        let lens = Lens {
            entity: &OPPORTUNITY,
            custom: &custom,
            actor: &actor,
        };
        let json = answer_json(&lens, &deal("open"), clock("2026-11-20T12:00:00Z"));
        ["days_in_stage", "age_days"].map(|name| {
            let found = resolve(&lens, name).is_ok();
            assert_eq!(json.contains_key(name), found, "{name}");
            found
        })
    };
    assert_eq!(shown("amount"), [true, true]);
    assert_eq!(shown("days_in_stage"), [false, true]);
    assert_eq!(shown("stage_entered_at"), [false, true]);
    assert_eq!(shown("status"), [false, true]);
    assert_eq!(shown("lost_at"), [true, false]);
}
