//! `GET /agenda`: what takes the time of some people. Of what the caller may not see only that the time is taken.

use actix_web::HttpResponse;
use guanxi_domain::activities::activities::{ACTIVITY, answers};
use guanxi_domain::activities::attendees::{Answer, Attendee};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Id;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::wire;
use guanxi_persistence::database::now;
use guanxi_persistence::engine::agenda::{Span, Time};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Longest stretch in seconds: six weeks and some, as calendars show a month.
pub const LONGEST: i64 = 62 * 86_400;
/// Most people at once.
pub const MOST_USERS: usize = 20;
/// Invitations of an answer when nothing else is said.
pub const USUAL_INVITATIONS: usize = 50;
/// Most invitations of an answer.
pub const MOST_INVITATIONS: usize = 200;
/// What is told of an activity within sight.
const SHOWN: [&str; 14] = [
    "id",
    "version",
    "kind",
    "subject",
    "status",
    "location",
    "is_private",
    "recurrence",
    "time_zone",
    "owner_id",
    "contact_id",
    "anchor_entity",
    "anchor_id",
    "due_on",
];

/// The times, in the order in which they begin.
pub async fn show(caller: Caller, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let span = Span {
        from: moment(&mut pairs, "from")?,
        until: moment(&mut pairs, "until")?,
    };
    if span.until <= span.from || span.until.seconds_since(span.from) > LONGEST {
        return Err(Refusal::parameter("until", "not_a_span"));
    }
    let users = users(&caller, pairs.take_list("users")?)?;
    pairs.finish()?;
    let asked = users.clone();
    let times = caller
        .read(move |reader, actor| reader.agenda(actor, &asked, span))
        .await?;
    let world = caller.world();
    let lens = caller.lens(&world, &ACTIVITY);
    let me = caller.user;
    let data: Vec<Json> = times
        .iter()
        .map(|time| told(&lens, time, &users, me))
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "data": data })))
}

/// What the caller is asked to from now on and has not answered: the next time of each.
pub async fn invitations(caller: Caller, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let most = pairs.take_number("limit", USUAL_INVITATIONS, MOST_INVITATIONS)?;
    pairs.finish()?;
    let found = caller
        .read(move |reader, actor| reader.invitations(actor, now(), most))
        .await?;
    let world = caller.world();
    let lens = caller.lens(&world, &ACTIVITY);
    let me = caller.user;
    let told = |time: &Time| told(&lens, time, &[me], me);
    let data: Vec<Json> = found.times.iter().map(told).collect();
    Ok(HttpResponse::Ok().json(json!({ "data": data, "total": found.total })))
}

fn moment(pairs: &mut Pairs, name: &str) -> Result<Instant, Refusal> {
    let text = pairs
        .take(name)?
        .ok_or_else(|| Refusal::parameter(name, "required"))?;
    text.parse()
        .map_err(|_| Refusal::parameter(name, "not_an_instant"))
}

fn users(caller: &Caller, names: Vec<String>) -> Result<Vec<Uuid>, Refusal> {
    if names.is_empty() {
        return Ok(vec![caller.user]);
    }
    if names.len() > MOST_USERS {
        return Err(Refusal::parameter("users", "too_many").with("most", MOST_USERS));
    }
    let id =
        |name: &String| Uuid::try_parse(name).map_err(|_| Refusal::parameter("users", "not_an_id"));
    names.iter().map(id).collect()
}

fn told(lens: &Lens, time: &Time, users: &[Uuid], me: Uuid) -> Json {
    let mut map = Map::new();
    map.insert("starts_at".to_owned(), json!(time.span.from.to_string()));
    map.insert("ends_at".to_owned(), json!(time.span.until.to_string()));
    map.insert(
        "first_day".to_owned(),
        json!(time.days.map(|(first, _)| first)),
    );
    map.insert(
        "last_day".to_owned(),
        json!(time.days.map(|(_, last)| last)),
    );
    map.insert("user_ids".to_owned(), json!(people(&time.activity, users)));
    map.insert("seen".to_owned(), json!(time.seen));
    if time.seen {
        let mut whole = wire::document_json(lens, &time.activity);
        let shown = SHOWN
            .iter()
            .filter_map(|name| Some((*name, whole.remove(*name)?)));
        map.extend(shown.map(|(name, value)| (name.to_owned(), value)));
        if lens.shows("attendees") {
            let answer = answers::of(&time.activity, me);
            let answer = answer.map(|answer| answer.name().to_owned());
            map.insert("answer".to_owned(), json!(answer));
        }
    }
    Json::Object(map)
}

/// Whose time it takes, of those asked about; not that of those who said that they do not come.
fn people(activity: &Document, users: &[Uuid]) -> Vec<Uuid> {
    let attendees = activity.typed_rows::<Attendee>("attendees");
    let named = attendees
        .iter()
        .filter(|one| one.answer != Answer::Declined)
        .filter_map(|one| one.user_id.map(Id::uuid));
    let all: Vec<Uuid> = activity.owner().into_iter().chain(named).collect();
    users
        .iter()
        .copied()
        .filter(|user| all.contains(user))
        .collect()
}
