//! Imports: every row accounted for, harmless when run again, resumable at any point.

use std::sync::atomic::AtomicBool;

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::import::mapping::Mapping;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::people::users::USER;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::import::{self, ErrorFile, FileCounts, Import, PIECE, Problem, State};
use guanxi_persistence::{Database, Error, Result};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

pub fn pipeline(db: &TestDb) {
    let pipeline = db.create(&PIPELINE, json!({ "name": "Direct", "is_default": true }));
    for (position, (name, category)) in [("New", "open"), ("Won", "won"), ("Lost", "lost")]
        .into_iter()
        .enumerate()
    {
        db.create(&STAGE, json!({
            "name": name, "pipeline_id": pipeline.id(), "position": position, "category": category, "probability": "10",
        }));
    }
}

fn text_files(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

/// Makes an import and sends its files.
pub fn prepare(db: &Database, actor: &Actor, mapping: &str, files: &Files) -> Result<Uuid> {
    let mapping = Mapping::from_toml(mapping).unwrap_or_else(|error| panic!("{error}"));
    let owner = actor.clone();
    let id = db.write(move |tx| import::create(tx, &owner, &mapping))?.id;
    for (name, bytes) in files {
        let (owner, name) = (actor.clone(), name.clone());
        let upload = db.write(move |tx| import::begin_file(tx, &owner, id, &name))?;
        for (number, piece) in (0..).zip(bytes.chunks(PIECE.min(1_000.max(bytes.len() / 4)))) {
            let piece = piece.to_vec();
            db.write(move |tx| import::add_piece(tx, upload, number, &piece))?;
        }
        db.write(move |tx| import::end_file(tx, upload))?;
    }
    Ok(id)
}

pub fn start(db: &Database, actor: &Actor, id: Uuid, dry_run: bool) {
    let actor = actor.clone();
    db.write(move |tx| import::start(tx, &actor, id, dry_run))
        .unwrap();
}

fn work(db: &Database) {
    while import::work(db, "test", None, &AtomicBool::new(false), &mut |_| {}).unwrap() {}
}

pub fn found(db: &TestDb, id: Uuid) -> Import {
    db.db
        .read(|reader| import::find(reader, &db.system(), id))
        .unwrap()
        .0
}

fn import_as(
    db: &TestDb,
    actor: &Actor,
    mapping: &str,
    files: &Files,
    dry_run: bool,
) -> Result<Import> {
    let id = prepare(&db.db, actor, mapping, files)?;
    start(&db.db, actor, id, dry_run);
    work(&db.db);
    Ok(db.db.read(|reader| import::find(reader, actor, id))?.0)
}

pub fn import(db: &TestDb, mapping: &str, files: &Files, dry_run: bool) -> Import {
    import_as(db, &db.system(), mapping, files, dry_run).unwrap()
}

pub fn finished(import: &Import) -> Import {
    assert_eq!((import.state, &import.fault), (State::Finished, &None));
    import.clone()
}

pub fn problems(db: &TestDb, import: &Import) -> Vec<Problem> {
    db.db
        .read(|reader| import::problems(reader, &db.system(), import.id, None, 0, 1_000))
        .unwrap()
}

/// Line, code and columns of every problem.
fn told(db: &TestDb, import: &Import) -> Vec<(i64, String, String)> {
    problems(db, import)
        .into_iter()
        .map(|one| (one.line, one.code, one.columns.join("+")))
        .collect()
}

fn told_as(line: i64, code: &str, columns: &str) -> (i64, String, String) {
    (line, code.to_owned(), columns.to_owned())
}

pub fn list(db: &TestDb, entity: &'static Entity, filter: Option<Json>) -> Vec<Json> {
    let (actor, world) = (db.system(), db.db.world());
    let lens = Lens {
        entity,
        custom: &world.custom,
        actor: &actor,
    };
    let filter = filter.map(|json| Filter::from_json(&lens, &json, "/filter").unwrap());
    let page = db
        .list(
            &actor,
            entity,
            &Query {
                filter,
                ..Query::default()
            },
        )
        .unwrap();
    page["data"].as_array().unwrap().clone()
}

/// The only record that a filter finds, whole.
pub fn one(db: &TestDb, entity: &'static Entity, filter: Json) -> Json {
    let rows = list(db, entity, Some(filter));
    assert_eq!(rows.len(), 1, "{rows:?}");
    db.get(
        &db.system(),
        entity,
        rows[0]["id"].as_str().unwrap().parse().unwrap(),
    )
    .unwrap()
}

fn named(db: &TestDb, entity: &'static Entity, name: &str) -> Json {
    one(db, entity, json!({ "field": "name", "value": name }))
}

fn counts(file: FileCounts) -> [i64; 6] {
    assert_eq!(file.done(), file.rows, "every row is accounted for");
    [
        file.created,
        file.updated,
        file.unchanged,
        file.skipped,
        file.failed,
        file.warned,
    ]
}

const FIRM: &str = r#"
    system = "erp"
    currency = "USD"
    [[file]]
    name = "people.csv"
    [[file.record]]
    entity = "user"
    key = "{No}"
    fields.name = { split = "{Name}" }
    fields.manager_id = { key = "{Boss}" }
    [[file]]
    name = "firms.csv"
    [[file.record]]
    entity = "account"
    key = "{Code}"
    fields.name = "{Firm}"
    fields.types = "customer"
    [[file.record.rows.contact_points]]
    kind = "phone"
    value = "{Phone}"
    [[file.record]]
    entity = "contact"
    key = "{Code}"
    needs = ["Person"]
    fields.name = { split = "{Person}" }
    fields.account_id = { record = "account" }
    [[file]]
    name = "orders.csv"
    [[file.record]]
    entity = "opportunity"
    key = "{No}"
    fields.name = "Order {No}"
    fields.account_id = { key = "{Firm}" }
    fields.owner_id = { key = "{Seller}" }
    fields.primary_contact_id = { key = "{Firm}" }
    fields.currency = "USD"
    fields.stage_id = { find = { category = "won", "pipeline_id.is_default" = true } }
    fields.won_at = "{On}"
    fields.close_on = "{On}"
    [[file]]
    name = "details.csv"
    [file.rows]
    of = "orders.csv"
    collection = "lines"
    parent = "{Order}"
    key = "{Line}"
    fields.description = "{Text}"
    fields.quantity = "{Count}"
    fields.unit_price = "{Price}"
    fields.discount_percent = { value = "{Off}", percent = "fraction" }
"#;

fn firm() -> Files {
    text_files(&[
        (
            "people.csv",
            "No,Name,Boss\n1,Nancy Davolio,2\n2,Andrew Fuller,\n",
        ),
        (
            "firms.csv",
            "Code,Firm,Person,Phone\nA ,Acme,Anna Nagy,123\nB,Beta,,\nC,Acme,Carl Orff,\n",
        ),
        (
            "orders.csv",
            "No,Firm,Seller,On\n10,A,1,1996-07-04\n11,C,2,1997-01-31\n",
        ),
        (
            "details.csv",
            "Order,Line,Text,Count,Price,Off\n11,1,Tea,1,10.005,0\n10,1,Tea,3,14.5,0.15\n11,2,Ham,2,1,0.5\n10,2,\"Ham,\nsmoked\",1,5,0\n",
        ),
    ])
}

/// The firm's files with one of them changed.
fn with(name: &str, text: &str) -> Files {
    let mut files = firm();
    for file in &mut files {
        if file.0 == name {
            file.1 = text.as_bytes().to_vec();
        }
    }
    files
}

on_each_database! {
    fn linked_files_become_linked_records(db) {
        pipeline(&db);
        let done = finished(&import(&db, FIRM, &firm(), false));
        assert_eq!(done.progress.files.iter().map(|file| counts(*file)).collect::<Vec<_>>(), [
            [2, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 2], [2, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0],
        ]);
        assert_eq!(told(&db, &done), [told_as(2, "key_trimmed", "Code"), told_as(4, "same_name", "Firm")]);
        let order = named(&db, &OPPORTUNITY, "Order 10");
        assert_eq!(order["amount"], json!({ "amount_minor": 4_198, "currency": "USD" }), "36.98 + 5.00");
        assert_eq!((order["status"].as_str(), order["won_at"].as_str()), (Some("won"), Some("1996-07-04T00:00:00Z")));
        assert_eq!(order["lines"][1]["description"], "Ham, smoked", "one line");
        let nancy = named(&db, &USER, "Nancy Davolio");
        assert_eq!(order["owner_id"], nancy["id"]);
        assert_eq!(nancy["manager_id"], named(&db, &USER, "Andrew Fuller")["id"]);
        let anna = named(&db, &CONTACT, "Anna Nagy");
        assert_eq!((&anna["account_id"], &anna["id"]), (&order["account_id"], &order["primary_contact_id"]));
        let records: Vec<_> = done.progress.records.iter().map(|(name, counts)| (name.as_str(), counts.created)).collect();
        assert_eq!(records, [("account", 3), ("contact", 2), ("opportunity", 2), ("user", 2)]);
    }

    fn a_dry_run_counts_exactly_and_leaves_nothing(db) {
        pipeline(&db);
        let files = with("firms.csv", "Code,Firm,Person,Phone\nA,Acme,Anna Nagy,none\nB,Beta,,\nC,Acme,Carl Orff,\n");
        let events = db.newest_event();
        let id = prepare(&db.db, &db.system(), FIRM, &files).unwrap();
        start(&db.db, &db.system(), id, true);
        work(&db.db);
        let dry = finished(&found(&db, id));
        assert_eq!(db.newest_event(), events);
        assert!(list(&db, &ACCOUNT, None).is_empty());
        let dry_problems = problems(&db, &dry);
        start(&db.db, &db.system(), id, false);
        work(&db.db);
        let real = finished(&found(&db, id));
        assert_eq!(dry.progress, real.progress);
        assert_eq!(dry_problems, problems(&db, &real));
        assert_eq!(told(&db, &real), [
            told_as(2, "not_a_phone", "Phone"),
            told_as(2, "unknown_reference", "Firm"), told_as(2, "unknown_reference", "Firm"),
            told_as(3, "parent_failed", ""), told_as(5, "parent_failed", ""),
        ]);
        assert_eq!(counts(real.progress.files[3]), [2, 0, 0, 0, 2, 0]);
    }

    fn a_second_import_changes_nothing(db) {
        pipeline(&db);
        finished(&import(&db, FIRM, &firm(), false));
        let events = db.newest_event();
        let again = finished(&import(&db, FIRM, &firm(), false));
        assert_eq!(again.progress.total().unchanged, 11);
        assert_eq!(again.progress.total().warned, 2, "what is odd is told again");
        assert_eq!(db.newest_event(), events);
    }

    fn changed_rows_change_their_records_only(db) {
        pipeline(&db);
        finished(&import(&db, FIRM, &firm(), false));
        let before = named(&db, &OPPORTUNITY, "Order 11");
        let beta = named(&db, &ACCOUNT, "Beta");
        db.patch(&ACCOUNT, beta["id"].as_str().unwrap().parse().unwrap(), json!({
            "description": "by hand", "contact_points": [{ "kind": "email", "value": "a@b.org" }],
        })).unwrap();
        let mut files = with("details.csv", "Order,Line,Text,Count,Price,Off\n11,1,Tea,2,10.005,0\n10,1,Tea,3,14.5,0.15\n11,3,Jam,1,1,0\n10,2,\"Ham,\nsmoked\",1,5,0\n");
        files[1].1 = b"Code,Firm,Person,Phone\nA,Acme,Anna Nagy,123\nB,Beta AG,,456\nC,Acme,Carl Orff,\n".to_vec();
        let done = finished(&import(&db, FIRM, &files, false));
        assert_eq!(done.progress.files.iter().map(|file| counts(*file)).collect::<Vec<_>>(), [
            [0, 0, 2, 0, 0, 0], [0, 1, 2, 0, 0, 1], [0, 1, 1, 0, 0, 0], [1, 1, 2, 0, 0, 0],
        ]);
        let after = named(&db, &OPPORTUNITY, "Order 11");
        let texts: Vec<_> = after["lines"].as_array().unwrap().iter().map(|line| line["description"].as_str().unwrap()).collect();
        assert_eq!(texts, ["Tea", "Jam"], "a row that is gone from the file is gone");
        assert_eq!(after["lines"][0]["id"], before["lines"][0]["id"]);
        assert_eq!((after["version"].as_i64(), after["amount"]["amount_minor"].as_i64()), (Some(2), Some(2_101)));
        let beta = named(&db, &ACCOUNT, "Beta AG");
        let points: Vec<_> = beta["contact_points"].as_array().unwrap().iter().map(|point| point["value"].as_str().unwrap()).collect();
        assert_eq!(points, ["a@b.org", "456"], "what people added stays");
        assert_eq!(beta["description"], "by hand");
    }

    fn states_that_people_changed_are_left_alone(db) {
        pipeline(&db);
        finished(&import(&db, FIRM, &firm(), false));
        let order = named(&db, &OPPORTUNITY, "Order 10");
        db.verb(&OPPORTUNITY, order["id"].as_str().unwrap().parse().unwrap(), "reopen", json!({ "reopen_reason": "sent back" })).unwrap();
        let done = finished(&import(&db, FIRM, &firm(), false));
        assert_eq!(done.progress.total().unchanged, 11);
        assert_eq!(named(&db, &OPPORTUNITY, "Order 10")["status"], "open");
    }

    fn every_bad_row_is_told_with_line_field_and_reason(db) {
        pipeline(&db);
        let mapping = r#"
            system = "shop"
            [format]
            delimiter = ";"
            decimal = ","
            group = "."
            day = "%d.%m.%Y"
            nothing = ["NULL"]
            [[file]]
            name = "goods.csv"
            only = { Kind = ["good", "service", "food"] }
            [[file.record]]
            entity = "product"
            key = ["{Group}", "{No}"]
            fields.name = "{Name}"
            fields.sku = "{Sku}"
            fields.kind = { value = "{Kind}", values = { good = "good", service = "service" } }
            fields.list_price = { value = "{Price}", currency = "EUR" }
            fields.active_from = "{From}"
            fields.unit = { value = "{Unit}", default = "piece" }
        "#;
        let text = "Group;No;Name;Sku;Kind;Price;From;Unit\n\
            1;1;\"Tea\n\"\"green\"\"\";S1;good;1.234,50;31.12.2025;NULL\n\
            1;2;Ham;S1;good;1;;kg\n\
            1;3;;S3;good;1;;kg\n\
            1;4;Jam;S4;food;1;;kg\n\
            1;5;Jam;S5;good;1,234;;kg\n\
            1;6;Jam;S6;good;1;12/31/2025;kg\n\
            1;6;Jam;S7;good;1;;kg\n\
            1;;Jam;S8;good;1;;kg\n\
            1;9;Jam;S9;good;1\n\
            1;10;Jam;S10;service;1;;kg;;\n\
            \n\
            ;;;;;;;\n\
            1;11;Old;S11;gone;1;;kg\n";
        let done = finished(&import(&db, mapping, &text_files(&[("goods.csv", text)]), false));
        assert_eq!(counts(done.progress.files[0]), [2, 0, 0, 2, 8, 0]);
        let mut told = told(&db, &done);
        told.sort();
        assert_eq!(told, [
            told_as(4, "not_unique", "Sku"), told_as(5, "required", "Name"), told_as(6, "unknown_value", "Kind"),
            told_as(7, "too_many_places", "Price"), told_as(8, "not_in_format", "From"), told_as(9, "doubled_key", "Group+No"),
            told_as(10, "empty_key", "Group+No"), told_as(11, "wrong_number_of_cells", ""),
        ]);
        let bad = problems(&db, &done).into_iter().find(|one| one.line == 8).unwrap();
        assert_eq!(bad.cells, ["1", "6", "Jam", "S6", "good", "1", "12/31/2025", "kg"]);
        assert_eq!((bad.pointer.as_str(), bad.params["format"].as_str()), ("/active_from", "%d.%m.%Y"));
        let tea = one(&db, &PRODUCT, json!({ "field": "sku", "value": "S1" }));
        assert_eq!(tea["name"], "Tea \"green\"");
        assert_eq!(tea["list_price"], json!({ "amount_minor": 123_450, "currency": "EUR" }));
        assert_eq!((tea["active_from"].as_str(), tea["unit"].as_str()), (Some("2025-12-31"), Some("piece")));
    }

    fn rows_without_their_record_and_records_with_bad_rows_fail(db) {
        pipeline(&db);
        let files = with("details.csv", "Order,Line,Text,Count,Price,Off\n10,1,Tea,many,1,0\n10,2,Ham,1,1,0\n12,1,Jam,1,1,0\n,1,Jam,1,1,0\n11,1,Jam,1,1,0\n11,1,Tea,1,1,0\n13,1,Jam,1,1,1.5\n");
        let mut files = files;
        files[2].1 = b"No,Firm,Seller,On\n10,A,1,1996-07-04\n11,C,2,1997-01-31\n13,C,2,1997-01-31\n".to_vec();
        let done = finished(&import(&db, FIRM, &files, false));
        assert_eq!(counts(done.progress.files[2]), [0, 0, 0, 0, 3, 0]);
        assert_eq!(counts(done.progress.files[3]), [0, 0, 0, 0, 7, 0]);
        let mut told: Vec<_> = problems(&db, &done).into_iter().map(|one| (one.file, one.line, one.code)).collect();
        told.retain(|(file, ..)| *file > 1);
        told.sort();
        let expected = [
            (2, 2, "rows_failed"), (2, 3, "rows_failed"), (2, 4, "rows_failed"),
            (3, 2, "not_a_decimal"), (3, 3, "parent_failed"), (3, 4, "no_parent"), (3, 5, "empty_key"),
            (3, 6, "parent_failed"), (3, 7, "duplicate_row"), (3, 8, "out_of_range"),
        ];
        assert_eq!(told, expected.map(|(file, line, code)| (file, line, code.to_owned())));
    }

    fn references_in_any_order_and_in_circles(db) {
        let mapping = r#"
            system = "hr"
            [[file]]
            name = "teams.csv"
            [[file.record]]
            entity = "team"
            key = "{Team}"
            fields.name = "{Team}"
            fields.lead_id = { key = "{Lead}" }
            fields.parent_id = { find = { name = "{Above}" }, missing = "empty" }
            [[file]]
            name = "people.csv"
            [[file.record]]
            entity = "user"
            key = "{No}"
            fields.family_name = "{Name}"
            fields.manager_id = { key = "{Boss}" }
            [[file.record.rows.teams]]
            team_id = { key = "{Team}" }
        "#;
        let files = text_files(&[
            ("teams.csv", "Team,Lead,Above\nNorth,1,\nSouth,3,North\nWest,9,Nowhere\nEast,,Nowhere\n"),
            ("people.csv", "No,Name,Boss,Team\n1,Ann,2,North\n2,Bob,3,North\n3,Cy,,South\n4,Di,5,South\n5,Ed,4,South\n6,Flo,8,South\n7,Gus,7,East\n"),
        ]);
        let dry = finished(&import(&db, mapping, &files, true));
        let done = finished(&import(&db, mapping, &files, false));
        assert_eq!(dry.progress, done.progress);
        assert_eq!(counts(done.progress.files[0]), [3, 0, 0, 0, 1, 1]);
        assert_eq!(counts(done.progress.files[1]), [6, 0, 0, 0, 1, 2]);
        let north = named(&db, &TEAM, "North");
        let ann = named(&db, &USER, "Ann");
        assert_eq!((&north["lead_id"], &ann["teams"][0]["team_id"]), (&ann["id"], &north["id"]), "each points to the other");
        assert_eq!(ann["manager_id"], named(&db, &USER, "Bob")["id"]);
        let mut told: Vec<_> = problems(&db, &done).into_iter().map(|one| (one.file, one.line, one.severity.name(), one.code)).collect();
        told.sort();
        let expected = [
            (0, 4, "error", "unknown_reference"), (0, 5, "warning", "unknown_reference"),
            (1, 6, "warning", "cycle"), (1, 7, "error", "unknown_reference"), (1, 8, "warning", "cycle"),
        ];
        let circle = |told: &(usize, i64, &str, String)| told.1 == 5 || told.1 == 6;
        assert_eq!(told.iter().filter(|one| one.0 == 1 && circle(one)).count(), 1, "one of the two in the circle");
        let others = |one: &(usize, i64, &'static str, String)| !(one.0 == 1 && circle(one));
        let left: Vec<_> = told.into_iter().filter(others).collect();
        let expected: Vec<_> = expected.into_iter().map(|(f, l, s, c)| (f, l, s, c.to_owned())).filter(others).collect();
        assert_eq!(left, expected);
    }

    fn the_rights_of_whoever_imports_hold(db) {
        let sales = Rights::everything();
        let mut limited = Rights::default();
        limited.0.insert("account".into(), Grant { read: Reach::Own, create: true, update: Reach::Own, import: true, ..Grant::default() });
        limited.0.insert("user".into(), Grant { read: Reach::All, ..Grant::default() });
        let boss = db.person("boss", &sales, None, None);
        let rep = db.person("rep", &limited, None, None);
        let mapping = "system = \"x\"\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"account\"\nkey = \"{No}\"\nfields.name = \"{Name}\"";
        let files = text_files(&[("a.csv", "No,Name\n1,Acme\n")]);
        let done = finished(&import_as(&db, &boss, mapping, &files, false).unwrap());
        assert!(matches!(db.db.read(|r| import::find(r, &rep, done.id)), Err(Error::NotFound)), "somebody else's");
        let refused = finished(&import_as(&db, &rep, mapping, &files, false).unwrap());
        assert_eq!(told(&db, &refused), [told_as(2, "unknown_record", "")], "a record of the boss is none to change");
        let own = finished(&import_as(&db, &rep, mapping, &text_files(&[("a.csv", "No,Name\n2,Beta\n")]), false).unwrap());
        assert_eq!(own.progress.total().created, 1, "{:?}", problems(&db, &own));
        assert_eq!(named(&db, &ACCOUNT, "Beta")["owner_id"], json!(rep.user.unwrap().to_string()));
        let user = "system = \"x\"\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"user\"\nkey = \"{No}\"\nfields.family_name = \"{Name}\"";
        let (mapping, actor) = (Mapping::from_toml(user).unwrap(), rep.clone());
        assert!(matches!(db.db.write(move |tx| import::create(tx, &actor, &mapping)), Err(Error::Forbidden(_))));
    }

    fn files_that_cannot_be_read_are_told_and_nothing_is_brought_in(db) {
        let mapping = |format: &str| format!(
            "system = \"x\"\n[format]\n{format}\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"account\"\nkey = \"{{No}}\"\nfields.name = \"{{Name}}\""
        );
        let latin: Files = vec![("a.csv".into(), b"No,Name\n1,M\xfcller\n".to_vec())];
        for (format, files, code) in [
            ("", latin.clone(), "encoding_needed"),
            ("encoding = \"shift_jis\"", vec![("a.csv".into(), b"No,Name\n1,M\xff\n".to_vec())], "not_in_encoding"),
            ("", text_files(&[("a.csv", "")]), "empty_file"),
            ("", text_files(&[("a.csv", "No,Titel\n")]), "missing_column"),
            ("", text_files(&[("a.csv", "No,Name,No\n")]), "doubled_column"),
        ] {
            let done = import(&db, &mapping(format), &files, false);
            assert_eq!(done.state, State::Failed);
            let fault = done.fault.unwrap();
            assert_eq!((fault.file.as_deref(), fault.reasons[0].code.as_str()), (Some("a.csv"), code));
        }
        finished(&import(&db, &mapping("encoding = \"windows-1252\""), &latin, false));
        named(&db, &ACCOUNT, "Müller");
        let huge = format!("No,Name\n1,\"{}", "x".repeat(9 * 1024 * 1024));
        let done = import(&db, &mapping(""), &text_files(&[("a.csv", &huge)]), false);
        assert_eq!(done.fault.unwrap().reasons[0].code, "row_too_long");
    }

    fn known_records_are_recognised_filled_or_kept(db) {
        db.create(&ACCOUNT, json!({ "name": "Acme", "website": "https://acme.example", "tier": "A" }));
        let mapping = |existing: &str| format!(
            "system = \"x\"\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"account\"\nkey = \"{{No}}\"\nmatch = [\"name\"]\nexisting = \"{existing}\"\n\
             fields.name = \"{{Name}}\"\nfields.tier = \"{{Tier}}\"\nfields.industry = \"{{Line}}\"\n"
        );
        let files = |tier: &str| text_files(&[("a.csv", &format!("No,Name,Tier,Line\n1,Acme,{tier},Tea\n"))]);
        let outcome = |import: Import| counts(finished(&import).progress.files[0])[..3].to_vec();
        assert_eq!(outcome(import(&db, &mapping("keep"), &files("B"), false)), [0, 0, 1]);
        assert_eq!(named(&db, &ACCOUNT, "Acme")["industry"], Json::Null);
        assert_eq!(outcome(import(&db, &mapping("fill"), &files("B"), false)), [0, 1, 0]);
        let acme = named(&db, &ACCOUNT, "Acme");
        assert_eq!((acme["tier"].as_str(), acme["industry"].as_str()), (Some("A"), Some("Tea")));
        assert_eq!(outcome(import(&db, &mapping("update"), &files("B"), false)), [0, 1, 0]);
        assert_eq!(outcome(import(&db, &mapping("update"), &files(""), false)), [0, 0, 1]);
        assert_eq!(named(&db, &ACCOUNT, "Acme")["tier"], "B", "an empty cell empties nothing");
    }

    fn several_rows_may_speak_of_one_record(db) {
        let mapping = r#"
            system = "x"
            [[file]]
            name = "a.csv"
            [[file.record]]
            entity = "contact"
            key = "{No}"
            fields.family_name = "{Name}"
            [[file.record]]
            entity = "account"
            key = "{Firm}"
            repeats = true
            fields.name = "{Firm}"
            fields.tier = "{Tier}"
        "#;
        let files = text_files(&[("a.csv", "No,Name,Firm,Tier\n1,Ann,Acme,A\n2,Bob,Acme,B\n3,Cy,Beta,\n")]);
        for created in [3, 0] {
            let done = finished(&import(&db, mapping, &files, false));
            assert_eq!(done.progress.total().created, created);
        }
        assert_eq!(list(&db, &ACCOUNT, None).len(), 2);
        assert_eq!(named(&db, &ACCOUNT, "Acme")["tier"], "A", "the first row makes it");
    }

    fn a_stopped_import_goes_on_where_it_stood(db) {
        pipeline(&db);
        let rows: String = (0..450).map(|i| format!("{i},Firm {i},,\n")).collect();
        let files = with("firms.csv", &format!("Code,Firm,Person,Phone\nA,Acme,Anna Nagy,123\nC,Cc,Carl Orff,\n{rows}"));
        let id = prepare(&db.db, &db.system(), FIRM, &files).unwrap();
        start(&db.db, &db.system(), id, false);
        let mut workers = 0;
        while found(&db, id).state != State::Finished {
            workers += 1;
            assert!(workers < 500, "{:?}", found(&db, id));
            // A worker that dies after its first turn: nothing is put back in order.
            let once = AtomicBool::new(false);
            let mut turns = 0;
            let name = "dies".to_owned();
            drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                import::work(&db.db, &name, None, &once, &mut |_| {
                    turns += 1;
                    assert!(turns < 3 + 2 * workers, "killed");
                })
            })));
        }
        assert!(workers > 1, "it was stopped at least once");
        let done = found(&db, id);
        assert_eq!(counts(done.progress.files[1])[0], 452);
        assert_eq!(list(&db, &ACCOUNT, Some(json!({ "field": "name", "op": "starts", "value": "Firm 14" }))).len(), 11);
    }

    fn only_one_worker_has_an_import_and_it_can_be_cancelled(db) {
        let mapping = "system = \"x\"\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"account\"\nkey = \"{No}\"\nfields.name = \"{Name}\"";
        let rows: String = (0..600).map(|i| format!("{i},Firm {i}\n")).collect();
        let files = text_files(&[("a.csv", &format!("No,Name\n{rows}"))]);
        let first = prepare(&db.db, &db.system(), mapping, &files).unwrap();
        let second = prepare(&db.db, &db.system(), mapping, &files).unwrap();
        start(&db.db, &db.system(), first, false);
        start(&db.db, &db.system(), second, false);
        let again = { let actor = db.system(); db.db.write(move |tx| import::start(tx, &actor, first, false)) };
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        let (other, system) = (db.db.clone(), db.system());
        let mut turns = 0;
        import::work(&db.db, "one", None, &AtomicBool::new(false), &mut |_| {
            turns += 1;
            if turns == 2 {
                assert!(!import::work(&other, "two", None, &AtomicBool::new(false), &mut |_| {}).unwrap(), "one at a time");
                let actor = system.clone();
                other.write(move |tx| import::cancel(tx, &actor, first)).unwrap();
            }
        }).unwrap();
        let cancelled = found(&db, first);
        assert_eq!(cancelled.state, State::Cancelled);
        let brought = list(&db, &ACCOUNT, None).len();
        assert!(brought > 0, "what is in stays in");
        work(&db.db);
        let done = finished(&found(&db, second));
        assert_eq!(done.progress.total().rows, 600);
        assert!(done.progress.total().unchanged > 0);
        assert_eq!(done.progress.total().created + done.progress.total().unchanged, 600);
    }

    fn a_mapping_is_checked_before_anything_else(db) {
        let refused = |mapping: &str| {
            let (mapping, actor) = (Mapping::from_toml(mapping).unwrap(), db.system());
            match db.db.write(move |tx| import::create(tx, &actor, &mapping)) {
                Err(Error::Violations(found)) => found.0.into_iter().map(|one| (one.pointer, one.code)).collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            }
        };
        let found = refused(r#"
            system = "x"
            currency = "XYZ"
            format = { zone = "Mars", delimiter = "\"", group = "." }
            [[file]]
            name = "a.csv"
            [[file.record]]
            entity = "account"
            fields.nam = "{Name}"
            fields.city = "{City}"
            fields.parent_id = "{Parent}"
            fields.credit_limit = { value = "{Limit}", format = "%Q" }
            fields.owner_id = { record = "user" }
            rows.addreses = [{ city = "{City}" }]
            [[file]]
            name = "b.csv"
            rows = { of = "c.csv", collection = "lines", parent = "{A}", key = "{B}" }
            [[file]]
            name = "c.csv"
            [[file]]
            name = "d.csv"
            [[file.record]]
            entity = "stage_change"
            key = "{A}"
        "#);
        for expected in [
            ("/currency", "unknown_currency"), ("/format/zone", "unknown_time_zone"), ("/format/delimiter", "not_a_delimiter"),
            ("/file/0/format/decimal", "not_number_marks"), ("/file/0/record/0/key", "key_needed"),
            ("/file/0/record/0/fields/nam", "unknown_field"), ("/file/0/record/0/fields/city", "read_only"),
            ("/file/0/record/0/fields/parent_id", "needs_reference"), ("/file/0/record/0/fields/credit_limit/format", "not_a_format"),
            ("/file/0/record/0/fields/owner_id/record", "unknown_row_record"), ("/file/0/record/0/fields", "required"),
            ("/file/0/record/0/rows/addreses", "unknown_field"), ("/file/1/rows/of", "file_without_records"),
            ("/file/2", "file_without_use"), ("/file/3/record/0/entity", "not_importable"),
        ] {
            assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} in {found:?}");
        }
    }

    fn imports_are_forgotten_in_time(db) {
        let files = text_files(&[("a.csv", "No,Name\n1,\n")]);
        let mapping = "system = \"x\"\n[[file]]\nname = \"a.csv\"\n[[file.record]]\nentity = \"account\"\nkey = \"{No}\"\nfields.name = \"{Name}\"";
        let done = finished(&import(&db, mapping, &files, false));
        assert_eq!(problems(&db, &done).len(), 1);
        let later = guanxi_domain::kernel::time::Instant::from_micros(done.finished_at.unwrap().micros() + 1);
        assert_eq!(db.db.write(move |tx| import::forget_before(tx, done.finished_at.unwrap())).unwrap(), 0);
        assert_eq!(db.db.write(move |tx| import::forget_before(tx, later)).unwrap(), 1);
        assert!(matches!(db.db.read(|r| import::find(r, &db.system(), done.id)), Err(Error::NotFound)));
    }

    fn copies_of_killed_dry_runs_are_removed(db) {
        let now = guanxi_domain::kernel::time::Instant::from_micros(0);
        let left = Uuid::now_v7().simple();
        match &db.location {
            guanxi_persistence::Location::Sqlite(path) => {
                let copies = [format!("dry-{left}"), format!("dry-{left}-wal")].map(|end| path.with_extension(end));
                for copy in &copies {
                    std::fs::write(copy, "a copy").unwrap();
                }
                import::release_all(&db.db).unwrap();
                assert!(copies.iter().all(|copy| !copy.exists()) && path.exists());
            }
            guanxi_persistence::Location::Postgres(_) => {
                let kept = prepare(&db.db, &db.system(), FIRM, &firm()).unwrap();
                start(&db.db, &db.system(), kept, true);
                let kept = kept.simple();
                let make = move |tx: &mut guanxi_persistence::Tx| {
                    use diesel::connection::SimpleConnection;
                    Ok(tx.conn().batch_execute(&format!("CREATE SCHEMA dry_{left}; CREATE SCHEMA dry_{kept}"))?)
                };
                db.db.write(make).unwrap();
                db.db.write(move |tx| import::forget_before(tx, now)).unwrap();
                let drop_schema = |name: String| db.db.write(move |tx| {
                    use diesel::connection::SimpleConnection;
                    Ok(tx.conn().batch_execute(&format!("DROP SCHEMA dry_{name}"))?)
                });
                assert!(drop_schema(left.to_string()).is_err(), "it is gone");
                drop_schema(kept.to_string()).expect("a waiting import keeps its own");
            }
        }
    }

    fn refused_rows_come_back_as_a_file(db) {
        pipeline(&db);
        let files = with("firms.csv", "Code,Firm,Person,Phone\nA,\"=Acme, \"\"A\"\"\",Anna Nagy,none\nB,,,\nC,Acme,Carl Orff,\n");
        let done = finished(&import(&db, FIRM, &files, false));
        let whole = |file: Option<&str>| {
            let mut errors = db.db.read(|r| ErrorFile::open(r, &db.system(), done.id, file)).unwrap();
            let mut text = Vec::new();
            while let Some(part) = db.db.read(|r| errors.part(r, &|problem| problem.code.clone())).unwrap() {
                text.extend(part);
            }
            String::from_utf8(text).unwrap()
        };
        assert_eq!(whole(Some("firms.csv")), "Code,Firm,Person,Phone,import_line,import_reason\n\
            A,\"'=Acme, \"\"A\"\"\",Anna Nagy,none,2,not_a_phone\nB,,,,3,required\n");
        let all = whole(None);
        let lines: Vec<&str> = all.lines().collect();
        assert_eq!(lines[0], "file,line,severity,field,columns,code,reason,row");
        assert_eq!(lines[2], "firms.csv,3,error,name,Firm,required,required,\"B,,,\"");
        assert!(matches!(db.db.read(|r| ErrorFile::open(r, &db.system(), done.id, Some("x.csv"))), Err(Error::NotFound)));
    }

    fn an_interrupted_import_is_found_by_its_files(db) {
        let files = firm();
        let id = prepare(&db.db, &db.system(), FIRM, &files).unwrap();
        let mapping = Mapping::from_toml(FIRM).unwrap();
        let interrupted = |dry_run| db.db.read(|r| import::interrupted(r, &db.system(), &mapping, dry_run)).unwrap().map(|one| one.id);
        assert_eq!(interrupted(false), None, "not begun");
        start(&db.db, &db.system(), id, false);
        assert_eq!((interrupted(false), interrupted(true)), (Some(id), None));
        let holds = |bytes: &[u8]| import::holds(&db.db, id, 0, bytes).unwrap();
        let people = &files[0].1;
        assert!(holds(people));
        assert!(!holds(&people[1..]) && !holds(&people[..people.len() - 1]) && !holds(&[people.as_slice(), b"x"].concat()));
    }
}
