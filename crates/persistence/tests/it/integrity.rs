//! What `guanxi check` looks at: it finds nothing wrong with what we wrote, and everything that was done to it.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::Location;
use guanxi_persistence::infra::integrity::{Asked, CHECKS, Check};
use serde_json::json;
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

/// An id as this database writes it.
fn literal(db: &TestDb, id: Uuid) -> String {
    match &db.location {
        Location::Postgres(_) => format!("'{id}'"),
        Location::Sqlite(_) => format!("X'{}'", id.simple()),
    }
}

fn check(name: &str) -> &'static Check {
    CHECKS.iter().find(|check| check.name == name).unwrap()
}

/// How many a check looked at, how many faults it found, and its words for them.
fn found(db: &TestDb, name: &str) -> (u64, u64, String) {
    let findings = check(name)
        .run(&db.db, &Asked::default(), &mut |_| {})
        .unwrap();
    (findings.looked, findings.faults, findings.first.join("\n"))
}

/// One of each kind that the checks tell apart.
struct Firm {
    account: Uuid,
    other: Uuid,
    contact: Uuid,
    deal: Uuid,
    call: Uuid,
}

impl Firm {
    fn found(db: &TestDb) -> Self {
        let pipeline = db.create(&PIPELINE, json!({ "name": "Direct" })).id();
        let stage = json!({ "name": "New", "pipeline_id": pipeline, "probability": "10" });
        db.create(&STAGE, stage);
        let account = db.create(
            &ACCOUNT,
            json!({ "name": "台灣大哥大", "description": "Mobile" }),
        );
        let other = db
            .create(&ACCOUNT, json!({ "name": "Alfreds Futterkiste" }))
            .id();
        let account = account.id();
        db.write(move |tx| tx.link_external(&ACCOUNT, "erp", "A-1", account))
            .unwrap();
        let contact = json!({
            "family_name": "王", "given_name": "小明", "account_id": account,
            "contact_points": [{ "kind": "email", "value": "Wang@Example.com" }],
        });
        let line = json!({ "quantity": "2", "unit_price": "10.5", "description": "Thing" });
        let call = json!({ "kind": "call", "subject": "Ring", "anchor_entity": "account", "anchor_id": account });
        Self {
            account,
            other,
            contact: db.create(&CONTACT, contact).id(),
            deal: db
                .create(
                    &OPPORTUNITY,
                    json!({ "name": "Deal", "account_id": account, "lines": [line] }),
                )
                .id(),
            call: db.create(&ACTIVITY, call).id(),
        }
    }
}

