//! RA5: counts and sums are those of the records that the caller can list, by whatever they are grouped.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::session::Session;

/// Entities with records of several owners.
const ENTITIES: [&str; 5] = [
    "account",
    "contact",
    "opportunity",
    "activity",
    "opportunity_contact",
];

const WHO: [Persona; 5] = [
    Persona::Admin,
    Persona::Mgr,
    Persona::Rep,
    Persona::Rep2,
    Persona::ReadOnly,
];

/// Records of each seller that differ in as many fields as may be; some refer to records of others.
async fn fill(firm: &Firm<'_>) {
    let admin = firm.of(Persona::Admin);
    for (name, kind) in [
        ("region", "text"),
        ("seats", "int"),
        ("vip", "bool"),
        ("signed_on", "day"),
    ] {
        let field = json!({ "entity_name": "account", "name": name, "kind": kind });
        admin.create("custom_fields", &field).await.expect(201);
    }
    let mut former = Json::Null;
    for (turn, persona) in [Persona::Rep, Persona::Mate, Persona::Rep2]
        .into_iter()
        .enumerate()
    {
        for i in 0..4 {
            former = some(firm, persona, turn * 4 + i, former).await;
        }
    }
}

async fn some(firm: &Firm<'_>, persona: Persona, i: usize, former: Json) -> Json {
    let admin = firm.of(Persona::Admin);
    let owner = &firm.ids[&persona];
    let day = |days: usize| json!(format!("2026-0{}-1{}", 1 + days % 4, days % 9));
    let currency = ["EUR", "USD"][i % 2];
    let account = json!({
        "name": format!("Account {}", i / 2), "owner_id": owner, "parent_id": former, "tier": (["A", "B"][i % 2]),
        "types": ["customer"], "addresses": [{ "city": (["Rome", "Kiel"][i / 2 % 2]) }],
        "credit_limit": { "amount_minor": 100 * i, "currency": currency },
        "custom": { "region": (["north", "south"][i % 2]), "seats": i % 3, "vip": i.is_multiple_of(2), "signed_on": day(i) },
    });
    let account = admin.create("accounts", &account).await.expect(201).id();
    let contact = json!({ "family_name": format!("Contact {}", i / 3), "owner_id": owner, "account_id": account });
    let contact = admin.create("contacts", &contact).await.expect(201).id();
    let deal = json!({
        "name": format!("Deal {}", i / 2), "owner_id": owner, "account_id": if i.is_multiple_of(3) { former } else { json!(account) },
        "primary_contact_id": contact, "close_on": day(i), "next_step_on": day(i + 1), "probability": format!("{}", 10 * (i % 4)),
        "amount": { "amount_minor": 1_000 + i, "currency": currency },
    });
    let deal = admin.create("opportunities", &deal).await.expect(201).id();
    let link = json!({ "opportunity_id": deal, "contact_id": contact });
    admin
        .create("opportunity_contacts", &link)
        .await
        .expect(201);
    let task = json!({
        "kind": "task", "subject": format!("Task {}", i % 3), "owner_id": owner, "due_on": day(i), "contact_id": contact,
        "anchor_entity": "account", "anchor_id": account,
    });
    admin.create("activities", &task).await.expect(201);
    json!(account)
}

/// All records that somebody can list, page by page.
async fn listed(session: &Session<'_>, plural: &str) -> Vec<Json> {
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = session
            .get(&format!("/{plural}?limit=5{cursor}"))
            .await
            .expect(200);
        rows.extend(page.rows());
        match page.json()["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

fn value<'a>(row: &'a Json, path: &str) -> &'a Json {
    match path.strip_prefix("custom.") {
        Some(name) => &row["custom"][name],
        None => &row[path],
    }
}

/// What a group comes to: its records, and the sum of each field, by currency for money.
type Figures = (i64, BTreeMap<String, i64>);

