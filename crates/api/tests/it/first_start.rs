//! RB10: no default way in; the one-time link makes the first administrator.

use guanxi_api::auth::setup;
use guanxi_api::settings::ServeOptions;
use guanxi_domain::access::Actor;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_i18n::{Language, embedded};
use guanxi_persistence::How;
use serde_json::json;

use crate::on_each_database;
use crate::process::{places, run, said};
use crate::server::{ADMIN, PASSWORD, Place, TestApp};

on_each_database! {
    async fn the_link_makes_workspace_administrator_and_seeds_once(app) {
        let somebody = app.nobody();
        assert_eq!(somebody.get("/auth/state").await.expect(200).json()["needs_setup"], json!(true));
        let made = somebody.setup(&app.setup_body()).await.expect(200).json();
        assert_eq!(made["user"]["roles"], json!(["administrator"]));
        assert_eq!(somebody.get("/auth/state").await.json()["needs_setup"], json!(false));

        let meta = somebody.get("/meta").await.expect(200).json();
        assert_eq!(meta["workspace"]["company_currency"], json!("EUR"));
        assert_eq!(meta["workspace"]["time_zone"], json!("Europe/Berlin"));
        let codes: Vec<_> = somebody.get("/roles?sort=code").await.rows().iter().map(|role| role["code"].clone()).collect();
        assert_eq!(codes, [json!("administrator"), json!("manager"), json!("read_only"), json!("sales")]);
        let stages = somebody.get("/stages?sort=position").await.rows();
        assert_eq!(stages.len(), 7);
        assert_eq!(stages[5]["category"], json!("won"));
        somebody.create("opportunities", &json!({ "name": "First" })).await.expect(201);

        let again = app.nobody().setup(&app.setup_body()).await.expect(403);
        assert_eq!(again.code(), "setup_link_invalid");
        assert_eq!(setup::offer(&app.app).unwrap(), None);
    }

    async fn only_the_newest_link_is_good(app) {
        let newer = setup::offer(&app.app).unwrap().unwrap();
        app.nobody().setup(&app.setup_body()).await.expect(403);
        let mut body = app.setup_body();
        body["token"] = json!(newer.rsplit_once("#token=").unwrap().1);
        app.nobody().setup(&body).await.expect(200);
    }

    async fn what_is_wrong_is_named_and_the_link_stays_good(app) {
        let mut body = app.setup_body();
        body["password"] = json!("password");
        body["company_currency"] = json!("EURO");
        body["time_zone"] = json!("Berlin");
        body["language"] = json!("de");
        body["login"] = json!("");
        body["role"] = json!("administrator");
        let refused = app.nobody().setup(&body).await.expect(422);
        let mut places: Vec<_> = refused.reasons().into_iter().map(|(place, _)| place).collect();
        places.sort();
        assert_eq!(places, ["/company_currency", "/language", "/login", "/password", "/role", "/time_zone"]);
        app.nobody().setup(&app.setup_body()).await.expect(200);
    }

    async fn nobody_is_let_in_without_the_link(app) {
        for (login, password) in [("admin", "admin"), (ADMIN, PASSWORD), ("root", ""), ("guanxi", "guanxi")] {
            assert_ne!(app.nobody().sign_in(login, password).await.status, 200);
        }
        let mut body = app.setup_body();
        for token in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            body["token"] = json!(token);
            assert_ne!(app.nobody().setup(&body).await.status, 200);
        }
        app.nobody().get("/accounts").await.expect(401);
    }

    async fn two_at_once_make_one_administrator(app) {
        let body = app.setup_body();
        let mut other = body.clone();
        other["login"] = json!("other@example.com");
        let (one, two) = (app.nobody(), app.nobody());
        let (first, second) = futures_util::future::join(one.setup(&body), two.setup(&other)).await;
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403]);
    }

    async fn chinese_workspaces_begin_in_chinese(app) {
        let mut body = app.setup_body();
        body["language"] = json!("zh-Hant");
        body["family_name"] = json!("王");
        body["given_name"] = json!("小明");
        let somebody = app.nobody();
        let made = somebody.setup(&body).await.expect(200).json();
        assert_eq!(made["user"]["name"], json!("王小明"));
        let pipelines = somebody.get("/pipelines").await.rows();
        assert_ne!(pipelines[0]["name"], json!("Sales"));
        assert_eq!(somebody.get("/meta").await.json()["workspace"]["language"], json!("zh-Hant"));
    }
}

#[actix_web::test]
async fn installations_have_secrets_of_their_own() {
    let secret = |place: &Place| {
        let db = place.open();
        db.secret("sign_in").unwrap()
    };
    let (one, two) = (Place::sqlite(), Place::sqlite());
    let (first, second) = (secret(&one), secret(&two));
    assert!(first.len() >= 32 && second.len() >= 32);
    assert_ne!(first, second);
    assert_eq!(first, secret(&one));
}

#[actix_web::test]
async fn a_token_of_another_installation_is_worth_nothing() {
    let (one, two) = (TestApp::sqlite(), TestApp::sqlite());
    let session = one.set_up().await;
    let stranger = two.nobody();
    stranger.set_token(session.token());
    stranger.get("/me").await.expect(401);
}

/// An import before the first start plants in English and sorts by the root of the collation algorithm, because nobody
/// has chosen yet.
#[actix_web::test]
async fn what_came_before_the_first_start_follows_its_language() {
    for place in places() {
        said(&run(&place, &["demo", "--scale", "1"]), 0);
        let two = ["乘風", "人和"].map(|name| json!({ "name": name, "industry": "early" }));
        place
            .open()
            .write(move |tx| {
                for body in &two {
                    let body = body.as_object().unwrap();
                    tx.create(&Actor::system(), &ACCOUNT, body, How::Plain)?;
                }
                Ok(())
            })
            .unwrap();

        let app = TestApp::over(place, ServeOptions::default(), |_| {});
        let mut body = app.setup_body();
        body["language"] = json!("zh-Hant");
        let admin = app.nobody();
        admin.setup(&body).await.expect(200);
        let listed = admin
            .get("/accounts?filter[industry]=early&sort=name")
            .await;
        let names: Vec<_> = listed
            .rows()
            .iter()
            .map(|row| row["name"].clone())
            .collect();
        assert_eq!(names, [json!("人和"), json!("乘風")], "by strokes");
        let stages = admin.get("/stages?sort=position").await.rows();
        let qualification = embedded(Language::ZhHant).text("seed-stage-qualification");
        assert_eq!(stages[0]["name"], json!(qualification));
    }
}
