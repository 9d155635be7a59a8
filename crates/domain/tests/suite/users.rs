//! Users: who may sign in, who reports to whom, and the administrator who cannot vanish.

use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Facts;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::roles::ROLE;
use guanxi_domain::people::seeds;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::people::users::USER;
use serde_json::{Value as Json, json};

use crate::support::{Refusal, acted, at, created, facts, id, patched, reasons, refused};

fn role(n: usize) -> Document {
    let (id, code, rights) = seeds::roles()[n].clone();
    let mut role = Document::new(&ROLE, id);
    role.set("name", Value::text(code));
    role.set("code", Value::text(code));
    role.set(
        "rights",
        Value::Json(serde_json::to_string(&rights).unwrap()),
    );
    role.set("version", Value::Int(1));
    for stamp in ["created_at", "updated_at"] {
        role.set(stamp, Value::Instant(facts().now));
    }
    role.set("source", Value::text("system"));
    role
}

fn user(n: u128, status: &str, roles: &[uuid::Uuid]) -> Document {
    let roles: Vec<Json> = roles
        .iter()
        .map(|role| json!({ "role_id": role }))
        .collect();
    let body = json!({ "family_name": format!("Number{n}"), "roles": roles });
    let (mut user, _) = created(&USER, n, &facts(), body).unwrap();
    user.set("status", Value::text(status));
    user
}

fn administrator(n: u128, status: &str) -> Document {
    user(n, status, &[seeds::ADMINISTRATOR_ID])
}

/// A workspace of these users.
fn among(users: &[&Document]) -> Facts {
    let mut facts = facts();
    facts.loaded.insert("roles", vec![role(0), role(2)]);
    facts
        .loaded
        .insert("users", users.iter().map(|&user| user.clone()).collect());
    facts
}

#[test]
fn every_state_knows_its_verbs() {
    let table = [
        ("activate", ["invited", "suspended"].as_slice(), "active"),
        ("suspend", &["active", "invited"], "suspended"),
        ("mark_left", &["invited", "active", "suspended"], "left"),
        ("rejoin", &["left"], "invited"),
    ];
    assert_eq!(USER.verbs.len(), table.len());
    for (verb, from, to) in table {
        for status in ["invited", "active", "suspended", "left"] {
            let before = user(1, status, &[]);
            let result = acted(&before, among(&[&before]), verb, &[]);
            match result {
                Ok((after, _)) => assert!(
                    from.contains(&status) && after.text("status") == to,
                    "{verb} from {status}"
                ),
                Err(refusal) => assert!(
                    !from.contains(&status) && refusal == Refusal::Transition,
                    "{verb} from {status}"
                ),
            }
        }
    }
}

#[test]
fn the_last_administrator_cannot_go() {
    let last = administrator(1, "active");
    let invited = administrator(2, "invited");
    let suspended = administrator(3, "suspended");
    let seller = user(4, "active", &[seeds::SALES_ID]);
    let facts = among(&[&last, &invited, &suspended, &seller]);
    for verb in ["suspend", "mark_left"] {
        match acted(&last, facts.clone(), verb, &[]) {
            Err(Refusal::Violations(found)) => {
                assert_eq!(reasons(&found), [("", "last_administrator")])
            }
            other => panic!("{verb}: {other:?}"),
        }
    }
    for body in [
        json!({ "roles": [] }),
        json!({ "roles": [{ "role_id": seeds::SALES_ID }] }),
    ] {
        let refusal = refused(patched(&last, &facts, body));
        assert_eq!(refusal, [("/roles".to_owned(), "last_administrator")]);
    }
    let mut binned = last.clone();
    binned.set("deleted_at", Value::Instant(at("2026-11-22T11:00:00Z")));
    let refusal = (USER.decide)(&facts, Some(&last), &mut binned);
    assert_eq!(
        refused(refusal),
        [("/roles".to_owned(), "last_administrator")]
    );
}

