//! What a person has at hand: favourites in their own order, saved views, and what they looked at last.
//!
//! Favourites and views are records like others, so other tabs and devices hear of changes. What was looked at last stays
//! on this device.

use guanxi_client::{ListQuery, Object, Operation};
use guanxi_i18n::Texts;
use leptos::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::api::{fresh_id, uuid as uuid_of};
use super::catalogue::{Catalogue, Entity};
use super::desk::Desk;
use super::failure::{Failure, Loaded};
use super::live::Live;
use super::record::Record;
use super::views::SavedView;
use crate::i18n::I18n;
use crate::stored;
use crate::ui::{Choice, Toasts};

/// Favourites and views fetched; more is no longer at hand.
const MOST: u32 = 200;
/// Records remembered as looked at last.
const MOST_RECENT: usize = 20;
/// The distance between two favourites in a row, so that others fit between.
const STEP: i64 = 1 << 16;
/// The entities of what is kept.
const FAVOURITE: &str = "favourite";
const SAVED_VIEW: &str = "saved_view";

/// A favourite.
#[derive(Debug, Clone, PartialEq)]
pub struct Favourite {
    /// Its own id.
    pub id: String,
    /// Of what kind the record is.
    pub entity: String,
    /// Which record.
    pub record: String,
    /// What it is called.
    pub name: String,
    position: i64,
}

impl Favourite {
    fn of(record: &Record) -> Self {
        Self {
            id: record.id().to_owned(),
            entity: record.text("entity").to_owned(),
            record: record.text("record_id").to_owned(),
            name: record.text("name").to_owned(),
            position: record.get("position").as_i64().unwrap_or_default(),
        }
    }
}

/// What a person has at hand.
#[derive(Clone, Copy)]
pub struct Own {
    /// In their order.
    pub favourites: RwSignal<Vec<Favourite>>,
    /// The person's own and those shared with them, by name.
    pub views: RwSignal<Loaded<Vec<SavedView>>>,
    /// Who that is.
    user: StoredValue<Option<Uuid>>,
    round: StoredValue<u32>,
}

