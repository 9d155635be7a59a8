//! Contacts and their links to accounts: one primary link, and the contact's account equal to it.

use guanxi_domain::customers::account_contacts::ACCOUNT_CONTACT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::{Effect, Facts};
use guanxi_domain::kernel::value::Value;
use serde_json::{Value as Json, json};

use crate::support::{at, created, creations, facts, id, patched, patches, refused};

const CONTACT_ID: u128 = 1;

fn contact(account: Option<u128>) -> Document {
    let body =
        json!({ "family_name": "Anders", "job_title": "Buyer", "account_id": account.map(id) });
    created(&CONTACT, CONTACT_ID, &facts(), body).unwrap().0
}

fn link(n: u128, account: u128, is_primary: bool) -> Document {
    let mut link = Document::new(&ACCOUNT_CONTACT, id(n));
    link.set("account_id", Value::Id(id(account)));
    link.set("contact_id", Value::Id(id(CONTACT_ID)));
    link.set("is_primary", Value::Bool(is_primary));
    link
}

fn linked(links: &[Document]) -> Facts {
    let mut facts = facts();
    facts.loaded.insert("links", links.to_vec());
    facts
}

fn primary(yes: bool) -> Vec<(&'static str, Value)> {
    vec![("is_primary", Value::Bool(yes))]
}

fn account(account: Option<u128>) -> Vec<(&'static str, Value)> {
    vec![("account_id", Value::from(account.map(id)))]
}

/// What an effect list sets on links: number of the link, and whether it becomes primary.
fn settled(effects: &[Effect]) -> Vec<(u128, bool)> {
    let patches = patches(effects, &ACCOUNT_CONTACT).into_iter();
    patches
        .map(|(link, sets)| (link.as_u128() - id(0).as_u128(), sets == primary(true)))
        .collect()
}

fn pointed(effects: &[Effect]) -> Vec<Vec<(&'static str, Value)>> {
    patches(effects, &CONTACT)
        .into_iter()
        .map(|(of, sets)| {
            assert_eq!(of, id(CONTACT_ID));
            sets.to_vec()
        })
        .collect()
}

fn changes_account(links: &[Document], to: Option<u128>) -> Vec<Effect> {
    let body = json!({ "account_id": to.map(id) });
    patched(&contact(Some(11)), &linked(links), body).unwrap().1
}

#[test]
fn a_contact_with_an_account_gets_its_primary_link() {
    let body = json!({ "family_name": "Anders", "job_title": "Buyer", "account_id": id(11) });
    let (_, effects) = created(&CONTACT, CONTACT_ID, &facts(), body).unwrap();
    let [link] = creations(&effects, &ACCOUNT_CONTACT)[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(link.get("account_id").as_id(), Some(id(11)));
    assert_eq!(link.get("contact_id").as_id(), Some(id(CONTACT_ID)));
    assert_eq!(
        (link.text("role"), link.get("is_primary")),
        ("Buyer", &Value::Bool(true))
    );
    let (_, effects) = created(&CONTACT, 2, &facts(), json!({ "family_name": "Cher" })).unwrap();
    assert!(effects.is_empty());
}

#[test]
fn a_new_account_demotes_the_old_link_and_adds_one() {
    let effects = changes_account(&[link(21, 11, true)], Some(12));
    assert_eq!(settled(&effects), [(21, false)]);
    assert_eq!(
        creations(&effects, &ACCOUNT_CONTACT)[0]
            .get("account_id")
            .as_id(),
        Some(id(12))
    );
}

#[test]
fn a_link_that_is_there_becomes_the_primary_one() {
    let effects = changes_account(&[link(21, 11, true), link(22, 12, false)], Some(12));
    assert_eq!(settled(&effects), [(21, false), (22, true)]);
    assert!(creations(&effects, &ACCOUNT_CONTACT).is_empty());
}

#[test]
fn what_is_right_already_is_not_written_again() {
    let links = [link(21, 11, true), link(22, 12, false)];
    let (_, effects) = patched(
        &contact(Some(11)),
        &linked(&links),
        json!({ "department": "Purchasing" }),
    )
    .unwrap();
    assert!(effects.is_empty(), "{effects:?}");
}

#[test]
fn without_an_account_no_link_is_primary() {
    assert_eq!(
        settled(&changes_account(
            &[link(21, 11, true), link(22, 12, false)],
            None
        )),
        [(21, false)]
    );
}

fn new_link(links: &[Document], body: Json) -> Vec<Effect> {
    let mut all = json!({ "account_id": id(12), "contact_id": id(CONTACT_ID) });
    body.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| all[name] = value.clone());
    created(&ACCOUNT_CONTACT, 30, &linked(links), all)
        .unwrap()
        .1
}

#[test]
fn a_primary_link_points_the_contact_to_its_account() {
    let effects = new_link(&[link(21, 11, true)], json!({ "is_primary": true }));
    assert_eq!(settled(&effects), [(21, false)]);
    assert_eq!(pointed(&effects), [account(Some(12))]);
    assert!(new_link(&[link(21, 11, true)], json!({})).is_empty());
}

#[test]
fn a_primary_link_that_ceases_to_be_one_frees_the_contact() {
    let link = created(
        &ACCOUNT_CONTACT,
        21,
        &facts(),
        json!({
            "account_id": id(11), "contact_id": id(CONTACT_ID), "is_primary": true,
        }),
    );
    let link = link.unwrap().0;
    let facts = linked(std::slice::from_ref(&link));
    let (_, effects) = patched(&link, &facts, json!({ "is_primary": false })).unwrap();
    assert_eq!(
        (pointed(&effects), settled(&effects)),
        (vec![account(None)], Vec::new())
    );
    let mut binned = link.clone();
    binned.set("deleted_at", Value::Instant(at("2026-11-22T11:00:00Z")));
    let effects = (ACCOUNT_CONTACT.decide)(&facts, Some(&link), &mut binned).unwrap();
    assert_eq!(pointed(&effects), [account(None)]);
    let (_, effects) = patched(&link, &facts, json!({ "role": "Buyer" })).unwrap();
    assert!(effects.is_empty());
}

#[test]
fn a_link_ends_after_it_begins() {
    let body = json!({
        "account_id": id(11), "contact_id": id(CONTACT_ID), "from_on": "2026-02-01", "to_on": "2026-01-31",
    });
    let refusal = refused(created(&ACCOUNT_CONTACT, 21, &facts(), body));
    assert_eq!(refusal, [("/to_on".to_owned(), "ends_before_start")]);
}
