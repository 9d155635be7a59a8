//! The schema's history: the same names on both databases, and a way back.

use crate::on_each_database;

#[test]
fn both_databases_have_the_same_history() {
    let (sqlite, postgres) = guanxi_persistence::migrations::all().unwrap();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

on_each_database! {
    fn up_down_and_up_again(db) {
        assert_eq!(db.db.pending_migrations().unwrap(), 0);
        let reverted = db.db.revert_migrations().unwrap();
        assert!(!reverted.is_empty());
        assert_eq!(db.db.migrate().unwrap().len(), reverted.len());
        assert!(db.db.migrate().unwrap().is_empty(), "a second time there is nothing to do");
    }
}
