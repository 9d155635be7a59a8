//! Accounts: the tree they form and how to reach them.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contact_points::ContactPoint;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use serde_json::{Value as Json, json};

use crate::support::{created, facts, id, patched, refused};

fn account(n: u128, body: Json) -> Document {
    let mut all = json!({ "name": format!("Firm {n}") });
    body.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| all[name] = value.clone());
    created(&ACCOUNT, n, &facts(), all).unwrap().0
}

fn points(body: Json) -> (Document, Vec<ContactPoint>) {
    let account = account(1, json!({ "contact_points": body }));
    let points = account.whole_rows("contact_points").unwrap();
    (account, points)
}

#[test]
fn a_group_has_no_circles() {
    let cycle = [("/parent_id".to_owned(), "cycle")];
    let own = patched(
        &account(1, json!({})),
        &facts(),
        json!({ "parent_id": id(1) }),
    );
    assert_eq!(refused(own), cycle);
    let mut above = facts();
    above.loaded.insert(
        "above",
        vec![
            account(2, json!({})),
            account(3, json!({})),
            account(1, json!({})),
        ],
    );
    assert_eq!(
        refused(patched(
            &account(1, json!({})),
            &above,
            json!({ "parent_id": id(2) })
        )),
        cycle
    );
    above
        .loaded
        .insert("above", vec![account(2, json!({})), account(3, json!({}))]);
    assert!(
        patched(
            &account(1, json!({})),
            &above,
            json!({ "parent_id": id(2) })
        )
        .is_ok()
    );
}

#[test]
fn a_new_account_is_a_prospect_until_somebody_knows_better() {
    assert_eq!(
        account(1, json!({})).get("types"),
        &Value::List(vec![Value::text("prospect")])
    );
    let several = account(1, json!({ "types": ["customer", "supplier"] }));
    assert_eq!(
        several.get("types"),
        &Value::List(vec![Value::text("customer"), Value::text("supplier")])
    );
}

#[test]
fn each_kind_of_contact_point_has_one_primary() {
    let primaries = |body: Json| -> Vec<bool> {
        points(body)
            .1
            .iter()
            .map(|point| point.is_primary)
            .collect()
    };
    let mail =
        |primary: bool| json!({ "kind": "email", "value": "a@example.com", "is_primary": primary });
    let phone = |primary: bool| json!({ "kind": "phone", "value": "+49 1", "is_primary": primary });
    assert_eq!(
        primaries(json!([mail(false), phone(false), mail(false)])),
        [true, true, false]
    );
    assert_eq!(primaries(json!([mail(false), mail(true)])), [false, true]);
    assert_eq!(
        primaries(json!([mail(true), phone(true), mail(true), phone(false)])),
        [true, true, false, false]
    );
    assert_eq!(primaries(json!([])), [] as [bool; 0]);
}

#[test]
fn the_first_to_use_stands_on_the_account() {
    let (account, points) = points(json!([
        { "kind": "email", "value": " Max@Example.COM " },
        { "kind": "email", "value": "sales@example.com", "is_primary": true },
        { "kind": "mobile", "value": "+49 (0)170 / 1" },
        { "kind": "url", "value": "HTTPS://Example.com" },
    ]));
    assert_eq!(
        (account.text("email"), account.text("phone")),
        ("sales@example.com", "+49 (0)170 / 1")
    );
    let normalised: Vec<_> = points
        .iter()
        .map(|point| point.normalised.as_deref().unwrap())
        .collect();
    assert_eq!(
        normalised,
        [
            "max@example.com",
            "sales@example.com",
            "+4901701",
            "https://example.com"
        ]
    );
    let (gone, _) = patched(&account, &facts(), json!({ "contact_points": [] })).unwrap();
    assert_eq!(
        (gone.get("email"), gone.get("phone")),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn what_reaches_nobody_is_refused_where_it_stands() {
    let body = json!({ "name": "Firm", "contact_points": [
        { "kind": "phone", "value": "030 1" }, { "kind": "email", "value": "max" }, { "kind": "fax", "value": "none" },
    ]});
    let refusal = refused(created(&ACCOUNT, 1, &facts(), body));
    let places: Vec<_> = refusal
        .iter()
        .map(|(pointer, _)| pointer.as_str())
        .collect();
    assert_eq!(
        places,
        ["/contact_points/1/value", "/contact_points/2/value"]
    );
}

#[test]
fn the_main_address_stands_on_the_account() {
    let addresses = json!([
        { "kind": "billing", "city": "Genève", "country": "CH" },
        { "kind": "main", "city": "高雄", "country": "TW" },
    ]);
    let account = account(1, json!({ "addresses": addresses }));
    assert_eq!(
        (account.text("city"), account.text("country")),
        ("高雄", "TW")
    );
    let (account, _) = patched(
        &account,
        &facts(),
        json!({ "addresses": [{ "kind": "billing", "city": "Genève" }] }),
    )
    .unwrap();
    assert_eq!(
        (account.text("city"), account.get("country")),
        ("Genève", &Value::Null)
    );
}
