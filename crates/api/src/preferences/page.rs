//! What a link opens: how its contact is contacted, to be read and changed. Links that are unknown, ended or too old
//! look the same, and so does one whose contact is gone.

use actix_web::HttpResponse;
use actix_web::web::Path;
use guanxi_domain::access::{Actor, Channel as Door};
use guanxi_domain::customers::consents::{CONSENT, Consent, ConsentOrigin};
use guanxi_domain::customers::contacting::Said;
use guanxi_domain::customers::contacts::{CONTACT, Contact};
use guanxi_domain::customers::preferences::{self, Answer, Wish};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use guanxi_i18n::Language;
use guanxi_persistence::infra::preference_links;
use guanxi_persistence::{Error, Expect, How, Reader, Tx};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::wished::Wished;
use crate::app::App;
use crate::auth::hash_of;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Keeps what a link opens out of the indexes of search engines.
const NO_INDEX: (&str, &str) = ("x-robots-tag", "noindex, nofollow");

/// How somebody is contacted.
pub async fn show(app: App, token: Path<String>, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let token = token.into_inner();
    let told = app.read(move |reader| Ok(Open::by(reader, &token)?.told(reader)));
    Ok(answer(told.await?))
}

/// Changes it.
pub async fn change(
    app: App,
    token: Path<String>,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let wished = Wished::read(&body)?;
    act(&app, token.into_inner(), move |tx, open| {
        let answers = preferences::answers(&open.said(), &wished.wishes, open.today(tx));
        open.say(tx, &answers)?;
        open.change(tx, &wished.fields)
    })
    .await
}

/// Refuses everything.
pub async fn refuse_all(
    app: App,
    token: Path<String>,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    body.form().finish()?;
    act(&app, token.into_inner(), |tx, open| {
        open.say(tx, &preferences::refusals(&open.said()))
    })
    .await
}

/// Does something to the preferences that a token opens, and tells them.
async fn act(
    app: &App,
    token: String,
    mut act: impl FnMut(&mut Tx, &Open) -> Result<(), Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let told = app
        .write(move |tx| {
            // Two tabs of one person take turns.
            let id = Open::by(tx, &token)?.id;
            tx.changeable(&actor(), &CONTACT, id)?;
            let open = Open::of(tx, id)?;
            act(tx, &open)?;
            Ok(Open::of(tx, id)?.told(tx))
        })
        .await?;
    Ok(answer(told))
}

fn answer(told: Json) -> HttpResponse {
    HttpResponse::Ok().insert_header(NO_INDEX).json(told)
}

/// The preferences that a link has opened.
struct Open {
    id: Uuid,
    contact: Contact,
    consents: Vec<Document>,
}

impl Open {
    fn by(reader: &mut Reader, token: &str) -> Result<Self, Error> {
        let now = reader.now;
        let id = preference_links::opens(reader.conn(), &hash_of(token.as_bytes()), now)?;
        Self::of(reader, id.ok_or(Error::NotFound)?)
    }

    fn of(reader: &mut Reader, id: Uuid) -> Result<Self, Error> {
        let contact = reader.document(&actor(), &CONTACT, id)?;
        Ok(Self {
            id,
            contact: contact.typed().ok_or(Error::NotFound)?,
            consents: reader.live_having(&CONSENT, "contact_id", &Value::Id(id))?,
        })
    }

    fn said(&self) -> Vec<Said> {
        let typed = self.consents.iter().filter_map(Document::typed::<Consent>);
        let said = typed.map(|consent| Said {
            channel: consent.channel,
            purpose: consent.purpose,
            status: consent.status,
            expires_on: consent.expires_on,
        });
        said.collect()
    }

    /// The day where the contact lives, else where the firm is.
    fn today(&self, reader: &Reader) -> chrono::NaiveDate {
        let own = self.contact.time_zone.as_deref();
        let zone = own.unwrap_or(&reader.world.workspace.time_zone);
        guanxi_persistence::engine::calendar::clock(zone, reader.now).today
    }

    /// Writes what is said anew: into the row that is there, or as a new one.
    fn say(&self, tx: &mut Tx, answers: &[Answer]) -> Result<(), Error> {
        for answer in answers {
            let row = self.consents.iter().find(|row| is_about(row, answer));
            match row {
                Some(row) => {
                    let body = said_now(answer);
                    tx.patch(&actor(), &CONSENT, row.id(), Expect::Any, &body, How::Plain)?;
                }
                None => {
                    let mut body = said_now(answer);
                    body.insert("contact_id".to_owned(), json!(self.id));
                    body.insert("channel".to_owned(), json!(answer.channel.name()));
                    body.insert("purpose".to_owned(), json!(answer.purpose.name()));
                    tx.create(&actor(), &CONSENT, &body, How::Plain)?;
                }
            }
        }
        Ok(())
    }

    fn change(&self, tx: &mut Tx, fields: &Map<String, Json>) -> Result<(), Error> {
        if !fields.is_empty() {
            tx.patch(&actor(), &CONTACT, self.id, Expect::Any, fields, How::Plain)?;
        }
        Ok(())
    }

    /// What the contact may know: the own name, who asks, and what was said.
    fn told(&self, reader: &Reader) -> Json {
        let contact = &self.contact;
        let wish = |wish: &Wish| {
            json!({
                "channel": wish.channel.name(),
                "purpose": wish.purpose.name(),
                "allowed": wish.allowed,
            })
        };
        let wishes = preferences::wishes(&self.said(), self.today(reader));
        let preferred = contact.preferred_channel.as_ref();
        json!({
            "name": contact.name,
            "workspace_name": reader.world.workspace.name,
            "language": self.language(reader).tag(),
            "preferred_channel": preferred.map(|channel| channel.name()),
            "quiet_from": contact.quiet_from,
            "quiet_until": contact.quiet_until,
            "wishes": wishes.iter().map(wish).collect::<Vec<_>>(),
        })
    }

    /// The contact's language, else the firm's.
    fn language(&self, reader: &Reader) -> Language {
        let own = self.contact.language.as_deref();
        Language::negotiate(
            own.into_iter()
                .chain([reader.world.workspace.language.as_str()]),
        )
    }
}

/// The contact, by a link; no user.
fn actor() -> Actor {
    Actor {
        channel: Door::Portal,
        ..Actor::system()
    }
}

fn is_about(row: &Document, answer: &Answer) -> bool {
    let row = row.typed::<Consent>();
    row.is_some_and(|row| row.channel == answer.channel && row.purpose == answer.purpose)
}

fn said_now(answer: &Answer) -> Map<String, Json> {
    let members = [
        ("status", json!(answer.status.name())),
        ("origin", json!(ConsentOrigin::Preferences.name())),
        ("said_at", Json::Null),
        ("expires_on", Json::Null),
    ];
    let members = members.map(|(name, value)| (name.to_owned(), value));
    members.into_iter().collect()
}
