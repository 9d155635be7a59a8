//! RA6: a field out of sight cannot be felt out. Whoever asks for it hears what they would hear of a field that does
//! not exist, to the byte, whether no record or every record would match.

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::session::{Answer, Session};

/// Fields that are hidden, and names of the same length that are nobody's.
const PAIRS: [(&str, &str); 3] = [
    ("industry", "nonsense"),
    ("parent_id", "nonsensed"),
    ("credit_limit", "nonsense_two"),
];

/// Hidden words, and words of the same length that stand nowhere.
const WORDS: [(&str, &str); 2] = [("velvetine", "qwrtzplkj"), ("elveti", "wrtzpl")];

/// The role of sellers sees accounts without these fields, and may import.
async fn hide(admin: &Session<'_>) {
    let role = admin
        .get("/roles?filter[code]=sales")
        .await
        .rows()
        .remove(0);
    let mut rights = role["rights"].clone();
    let hidden: Vec<_> = PAIRS.iter().map(|pair| pair.0).chain(["tax_id"]).collect();
    rights["account"] = json!({
        "read": "own", "create": true, "update": "own", "delete": "own", "import": true, "hidden": hidden,
    });
    rights["contact"] =
        json!({ "read": "own", "create": true, "update": "own", "delete": "own", "import": true });
    let path = format!("/roles/{}", role["id"].as_str().unwrap());
    admin
        .patch(&path, "*", &json!({ "rights": rights }))
        .await
        .expect(200);
}

/// Everything of an answer but what differs by nature.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut text = String::from_utf8_lossy(&answer.bytes).into_owned();
    if let Some(id) = answer.header("x-request-id") {
        text = text.replace(id, "");
    }
    // The rate limit counts requests, whatever they ask for.
    let own = ["date", "x-request-id", "ratelimit"];
    let headers = answer.headers.iter();
    let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status, headers, text)
}

/// One way to ask for a field.
struct Way {
    method: Method,
    path: String,
    body: Json,
}

fn get(path: String) -> Way {
    Way {
        method: Method::GET,
        path,
        body: Json::Null,
    }
}

fn post(path: &str, body: Json) -> Way {
    Way {
        method: Method::POST,
        path: path.to_owned(),
        body,
    }
}

/// Every way in which an answer could depend on a field.
fn ways(field: &str, record: &str, cursor: &str) -> Vec<Way> {
    let test = json!({ "field": field, "op": "empty", "value": false });
    let group = |extra: Json| json!({ "group": [extra], "measures": [{ "function": "count" }] });
    let mapping = |entity: &str, fields: Json| {
        let record = json!({ "entity": entity, "key": "{No}", "fields": fields });
        json!({ "mapping": { "system": "x", "file": [{ "name": "a.csv", "record": [record] }] } })
    };
    let mut ways: Vec<Way> = [
        format!("filter[{field}]=x"),
        format!("filter[{field}.empty]=false"),
        format!("filter[{field}.currency]=EUR"),
        format!("filter[{field}.name]=x"),
        format!("sort={field}"),
        format!("sort=-{field},name"),
        format!("sort={field}&cursor={cursor}"),
        format!("sort={field}&from=x"),
        format!("fields={field}"),
        format!("expand={field}"),
        format!("expand={field}.owner_id"),
    ]
    .into_iter()
    .map(|query| get(format!("/accounts?{query}")))
    .collect();
    ways.extend([
        get(format!("/accounts/{record}?fields={field}")),
        get(format!("/accounts/{record}?expand={field}")),
        get(format!("/opportunities?filter[account_id.{field}]=x")),
        get(format!("/opportunities?sort=account_id.{field}")),
        get(format!("/opportunities?expand=account_id.{field}")),
        post("/accounts/query", json!({ "filter": test })),
        post(
            "/accounts/query",
            json!({ "filter": { "or": [{ "field": "name", "value": "x" }, test] } }),
        ),
        post("/accounts/aggregate", group(json!({ "field": field }))),
        post(
            "/accounts/aggregate",
            group(json!({ "field": field, "bucket": "month" })),
        ),
        post(
            "/accounts/aggregate",
            json!({ "measures": [{ "function": "sum", "field": field }] }),
        ),
        post(
            "/accounts/aggregate",
            json!({ "measures": [{ "function": "count", "field": field }], "filter": test }),
        ),
        post(
            "/accounts?validate_only=true",
            json!({ "name": "x", field: "x" }),
        ),
        post(
            "/accounts/batch?validate_only=true",
            json!({ "operations": [{ "op": "patch", "id": record, "body": { field: "x" } }] }),
        ),
        post(
            "/imports?validate_only=true",
            mapping("account", json!({ "name": "{N}", field: "{I}" })),
        ),
        post(
            "/imports?validate_only=true",
            mapping(
                "contact",
                json!({ "family_name": "{N}", "account_id": { "find": { field: "{I}" } } }),
            ),
        ),
    ]);
    ways
}