fn add(figures: &mut Figures, row: &Json, sums: &[String]) {
    figures.0 += 1;
    for path in sums {
        let value = value(row, path);
        let (key, number) = match value["currency"].as_str() {
            Some(currency) => (format!("{path} {currency}"), &value["amount_minor"]),
            None => (path.clone(), value),
        };
        if let Some(number) = number.as_i64() {
            *figures.1.entry(key).or_default() += number;
        }
    }
}

fn recomputed(rows: &[Json], by: &[&str], sums: &[String]) -> BTreeMap<String, Figures> {
    let mut groups = BTreeMap::new();
    for row in rows {
        let keys: Vec<_> = by.iter().map(|path| value(row, path).clone()).collect();
        add(
            groups.entry(json!(keys).to_string()).or_default(),
            row,
            sums,
        );
    }
    groups
}

fn answered(groups: &[Json], by: &[&str], sums: &[String]) -> BTreeMap<String, Figures> {
    let read = |group: &Json| {
        let keys: Vec<_> = by.iter().map(|path| group["keys"][*path].clone()).collect();
        let values = &group["values"];
        let mut figures = (values["count"].as_i64().unwrap(), BTreeMap::new());
        for path in sums {
            match &values[format!("sum_{}", path.replace('.', "_"))] {
                Json::Array(amounts) => figures.1.extend(amounts.iter().map(|amount| {
                    let currency = amount["currency"].as_str().unwrap();
                    (
                        format!("{path} {currency}"),
                        amount["amount_minor"].as_i64().unwrap(),
                    )
                })),
                number => figures
                    .1
                    .extend(number.as_i64().map(|number| (path.clone(), number))),
            }
        }
        (json!(keys).to_string(), figures)
    };
    groups.iter().map(read).collect()
}

/// Fields of an entity as the caller is told of them, of some kinds.
fn fields(entity: &Json, kinds: &[&str]) -> Vec<String> {
    let fields = entity["fields"].as_array().unwrap().iter();
    let fit = fields.filter(|field| {
        field["filterable"] == true && kinds.contains(&field["kind"].as_str().unwrap())
    });
    let path = |field: &Json| {
        let name = field["name"].as_str().unwrap();
        if field["custom"] == true {
            format!("custom.{name}")
        } else {
            name.to_owned()
        }
    };
    fit.map(path).collect()
}

async fn compare(session: &Session<'_>, entity: &Json, rows: &[Json], by: &[&str]) {
    let plural = entity["plural"].as_str().unwrap();
    let sums: Vec<String> = fields(entity, &["money", "int"])
        .into_iter()
        .take(7)
        .collect();
    let measures: Vec<_> = sums
        .iter()
        .map(|path| json!({ "function": "sum", "field": path }))
        .collect();
    let measures = [vec![json!({ "function": "count" })], measures].concat();
    let group: Vec<_> = by.iter().map(|path| json!({ "field": path })).collect();
    let body = json!({ "group": group, "measures": measures });
    let answer = session
        .post(&format!("/{plural}/aggregate"), &body)
        .await
        .expect(200)
        .json();
    let groups = answer["groups"].as_array().unwrap();
    assert_eq!(
        answered(groups, by, &sums),
        recomputed(rows, by, &sums),
        "{plural} by {by:?}"
    );
}

on_each_database! {
    async fn groups_are_those_of_what_the_caller_can_list(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        let mut compared = 0;
        for persona in WHO {
            let session = firm.of(persona);
            let meta = session.get("/meta").await.expect(200).json();
            let entities = meta["entities"].as_array().unwrap().iter();
            for entity in entities.filter(|entity| ENTITIES.contains(&entity["name"].as_str().unwrap())) {
                let rows = listed(session, entity["plural"].as_str().unwrap()).await;
                assert!(!rows.is_empty(), "{persona:?} {}", entity["name"]);
                let groupable = fields(entity, &["id", "text", "int", "bool", "decimal", "instant", "day", "choice"]);
                compare(session, entity, &rows, &[]).await;
                for path in &groupable {
                    compare(session, entity, &rows, &[path]).await;
                    compare(session, entity, &rows, &["owner_id", path]).await;
                    compared += 2;
                }
            }
        }
        assert!(compared > 500, "only {compared} groups");
    }
}
