//! Changing what the whole workspace shares.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::currency::Currency;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::platform::currency_rates::CURRENCY_RATE;
use guanxi_domain::platform::workspace;
use guanxi_domain::registry;
use serde_json::{Value as Json, json};

use super::sorting;
use crate::cells;
use crate::connection::Conn;
use crate::engine::keys::Collation;
use crate::engine::write::{Expect, Tx};
use crate::error::{Error, Result};
use crate::events::Change;
use crate::settings::{self, Workspace};
use crate::sql::Sql;

/// What is to be changed; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The firm's name.
    pub name: Option<String>,
    /// The currency in which the firm reckons.
    pub company_currency: Option<Currency>,
    /// IANA zone in which the firm's days begin.
    pub time_zone: Option<String>,
    /// Language of shared texts.
    pub language: Option<String>,
    /// In which order names are read.
    pub collation: Option<Collation>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// So it is now.
    Done(Workspace),
    /// The caller has not seen how it is.
    Stale(Workspace),
}

impl Tx<'_> {
    /// Changes the workspace's settings. Names are sorted by another collation once a job has computed their keys.
    pub fn change_workspace(
        &mut self,
        actor: &Actor,
        expect: Expect,
        wishes: &Wishes,
    ) -> Result<Outcome> {
        if !actor.may_set_up() {
            return Err(Error::Forbidden("update"));
        }
        self.take_turn("workspace")?;
        let before = settings::workspace(self.conn())?;
        if matches!(expect, Expect::Version(version) if version != before.version) {
            return Ok(Outcome::Stale(before));
        }
        let after = wishes.applied(before.clone());
        if after.company_currency != before.company_currency {
            workspace::check_currency(has_amounts(self.conn())?)?;
        }
        if after == before {
            return Ok(Outcome::Done(before));
        }
        if after.next_collation.is_some() {
            sorting::queue(self, actor.user)?;
        }
        Ok(Outcome::Done(self.store_workspace(actor, &before, after)?))
    }

    /// Writes settings that differ, with their event.
    pub(crate) fn store_workspace(
        &mut self,
        actor: &Actor,
        before: &Workspace,
        after: Workspace,
    ) -> Result<Workspace> {
        let after = Workspace {
            version: before.version + 1,
            ..after
        };
        settings::set_workspace(self.conn(), &after)?;
        self.note_workspace(actor, after.version, &differences(before, &after))?;
        Ok(after)
    }
}

impl Wishes {
    fn applied(&self, before: Workspace) -> Workspace {
        let wanted = self.collation.or(before.next_collation);
        Workspace {
            name: self.name.clone().unwrap_or(before.name),
            company_currency: self.company_currency.unwrap_or(before.company_currency),
            time_zone: self.time_zone.clone().unwrap_or(before.time_zone),
            language: self.language.clone().unwrap_or(before.language),
            collation: before.collation,
            next_collation: wanted.filter(|wanted| *wanted != before.collation),
            version: before.version,
        }
    }
}

fn differences(before: &Workspace, after: &Workspace) -> Vec<Change> {
    let (old, new) = (before.members(), after.members());
    let both = old.into_iter().zip(new);
    let differing = both.filter(|((_, old), (_, new))| old != new);
    differing
        .map(|((field, old), (_, new))| Change {
            field: field.to_owned(),
            old: told(old),
            new: told(new),
        })
        .collect()
}

/// A value as events tell it.
fn told(value: &str) -> Json {
    match value {
        "" => Json::Null,
        value => json!(value),
    }
}

/// Whether any amount is stored, be it in the bin, or a rate, which is one against the company currency.
fn has_amounts(conn: &mut Conn) -> Result<bool> {
    let rates = format!("SELECT 1 FROM {} LIMIT 1", CURRENCY_RATE.plural);
    let amounts = registry::ENTITIES.iter().flat_map(|entity| {
        let fields = entity
            .all_fields()
            .filter(|field| field.kind == Kind::Money);
        fields.map(|field| {
            let (table, name) = (entity.plural, field.name);
            format!("SELECT 1 FROM {table} WHERE {name}_minor IS NOT NULL LIMIT 1")
        })
    });
    for text in amounts.chain([rates]) {
        if cells::number(conn, Sql::text(conn.dialect(), &text))? == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}
