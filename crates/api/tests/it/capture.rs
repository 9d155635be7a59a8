//! Web forms: what strangers send becomes a lead, and nothing else.

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::session::Session;

async fn leads(admin: &Session<'_>) -> Vec<Json> {
    let page = admin.get("/leads?sort=created_at").await.expect(200).json();
    page["data"].as_array().unwrap().clone()
}

on_each_database! {
    async fn what_is_sent_becomes_a_lead(app) {
        let admin = app.set_up().await;
        let form = json!({ "name": "Contact", "slug": "contact-us", "lead_source": "event", "thanks_url": "https://example.com/thanks" });
        let form = admin.create("web_forms", &form).await;
        let stranger = app.nobody();
        let sent = json!({
            "name": "王小明", "company": "台灣電機", "email": "ming@example.com", "phone": "",
            "need": "<script>alert(1)</script>", "utm_campaign": "spring", "fax_number": "",
        });
        let answer = stranger.post("/capture/contact-us", &sent).await.expect(201);
        assert_eq!(answer.json(), json!({ "thanks_url": "https://example.com/thanks" }));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let all = leads(&admin).await;
        assert_eq!(all.len(), 1);
        for (field, value) in [
            ("name", json!("王小明")), ("family_name", json!("王")), ("company", json!("台灣電機")),
            ("email", json!("ming@example.com")), ("phone", Json::Null), ("lead_source", json!("event")),
            ("source", json!("form")), ("status", json!("new")), ("owner_id", Json::Null),
            ("need", json!("<script>alert(1)</script>")), ("utm_campaign", json!("spring")),
        ] {
            assert_eq!(all[0][field], value, "{field}");
        }

        let trapped = json!({ "name": "Bot", "email": "bot@example.com", "company": "Bots", "fax_number": "1" });
        stranger.post("/capture/contact-us", &trapped).await.expect(201);
        assert_eq!(leads(&admin).await.len(), 1, "programs make no leads");

        let off = json!({ "is_active": false });
        admin.patch(&format!("/web_forms/{}", form.id()), 1, &off).await.expect(200);
        stranger.post("/capture/contact-us", &sent).await.expect(404);
        stranger.post("/capture/no-such-form", &sent).await.expect(404);
    }

    async fn browsers_send_plain_forms_from_other_sites(app) {
        let admin = app.set_up().await;
        let form = json!({ "name": "Contact", "slug": "plain", "thanks_url": "https://example.com/thanks" });
        admin.create("web_forms", &form).await;
        let stranger = app.nobody();
        let body = "family_name=Nagy&given_name=Anna+M%C3%A1ria&company=Kod%C3%A1ly&email=anna%40example.com&phone=&fax_number=";
        let request = stranger
            .request(Method::POST, "/api/v1/capture/plain")
            .header("Origin", "https://example.com")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body);
        let answer = stranger.send(request).await.expect(303);
        assert_eq!(answer.header("location"), Some("https://example.com/thanks"));
        assert_eq!(leads(&admin).await[0]["name"], json!("Anna Mária Nagy"));

        let ask = stranger.request(Method::OPTIONS, "/api/v1/capture/plain").header("Origin", "https://example.com");
        let allowed = stranger.send(ask).await.expect(204);
        assert_eq!(allowed.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(allowed.header("access-control-allow-credentials"), None);
    }

    async fn mistakes_are_told_by_the_fields_of_the_form(app) {
        let admin = app.set_up().await;
        admin.create("web_forms", &json!({ "name": "Contact", "slug": "contact" })).await;
        let bad = json!({ "name": "Bad", "slug": "Has Blanks" });
        let refused = admin.post("/web_forms", &bad).await.expect(422);
        assert_eq!(refused.json()["errors"][0]["code"], "not_a_slug");
        let stranger = app.nobody();
        for (sent, pointer, code) in [
            (json!({ "name": "Anna", "phone": "1", "email": "no address" }), "/email", "not_an_email"),
            (json!({ "name": "Anna" }), "/email", "required"),
            (json!({ "email": "a@example.com" }), "/company", "required"),
            (json!({ "name": "Anna", "email": "a@example.com", "owner_id": "1" }), "/owner_id", "unknown_field"),
            (json!({ "name": "Anna", "email": "a@example.com", "status": "converted" }), "/status", "unknown_field"),
            (json!({ "name": "Anna", "email": "a@example.com", "website": "javascript:alert(1)" }), "/website", "not_a_url"),
        ] {
            let refused = stranger.post("/capture/contact", &sent).await.expect(422).json();
            let error = &refused["errors"][0];
            assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)), "{sent}");
        }
        assert!(leads(&admin).await.is_empty());
    }
}
