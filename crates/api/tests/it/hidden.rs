//! RA3–RA7: what is out of sight is nowhere, on any path.

use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;

/// One account and one deal for each seller; the word stands in hidden text only.
async fn fill(firm: &Firm<'_>) {
    for (persona, word) in [
        (Persona::Rep, "alder"),
        (Persona::Mate, "birch"),
        (Persona::Rep2, "cedar"),
    ] {
        let session = firm.of(persona);
        let account = session
            .create(
                "accounts",
                &json!({ "name": format!("{word} account"), "industry": word }),
            )
            .await
            .expect(201);
        let deal = json!({
            "name": format!("{word} deal"), "account_id": account.id(),
            "amount": { "amount_minor": 100, "currency": "EUR" },
        });
        session.create("opportunities", &deal).await.expect(201);
    }
}

const SIGHT: [(Persona, &[&str]); 5] = [
    (Persona::Rep, &["alder"]),
    (Persona::Rep2, &["cedar"]),
    (Persona::Mgr, &["alder", "birch"]),
    (Persona::ReadOnly, &["alder", "birch", "cedar"]),
    (Persona::Admin, &["alder", "birch", "cedar"]),
];

fn words(rows: &[Json]) -> Vec<String> {
    let mut words: Vec<_> = rows
        .iter()
        .filter_map(|row| row["name"].as_str().or_else(|| row["title"].as_str()))
        .map(|name| name.split(' ').next().unwrap().to_owned())
        .collect();
    words.sort();
    words
}

