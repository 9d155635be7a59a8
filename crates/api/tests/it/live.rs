//! P01: what one does, others see at once, if they may see it.

use std::time::{Duration, Instant};

use actix_web::rt::time::{sleep, timeout};
use guanxi_api::settings::ServeOptions;
use guanxi_client::Client;
use guanxi_client::live::{Change, News, Parser};
use guanxi_persistence::events::newest;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::process::{Running, places};
use crate::server::{ADMIN, PASSWORD, Place, TestApp};
use crate::session::Session;

/// More than enough, even beside tests that hold transactions open on the same server.
const LONG: Duration = Duration::from_secs(20);

/// Somebody who listens.
struct Ear {
    answer: reqwest::Response,
    parser: Parser,
}

impl Ear {
    /// Opens a stream that begins.
    async fn open(session: &Session<'_>, since: Option<&str>) -> Self {
        let mut ear = Self::ask(session, "/live", since).await;
        assert_eq!(ear.answer.status(), 200);
        assert_eq!(ear.news().await, Some(News::Ready));
        ear
    }

    async fn ask(session: &Session<'_>, path: &str, since: Option<&str>) -> Self {
        let mut request = session.request(Method::GET, &format!("/api/v1{path}"));
        if let Some(place) = since {
            request = request.header("last-event-id", place);
        }
        Self {
            answer: request.send().await.unwrap(),
            parser: Parser::default(),
        }
    }

    /// What comes next; none at the end.
    async fn news(&mut self) -> Option<News> {
        let next = async {
            loop {
                if let Some(news) = self.parser.take() {
                    return Some(news);
                }
                let piece = self.answer.chunk().await.unwrap()?;
                self.parser.feed(&piece).unwrap();
            }
        };
        timeout(LONG, next).await.expect("nothing comes")
    }

    async fn change(&mut self) -> Change {
        match self.news().await {
            Some(News::Change(change)) => change,
            other => panic!("{other:?}"),
        }
    }

    /// The next change of an entity.
    async fn of(&mut self, entity: &str) -> Change {
        loop {
            let change = self.change().await;
            if change.entity == entity {
                return change;
            }
        }
    }

    fn place(&self) -> String {
        self.parser.position().unwrap().to_owned()
    }

    #[track_caller]
    fn is_reset(news: Option<News>, why: &str) {
        let News::Reset { reason } = news.expect("a reset") else {
            panic!("no reset")
        };
        assert_eq!(reason, why);
    }
}

/// Waits until the server has read all that was written, so that streams begin behind it.
async fn settle(app: &TestApp) {
    let began = Instant::now();
    loop {
        let newest = app.app.db.read(|reader| newest(reader.conn())).unwrap();
        if app.app.live.position().seq == newest {
            return;
        }
        assert!(began.elapsed() < LONG, "the log is not read");
        sleep(Duration::from_millis(20)).await;
    }
}

async fn account(session: &Session<'_>, name: &str) -> String {
    session
        .create("accounts", &json!({ "name": name }))
        .await
        .expect(201)
        .id()
}

fn id_of(change: &Change) -> String {
    change.id.to_string()
}

/// A batch of tags.
async fn tags(session: &Session<'_>, from: usize, count: usize) {
    let all: Vec<Json> = (from..from + count)
        .map(|n| json!({ "op": "create", "body": { "name": format!("Tag {n}") } }))
        .collect();
    session
        .post("/tags/batch", &json!({ "operations": all }))
        .await
        .expect(200);
}

