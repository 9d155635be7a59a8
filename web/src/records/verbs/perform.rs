//! Doing it, and taking it back.

use std::sync::Arc;

use guanxi_domain::kernel::meta::VerbMeta;
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::{Asking, next};
use crate::i18n::I18n;
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::live::{Live, patch_whole};
use crate::records::record::{Record, is_empty};
use crate::ui::{Formats, Toasts};

/// Shared, and not a callback of the page: those go with the menu or row they were made in, and a refusal comes later.
type Undone = Arc<dyn Fn() + Send + Sync>;

/// A verb about to be used on a record.
#[derive(Clone)]
pub struct Doing {
    /// Which record.
    pub live: Live,
    /// Which verb.
    pub verb: VerbMeta,
    /// What is given along already.
    pub given: Map<String, Json>,
    /// Runs when it was refused or given up, for those who showed it as done already.
    undone: Option<Undone>,
    /// It cannot be taken back.
    for_good: bool,
    i18n: I18n,
    toasts: Toasts,
    formats: Formats,
}

impl Doing {
    /// A verb on a record, with nothing given yet. To be made while a component runs.
    pub fn new(live: &Live, verb: VerbMeta, i18n: I18n, toasts: Toasts) -> Self {
        Self {
            live: live.clone(),
            verb,
            given: Map::new(),
            undone: None,
            for_good: false,
            i18n,
            toasts,
            formats: Formats::here(),
        }
    }

    /// The same with a field given along.
    #[must_use]
    pub fn with(mut self, field: &str, value: Json) -> Self {
        self.given.insert(field.to_owned(), value);
        self
    }

    /// The same, with something to run when it does not happen.
    #[must_use]
    pub fn or_else(mut self, undone: impl Fn() + Send + Sync + 'static) -> Self {
        self.undone = Some(Arc::new(undone));
        self
    }

    /// The same, without an offer to take it back.
    #[must_use]
    pub const fn for_good(mut self) -> Self {
        self.for_good = true;
        self
    }

    /// Does it; what the server finds missing is asked for.
    pub fn perform(self, desk: Desk) {
        leptos::task::spawn_local(async move {
            if let Err(failure) = self.send(desk, Map::new()).await {
                self.refused(desk, &failure);
            }
        });
    }

    /// Sends it; `patch` holds fields that the verb itself does not take.
    pub async fn send(&self, desk: Desk, patch: Map<String, Json>) -> Result<(), Failure> {
        if !patch.is_empty() {
            patch_whole(desk, &self.live, patch).await?;
        }
        let entity = &self.live.entity;
        let id = self.live.id();
        let record = desk
            .api
            .act(
                &entity.plural,
                &id,
                &self.verb.name,
                Json::Object(self.given.clone()),
            )
            .await?;
        self.live.take(record.clone());
        desk.tell(&entity.name, &id, Change::Is(record.clone()));
        self.announce(desk, &record);
        Ok(())
    }

    /// Gives it up.
    pub fn give_up(&self) {
        if let Some(undone) = &self.undone {
            undone();
        }
    }

    fn refused(self, desk: Desk, failure: &Failure) {
        let record = self.live.record.get_untracked();
        let mut fields = missing(&self.live.entity, failure.errors());
        if !fields.is_empty() {
            fields.extend(offered(&self.verb, &record, &fields));
        }
        if fields.is_empty() {
            self.toasts
                .fail(failure.sentence(&untrack(|| self.i18n.texts())));
            self.give_up();
        } else {
            desk.asking.set(Some(Asking {
                doing: self,
                fields,
                errors: unmet(failure.errors()),
            }));
        }
    }

    fn announce(&self, desk: Desk, record: &Record) {
        let texts = untrack(|| self.i18n.texts());
        let entity = self.live.entity.clone();
        let words = self.i18n.format("ui-verb-done", |args| {
            args.set("verb", texts.verb(&entity.name, &self.verb.name));
            args.set("name", record.title(&entity).to_owned());
        });
        if self.for_good {
            return self.toasts.say(words);
        }
        let doing = self.clone();
        let undo = Callback::new(move |()| doing.clone().take_back(desk));
        let page = next::Page {
            desk,
            i18n: self.i18n,
            toasts: self.toasts,
            formats: self.formats,
        };
        let offers = next::offers(page, &self.verb, record);
        self.toasts.say_with_offers(words, undo, offers);
    }

