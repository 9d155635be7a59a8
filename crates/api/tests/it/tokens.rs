//! RB1, RB2, RB3: only our signatures, in their time, for their purpose.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};

use crate::on_each_database;

fn part(json: &Json) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

fn unpacked(token: &str, place: usize) -> Json {
    let part = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

on_each_database! {
    async fn forged_tokens_are_refused(app) {
        let session = app.set_up().await;
        let token = session.token().unwrap();
        session.get("/me").await.expect(200);
        let parts: Vec<&str> = token.split('.').collect();
        let (head, body, signature) = (parts[0], parts[1], parts[2]);
        let mut other = unpacked(&token, 1);
        other["sub"] = json!("019a0000-0000-7000-8000-000000000001");
        let with_head = |json: Json| format!("{}.{body}.{signature}", part(&json));
        let forged = [
            with_head(json!({ "alg": "none", "typ": "JWT" })),
            format!("{}.{body}.", part(&json!({ "alg": "none", "typ": "JWT" }))),
            with_head(json!({ "alg": "None" })),
            with_head(json!({ "alg": "" })),
            with_head(json!({ "alg": "HS512", "typ": "JWT" })),
            with_head(json!({ "alg": "RS256", "typ": "JWT" })),
            with_head(json!({ "alg": "HS256", "typ": "JWT", "kid": "../../../../dev/null" })),
            with_head(json!({ "alg": "HS256", "typ": "JWT", "kid": "x' UNION SELECT 'secret" })),
            with_head(json!({ "alg": "HS256", "typ": "JWT", "jwk": { "kty": "oct", "k": "AAAA" } })),
            with_head(json!({ "alg": "HS256", "typ": "JWT", "jku": "https://evil.example.com/keys" })),
            with_head(json!({ "alg": "HS256", "typ": "JWT", "x5u": "https://evil.example.com/cert" })),
            format!("{head}.{}.{signature}", part(&other)),
            format!("{head}.{body}.{}", &signature[..signature.len() - 4]),
            format!("{head}.{body}.{signature}{signature}"),
            format!("{head}.{body}"),
            format!("{token}.{signature}"),
            "null".to_owned(),
            "..".to_owned(),
        ];
        for token in forged {
            let nobody = app.nobody();
            nobody.set_token(Some(token));
            let refused = nobody.get("/me").await.expect(401);
            assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
        }
    }

    async fn other_kinds_of_secrets_are_no_access_tokens(app) {
        let link = app.setup_token();
        let session = app.set_up().await;
        let refresh = session.cookie().unwrap();
        let refresh = refresh.split_once('=').unwrap().1;
        for other in [refresh, &link] {
            let nobody = app.nobody();
            nobody.set_token(Some(other.to_owned()));
            nobody.get("/me").await.expect(401);
        }
        let access = session.token().unwrap();
        let as_cookie = format!("guanxi_refresh={access}");
        app.nobody().refresh_with(Some(&as_cookie)).await.expect(401);
    }

    async fn the_header_must_be_a_bearer_token(app) {
        let session = app.set_up().await;
        let token = session.token().unwrap();
        for value in ["".to_owned(), token.clone(), format!("Basic {token}"), format!("Bearer  {token}"), "Bearer".to_owned()] {
            let nobody = app.nobody();
            nobody.get_with("/me", &[("authorization", &value)]).await.expect(401);
        }
        app.nobody().get_with("/me", &[("authorization", &format!("bearer {token}"))]).await.expect(200);
    }

    async fn the_token_of_a_deleted_user_is_refused(app) {
        let firm = crate::firm::Firm::found(&app).await;
        let admin = firm.of(crate::firm::Persona::Admin);
        let rep = firm.of(crate::firm::Persona::Rep);
        rep.get("/me").await.expect(200);
        let path = format!("/users/{}", firm.ids[&crate::firm::Persona::Rep]);
        admin.delete(&path, "*").await.expect(200);
        rep.get("/me").await.expect(401);
        rep.refresh().await.expect(401);
    }
}