on_each_database! {
    async fn a_change_is_heard_by_those_who_see_its_record(app) {
        let firm = Firm::found(&app).await;
        settle(&app).await;
        let mut mgr = Ear::open(firm.of(Persona::Mgr), None).await;
        let mut rep2 = Ear::open(firm.of(Persona::Rep2), None).await;
        let mut narrow = Ear::open(firm.of(Persona::Narrow), None).await;
        let hers = account(firm.of(Persona::Rep), "Of the rep").await;
        let his = account(firm.of(Persona::Rep2), "Of the other").await;
        firm.of(Persona::Rep).patch(&format!("/accounts/{hers}"), 1, &json!({ "industry": "Ships" })).await.expect(200);
        let contact = firm.of(Persona::Rep).create("contacts", &json!({ "family_name": "Known" })).await.expect(201).id();
        // Order is the log's, so whoever hears a later event first was not told of the earlier.
        assert_eq!(id_of(&rep2.of("account").await), his);
        assert_eq!(id_of(&narrow.change().await), contact);
        let first = mgr.change().await;
        assert_eq!((id_of(&first), first.entity.as_str(), first.verb.as_str(), first.version), (hers.clone(), "account", "created", Some(1)));
        assert_eq!(first.actor.map(|actor| actor.to_string()).as_ref(), Some(&firm.ids[&Persona::Rep]));
        let second = mgr.change().await;
        assert_eq!((id_of(&second), second.verb.as_str(), second.version), (hers.clone(), "updated", Some(2)));
        assert_eq!(id_of(&mgr.change().await), contact);
        assert_eq!(mgr.place(), narrow.place());
        // Given away, it leaves the manager's sight; of its life there the manager hears nothing.
        let path = format!("/accounts/{hers}");
        firm.of(Persona::Admin).patch(&path, "*", &json!({ "owner_id": firm.ids[&Persona::Rep2] })).await.expect(200);
        let gone = mgr.change().await;
        assert_eq!((id_of(&gone), gone.verb.as_str(), gone.version, gone.actor), (hers.clone(), "gone", None, None));
        assert_eq!(rep2.of("account").await.verb, "updated");
        firm.of(Persona::Rep2).patch(&path, "*", &json!({ "industry": "Boats" })).await.expect(200);
        let own = account(firm.of(Persona::Mgr), "Of the manager").await;
        assert_eq!(id_of(&mgr.of("account").await), own);
    }

    async fn what_was_missed_is_told_after_a_lost_connection(app) {
        let firm = Firm::found(&app).await;
        settle(&app).await;
        let (rep, rep2) = (firm.of(Persona::Rep), firm.of(Persona::Rep2));
        let mut ear = Ear::open(rep, None).await;
        let first = account(rep, "Before").await;
        assert_eq!(id_of(&ear.change().await), first);
        let place = ear.place();
        drop(ear);
        account(rep2, "Not for the rep").await;
        let missed = account(rep, "Meanwhile").await;
        let mut again = Ear::open(rep, Some(&place)).await;
        assert_eq!(id_of(&again.change().await), missed);
        let after = account(rep, "After").await;
        assert_eq!(id_of(&again.change().await), after);
        // Where nothing can stay open, one asks again and again.
        let mut polled = Ear::ask(rep, "/live?wait=0", Some(&place)).await;
        let mut heard = Vec::new();
        while let Some(news) = polled.news().await {
            heard.push(news);
        }
        assert_eq!(heard.len(), 3, "{heard:?}");
        assert_eq!(polled.place(), again.place());
        let mut rest = Ear::ask(rep, "/live?wait=1", Some(&again.place())).await;
        assert_eq!(rest.news().await, Some(News::Ready));
        assert_eq!(rest.news().await, None, "ends by itself");
    }

    async fn who_is_too_far_behind_loads_anew(app) {
        let admin = app.set_up().await;
        settle(&app).await;
        let mut ear = Ear::open(&admin, None).await;
        let place = ear.place();
        tags(&admin, 0, 1_000).await;
        for _ in 0..1_000 {
            assert_eq!(ear.change().await.entity, "tag");
        }
        let mut just = Ear::open(&admin, Some(&place)).await;
        for _ in 0..1_000 {
            assert_eq!(just.change().await.entity, "tag");
        }
        tags(&admin, 1_000, 1).await;
        ear.change().await;
        let mut late = Ear::open(&admin, Some(&place)).await;
        Ear::is_reset(late.news().await, "behind");
        assert_eq!((late.news().await, late.parser.position()), (None, None));
        // A place of another database.
        for strange in ["0-999999999", "999999999-1"] {
            let mut lost = Ear::ask(&admin, "/live", Some(strange)).await;
            Ear::is_reset(lost.news().await, "behind");
            assert_eq!(lost.news().await, None);
        }
    }

    async fn an_ended_session_and_changed_rights_end_the_stream(app) {
        let firm = Firm::found(&app).await;
        settle(&app).await;
        let (admin, rep, mate) = (firm.of(Persona::Admin), firm.of(Persona::Rep), firm.of(Persona::Mate));
        let second = app.sign_in("rep@example.com").await;
        let (mut ear, mut other) = (Ear::open(rep, None).await, Ear::open(&second, None).await);
        rep.sign_out().await.expect(204);
        assert_eq!(ear.news().await, None);
        assert_eq!(Ear::ask(rep, "/live", None).await.answer.status(), 401);
        let mine = account(&second, "Still here").await;
        assert_eq!(id_of(&other.change().await), mine);
        let mut narrowed = Ear::open(mate, None).await;
        let user = |who| format!("/users/{}", firm.ids[&who]);
        admin.patch(&user(Persona::Mate), "*", &json!({ "roles": [] })).await.expect(200);
        Ear::is_reset(narrowed.news().await, "rights");
        assert_eq!(narrowed.news().await, None);
        admin.post(&format!("{}/suspend", user(Persona::Rep)), &json!({})).await.expect(200);
        while let Some(news) = other.news().await {
            assert!(matches!(news, News::Change(change) if change.entity == "user"));
        }
    }

    async fn what_cannot_be_meant_is_refused_and_streams_are_counted(app) {
        let admin = app.set_up().await;
        settle(&app).await;
        for bad in ["x", "1", "1-", "-1-1", "1-1-1"] {
            assert_eq!(admin.get_with("/live?wait=0", &[("last-event-id", bad)]).await.expect(400).code(), "bad_last_event_id");
        }
        for bad in ["wait=-1", "wait=3601", "wait=x", "weight=1"] {
            admin.get(&format!("/live?{bad}")).await.expect(400);
        }
        let head = admin.send(admin.request(Method::HEAD, "/api/v1/live")).await.expect(200);
        assert_eq!(head.header("content-type"), Some("text/event-stream"));
        let empty = admin.get_with("/live?wait=0", &[("last-event-id", "")]).await.expect(200);
        assert_eq!((empty.header("x-accel-buffering"), empty.header("cache-control")), (Some("no"), Some("no-store")));
        assert_eq!(app.nobody().get("/live").await.expect(401).code(), "unauthorized");
        // One more than there may be ends the oldest.
        let mut ears = Vec::new();
        for _ in 0..21 {
            ears.push(Ear::open(&admin, None).await);
        }
        assert_eq!(ears[0].news().await, None);
        let made = account(&admin, "For all others").await;
        for ear in &mut ears[1..] {
            assert_eq!(id_of(&ear.of("account").await), made);
        }
    }

    async fn the_client_listens(app) {
        let admin = app.set_up().await;
        settle(&app).await;
        let client = Client::new(&app.url);
        client.sign_in(ADMIN, PASSWORD).await.unwrap();
        let mut live = client.live(None).await.unwrap();
        assert_eq!(live.next().await.unwrap(), Some(News::Ready));
        let made = account(&admin, "Heard").await;
        let Some(News::Change(change)) = live.next().await.unwrap() else { panic!("no change") };
        assert_eq!(id_of(&change), made);
        let missed = account(&admin, "Missed").await;
        let mut again = client.live(Some(&change.position)).await.unwrap();
        assert_eq!(again.next().await.unwrap(), Some(News::Ready));
        assert!(matches!(again.next().await.unwrap(), Some(News::Change(change)) if id_of(&change) == missed));
        client.set_token(Some("stale".to_owned()));
        assert_eq!(client.live(None).await.err().unwrap().status(), Some(401));
    }
}

