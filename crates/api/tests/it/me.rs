//! `/me`, and RA8: own profile edits never widen sight.

use serde_json::json;

use crate::firm::{Firm, Persona};
use crate::on_each_database;

on_each_database! {
    async fn people_change_their_own_settings(app) {
        let firm = Firm::found(&app).await;
        for persona in [Persona::Rep, Persona::ReadOnly, Persona::Narrow] {
            let session = firm.of(persona);
            let before = session.get("/me").await.expect(200);
            let tag = before.header("etag").unwrap().to_owned();
            let changed = session.patch("/me", tag.as_str(), &json!({
                "family_name": "王", "given_name": "小明", "name_order": "family_first", "language": "zh-Hant",
                "region": "TW", "time_zone": "Asia/Taipei", "preferences": { "theme": "dark" },
            })).await.expect(200).json();
            assert_eq!(changed["name"], json!("王小明"));
            assert_eq!(changed["preferences"], json!({ "theme": "dark" }));
            session.patch("/me", tag.as_str(), &json!({ "language": "en" })).await.expect(412);
            assert_eq!(session.get("/me").await.json()["language"], json!("zh-Hant"));
        }
    }

    async fn nothing_that_widens_sight_can_be_set(app) {
        let firm = Firm::found(&app).await;
        let rep = firm.of(Persona::Rep);
        let before = rep.get("/me").await.json();
        let manager = firm.ids[&Persona::Mgr].clone();
        for (name, value) in [
            ("login", json!("mgr@example.com")), ("manager_id", json!(manager)), ("teams", json!([])),
            ("roles", json!([])), ("status", json!("active")), ("owner_id", json!(manager)), ("nope", json!(1)),
        ] {
            let refused = rep.patch("/me", "*", &json!({ name: value })).await.expect(422);
            assert_eq!(refused.reasons()[0].0, format!("/{name}"));
        }
        for (name, value) in [("time_zone", "Nowhere/At all"), ("language", "tlh"), ("preferences", "dark")] {
            rep.patch("/me", "*", &json!({ name: value })).await.expect(422);
        }
        assert_eq!(rep.get("/me").await.json(), before);
        let own = format!("/users/{}", firm.ids[&Persona::Rep]);
        rep.patch(&own, "*", &json!({ "manager_id": null })).await.expect(403);
    }
}