impl Own {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            favourites: RwSignal::new(Vec::new()),
            views: RwSignal::new(Loaded::Waiting),
            user: StoredValue::new(None),
            round: StoredValue::new(0),
        }
    }

    /// Fetches them once the catalogue is there, and again when they change elsewhere.
    pub fn follow(self, desk: Desk) {
        let known = Memo::new(move |_| desk.catalogue().ready().is_some());
        Effect::new(move |_| {
            if known.get() {
                self.fetch_favourites(desk);
                self.fetch_views(desk);
            }
        });
        Effect::new(move |before: Option<()>| {
            let Some(news) = desk
                .news
                .get()
                .filter(|_| before.is_some() && known.get_untracked())
            else {
                return;
            };
            if news.is_about(FAVOURITE) {
                self.fetch_favourites(desk);
            }
            if news.is_about(SAVED_VIEW) {
                self.fetch_views(desk);
            }
        });
    }

    /// Another person has other things at hand.
    pub fn belong_to(self, user: Option<Uuid>) {
        self.user.set_value(user);
    }

    /// Forgets what was fetched.
    pub fn forget(self) {
        self.round.update_value(|round| *round += 1);
        self.favourites.set(Vec::new());
        self.views.set(Loaded::Waiting);
    }

    fn fetch_favourites(self, desk: Desk) {
        let round = self.round.get_value();
        leptos::task::spawn_local(async move {
            let query = ListQuery::new().sort("position").limit(MOST);
            // Without an answer those stay that are shown.
            if let Ok(page) = desk.api.list("favourites", query).await
                && self.round.get_value() == round
            {
                let found: Vec<Favourite> = page.rows.iter().map(Favourite::of).collect();
                if self.favourites.with_untracked(|own| *own != found) {
                    self.favourites.set(found);
                }
            }
        });
    }

    fn fetch_views(self, desk: Desk) {
        let round = self.round.get_value();
        leptos::task::spawn_local(async move {
            let query = ListQuery::new().sort("name").limit(MOST);
            let answer = desk.api.list("saved_views", query).await;
            if self.round.get_value() != round {
                return;
            }
            let answer = answer.map(|page| page.rows.iter().map(SavedView::of).collect::<Vec<_>>());
            let same = self.views.with_untracked(|views| {
                answer
                    .as_ref()
                    .is_ok_and(|found| views.ready() == Some(found))
            });
            if !same {
                self.views.update(|views| views.renew(answer));
            }
        });
    }

    /// Fetches the views anew.
    pub fn refresh(self, desk: Desk) {
        self.fetch_views(desk);
    }

    /// Takes over a view as the server keeps it.
    pub fn learn(self, view: SavedView) {
        self.views.update(|views| {
            if let Loaded::Ready(views) = views {
                views.retain(|own| own.id != view.id);
                views.push(view);
                views.sort_by(|one, other| one.name.cmp(&other.name));
            }
        });
    }

    /// A view is gone.
    pub fn unlearn(self, id: &str) {
        self.views.update(|views| {
            if let Loaded::Ready(views) = views {
                views.retain(|own| own.id != id);
            }
        });
    }

    /// Whether a record is among the favourites.
    pub fn holds(self, record: &str) -> bool {
        self.favourites
            .with(|own| own.iter().any(|one| one.record == record))
    }

    /// Puts a record at the end of the favourites, or takes it out.
    pub fn toggle(
        self,
        desk: Desk,
        i18n: I18n,
        toasts: Toasts,
        entity: &str,
        record: &str,
        name: &str,
    ) {
        let held = self
            .favourites
            .with_untracked(|own| own.iter().find(|one| one.record == record).cloned());
        match held {
            Some(favourite) => self.remove(desk, i18n, toasts, &favourite),
            None => self.add(desk, i18n, toasts, entity, record, name),
        }
    }

    fn add(self, desk: Desk, i18n: I18n, toasts: Toasts, entity: &str, record: &str, name: &str) {
        let last = self
            .favourites
            .with_untracked(|own| own.last().map_or(0, |one| one.position));
        let body = json!({
            "entity": entity,
            "record_id": record,
            "name": name,
            "position": last + STEP,
        });
        leptos::task::spawn_local(async move {
            match desk.api.create("favourites", body, &fresh_id()).await {
                Ok(made) => self.favourites.update(|own| own.push(Favourite::of(&made))),
                Err(failure) => tell(i18n, toasts, &failure),
            }
        });
    }

    /// Takes one out; taking it back puts it where it was.
    pub fn remove(self, desk: Desk, i18n: I18n, toasts: Toasts, favourite: &Favourite) {
        let gone = favourite.clone();
        self.favourites
            .update(|own| own.retain(|one| one.id != gone.id));
        leptos::task::spawn_local(async move {
            if let Err(failure) = desk.api.delete("favourites", &gone.id).await {
                self.fetch_favourites(desk);
                return tell(i18n, toasts, &failure);
            }
            let words = untrack(|| {
                i18n.format("ui-favourite-removed", |args| {
                    args.set("name", gone.name.clone())
                })
            });
            let back = Callback::new(move |()| {
                let id = gone.id.clone();
                leptos::task::spawn_local(async move {
                    if let Err(failure) = desk.api.restore("favourites", &id).await {
                        tell(i18n, toasts, &failure);
                    }
                    self.fetch_favourites(desk);
                });
            });
            toasts.say_with_undo(words, back);
        });
    }

    /// Moves one up or down: two favourites change places, however many there are.
    pub fn shift(self, desk: Desk, i18n: I18n, toasts: Toasts, id: &str, up: bool) {
        let Some((at, to)) = self.favourites.with_untracked(|own| places_of(own, id, up)) else {
            return;
        };
        self.favourites.update(|own| exchange(own, at, to));
        let changes = self.favourites.with_untracked(|own| {
            [at, to].map(|place| {
                let body = Object::from_iter([("position".to_owned(), json!(own[place].position))]);
                let id = uuid_of(&own[place].id).unwrap_or_default();
                Operation::Patch {
                    id,
                    version: None,
                    body,
                }
            })
        });
        leptos::task::spawn_local(async move {
            if let Err(failure) = desk.api.batch("favourites", changes.into()).await {
                tell(i18n, toasts, &failure);
                self.fetch_favourites(desk);
            }
        });
    }

    /// Where a favourite leads; nowhere when its kind is not there for this person.
    pub fn address(self, catalogue: &Catalogue, favourite: &Favourite) -> Option<String> {
        if favourite.entity != SAVED_VIEW {
            let entity = catalogue.entity(&favourite.entity)?;
            return Some(format!("/{}/{}", entity.plural, favourite.record));
        }
        self.views.with(|views| {
            let view = views
                .ready()?
                .iter()
                .find(|view| view.id == favourite.record)?;
            let entity = catalogue.entity(&view.entity)?;
            Some(format!("/{}?view={}", entity.plural, view.id))
        })
    }

    /// Favourites as places: address and name.
    pub fn places(self, desk: Desk) -> Vec<(Favourite, String)> {
        let known = desk.catalogue();
        let Some(catalogue) = known.ready() else {
            return Vec::new();
        };
        let own = self.favourites.get().into_iter();
        own.filter_map(|one| {
            let address = self.address(catalogue, &one)?;
            Some((one, address))
        })
        .collect()
    }
}