/// On two servers over one database, the slowest of a few may have met a long transaction of another
/// test; the usual one has not.
#[actix_web::test]
async fn a_change_is_heard_at_another_server_within_two_seconds() {
    let place = Place::postgres();
    let one = TestApp::over(place.clone(), ServeOptions::default(), |_| {});
    let two = TestApp::over(place, ServeOptions::default(), |_| {});
    let firm = Firm::found(&two).await;
    let there = |who: Persona| {
        let twin = one.nobody();
        twin.set_token(firm.of(who).token());
        twin
    };
    let mgr = there(Persona::Mgr);
    let began = Instant::now();
    while mgr.get("/accounts").await.status != 200 {
        assert!(began.elapsed() < LONG);
        sleep(Duration::from_millis(100)).await;
    }
    let rep2 = there(Persona::Rep2);
    let mut seen = Ear::open(&mgr, None).await;
    let mut hidden = Ear::open(&rep2, None).await;
    let mut took = Vec::new();
    for n in 0..5 {
        let began = Instant::now();
        let made = account(firm.of(Persona::Rep), &format!("{n}")).await;
        assert_eq!(id_of(&seen.of("account").await), made);
        took.push(began.elapsed());
    }
    took.sort();
    assert!(took[2] < Duration::from_secs(2), "{took:?}");
    let own = account(firm.of(Persona::Rep2), "Own").await;
    assert_eq!(
        id_of(&hidden.of("account").await),
        own,
        "nothing of the rep's came before"
    );
    firm.of(Persona::Mgr).sign_out().await.expect(204);
    while seen.news().await.is_some() {}
}

#[actix_web::test]
async fn streams_do_not_keep_a_server_from_stopping() {
    for place in places() {
        let server = Running::start(&place, 2);
        let client = Client::new(&server.url);
        let (_, link) = server.lines[1].split_once("#token=").unwrap();
        let setup = json!({
            "token": link.split(' ').next(), "workspace_name": "Test", "family_name": "Admin", "login": ADMIN,
            "password": PASSWORD, "language": "en", "company_currency": "EUR", "time_zone": "UTC",
        });
        let http = reqwest::Client::new();
        let set_up = http
            .post(format!("{}/api/v1/auth/setup", server.url))
            .json(&setup);
        assert_eq!(set_up.send().await.unwrap().status(), 200);
        client.sign_in(ADMIN, PASSWORD).await.unwrap();
        let mut live = client.live(None).await.unwrap();
        assert_eq!(live.next().await.unwrap(), Some(News::Ready));
        let stopped = actix_web::web::block(move || server.terminate());
        assert_eq!(
            live.next().await.unwrap(),
            None,
            "it ends, it is not cut off"
        );
        let (code, took) = stopped.await.unwrap();
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(10), "{took:?}");
    }
}
