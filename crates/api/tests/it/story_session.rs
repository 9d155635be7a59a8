//! Staying signed in, and signing out, through the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join3;
use guanxi_client::{Client, ClientError, ListQuery};
use serde_json::json;

use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD};
use crate::session::object;
use crate::story_sale::administrator;

on_each_database! {
    async fn a_refused_token_is_renewed_once_for_all(app) {
        let client = administrator(&app).await;
        let renewals = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&renewals);
        client.on_refused(Arc::new(move |client: Client| {
            count.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { client.refresh().await.map(|signed| signed.access_token) })
        }));
        client.set_token(Some("worn out".to_owned()));
        let all = ListQuery::new();
        let (me, meta, list) = join3(client.me(), client.meta(), client.list("accounts", &all)).await;
        assert_eq!(me.unwrap().login, ADMIN);
        assert_eq!(meta.unwrap().workspace.name, "Northwind");
        assert!(list.unwrap().data.is_empty());
        assert_eq!(renewals.load(Ordering::SeqCst), 1);
    }

    async fn signing_out_and_a_new_password_end_sessions(app) {
        let here = administrator(&app).await;
        let there = Client::new(&app.url);
        there.renew_by_cookie();
        there.sign_in(ADMIN, PASSWORD).await.unwrap();
        assert_eq!(here.sessions().await.unwrap().len(), 2);

        here.change_password(PASSWORD, "eleven purple rivers at dawn").await.unwrap();
        let ended = there.me().await.unwrap_err();
        assert_eq!(ended.status(), Some(401));
        assert_eq!(there.token(), None);
        assert_eq!(there.sign_in(ADMIN, PASSWORD).await.unwrap_err().status(), Some(401));

        there.sign_in(ADMIN, "eleven purple rivers at dawn").await.unwrap();
        let sessions = there.sessions().await.unwrap();
        let other = sessions.iter().find(|session| !session.current).unwrap();
        there.end_session(other.id).await.unwrap();
        assert_eq!(here.me().await.unwrap_err().status(), Some(401));
        there.sign_out().await.unwrap();
        assert_eq!(there.me().await.unwrap_err().status(), Some(401));
    }

    async fn settings_and_messages_follow_the_user(app) {
        let client = administrator(&app).await;
        let me = client.patch_me(&object(&json!({ "language": "zh-Hant", "preferences": { "theme": "dark" } }))).await.unwrap();
        assert_eq!((me.language.as_str(), &me.preferences["theme"]), ("zh-Hant", &json!("dark")));
        let refused = |error: ClientError| error.errors()[0].message.clone();
        let empty = object(&json!({ "name": "" }));
        client.set_language("en");
        let english = refused(client.create("accounts", &empty).await.unwrap_err());
        client.set_language("zh-Hant");
        let chinese = refused(client.create("accounts", &empty).await.unwrap_err());
        assert!(english.is_ascii());
        assert!(chinese.chars().all(|c| !c.is_ascii_alphabetic()), "{chinese}");
        assert!(matches!(Client::new("http://127.0.0.1:1").state().await, Err(ClientError::Network(_))));
    }
}