#[test]
fn another_who_can_sign_in_is_enough() {
    let (one, two) = (administrator(1, "active"), administrator(2, "active"));
    let facts = among(&[&one, &two]);
    assert!(acted(&one, facts.clone(), "suspend", &[]).is_ok());
    assert!(patched(&one, &facts, json!({ "roles": [] })).is_ok());
}

#[test]
fn an_administrator_in_the_bin_does_not_count() {
    let (one, mut two) = (administrator(1, "active"), administrator(2, "active"));
    two.set("deleted_at", Value::Instant(at("2026-11-22T11:00:00Z")));
    assert!(acted(&one, among(&[&one, &two]), "suspend", &[]).is_err());
}

#[test]
fn the_last_administrator_may_still_change() {
    let last = administrator(1, "active");
    let facts = among(&[&last]);
    let roles = json!({ "roles": [{ "role_id": seeds::SALES_ID }, { "role_id": seeds::ADMINISTRATOR_ID }] });
    for body in [json!({ "given_name": "Anna" }), roles] {
        assert!(patched(&last, &facts, body.clone()).is_ok(), "{body}");
    }
}

#[test]
fn nobody_reports_to_himself_however_far_up() {
    let mut above = facts();
    let boss = user(2, "active", &[]);
    above
        .loaded
        .insert("above", vec![boss.clone(), user(1, "active", &[])]);
    let cycle = [("/manager_id".to_owned(), "cycle")];
    assert_eq!(
        refused(patched(
            &user(1, "active", &[]),
            &above,
            json!({ "manager_id": id(2) })
        )),
        cycle
    );
    let own = patched(
        &user(1, "active", &[]),
        &facts(),
        json!({ "manager_id": id(1) }),
    );
    assert_eq!(refused(own), cycle);
    above.loaded.insert("above", vec![boss]);
    assert!(
        patched(
            &user(1, "active", &[]),
            &above,
            json!({ "manager_id": id(2) })
        )
        .is_ok()
    );
}

#[test]
fn a_team_does_not_stand_above_itself() {
    let (team, _) = created(&TEAM, 1, &facts(), json!({ "name": "North" })).unwrap();
    let mut above = facts();
    above.loaded.insert("above", vec![team.clone()]);
    let refusal = refused(patched(&team, &above, json!({ "parent_id": id(2) })));
    assert_eq!(refusal, [("/parent_id".to_owned(), "cycle")]);
}

#[test]
fn a_user_is_called_by_the_parts_of_the_name() {
    let body = json!({ "family_name": "王", "given_name": "小明", "name_order": "family_first" });
    let (user, _) = created(&USER, 1, &facts(), body).unwrap();
    assert_eq!(
        (
            user.text("name"),
            user.text("status"),
            user.text("language")
        ),
        ("王小明", "invited", "en")
    );
}

#[test]
fn the_administrator_s_role_is_fixed() {
    let fixed = |pointer: &str| vec![(pointer.to_owned(), "administrator_is_fixed")];
    let administrator = role(0);
    assert_eq!(
        refused(patched(&administrator, &facts(), json!({ "rights": {} }))),
        fixed("/rights")
    );
    assert!(patched(&administrator, &facts(), json!({ "name": "Boss" })).is_ok());
    let mut binned = administrator.clone();
    binned.set("deleted_at", Value::Instant(facts().now));
    assert_eq!(
        refused((ROLE.decide)(&facts(), Some(&administrator), &mut binned)),
        fixed("")
    );
    assert!(patched(&role(2), &facts(), json!({ "rights": {} })).is_ok());
}

#[test]
fn rights_must_be_rights() {
    for (rights, code) in [
        (json!([]), "not_an_object"),
        (json!({ "account": { "red": "all" } }), "not_rights"),
        (json!({ "account": { "read": "most" } }), "not_rights"),
    ] {
        let refusal = refused(created(
            &ROLE,
            1,
            &facts(),
            json!({ "name": "R", "rights": rights }),
        ));
        assert_eq!(refusal, [("/rights".to_owned(), code)], "{rights}");
    }
}
