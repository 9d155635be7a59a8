//! The first start: a one-time link, and what is done with it (`POST /auth/setup`).

use std::str::FromStr;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::currency::Currency;
use guanxi_domain::kernel::time::Instant;
use guanxi_i18n::Language;
use guanxi_persistence::engine::keys::Collation;
use guanxi_persistence::infra::{credentials, links, sorting};
use guanxi_persistence::settings::{self, Workspace};
use guanxi_persistence::{Error, Tx, World};
use uuid::Uuid;

use super::opening::{Opening, welcome};
use super::{door, hash_of, random_token, weaknesses};
use crate::app::{App, StartError};
use crate::people::{self, NewUser};
use crate::refusal::Refusal;
use crate::request::Body;
use crate::seeds;

const PURPOSE: &str = "setup";
/// Microseconds that the link is good for: a day.
const LIFETIME: i64 = 24 * 3600 * 1_000_000;

/// While nobody can administer: a fresh link, the only one from now on.
pub fn offer(app: &App) -> Result<Option<String>, StartError> {
    let token = random_token().map_err(|error| Error::Internal(error.to_string()))?;
    let hash = hash_of(token.as_bytes());
    let offered = app.db.write(move |tx| {
        if credentials::has_administrator(tx.conn())? {
            links::revoke(tx.conn(), PURPOSE)?;
            return Ok(false);
        }
        let now = tx.now;
        let expires_at = Instant::from_micros(now.micros() + LIFETIME);
        links::replace(tx.conn(), PURPOSE, &hash, expires_at, now)?;
        Ok(true)
    })?;
    Ok(offered.then(|| format!("{}/setup#token={token}", app.settings.public_origin())))
}

/// Whether nobody can administer yet.
pub async fn is_needed(app: &App) -> Result<bool, Refusal> {
    app.read(|reader| Ok(!credentials::has_administrator(reader.conn())?))
        .await
}

/// Makes the workspace and its first administrator, and signs that one in.
pub async fn setup(app: App, request: HttpRequest, body: Body) -> Result<HttpResponse, Refusal> {
    let client = door::enter(&request, &app)?;
    let asked = Asked::read(&body)?;
    welcome_is_due(&app, &asked).await?;
    let turn = app.passwords.turn().await?;
    let hash = turn.hash(&asked.password).await?;
    drop(turn);
    let opening = Opening::new(&request, &client)?;
    let stored = opening.clone();
    let made = app
        .write(move |tx| make(tx, &asked, &hash, &stored))
        .await?;
    let user = made.ok_or_else(used_up)?;
    welcome(&app, &client, user, &opening.token).await
}

fn used_up() -> Refusal {
    Refusal::forbidden("setup_link_invalid")
}

/// Refused before the password is hashed: a good link is needed for that.
async fn welcome_is_due(app: &App, asked: &Asked) -> Result<(), Refusal> {
    let hash = asked.link.clone();
    let good = app
        .read(move |reader| {
            let now = reader.now;
            links::is_good(reader.conn(), PURPOSE, &hash, now)
        })
        .await?;
    if good { Ok(()) } else { Err(used_up()) }
}

fn make(tx: &mut Tx, asked: &Asked, hash: &str, opening: &Opening) -> Result<Option<Uuid>, Error> {
    let now = tx.now;
    let due = !credentials::has_administrator(tx.conn())?;
    if !due || !links::consume(tx.conn(), PURPOSE, &asked.link, now)? {
        return Ok(None);
    }
    settings::set_workspace(tx.conn(), &asked.workspace)?;
    tx.touch_world(&Actor::system())?;
    // What is planted now is sorted as the new workspace sorts.
    let mut world = World::default();
    world.workspace = asked.workspace.clone();
    tx.world = Arc::new(world);
    // What came in before the first start was sorted as nobody had chosen yet.
    sorting::sort_anew(tx.conn(), asked.workspace.collation)?;
    seeds::plant(tx, asked.language)?;
    let user = people::create_active(tx, &Actor::system(), &asked.administrator)?;
    credentials::set(tx.conn(), user, hash, now)?;
    opening.store(tx, user)?;
    Ok(Some(user))
}

/// What the wizard sends, understood.
#[derive(Debug, Clone)]
struct Asked {
    link: Vec<u8>,
    workspace: Workspace,
    language: Language,
    administrator: NewUser,
    password: String,
}

impl Asked {
    fn read(body: &Body) -> Result<Self, Refusal> {
        let mut form = body.form();
        let token = form.secret("token");
        let name = form.text("workspace_name", 200);
        let login = form.text("login", 254);
        let language = form.parsed("language", "unknown_language", Language::from_tag);
        let currency = form.parsed("company_currency", "unknown_currency", |code| {
            Currency::from_str(code).ok()
        });
        let zone = form.parsed("time_zone", "unknown_time_zone", |zone| {
            zone.parse::<chrono_tz::Tz>()
                .ok()
                .map(|zone| zone.name().to_owned())
        });
        let password = form.secret("password");
        let family_name = form.text("family_name", 100);
        let given_name = form.optional_text("given_name", 100);
        let name_order = form.optional_text("name_order", 20);
        if let Some(weakness) = weaknesses(&password, &[&login, &family_name, &name], "/password") {
            form.refuse(weakness);
        }
        form.finish()?;
        let language: Language = language.unwrap_or_default();
        let zone: String = zone.unwrap_or_default();
        let administrator = NewUser {
            family_name,
            given_name,
            name_order,
            login: login.trim().to_owned(),
            language: language.tag().to_owned(),
            time_zone: zone.clone(),
            role: guanxi_domain::people::seeds::ADMINISTRATOR_ID,
        };
        Ok(Self {
            link: hash_of(token.as_bytes()),
            workspace: Workspace {
                name: name.trim().to_owned(),
                company_currency: currency.unwrap_or_default(),
                time_zone: zone,
                language: language.tag().to_owned(),
                collation: Collation::of_language(language.tag()),
                ..Workspace::default()
            },
            language,
            administrator,
            password,
        })
    }
}
