//! RC1–RC4: what comes in is bounded and read strictly.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::session::{Answer, Session};

async fn send(session: &Session<'_>, body: Vec<u8>) -> Answer {
    let request = session
        .request(Method::POST, "/api/v1/accounts")
        .header("content-type", "application/json");
    session.send(request.body(body)).await
}

on_each_database! {
    async fn json_is_read_as_the_rfc_says(app) {
        let admin = app.set_up().await;
        for bad in [
            "", "{", "{\"a\"}", "{'a':1}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":NaN}", "{\"a\":1}}", "// {}",
            "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "\u{feff}{}", "{\"a\":.5}", "{a:1}", "[1,]", "nul",
        ] {
            send(&admin, bad.as_bytes().to_vec()).await.expect(400);
        }
        for valid in ["[]", "1", "\"x\"", "null", "{\"name\":1e400}", "{\"nope\":\"\\u0000\"}", "{\"name\":\"\\u0000\"}", "{\"name\":[[]]}"] {
            send(&admin, valid.as_bytes().to_vec()).await.expect(422);
        }
        for bytes in [b"{\"name\":\"\xff\"}".to_vec(), b"{\"name\":\"\xc0\xaf\"}".to_vec(), b"\xff\xfe{\0}\0".to_vec()] {
            send(&admin, bytes).await.expect(400);
        }
    }

    async fn size_and_depth_are_bounded(app) {
        let admin = app.set_up().await;
        let started = Instant::now();
        send(&admin, vec![b' '; 2 * 1024 * 1024 + 1]).await.expect(413);
        let name = "x".repeat(2 * 1024 * 1024 - 12);
        send(&admin, format!("{{\"name\":\"{name}\"}}").into_bytes()).await.expect(422);
        for depth in [129, 100_000] {
            let body = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(send(&admin, body.into_bytes()).await.expect(400).code(), "bad_request");
        }
        let nested = format!("{{\"name\":{}{}}}", "[".repeat(100), "]".repeat(100));
        send(&admin, nested.into_bytes()).await.expect(422);
        let zipped = admin.request(Method::POST, "/api/v1/accounts")
            .header("content-type", "application/json").header("content-encoding", "gzip").body(vec![0x1f, 0x8b]);
        admin.send(zipped).await.expect(415);
        assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    }

    async fn many_members_are_refused_quickly(app) {
        let admin = app.set_up().await;
        let members: Vec<_> = (0..150_000).map(|n| format!("\"m{n}\":0")).collect();
        let started = Instant::now();
        send(&admin, format!("{{{}}}", members.join(",")).into_bytes()).await.expect(422);
        send(&admin, format!("{{{}}}", members[..9_000].join(",")).into_bytes()).await.expect(422);
        assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    }

    async fn long_targets_end_cleanly(app) {
        let admin = app.set_up().await;
        for length in [9, 16, 33, 60] {
            let started = Instant::now();
            let long = "a".repeat(length * 1024);
            let answer = admin.get(&format!("/accounts?q={long}")).await.expect(414);
            assert_eq!(answer.code(), "uri_too_long");
            assert!(started.elapsed() < Duration::from_secs(1));
        }
        admin.get(&format!("/accounts?q={}", "a".repeat(150))).await.expect(200);
        let cookie = admin.get_with("/me", &[("cookie", &"c=".repeat(32 * 1024))]).await;
        assert!(matches!(cookie.status, 200 | 400 | 431), "{}", cookie.status);
    }

    async fn text_is_kept_as_it_is(app) {
        let admin = app.set_up().await;
        for text in [
            "怡海軟件", "Ωmega", "مرحبا", "שלום", "Привет", "नमस्ते", "สวัสดี", "한국어", "𝒳 🐙", "<script>alert(1)</script>",
            "Robert'); DROP TABLE accounts;--", "%_\\", "=1+1", "ﬀ", "\u{200f}rtl", "a\u{301}",
        ] {
            let made = admin.create("accounts", &json!({ "name": text, "description": text })).await.expect(201);
            let kept = made.json();
            let wanted = text.replace("a\u{301}", "á");
            assert_eq!(kept["name"], json!(wanted));
            assert_eq!(admin.get(&format!("/accounts/{}", made.id())).await.json(), kept);
            let same = admin.post("/accounts/query", &json!({ "filter": { "field": "description", "value": wanted } })).await;
            assert_eq!(same.expect(200).ids(), [made.id()], "{text}");
        }
        for refused in ["a\u{0}b", "a\u{1}b", "a\u{7f}b", "a\u{85}b", "a\nb"] {
            let answer = admin.create("accounts", &json!({ "name": refused })).await.expect(422);
            assert_eq!(answer.reasons()[0].0, "/name");
        }
    }

    async fn an_id_that_is_given_is_one(app) {
        let admin = app.set_up().await;
        for id in [json!(null), json!(""), json!(7), json!("no-id")] {
            let refused = admin.create("accounts", &json!({ "id": id, "name": "Given" })).await.expect(422).json();
            assert_eq!(refused["errors"][0]["pointer"], json!("/id"), "{refused}");
            assert_eq!(refused["errors"][0]["code"], json!("not_an_id"), "{refused}");
        }
    }

    async fn money_is_exact(app) {
        let admin = app.set_up().await;
        let amounts = [json!(9_007_199_254_740_993_i64), json!(-1), json!(0), json!(i64::MAX)];
        for minor in amounts {
            let body = json!({ "name": "Deal", "amount": { "amount_minor": minor, "currency": "EUR" } });
            let made = admin.create("opportunities", &body).await;
            if made.status == 201 {
                assert_eq!(made.json()["amount"]["amount_minor"], minor);
            } else {
                made.expect(422);
            }
        }
        let odd: [Json; 5] = [json!(1.5), json!("100"), json!(1e30), json!(null), json!([1])];
        for minor in odd {
            let body = json!({ "name": "Deal", "amount": { "amount_minor": minor, "currency": "EUR" } });
            admin.create("opportunities", &body).await.expect(422);
        }
        let body = json!({ "name": "Deal", "amount": { "amount_minor": 1, "currency": "XYZ" } });
        admin.create("opportunities", &body).await.expect(422);
    }
}

#[actix_web::test]
async fn endless_and_cut_bodies_are_ended() {
    let app = crate::server::TestApp::sqlite();
    let session = app.set_up().await;
    let token = session.token().unwrap();
    let head = format!(
        "POST /api/v1/accounts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer {token}\r\n"
    );
    let mut endless = format!("{head}transfer-encoding: chunked\r\n\r\n").into_bytes();
    let chunk = [b"10000\r\n".as_slice(), &[b'['; 0x10000], b"\r\n"].concat();
    for _ in 0..40 {
        endless.extend_from_slice(&chunk);
    }
    assert!(app.raw(&endless).starts_with("HTTP/1.1 413"));
    let promised = format!("{head}content-length: 99999999\r\nconnection: close\r\n\r\n{{}}");
    assert!(app.raw(promised.as_bytes()).starts_with("HTTP/1.1 413"));
    let many = (0..200)
        .map(|n| format!("x-{n}: y\r\n"))
        .collect::<String>();
    let answer = app.raw(format!("GET /api/v1/me HTTP/1.1\r\nhost: x\r\n{many}\r\n").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}