on_each_database! {
    async fn lists_totals_and_search_show_what_is_in_sight(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        for (persona, seen) in SIGHT {
            let session = firm.of(persona);
            let page = session.get("/opportunities?include=total&sort=name").await.expect(200);
            assert_eq!(words(&page.rows()), seen, "{persona:?}");
            assert_eq!(page.json()["total"]["total"], json!(seen.len()));
            for word in ["alder", "birch", "cedar"] {
                let hits = session.get(&format!("/search?q={word}&entities=account")).await.expect(200).rows();
                assert_eq!(hits.len(), usize::from(seen.contains(&word)), "{persona:?} {word}");
                let listed = session.get(&format!("/accounts?q={word}")).await.expect(200).rows();
                assert_eq!(listed.len(), usize::from(seen.contains(&word)));
                let related = session.get(&format!("/opportunities?filter[account_id.industry]={word}")).await.expect(200).rows();
                assert_eq!(related.len(), usize::from(seen.contains(&word)));
            }
        }
    }

    async fn sums_equal_what_the_caller_can_list(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        for (persona, seen) in SIGHT {
            let body = json!({
                "group": [{ "field": "name" }],
                "measures": [{ "function": "count" }, { "function": "sum", "field": "amount" }],
            });
            let answer = firm.of(persona).post("/opportunities/aggregate", &body).await.expect(200);
            let text = answer.json().to_string();
            for word in ["alder", "birch", "cedar"] {
                assert_eq!(text.contains(word), seen.contains(&word), "{persona:?}: {text}");
            }
        }
    }

    async fn hidden_related_records_have_no_name(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        let hidden = admin.get("/accounts?filter[industry]=cedar").await.ids().remove(0);
        let contact = json!({ "family_name": "Anders", "account_id": hidden, "owner_id": firm.ids[&Persona::Rep] });
        let contact = admin.create("contacts", &contact).await.expect(201).id();
        let seen = rep.get(&format!("/contacts/{contact}?expand=account_id")).await.expect(200);
        assert!(!String::from_utf8_lossy(&seen.bytes).contains("cedar"));
        rep.get("/contacts?expand=account_id.owner_id.manager_id").await.expect(422);
    }

    async fn hidden_fields_cannot_be_felt_out(app) {
        let firm = Firm::found(&app).await;
        let admin = firm.of(Persona::Admin);
        let role = admin.get("/roles?filter[code]=sales").await.rows().remove(0);
        let mut rights = role["rights"].clone();
        rights["account"] = json!({ "read": "own", "create": true, "update": "own", "delete": "own", "hidden": ["industry"] });
        let path = format!("/roles/{}", role["id"].as_str().unwrap());
        admin.patch(&path, "*", &json!({ "rights": rights })).await.expect(200);
        let rep = firm.of(Persona::Rep);
        let made = rep.create("accounts", &json!({ "name": "Mine" })).await.expect(201);
        assert!(made.json().get("industry").is_none());
        let record = format!("/accounts/{}", made.id());
        admin.patch(&record, "*", &json!({ "industry": "Secret" })).await.expect(200);
        let shown = |json: Json| json.to_string().contains("Secret");
        assert!(!shown(rep.get(&record).await.expect(200).json()));
        assert!(!shown(rep.get(&format!("{record}/events")).await.expect(200).json()));
        for (asked, invented) in [
            ("/accounts?filter[industry]=Secret", "/accounts?filter[nonsense]=Secret"),
            ("/accounts?sort=industry", "/accounts?sort=nonsense"),
            ("/accounts?fields=industry", "/accounts?fields=nonsense"),
            ("/opportunities?filter[account_id.industry]=Secret", "/opportunities?filter[account_id.nonsense]=Secret"),
        ] {
            let (hidden, absent) = (rep.get(asked).await.expect(422), rep.get(invented).await.expect(422));
            let unnamed = |answer: &crate::session::Answer| {
                let mut json = answer.json();
                json["trace_id"] = json!("");
                json.to_string().replace("industry", "nonsense")
            };
            assert_eq!(unnamed(&hidden), unnamed(&absent), "{asked}");
        }
        for body in [json!({ "industry": "x" }), json!({ "nonsense": "x" })] {
            assert_eq!(rep.patch(&record, "*", &body).await.expect(422).reasons()[0].1, "unknown_field");
        }
        let groups = json!({ "group": [{ "field": "industry" }], "measures": [{ "function": "count" }] });
        rep.post("/accounts/aggregate", &groups).await.expect(422);
        // Whoever asks before or after.
        for (persona, sees) in [(Persona::Admin, true), (Persona::Rep, false), (Persona::Admin, true)] {
            let meta = firm.of(persona).get("/meta").await.expect(200).json();
            let account = meta["entities"].as_array().unwrap().iter().find(|entity| entity["name"] == "account").unwrap();
            assert_eq!(account.to_string().contains("\"industry\""), sees, "{persona:?}");
        }
    }

    async fn words_of_hidden_fields_find_nothing(app) {
        let firm = Firm::found(&app).await;
        let admin = firm.of(Persona::Admin);
        let role = admin.get("/roles?filter[code]=sales").await.rows().remove(0);
        let mut rights = role["rights"].clone();
        rights["account"] = json!({ "read": "own", "create": true, "update": "own", "delete": "own", "hidden": ["tax_id", "contact_points"] });
        let path = format!("/roles/{}", role["id"].as_str().unwrap());
        admin.patch(&path, "*", &json!({ "rights": rights })).await.expect(200);
        let account = json!({
            "name": "Elder account", "tax_id": "DE4711", "owner_id": firm.ids[&Persona::Rep],
            "contact_points": [{ "kind": "phone", "value": "030 998877" }],
        });
        admin.create("accounts", &account).await.expect(201);
        for (word, hidden) in [("elder", false), ("de4711", true), ("de4", true), ("998877", true)] {
            for (persona, sees) in [(Persona::Admin, true), (Persona::Rep, !hidden)] {
                let session = firm.of(persona);
                let listed = session.get(&format!("/accounts?q={word}&include=total")).await.expect(200);
                assert_eq!(listed.rows().len(), usize::from(sees), "{persona:?} {word}");
                assert_eq!(listed.json()["total"]["total"], json!(usize::from(sees)), "{persona:?} {word}");
                let hits = session.get(&format!("/search?q={word}")).await.expect(200).rows();
                assert_eq!(hits.len(), usize::from(sees), "{persona:?} {word}");
            }
        }
    }

    async fn a_batch_reaches_no_further_than_single_requests(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        let (rep, rep2) = (firm.of(Persona::Rep), firm.of(Persona::Rep2));
        let own = rep.get("/accounts").await.ids().remove(0);
        let others = rep2.get("/accounts").await;
        let other = others.ids().remove(0);
        let patch = |id: &str| json!({ "op": "patch", "id": id, "body": { "industry": "changed" } });
        let answer = rep.post("/accounts/batch", &json!({ "operations": [patch(&own), patch(&other)] })).await.expect(200);
        let statuses: Vec<_> = answer.rows().iter().map(|row| row["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [200, 404]);
        assert_eq!(rep2.get("/accounts").await.bytes, others.bytes);
    }

    async fn giving_away_needs_the_right(app) {
        let firm = Firm::found(&app).await;
        fill(&firm).await;
        let (rep, mgr) = (firm.of(Persona::Rep), firm.of(Persona::Mgr));
        let path = format!("/accounts/{}", rep.get("/accounts").await.ids().remove(0));
        let to_mate = json!({ "owner_id": firm.ids[&Persona::Mate] });
        assert_eq!(rep.patch(&path, "*", &to_mate).await.expect(422).reasons()[0].0, "/owner_id");
        assert_eq!(rep.create("accounts", &json!({ "name": "x", "owner_id": firm.ids[&Persona::Mate] })).await.status, 422);
        mgr.patch(&path, "*", &to_mate).await.expect(200);
        rep.get(&path).await.expect(404);
    }
}
