//! A sale from the first customer to the sum at the end, told through the client that the web app
//! and scripts use.

use guanxi_client::auth::Setup;
use guanxi_client::{Aggregate, Batch, Client, Expect, ListQuery, Object, Operation};
use guanxi_domain::customers::accounts::Account;
use guanxi_domain::sales::opportunities::Opportunity;
use guanxi_domain::sales::stages::Stage;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD, TestApp};
use crate::session::object;

/// The first administrator, signed in.
pub async fn administrator(app: &TestApp) -> Client {
    let client = Client::new(&app.url);
    assert!(client.state().await.unwrap().needs_setup);
    let setup = Setup {
        token: app.setup_token(),
        workspace_name: "Northwind".to_owned(),
        family_name: "Anders".to_owned(),
        given_name: Some("Maria".to_owned()),
        name_order: None,
        login: ADMIN.to_owned(),
        password: PASSWORD.to_owned(),
        language: "en".to_owned(),
        company_currency: "EUR".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    let signed = client.setup(&setup).await.unwrap();
    assert_eq!(signed.user.name, "Maria Anders");
    assert!(!client.state().await.unwrap().needs_setup);
    client
}

pub fn id(record: &Object) -> Uuid {
    record["id"].as_str().unwrap().parse().unwrap()
}

fn version(record: &Object) -> i64 {
    record["version"].as_i64().unwrap()
}

async fn make(client: &Client, plural: &str, body: Json) -> Object {
    client.create(plural, &object(&body)).await.unwrap()
}

/// A customer with somebody to talk to.
async fn customer(client: &Client) -> (Object, Object) {
    let account = make(
        client,
        "accounts",
        json!({
            "name": "怡海軟件", "types": ["customer"],
            "contact_points": [{ "kind": "email", "value": "Info@Yihai.example" }],
            "addresses": [{ "city": "台北", "country": "TW" }],
        }),
    )
    .await;
    assert_eq!(account["city"], "台北");
    assert_eq!(
        account["contact_points"][0]["normalised"],
        "info@yihai.example"
    );
    let contact = make(
        client,
        "contacts",
        json!({
            "family_name": "王", "given_name": "小明", "name_order": "family_first",
            "account_id": account["id"],
        }),
    )
    .await;
    assert_eq!(contact["name"], "王小明");
    (account, contact)
}

async fn opportunity(client: &Client, account: &Object, contact: &Object) -> Object {
    let product = make(
        client,
        "products",
        json!({ "name": "Chai", "sku": "CH-001" }),
    )
    .await;
    make(
        client,
        "opportunities",
        json!({
            "name": "Autumn delivery", "account_id": account["id"], "primary_contact_id": contact["id"],
            "close_on": "2026-12-01",
            "lines": [
                { "product_id": product["id"], "quantity": "10", "unit_price": "9.5", "discount_percent": "15" },
                { "description": "Delivery", "quantity": "1", "unit_price": "12.345" },
            ],
        }),
    )
    .await
}

on_each_database! {
    async fn a_sale_is_won_and_counted(app) {
        let client = administrator(&app).await;
        let (account, contact) = customer(&client).await;
        let sale = opportunity(&client, &account, &contact).await;
        // 10 × 9.50 − 15 % = 80.75, and 12.345 rounded half up = 12.35.
        assert_eq!(sale["amount"], json!({ "amount_minor": 9_310, "currency": "EUR" }));

        let stages: Vec<Stage> = client.find_all(&ListQuery::new().sort("position")).await.unwrap();
        let next = stages[1].head.id;
        let moved = client
            .verb("opportunities", id(&sale), version(&sale), "move", &object(&json!({ "stage_id": next })))
            .await
            .unwrap();
        assert_eq!(moved["stage_id"], json!(next));
        let won = client
            .verb("opportunities", id(&sale), version(&moved), "win", &Object::new())
            .await
            .unwrap();
        assert_eq!(won["status"], "won");
        let again = client.verb("opportunities", id(&sale), Expect::Any, "win", &Object::new()).await;
        assert_eq!(again.unwrap_err().status(), Some(409));

        let typed: Opportunity = client.find(id(&sale)).await.unwrap();
        assert!(typed.won_at.is_some());
        let sums = client
            .aggregate("opportunities", &Aggregate::new().by("status").count().measure("sum", "amount"))
            .await
            .unwrap();
        assert_eq!(sums.groups.len(), 1);
        assert_eq!(sums.groups[0].keys["status"], "won");
        assert_eq!(sums.groups[0].count(), 1);
        assert_eq!(sums.groups[0].amounts("sum_amount"), [("EUR".to_owned(), 9_310)]);

        let history = client.events("opportunities", id(&sale), None, 50).await.unwrap();
        let verbs: Vec<_> = history.data.iter().map(|event| event["verb"].as_str().unwrap()).collect();
        assert_eq!(verbs, ["win", "move", "created"]);
        let passed = client.list("stage_changes", &ListQuery::new().test("opportunity_id", id(&sale))).await.unwrap();
        assert_eq!(passed.data.len(), 3);
    }

    async fn lists_find_filter_and_expand(app) {
        let client = administrator(&app).await;
        let (account, contact) = customer(&client).await;
        opportunity(&client, &account, &contact).await;
        let by_test = ListQuery::new().test("account_id.name.starts", "怡海").expand("account_id").total();
        let page = client.list("opportunities", &by_test).await.unwrap();
        assert_eq!(page.data[0]["account"]["name"], "怡海軟件");
        assert_eq!(page.total.map(|total| (total.total, total.exact)), Some((1, true)));

        let tree = json!({ "or": [
            { "field": "amount", "op": "gte", "value": { "amount_minor": 1_000_000, "currency": "EUR" } },
            { "field": "owner_id", "op": "eq", "value": "@me" },
        ] });
        let page = client.query("opportunities", tree, &ListQuery::new().fields(&["name"])).await.unwrap();
        assert_eq!(page.data[0].keys().collect::<Vec<_>>(), ["id", "name"]);

        // Simplified characters find traditional ones, initials find the name.
        let found = client.search("软件", &[], 10).await.unwrap();
        assert_eq!(found.iter().map(|hit| hit.title.as_str()).collect::<Vec<_>>(), ["怡海軟件"]);
        let found = client.search("wxm", &["contact"], 10).await.unwrap();
        assert_eq!(found[0].title, "王小明");
        assert_eq!(found[0].id, id(&contact));
    }

    async fn changes_keep_to_versions_and_can_be_taken_back(app) {
        let client = administrator(&app).await;
        let (account, _) = customer(&client).await;
        let changes = object(&json!({ "industry": "Software", "website": "https://yihai.example" }));
        let changed = client.patch("accounts", id(&account), version(&account), &changes).await.unwrap();
        let stale = client.patch("accounts", id(&account), version(&account), &changes).await.unwrap_err();
        assert_eq!(stale.status(), Some(412));
        let current = stale.problem().and_then(|problem| problem.current.clone()).unwrap();
        assert_eq!(current["industry"], "Software");

        let events = client.events("accounts", id(&account), None, 1).await.unwrap();
        let event = events.data[0]["id"].as_i64().unwrap();
        let reverted = client.revert("accounts", id(&account), event).await.unwrap();
        assert_eq!(reverted["industry"], Json::Null);
        assert_eq!(version(&reverted), version(&changed) + 1);

        let gone = client.delete("accounts", id(&account), version(&reverted)).await.unwrap();
        assert!(gone["deleted_at"].is_string());
        assert_eq!(client.get("accounts", id(&account)).await.unwrap_err().status(), Some(404));
        let bin = client.list("accounts", &ListQuery::new().deleted()).await.unwrap();
        assert_eq!(bin.data.len(), 1);
        client.restore("accounts", id(&account)).await.unwrap();
        let typed: Account = client.find(id(&account)).await.unwrap();
        assert_eq!(typed.name, "怡海軟件");
    }

    async fn many_writes_and_retries_do_nothing_twice(app) {
        let client = administrator(&app).await;
        let body = object(&json!({ "name": "Alfreds Futterkiste" }));
        let first = client.create_once("accounts", &body, "key-1").await.unwrap();
        let second = client.create_once("accounts", &body, "key-1").await.unwrap();
        assert_eq!(first, second);
        let other = client.create_once("accounts", &object(&json!({ "name": "Other" })), "key-1").await;
        assert_eq!(other.unwrap_err().status(), Some(422));

        let (made, new) = client.upsert("accounts", "external.erp", "A/1 ü", &body).await.unwrap();
        assert!(new);
        let (same, new) = client.upsert("accounts", "external.erp", "A/1 ü", &body).await.unwrap();
        assert_eq!((id(&same), new), (id(&made), false));

        let operations = vec![
            Operation::Create { body: object(&json!({ "name": "Ana Trujillo" })) },
            Operation::Create { body: object(&json!({ "name": "" })) },
            Operation::Delete { id: id(&made), version: None },
        ];
        let apart = Batch { atomic: false, operations: operations.clone() };
        let outcomes = client.batch("accounts", &apart).await.unwrap();
        let statuses: Vec<_> = outcomes.iter().map(|outcome| outcome.status).collect();
        assert_eq!(statuses, [201, 422, 200]);
        let refused = outcomes[1].problem.as_ref().unwrap();
        assert_eq!(refused.errors[0].pointer.as_deref(), Some("/body/name"));
        let together = Batch { atomic: true, operations };
        let outcomes = client.batch("accounts", &together).await.unwrap();
        assert_eq!(outcomes.iter().map(|outcome| outcome.status).collect::<Vec<_>>(), [424, 422, 424]);
        let named = ListQuery::new().test("name", "Ana Trujillo");
        assert_eq!(client.list("accounts", &named).await.unwrap().data.len(), 1);

        let checked = client.check("accounts", &object(&json!({ "name": "Only tried" }))).await.unwrap();
        assert_eq!(client.get("accounts", id(&checked)).await.unwrap_err().status(), Some(404));
    }
}