/// The place of a favourite and that of its neighbour.
fn places_of(own: &[Favourite], id: &str, up: bool) -> Option<(usize, usize)> {
    let at = own.iter().position(|one| one.id == id)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    (to < own.len()).then_some((at, to))
}

/// Two favourites change places, and the positions that say so.
fn exchange(own: &mut [Favourite], at: usize, to: usize) {
    let (one, other) = (own[at].position, own[to].position);
    // Two devices may have chosen the same position; then one of them gives way.
    let apart = if one == other {
        i64::from(to > at) * 2 - 1
    } else {
        0
    };
    own[at].position = other + apart;
    own[to].position = one;
    own.swap(at, to);
}

/// Remembers on this device that a record was looked at.
pub fn remember(own: Own, live: &Live) {
    let (entity, id) = (live.entity.clone(), live.id());
    let record = live.record.clone();
    Effect::new(move |_| {
        let title = record.with(|record| record.title(&entity).to_owned());
        let Some(user) = own.user.get_value().filter(|_| !title.is_empty()) else {
            return;
        };
        let mut kept = recent(user);
        kept.retain(|one| one.id != id);
        let entity = entity.name.clone();
        kept.insert(
            0,
            Recent {
                entity,
                id: id.clone(),
                title,
            },
        );
        kept.truncate(MOST_RECENT);
        write_recent(user, &kept);
    });
}

/// Where they are remembered.
fn name_of(user: Uuid) -> String {
    format!("guanxi.recent.{user}")
}

/// Forgets what somebody looked at who has signed out.
pub fn forget_recent(user: Uuid) {
    stored::remove(&name_of(user));
}

/// A record looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recent {
    entity: String,
    id: String,
    title: String,
}

fn recent(user: Uuid) -> Vec<Recent> {
    let kept =
        stored::read(&name_of(user)).and_then(|text| serde_json::from_str::<Json>(&text).ok());
    let one = |json: &Json| {
        let text = |at: usize| json.get(at)?.as_str().map(str::to_owned);
        Some(Recent {
            entity: text(0)?,
            id: text(1)?,
            title: text(2)?,
        })
    };
    let kept = kept.as_ref().and_then(Json::as_array);
    kept.map(|kept| kept.iter().filter_map(one).collect())
        .unwrap_or_default()
}

fn write_recent(user: Uuid, kept: &[Recent]) {
    let rows: Vec<Json> = kept
        .iter()
        .map(|one| json!([one.entity, one.id, one.title]))
        .collect();
    stored::write(&name_of(user), &Json::Array(rows).to_string());
}

/// What was looked at last, as addresses with titles, the newest first.
pub fn recent_places(own: Own, catalogue: &Catalogue, texts: &Texts) -> Vec<Choice> {
    let place = |one: Recent| {
        let entity = catalogue.entity(&one.entity).filter(Entity::is_named)?;
        let address = format!("/{}/{}", entity.plural, one.id);
        Some(Choice::new(address, one.title).with_detail(entity.label_plural(texts)))
    };
    let kept = own.user.get_value().map(recent).unwrap_or_default();
    kept.into_iter().filter_map(place).collect()
}

fn tell(i18n: I18n, toasts: Toasts, failure: &Failure) {
    toasts.fail(failure.sentence(&untrack(|| i18n.texts())));
}

#[cfg(test)]
mod tests {
    use super::{Favourite, exchange, places_of};

    fn own(positions: &[i64]) -> Vec<Favourite> {
        let one = |position: &i64| Favourite {
            id: position.to_string(),
            entity: String::new(),
            record: String::new(),
            name: String::new(),
            position: *position,
        };
        positions.iter().map(one).collect()
    }

    fn order(own: &[Favourite]) -> Vec<(&str, i64)> {
        own.iter()
            .map(|one| (one.id.as_str(), one.position))
            .collect()
    }

    #[test]
    fn favourites_change_places() {
        let mut own = own(&[10, 20, 30]);
        assert_eq!(places_of(&own, "10", true), None);
        assert_eq!(places_of(&own, "30", false), None);
        assert_eq!(places_of(&own, "30", true), Some((2, 1)));
        exchange(&mut own, 2, 1);
        assert_eq!(order(&own), [("10", 10), ("30", 20), ("20", 30)]);
    }

    #[test]
    fn equal_positions_come_apart() {
        for (at, to) in [(0, 1), (1, 0)] {
            let mut own = own(&[10, 10]);
            exchange(&mut own, at, to);
            assert!(own[0].position < own[1].position, "{:?}", order(&own));
        }
    }
}
