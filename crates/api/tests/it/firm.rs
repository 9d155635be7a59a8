//! A small firm: two managers with their people, and everybody else the rights know.

use std::collections::BTreeMap;

use guanxi_domain::access::{Grant, Reach, Rights};
use guanxi_domain::people::seeds::{MANAGER_ID, READ_ONLY_ID, SALES_ID};
use guanxi_persistence::infra::credentials;
use serde_json::json;
use uuid::Uuid;

use crate::server::{ADMIN, PASSWORD, TestApp};
use crate::session::Session;

/// Whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Persona {
    /// May do everything.
    Admin,
    /// Manager of `Rep` and `Mate`.
    Mgr,
    /// Sells.
    Rep,
    /// Sells for the same manager.
    Mate,
    /// Sells for another manager.
    Rep2,
    /// Sees everything, changes nothing.
    ReadOnly,
    /// Sees contacts and nothing else.
    Narrow,
    /// Was suspended while signed in.
    Off,
    /// Not signed in.
    Anon,
}

pub const PERSONAS: [Persona; 9] = [
    Persona::Admin,
    Persona::Mgr,
    Persona::Rep,
    Persona::Mate,
    Persona::Rep2,
    Persona::ReadOnly,
    Persona::Narrow,
    Persona::Off,
    Persona::Anon,
];

/// The firm's people, signed in.
pub struct Firm<'a> {
    pub app: &'a TestApp,
    pub sessions: BTreeMap<Persona, Session<'a>>,
    pub ids: BTreeMap<Persona, String>,
}

impl<'a> Firm<'a> {
    /// Does the first start and brings everybody in.
    pub async fn found(app: &'a TestApp) -> Self {
        let admin = app.set_up().await;
        let narrow = narrow_role(&admin).await;
        let mut firm = Self {
            app,
            ids: BTreeMap::from([(Persona::Admin, admin.get("/me").await.id())]),
            sessions: BTreeMap::from([(Persona::Admin, admin), (Persona::Anon, app.nobody())]),
        };
        let hash = stored_hash(app);
        let manager = MANAGER_ID.to_string();
        let sales = SALES_ID.to_string();
        firm.hire(app, Persona::Mgr, &manager, None, &hash).await;
        firm.hire(app, Persona::Rep, &sales, Some(Persona::Mgr), &hash)
            .await;
        firm.hire(app, Persona::Mate, &sales, Some(Persona::Mgr), &hash)
            .await;
        firm.hire(app, Persona::Rep2, &sales, None, &hash).await;
        firm.hire(
            app,
            Persona::ReadOnly,
            &READ_ONLY_ID.to_string(),
            None,
            &hash,
        )
        .await;
        firm.hire(app, Persona::Narrow, &narrow, None, &hash).await;
        firm.hire(app, Persona::Off, &sales, Some(Persona::Mgr), &hash)
            .await;
        let off = format!("/users/{}/suspend", firm.ids[&Persona::Off]);
        firm.of(Persona::Admin)
            .post(&off, &json!({}))
            .await
            .expect(200);
        firm
    }

    pub fn of(&self, persona: Persona) -> &Session<'a> {
        &self.sessions[&persona]
    }

    async fn hire(
        &mut self,
        app: &'a TestApp,
        who: Persona,
        role: &str,
        manager: Option<Persona>,
        hash: &str,
    ) {
        let admin = self.of(Persona::Admin);
        let login = format!("{who:?}@example.com").to_lowercase();
        let made = admin
            .create(
                "users",
                &json!({
                    "family_name": format!("{who:?}"), "login": login,
                    "manager_id": manager.map(|manager| self.ids[&manager].clone()),
                    "roles": [{ "role_id": role }],
                }),
            )
            .await
            .expect(201);
        admin
            .post(&format!("/users/{}/activate", made.id()), &json!({}))
            .await
            .expect(200);
        let (user, hash) = (made.id().parse::<Uuid>().unwrap(), hash.to_owned());
        let stored = app.app.db.write(move |tx| {
            let now = tx.now;
            credentials::set(tx.conn(), user, &hash, now)
        });
        stored.unwrap();
        let session = app.nobody();
        session.sign_in(&login, PASSWORD).await.expect(200);
        self.ids.insert(who, made.id());
        self.sessions.insert(who, session);
    }
}

/// Everybody has the administrator's password, hashed once.
pub fn stored_hash(app: &TestApp) -> String {
    let found = app
        .app
        .db
        .read(|reader| credentials::by_login(reader.conn(), ADMIN));
    found.unwrap().unwrap().hash.unwrap()
}

async fn narrow_role(admin: &Session<'_>) -> String {
    let grant = Grant {
        read: Reach::All,
        ..Grant::default()
    };
    let rights = Rights(BTreeMap::from([("contact".to_owned(), grant)]));
    let role = admin
        .create(
            "roles",
            &json!({ "name": "contacts only", "rights": rights }),
        )
        .await;
    role.expect(201).id()
}