on_each_database! {
    fn nothing_is_wrong_with_what_we_wrote(db) {
        let firm = Firm::found(&db);
        let system = db.system();
        db.write(move |tx| tx.delete(&system, &CONTACT, firm.contact, guanxi_persistence::Expect::Any)).unwrap();
        crate::chain::link(&db.db);
        for check in CHECKS {
            let (looked, faults, words) = found(&db, check.name);
            assert_eq!(faults, 0, "{}: {words}", check.name);
            assert!(looked > 0, "{} looked at nothing", check.name);
        }
        assert_eq!(found(&db, "external names").0, 1);
        assert_eq!(found(&db, "owned rows").0, 2, "a line and a contact point");
        assert_eq!(found(&db, "anchors").0, 5, "four records, and what hangs on one");
    }

    fn every_fault_is_found_and_named(db) {
        let firm = Firm::found(&db);
        crate::chain::link(&db.db);
        let gone = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_dead_beef);
        let id = |id: Uuid| literal(&db, id);
        let cases = [
            ("references", format!("UPDATE opportunities SET account_id = {} WHERE id = {}", id(gone), id(firm.deal)),
                format!("opportunities.account_id refers to accounts {gone}, which is not there (rows: 1)")),
            ("references", format!("UPDATE accounts SET created_by = {} WHERE id = {}", id(gone), id(firm.other)),
                format!("accounts.created_by refers to users {gone}")),
            ("references", format!("INSERT INTO credentials (user_id, password_hash, changed_at) SELECT {}, 'x', created_at FROM accounts WHERE id = {}", id(gone), id(firm.other)),
                format!("credentials.user_id refers to users {gone}")),
            ("owned rows", format!("UPDATE opportunity_lines SET parent_id = {} WHERE parent_id = {}", id(gone), id(firm.deal)),
                format!("opportunity_lines of {gone}, which is not there")),
            ("owned rows", format!("UPDATE contact_points SET parent_id = {} WHERE parent_id = {}", id(gone), id(firm.contact)),
                format!("contact_points of {gone}, which is not there")),
            ("external names", format!("UPDATE external_refs SET record_id = {}", id(gone)),
                format!("\"A-1\" of \"erp\" is the name of account {gone}, which is not there")),
            ("external names", "UPDATE external_refs SET entity = 'alien'".to_owned(),
                "a kind that nobody knows".to_owned()),
            ("anchors", format!("UPDATE anchors SET owner_id = {} WHERE id = {}", id(gone), id(firm.other)),
                format!("account {} is not as its anchor says", firm.other)),
            ("anchors", format!("DELETE FROM anchors WHERE id = {}", id(firm.account)),
                format!("account {} has no anchor", firm.account)),
            ("anchors", "SELECT 1".to_owned(),
                format!("activity {} hangs on one of account that is not there", firm.call)),
            ("anchors", format!("INSERT INTO anchors (id, entity) VALUES ({}, 'account')", id(gone)),
                format!("the anchor of account {gone}, which is not there")),
            ("derived values", format!("UPDATE opportunities SET weighted_minor = 1, weighted_currency = 'EUR' WHERE id = {}", id(firm.deal)),
                format!("opportunity {}: weighted is not what it is computed to", firm.deal)),
            ("derived values", format!("UPDATE contacts SET name = 'Somebody' WHERE id = {}", id(firm.contact)),
                format!("contact {}: name is not what it is computed to", firm.contact)),
            ("keys", "SELECT 1".to_owned(), format!("contact {}: match key of name differs", firm.contact)),
            ("keys", format!("UPDATE accounts SET name_sort = CAST('x' AS {}) WHERE id = {}", bytes(&db), id(firm.other)),
                format!("account {}: sort key of name differs", firm.other)),
            ("search rows", format!("UPDATE accounts SET local_name = 'Else', local_name_key = 'else', local_name_sort = name_sort WHERE id = {}", id(firm.account)),
                format!("account {}: its words are not those it is found by", firm.account)),
            ("search rows", format!("DELETE FROM search_rows WHERE record_id = {}", id(firm.other)),
                format!("account {}: its words are not those it is found by", firm.other)),
            ("search rows", format!("UPDATE search_rows SET record_id = {} WHERE record_id = {}", id(gone), id(firm.call)),
                format!("words of activity {gone}, which is not there")),
            ("event chain", "UPDATE event_log SET verb = 'won' WHERE entity = 'account' AND verb = 'created'".to_owned(),
                " is not what was written".to_owned()),
            ("columns", "ALTER TABLE tags ADD COLUMN extra TEXT".to_owned(), "tags.extra is not in the catalogue".to_owned()),
            ("columns", "ALTER TABLE tags DROP COLUMN extra; ALTER TABLE accounts RENAME COLUMN website TO site".to_owned(),
                "accounts.website is not in the database".to_owned()),
        ];
        for (name, sql, words) in cases {
            let before = found(&db, name);
            db.tamper(&sql);
            let after = found(&db, name);
            let said = after.2;
            assert!(said.contains(&words), "{name} after {sql}:\n{said}");
            if sql != "SELECT 1" {
                assert!(!before.2.contains(&words), "{name} said so before {sql}");
            }
        }
    }
}

const fn bytes(db: &TestDb) -> &'static str {
    match db.location {
        Location::Postgres(_) => "BYTEA",
        Location::Sqlite(_) => "BLOB",
    }
}

#[test]
fn the_index_of_words_and_the_file_are_looked_at_on_sqlite() {
    let db = TestDb::sqlite();
    let firm = Firm::found(&db);
    db.tamper(
        "DELETE FROM search_words WHERE rowid = (SELECT MIN(n) FROM search_rows WHERE entity = 'account')",
    );
    let (_, faults, words) = found(&db, "search rows");
    assert_eq!(faults, 1, "{words}");
    assert!(
        words.contains(&format!(
            "account {}: its words are not in the index",
            firm.account
        )),
        "{words}"
    );
    db.tamper("INSERT INTO search_words (rowid, words) VALUES (4711, 'stray')");
    assert!(
        found(&db, "search rows")
            .2
            .contains("words number 4711, of no record")
    );
    // Something that no rule of the table allows, as a damaged file has.
    db.tamper("PRAGMA ignore_check_constraints = ON; UPDATE pipelines SET is_default = 7");
    let (looked, faults, words) = found(&db, "storage");
    assert_eq!(faults, 1, "{words}");
    assert!(
        looked > 10 && words.contains("pipelines"),
        "{looked}: {words}"
    );
}

#[test]
fn rules_that_are_switched_off_are_named_on_postgres() {
    let db = TestDb::postgres();
    db.tamper(
        "ALTER TABLE contacts DISABLE TRIGGER ALL; ALTER TABLE tags ADD CONSTRAINT odd CHECK (name <> '') NOT VALID",
    );
    let (_, faults, words) = found(&db, "storage");
    assert_eq!(faults, 2, "{words}");
    assert!(
        words.contains("the rules of contacts are switched off") && words.contains("the rule odd"),
        "{words}"
    );
}