    /// Reverts the change that the verb made, as long as nobody changed the record since.
    fn take_back(self, desk: Desk) {
        leptos::task::spawn_local(async move {
            let (plural, id) = (self.live.entity.plural.clone(), self.live.id());
            match revert_newest(desk, &plural, &id).await {
                Ok(record) => {
                    self.live.take(record.clone());
                    desk.tell(&self.live.entity.name, &id, Change::Is(record));
                }
                Err(failure) => self
                    .toasts
                    .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
            }
        });
    }
}

/// Takes back the newest change of a record, as long as nobody changed it since.
pub async fn revert_newest(desk: Desk, plural: &str, id: &str) -> Result<Record, Failure> {
    let page = desk.api.events(plural, id, None, 1).await?;
    let event = page
        .rows
        .first()
        .and_then(|event| event.get("id").as_i64())
        .ok_or_else(Failure::missing)?;
    desk.api.revert(plural, id, event).await
}

/// What is asked along when a form is shown anyway: nobody should move on without knowing what comes next.
const OFFERED: [&str; 2] = ["next_step", "next_step_on"];

fn offered(verb: &VerbMeta, record: &Record, asked: &[(String, bool)]) -> Vec<(String, bool)> {
    let is_open = |name: &&str| {
        verb.asks.iter().any(|ask| ask.field == **name)
            && is_empty(record.get(name))
            && !asked.iter().any(|(field, _)| field.as_str() == *name)
    };
    let open = OFFERED.iter().copied().filter(|name| is_open(name));
    open.map(|name| (name.to_owned(), false)).collect()
}

/// Conditions that do not hold yet; whoever is asked for the fields is told them.
fn unmet(errors: &[FieldError]) -> Vec<FieldError> {
    let conditions = errors.iter().filter(|error| error.code != "required");
    conditions.cloned().collect()
}

/// The fields that the server says must be filled, or must be otherwise before the record moves on.
fn missing(entity: &Entity, errors: &[FieldError]) -> Vec<(String, bool)> {
    let field = |error: &FieldError| {
        let pointer = error.pointer.as_deref()?;
        let is_own = error.params.get("path").is_none_or(|path| {
            !path.contains('.') || path.starts_with("custom.") || path.ends_with(".currency")
        });
        entity
            .fields()
            .iter()
            .find(|field| field.pointer() == pointer && is_own)
            .filter(|field| error.code == "required" || field.is_editable())
            .map(|field| (field.path().to_owned(), error.code == "required"))
    };
    let is_known = |error: &FieldError| {
        matches!(
            error.code.as_str(),
            "required" | "exit_criterion" | "exit_criterion_any"
        )
    };
    if !errors.iter().all(is_known) {
        return Vec::new();
    }
    let mut fields: Vec<(String, bool)> = Vec::new();
    for (path, required) in errors.iter().filter_map(field) {
        match fields.iter_mut().find(|(known, _)| *known == path) {
            Some((_, known)) => *known |= required,
            None => fields.push((path, required)),
        }
    }
    fields
}

/// Which of the fields typed the verb takes itself; the rest are patched before.
pub fn parted(verb: &VerbMeta, typed: Map<String, Json>) -> (Map<String, Json>, Map<String, Json>) {
    typed
        .into_iter()
        .partition(|(name, _)| verb.asks.iter().any(|ask| ask.field == *name))
}

#[cfg(test)]
mod tests {
    use guanxi_domain::kernel::meta::{AskMeta, VerbMeta};
    use serde_json::{Map, json};

    use super::parted;

    #[test]
    fn a_verb_takes_only_what_it_asks_for() {
        let ask = AskMeta {
            field: "close_on".to_owned(),
            required: false,
        };
        let verb = VerbMeta {
            name: "win".to_owned(),
            from: vec![],
            to: None,
            asks: vec![ask],
            needs: vec![],
            sequels: vec![],
            for_guests: false,
        };
        let typed = Map::from_iter([
            ("close_on".to_owned(), json!("2026-01-01")),
            ("amount".to_owned(), json!(1)),
        ]);
        let (given, patch) = parted(&verb, typed);
        assert!(given.contains_key("close_on") && patch.contains_key("amount"));
    }
}