async fn ask(session: &Session<'_>, way: &Way) -> Answer {
    let path = format!("/api/v1{}", way.path);
    let mut request = session.request(way.method.clone(), &path);
    if !way.body.is_null() {
        request = request.json(&way.body);
    }
    session.send(request).await
}

/// What the seller hears of hidden fields; all of it equal to what is heard of fields that do not exist.
async fn heard(rep: &Session<'_>, record: &str, cursor: &str) -> Vec<String> {
    let mut heard = Vec::new();
    for (hidden, invented) in PAIRS {
        let pairs = ways(hidden, record, cursor).into_iter();
        for (asked, other) in pairs.zip(ways(invented, record, cursor)) {
            let (status, headers, text) = told(&ask(rep, &asked).await);
            let (other_status, other_headers, other_text) = told(&ask(rep, &other).await);
            let what = format!("{} {}", asked.path, asked.body);
            assert_eq!((status, headers), (other_status, other_headers), "{what}");
            assert_eq!(text.replace(hidden, invented), other_text, "{what}");
            assert!(!text.contains("velvetine"), "{what}");
            heard.push(format!("{what}: {status} {text}"));
        }
    }
    for (hidden, absent) in WORDS {
        for path in [
            "/accounts?include=total&q=",
            "/search?q=",
            "/accounts?sort=-updated_at&q=",
        ] {
            let asked = told(&ask(rep, &get(format!("{path}{hidden}"))).await);
            let other = told(&ask(rep, &get(format!("{path}{absent}"))).await);
            assert_eq!(asked, other, "{path}{hidden}");
            heard.push(format!("{path}{hidden}: {} {}", asked.0, asked.2));
        }
    }
    heard
}

on_each_database! {
    async fn a_hidden_field_answers_like_one_that_does_not_exist(app) {
        let firm = Firm::found(&app).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        let parent = admin.create("accounts", &json!({ "name": "Parent" })).await.expect(201).id();
        let mut ids = Vec::new();
        for i in 0..40 {
            let body = json!({ "name": format!("Account {i}"), "owner_id": firm.ids[&Persona::Rep] });
            ids.push(admin.create("accounts", &body).await.expect(201).id());
        }
        hide(admin).await;
        let cursor = async || {
            let page = admin.get("/accounts?sort=industry&limit=2").await.expect(200).json();
            page["next_cursor"].as_str().unwrap().to_owned()
        };
        let page = cursor().await;
        let none = heard(rep, &ids[0], &page).await;
        for id in &ids {
            let filled = json!({
                "industry": "velvetine", "tax_id": "velvetine", "parent_id": parent,
                "credit_limit": { "amount_minor": 7, "currency": "EUR" },
            });
            admin.patch(&format!("/accounts/{id}"), "*", &filled).await.expect(200);
        }
        assert_eq!(admin.get("/accounts?q=velvetine&include=total").await.expect(200).json()["total"]["total"], 40);
        let many = heard(rep, &ids[0], &page).await;
        assert_eq!(none, many, "answers tell whether records match");
        assert!(none.len() > 70, "only {} questions", none.len());
        let another = heard(rep, &ids[0], &cursor().await).await;
        assert_eq!(another.len(), many.len());
    }
}
