//! `GET` and `PATCH /me`: who is signed in, and the own settings.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::people::users::USER;
use guanxi_i18n::Language;
use guanxi_persistence::How;
use guanxi_persistence::World;
use guanxi_persistence::world::Person;
use serde_json::{Map, Value as Json, json};

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, if_match};

/// What people may change about themselves: nothing that widens what they see.
const OWN: [&str; 8] = [
    "family_name",
    "given_name",
    "name_order",
    "phone",
    "language",
    "region",
    "time_zone",
    "preferences",
];

/// A user as that user sees it.
pub fn described(world: &World, person: &Person) -> Json {
    let user = &person.user;
    json!({
        "id": user.head.id,
        "version": user.head.version,
        "name": user.name,
        "family_name": user.family_name,
        "given_name": user.given_name,
        "name_order": user.name_order.name(),
        "login": user.login,
        "phone": user.phone,
        "language": user.language,
        "region": user.region,
        "time_zone": user.time_zone,
        "preferences": serde_json::from_str(&user.preferences.0).unwrap_or(Json::Null),
        "roles": world.role_codes(person),
    })
}

/// Who is signed in.
pub async fn show(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    answer(&caller)
}

/// Changes the own settings.
pub async fn change(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let expect = if_match(&request)?;
    check(&body.members)?;
    let user = caller.user;
    caller
        .write(move |tx, actor| {
            let own = own_actor(actor);
            tx.patch(&own, &USER, user, expect, &body.members, How::Plain)
        })
        .await?;
    answer(&caller)
}

fn answer(caller: &Caller) -> Result<HttpResponse, Refusal> {
    let world = caller.world();
    let person = world
        .person(caller.user)
        .ok_or_else(Refusal::unauthenticated)?;
    let tag = format!("\"{}\"", person.user.head.version);
    Ok(HttpResponse::Ok()
        .insert_header(("etag", tag))
        .json(described(&world, person)))
}

fn check(members: &Map<String, Json>) -> Result<(), Refusal> {
    let mut found = Violations::default();
    // One is enough to show the mistake, however long the list.
    let mut names = members.keys();
    if let Some(name) = names.find(|name| !OWN.contains(&name.as_str())) {
        let known = USER.field(name).is_some();
        let code = if known { "read_only" } else { "unknown_field" };
        found.add(Violation::field(name, code).with("field", name));
    }
    let text = |name: &str| members.get(name).and_then(Json::as_str);
    if text("language").is_some_and(|tag| Language::from_tag(tag).is_none()) {
        found.add(Violation::field("language", "unknown_language"));
    }
    if text("time_zone").is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        found.add(Violation::field("time_zone", "unknown_time_zone"));
    }
    if members
        .get("preferences")
        .is_some_and(|preferences| !preferences.is_object())
    {
        found.add(Violation::field("preferences", "not_an_object"));
    }
    found.into_result().map_err(Refusal::invalid)
}

/// The same actor with the right to change this one record, whatever the roles say.
fn own_actor(actor: &Actor) -> Actor {
    let grant = |update| Grant {
        read: Reach::All,
        update,
        ..Grant::default()
    };
    let grants = [("user", grant(Reach::All)), ("*", grant(Reach::None))];
    let rights = grants.map(|(entity, grant)| (entity.to_owned(), grant));
    Actor {
        roles: vec![Rights(BTreeMap::from(rights))],
        ..actor.clone()
    }
}
