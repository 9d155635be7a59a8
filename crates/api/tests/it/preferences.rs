//! The preference page: a link of one's own opens what one may know and change, and nothing else.

use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::server::TestApp;
use crate::session::Session;

async fn contact(session: &Session<'_>) -> String {
    let body = json!({ "family_name": "Berg", "given_name": "Anna", "language": "zh-Hant", "description": "Hard to please" });
    session.create("contacts", &body).await.expect(201).id()
}

async fn link(session: &Session<'_>, contact: &str) -> String {
    let path = format!("/contacts/{contact}/preference_link");
    let answer = session.post(&path, &json!({})).await;
    assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
    let path = answer.json()["path"].as_str().unwrap().to_owned();
    path.strip_prefix("/preferences/").unwrap().to_owned()
}

async fn patch(app: &TestApp, token: &str, body: Json) -> crate::session::Answer {
    let stranger = app.nobody();
    let path = format!("/api/v1/preferences/{token}");
    let request = stranger.request(reqwest::Method::PATCH, &path);
    stranger.send(request.json(&body)).await
}

fn allowed(told: &Json, channel: &str, purpose: &str) -> bool {
    let wishes = told["wishes"].as_array().unwrap();
    let mut found = wishes
        .iter()
        .filter(|wish| wish["channel"] == channel && wish["purpose"] == purpose);
    found.next().unwrap()["allowed"].as_bool().unwrap()
}

async fn consents(session: &Session<'_>) -> Vec<Json> {
    let page = session
        .get("/consents?sort=created_at&limit=200")
        .await
        .expect(200)
        .json();
    page["data"].as_array().unwrap().clone()
}

