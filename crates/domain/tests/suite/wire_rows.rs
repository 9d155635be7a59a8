//! Rows inside a record: a patch names all rows as they shall be.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::document::{Document, row_id};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::opportunity_lines::{OPPORTUNITY_LINE, OpportunityLine};
use serde_json::{Value as Json, json};

use crate::support::{facts, id, put, refused, with_lens};

/// An opportunity with the lines a and b.
fn two_lines() -> Document {
    let mut document = Document::new(&OPPORTUNITY, id(1));
    document.set("currency", Value::text("EUR"));
    let lines = json!({ "lines": [
        { "id": id(11), "description": "a", "unit_price": "10" },
        { "id": id(12), "description": "b", "unit_price": "20" },
    ]});
    put(&mut document, lines, Mode::Create).unwrap();
    document
}

fn lines(document: &Document) -> Vec<OpportunityLine> {
    document.whole_rows("lines").unwrap()
}

fn told(document: &Document) -> Vec<(u128, String, String)> {
    let lines = lines(document);
    let numbers = lines
        .iter()
        .map(|line| line.head.id.as_u128() - id(0).as_u128());
    let texts = lines
        .iter()
        .map(|line| line.description.clone().unwrap_or_default());
    let prices = lines.iter().map(|line| line.unit_price.to_string());
    numbers
        .zip(texts)
        .zip(prices)
        .map(|((id, text), price)| (id, text, price))
        .collect()
}

fn row(id: u128, text: &str, price: &str) -> (u128, String, String) {
    (id, text.to_owned(), price.to_owned())
}

#[test]
fn known_rows_change_new_ones_come_and_absent_ones_go() {
    let mut document = two_lines();
    let patch = json!({ "lines": [
        { "description": "c" },
        { "id": id(12), "unit_price": "25" },
    ]});
    put(&mut document, patch, Mode::Patch).unwrap();
    let told = told(&document);
    assert_eq!(told[1], row(12, "b", "25"));
    assert_eq!((told[0].1.as_str(), told.len()), ("c", 2));
    assert!(
        ![11, 12].contains(&told[0].0),
        "the new row has an id of its own"
    );
    let positions: Vec<_> = lines(&document)
        .iter()
        .map(|line| line.head.position)
        .collect();
    assert_eq!(positions, [0, 1]);
    assert!(
        lines(&document)
            .iter()
            .all(|line| line.head.parent_id == id(1))
    );
}

#[test]
fn a_patch_without_the_collection_leaves_it() {
    let mut document = two_lines();
    put(&mut document, json!({ "name": "x" }), Mode::Patch).unwrap();
    assert_eq!(told(&document), [row(11, "a", "10"), row(12, "b", "20")]);
    put(&mut document, json!({ "lines": [] }), Mode::Patch).unwrap();
    assert!(lines(&document).is_empty());
}

#[test]
fn an_id_made_by_the_caller_creates_a_row_under_it() {
    let mut document = two_lines();
    put(
        &mut document,
        json!({ "lines": [{ "id": id(77), "description": "n" }] }),
        Mode::Patch,
    )
    .unwrap();
    assert_eq!(told(&document), [row(77, "n", "0")]);
}

#[test]
fn rows_come_back_as_they_were_sent() {
    let mut document = two_lines();
    (OPPORTUNITY.derive)(&facts(), &mut document).unwrap();
    let sent: Vec<Json> = with_lens(&OPPORTUNITY_LINE, |lens| {
        let rows = document.rows("lines").iter();
        rows.map(|row| Json::Object(wire::row_json(lens, row)))
            .collect()
    });
    assert_eq!(
        sent[0]["net"],
        json!({ "amount_minor": 1000, "currency": "EUR" })
    );
    let before = document.clone();
    put(&mut document, json!({ "lines": sent }), Mode::Patch).unwrap();
    assert_eq!(document, before);
}

#[test]
fn what_is_derived_cannot_be_smuggled_in_by_a_row() {
    let mut document = two_lines();
    let lie = json!({ "lines": [
        { "id": id(11), "net": { "amount_minor": 1, "currency": "EUR" }, "position": 9, "parent_id": id(99) },
    ]});
    put(&mut document, lie, Mode::Patch).unwrap();
    (OPPORTUNITY.derive)(&facts(), &mut document).unwrap();
    let line = &lines(&document)[0];
    assert_eq!(
        (
            line.net.unwrap().minor,
            line.head.position,
            line.head.parent_id
        ),
        (1000, 0, id(1))
    );
}

#[test]
fn null_asks_for_the_default_of_what_is_never_null() {
    let mut document = two_lines();
    let patch = json!({ "lines": [{ "id": id(11), "quantity": null, "description": null }] });
    put(&mut document, patch, Mode::Patch).unwrap();
    let line = &lines(&document)[0];
    assert_eq!(
        (line.quantity.to_string().as_str(), &line.description),
        ("1", &None)
    );
}

#[test]
fn a_row_twice_is_refused() {
    let twice = json!({ "lines": [{ "id": id(11) }, { "description": "x" }, { "id": id(11) }] });
    let reasons = refused(put(&mut two_lines(), twice, Mode::Patch));
    assert_eq!(reasons, [("/lines/2/id".to_owned(), "duplicate_row")]);
}

#[test]
fn rows_without_ids_are_not_twice_the_same() {
    let mut document = two_lines();
    put(&mut document, json!({ "lines": [{}, {}, {}] }), Mode::Patch).unwrap();
    let ids: std::collections::BTreeSet<_> = document.rows("lines").iter().map(row_id).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_thousand_rows_are_the_most() {
    let rows = |n| json!({ "lines": vec![json!({ "quantity": "1" }); n] });
    assert_eq!(put(&mut two_lines(), rows(1_000), Mode::Patch), Ok(()));
    let reasons = refused(put(&mut two_lines(), rows(1_001), Mode::Patch));
    assert_eq!(reasons, [("/lines".to_owned(), "too_many_rows")]);
}

#[test]
fn a_row_s_faults_point_to_it() {
    let faults = json!({ "lines": [
        { "quantity": "1" },
        { "quantity": "x", "colour": "red" },
        7,
        { "discount_percent": "101", "id": "1" },
    ]});
    let mut reasons = refused(put(&mut two_lines(), faults, Mode::Patch));
    reasons.sort();
    let expected = [
        ("/lines/1/colour", "unknown_field"),
        ("/lines/1/quantity", "not_a_decimal"),
        ("/lines/2", "not_an_object"),
        ("/lines/3/discount_percent", "out_of_range"),
        ("/lines/3/id", "not_an_id"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(pointer, code)| ((*pointer).to_owned(), *code))
        .collect();
    assert_eq!(reasons, expected);
    let shape = refused(put(
        &mut two_lines(),
        json!({ "lines": { "0": {} } }),
        Mode::Patch,
    ));
    assert_eq!(shape, [("/lines".to_owned(), "not_a_list")]);
}

/// A rule that writes rows back never loses one that is not whole.
#[test]
fn a_row_that_lacks_something_is_refused_and_not_lost() {
    let mut account = Document::new(&ACCOUNT, id(1));
    let points = json!({ "contact_points": [{ "kind": "email", "value": "a@example.com" }, { "value": "7" }] });
    put(&mut account, points, Mode::Create).unwrap();
    let reasons = refused((ACCOUNT.derive)(&facts(), &mut account));
    assert_eq!(reasons, [("/contact_points/1/kind".to_owned(), "required")]);
    assert_eq!(account.rows("contact_points").len(), 2);
}
