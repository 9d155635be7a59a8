//! What was done to the event log afterwards, the chain over it shows.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_persistence::chain::{Checked, Fault, Head, Wrong};
use guanxi_persistence::{Database, Dialect};
use serde_json::json;

use crate::on_each_database;
use crate::support::TestDb;

/// Links everything; events of the whole server's older transactions may be waited for.
pub fn link(db: &Database) {
    for _ in 0..2_000 {
        while db.extend_chain().unwrap() {}
        if check(db).waiting == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("events stay unlinked");
}

pub fn check(db: &Database) -> Checked {
    db.verify_chain(None, &mut |_, _| {}).unwrap()
}

#[track_caller]
pub fn whole(db: &Database) -> Checked {
    let checked = check(db);
    assert_eq!(checked.fault, None);
    checked
}

/// A firm's events: accounts made, then changed.
fn events(db: &TestDb, count: i64) {
    let actor = db.system();
    let first = db.create(&ACCOUNT, json!({ "name": "0" })).id();
    db.write(move |tx| {
        for i in 1..count {
            let body =
                crate::support::object(&json!({ "name": i.to_string(), "industry": "Ships" }));
            tx.patch(
                &actor,
                &ACCOUNT,
                first,
                guanxi_persistence::Expect::Any,
                &body,
                guanxi_persistence::How::Plain,
            )?;
        }
        Ok(())
    })
    .unwrap();
    link(&db.db);
}

/// The numbers of the events in the order of the chain.
fn numbers(db: &TestDb) -> Vec<i64> {
    let all = db.db.events_after(Default::default(), 10_000).unwrap();
    all.into_iter().map(|event| event.position.seq).collect()
}

#[track_caller]
fn shown(db: &TestDb, sql: &str, undo: &str, fault: Fault) {
    db.tamper(sql);
    assert_eq!(check(&db.db).fault, Some(fault), "{sql}");
    db.tamper(undo);
    whole(&db.db);
}

on_each_database! {
    fn an_untouched_log_is_whole(db) {
        assert_eq!(whole(&db.db).head, None);
        events(&db, 700);
        let checked = whole(&db.db);
        assert_eq!((checked.linked, checked.waiting), (700, 0));
        let early = checked.head.unwrap();
        assert_eq!(early.n, 700);
        events(&db, 3);
        let mut heard = Vec::new();
        let later = db.db.verify_chain(Some(&early), &mut |n, of| heard.push((n, of))).unwrap();
        assert_eq!((later.linked, later.fault), (703, None));
        assert_eq!(heard, [(500, 703), (703, 703)]);
    }

    fn a_changed_event_is_named(db) {
        events(&db, 600);
        let seq = numbers(&db)[549];
        let fault = Fault { event: seq, n: 550, wrong: Wrong::Changed };
        let of = |set: &str| format!("UPDATE event_log SET {set} WHERE seq = {seq}");
        for (change, undo) in [
            ("changes = replace(changes, '549', '5499')", "changes = replace(changes, '5499', '549')"),
            ("changes = replace(changes, '548', '547')", "changes = replace(changes, '547', '548')"),
            ("changes = replace(changes, 'name', 'nick')", "changes = replace(changes, 'nick', 'name')"),
            ("version = version + 1", "version = version - 1"),
            ("verb = 'won'", "verb = 'updated'"),
            ("entity = 'contact'", "entity = 'account'"),
            ("channel = 'ui'", "channel = 'system'"),
            ("actor_id = record_id", "actor_id = NULL"),
            ("new_owner_id = record_id", "new_owner_id = NULL"),
        ] {
            shown(&db, &of(change), &of(undo), fault);
        }
    }

    fn a_removed_event_is_named(db) {
        events(&db, 20);
        let seq = numbers(&db)[10];
        db.tamper(&format!("DELETE FROM event_log WHERE seq = {seq}"));
        let checked = check(&db.db);
        assert_eq!(checked.fault, Some(Fault { event: seq, n: 11, wrong: Wrong::Removed }));
        assert_eq!(checked.linked, 10);
    }

    fn the_last_event_is_missed_too(db) {
        events(&db, 5);
        let seq = numbers(&db)[4];
        db.tamper(&format!("DELETE FROM event_log WHERE seq = {seq}"));
        assert_eq!(check(&db.db).fault, Some(Fault { event: seq, n: 5, wrong: Wrong::Removed }));
    }

    fn an_event_slipped_in_is_named(db) {
        events(&db, 20);
        let seq = numbers(&db)[0];
        // Right behind the first, in the same transaction as it.
        let (columns, values) = match db.db.dialect() {
            Dialect::Sqlite => ("seq", "-1"),
            Dialect::Postgres => ("tx", "tx"),
        };
        let rest = "entity, record_id, version, verb, actor_id, channel, happened_at, changes";
        db.tamper(&format!(
            "INSERT INTO event_log ({columns}, {rest}) SELECT {values}, {rest} FROM event_log WHERE seq = {seq}"
        ));
        // On SQLite numbers have no gaps, so it can only stand before the first.
        let (event, n) = match db.db.dialect() {
            Dialect::Sqlite => (-1, 1),
            Dialect::Postgres => (21, 2),
        };
        assert_eq!(check(&db.db).fault, Some(Fault { event, n, wrong: Wrong::Inserted }));
    }

    fn a_chain_that_was_touched_itself_does_not_hold(db) {
        events(&db, 20);
        let seqs = numbers(&db);
        let fault = |n: i64, wrong| Some(Fault { event: seqs[usize::try_from(n).unwrap() - 1], n, wrong });
        db.tamper("UPDATE event_chain SET seq = seq + 1000000 WHERE n = 20");
        assert_eq!(check(&db.db).fault.unwrap().n, 20);
        db.tamper("UPDATE event_chain SET seq = seq - 1000000 WHERE n = 20");
        whole(&db.db);
        db.tamper("UPDATE event_chain SET link = digests WHERE n = 7");
        assert_eq!(check(&db.db).fault, fault(7, Wrong::Changed));
        db.tamper("DELETE FROM event_chain WHERE n = 3");
        assert_eq!(check(&db.db).fault, Some(Fault { event: 0, n: 3, wrong: Wrong::Unlinked }));
        db.tamper("DELETE FROM event_chain");
        link(&db.db);
        whole(&db.db);
    }

    fn a_noted_head_shows_a_chain_made_anew(db) {
        events(&db, 20);
        let head = whole(&db.db).head.unwrap();
        let of = |head: &Head| db.db.verify_chain(Some(head), &mut |_, _| {}).unwrap().fault;
        assert_eq!(of(&head), None);
        db.tamper("UPDATE event_log SET changes = replace(changes, '12', '13')");
        db.tamper("DELETE FROM event_chain");
        let short = of(&head);
        assert_eq!(short, Some(Fault { event: 0, n: 20, wrong: Wrong::NotNoted }));
        link(&db.db);
        whole(&db.db);
        let fault = of(&head).unwrap();
        assert_eq!((fault.n, fault.wrong), (20, Wrong::NotNoted));
    }

    fn nodes_take_turns_and_link_every_event_once(db) {
        let actor = db.system();
        let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let nodes: Vec<_> = (0..4).map(|_| {
            let (db, done) = (guanxi_persistence::Database::open(&db.location).unwrap(), std::sync::Arc::clone(&done));
            std::thread::spawn(move || while !done.load(std::sync::atomic::Ordering::Relaxed) {
                db.extend_chain().unwrap();
            })
        }).collect();
        let writers: Vec<_> = (0..8_u64).map(|writer| {
            let (db, actor) = (db.db.clone(), actor.clone());
            std::thread::spawn(move || for i in 0..10_u64 {
                let actor = actor.clone();
                db.write(move |tx| {
                    let body = crate::support::object(&json!({ "name": format!("{writer}/{i}") }));
                    tx.create(&actor, &ACCOUNT, &body, guanxi_persistence::How::Plain)?;
                    std::thread::sleep(std::time::Duration::from_millis((writer * 7 + i * 13) % 11));
                    Ok(())
                }).unwrap();
            })
        }).collect();
        for writer in writers { writer.join().unwrap() }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        for node in nodes { node.join().unwrap() }
        link(&db.db);
        assert_eq!(whole(&db.db).linked, 80);
    }
}