on_each_database! {
    async fn somebody_decides_without_signing_in(app) {
        let admin = app.set_up().await;
        let id = contact(&admin).await;
        let token = link(&admin, &id).await;
        assert!(token.len() >= 43, "256 bits");
        let told = app.nobody().get(&format!("/preferences/{token}")).await.expect(200);
        assert_eq!(told.header("cache-control"), Some("no-store"));
        assert_eq!(told.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(told.header("x-robots-tag"), Some("noindex, nofollow"));
        let told = told.json();
        let mut members: Vec<_> = told.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["language", "name", "preferred_channel", "quiet_from", "quiet_until", "wishes", "workspace_name"]);
        assert_eq!((&told["name"], &told["language"], &told["workspace_name"]), (&json!("Anna Berg"), &json!("zh-Hant"), &json!("Test")));
        assert!(allowed(&told, "email", "service") && !allowed(&told, "email", "newsletter"));

        let wished = json!({
            "wishes": [
                { "channel": "email", "purpose": "newsletter", "allowed": true },
                { "channel": "phone", "purpose": "service", "allowed": false },
            ],
            "preferred_channel": "email", "quiet_from": "20:00", "quiet_until": "08:00",
        });
        let told = patch(&app, &token, wished.clone()).await.expect(200).json();
        assert!(allowed(&told, "email", "newsletter") && !allowed(&told, "phone", "service"));
        assert_eq!((&told["preferred_channel"], &told["quiet_from"]), (&json!("email"), &json!("20:00")));
        patch(&app, &token, wished).await.expect(200);

        let all = consents(&admin).await;
        let seen: Vec<_> = all.iter().map(|row| (row["channel"].as_str().unwrap(), row["status"].as_str().unwrap())).collect();
        assert_eq!(seen, [("phone", "refused"), ("email", "given")]);
        for row in &all {
            assert_eq!((&row["origin"], &row["source"], &row["created_by"]), (&json!("preferences"), &json!("portal"), &Json::Null));
            assert_eq!(row["version"], json!(1), "what is wished already is not written again");
            let events = admin.get(&format!("/consents/{}/events", row["id"].as_str().unwrap())).await.expect(200).json();
            assert_eq!((&events["data"][0]["channel"], &events["data"][0]["actor_id"]), (&json!("portal"), &Json::Null));
        }
        let known = admin.get(&format!("/contacts/{id}")).await.expect(200).json();
        assert_eq!((&known["quiet_until"], &known["updated_by"]), (&json!("08:00"), &Json::Null));

        let stranger = app.nobody();
        let told = stranger.post(&format!("/preferences/{token}/refuse_all"), &json!({})).await.expect(200).json();
        assert!(told["wishes"].as_array().unwrap().iter().all(|wish| wish["allowed"] == json!(false)));
        let withdrawn = consents(&admin).await.into_iter().filter(|row| row["status"] == "withdrawn").count();
        assert_eq!(withdrawn, 1, "what was given is taken back");
        let again = json!({ "wishes": [{ "channel": "email", "purpose": "personal", "allowed": true }] });
        let told = patch(&app, &token, again).await.expect(200).json();
        let open: Vec<_> = told["wishes"].as_array().unwrap().iter().filter(|wish| wish["allowed"] == json!(true)).collect();
        assert_eq!(open.len(), 1, "the one that was allowed again");
    }

    async fn what_is_wrong_is_refused_by_its_place_and_changes_nothing(app) {
        let admin = app.set_up().await;
        let token = link(&admin, &contact(&admin).await).await;
        let wish = |channel: &str, purpose: &str| json!({ "channel": channel, "purpose": purpose, "allowed": true });
        for (body, pointer, code) in [
            (json!({ "name": "Somebody else" }), "/name", "unknown_field"),
            (json!({ "wishes": {} }), "/wishes", "not_a_list"),
            (json!({ "wishes": [wish("email", "spam")] }), "/wishes/0/purpose", "unknown_choice"),
            (json!({ "wishes": [wish("email", "service"), wish("fax", "service")] }), "/wishes/1/channel", "unknown_choice"),
            (json!({ "wishes": [wish("im", "service"), wish("im", "service")] }), "/wishes/1", "given_twice"),
            (json!({ "wishes": [{ "channel": "im", "purpose": "service" }] }), "/wishes/0/allowed", "required"),
            (json!({ "wishes": [wish("im", "newsletter")], "quiet_from": "9 pm", "quiet_until": "08:00" }), "/quiet_from", "not_a_time"),
        ] {
            let refused = patch(&app, &token, body.clone()).await.expect(422);
            assert_eq!(refused.reasons(), [(pointer.to_owned(), code.to_owned())], "{body}");
        }
        assert_eq!(consents(&admin).await, Vec::<Json>::new(), "all or nothing");
    }

    async fn a_link_is_one_persons_until_somebody_ends_it(app) {
        let admin = app.set_up().await;
        let (anna, other) = (contact(&admin).await, contact(&admin).await);
        let token = link(&admin, &anna).await;
        assert_eq!(link(&admin, &anna).await, token, "told again, not made anew");
        assert_ne!(link(&admin, &other).await, token);
        let path = format!("/contacts/{anna}/preference_link");
        admin.delete(&path, "*").await.expect(204);
        let fresh = link(&admin, &anna).await;
        assert_ne!(fresh, token);

        // Unknown, ended, too old, and of somebody who is gone: all alike.
        let stranger = app.nobody();
        let ask = async |token: &str| {
            let answer = stranger.get(&format!("/preferences/{token}")).await.expect(404);
            let mut told = answer.json();
            told["trace_id"] = json!("");
            told
        };
        let unknown = ask(&"A".repeat(43)).await;
        assert_eq!(ask(&token).await, unknown, "ended");
        stranger.get(&format!("/preferences/{fresh}")).await.expect(200);
        admin.delete(&format!("/contacts/{anna}"), "*").await.expect(200);
        assert_eq!(ask(&fresh).await, unknown, "gone");
        let aged = link(&admin, &other).await;
        app.place.tamper("UPDATE preference_links SET expires_at = created_at");
        assert_eq!(ask(&aged).await, unknown, "too old");
        patch(&app, &aged, json!({ "quiet_from": null })).await.expect(404);
        let events = admin.get(&format!("/contacts/{other}/events")).await.expect(200).json();
        assert_eq!(events["data"][0]["verb"], "linked");
    }

    async fn links_are_for_those_who_may_change_the_contact(app) {
        let firm = Firm::found(&app).await;
        let id = contact(firm.of(Persona::Rep)).await;
        let path = format!("/contacts/{id}/preference_link");
        firm.of(Persona::Rep).post(&path, &json!({})).await.expect(201);
        firm.of(Persona::Rep2).post(&path, &json!({})).await.expect(404);
        firm.of(Persona::ReadOnly).post(&path, &json!({})).await.expect(403);
        app.nobody().post(&path, &json!({})).await.expect(401);
    }

    async fn the_page_itself_is_kept_nowhere(app) {
        let answer = app.nobody().get("/preferences/x").await;
        assert_eq!(answer.status, 404, "of the API");
        let stranger = app.nobody();
        let page = stranger.send(stranger.request(reqwest::Method::GET, "/preferences/x")).await;
        // Without a built web app there is no page, but what there is must not be kept either.
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
}
