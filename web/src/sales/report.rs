//! What reports share: what is asked stands in the address, and of several answers the newest counts.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::records::screens::{Failure, Loaded};
use crate::ui::Choice;

/// The newest answer.
pub struct Latest<T: 'static> {
    /// What came of it.
    pub found: RwSignal<Loaded<T>>,
    round: StoredValue<u32>,
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Latest<T> {}

impl<T: Send + Sync + 'static> Latest<T> {
    /// None yet.
    pub fn new() -> Self {
        Self {
            found: RwSignal::new(Loaded::Waiting),
            round: StoredValue::new(0),
        }
    }

    /// Takes an answer when it comes, unless something newer was asked meanwhile.
    pub fn ask(self, answer: impl Future<Output = Result<T, Failure>> + 'static) {
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        spawn_local(async move {
            let answer = answer.await;
            if self.round.try_get_value() == Some(round) {
                self.found.try_update(|found| found.renew(answer));
            }
        });
    }
}

/// What the address says under a name.
pub fn asked_for(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get_str(name).unwrap_or_default().to_owned())
}

/// The same, when it is one of these values; else the first of them.
pub fn one_of(name: &str, known: &[(&'static str, &'static str)]) -> &'static str {
    let wanted = asked_for(name);
    let found = known.iter().find(|(value, _)| *value == wanted);
    found.or(known.first()).map_or("", |(value, _)| *value)
}

/// Keeps what is asked in the address, to come back to and to send on. What is empty is left out.
pub fn keep_in_address<const N: usize>(
    page: &'static str,
    asked: [(&'static str, RwSignal<String>); N],
) {
    let navigate = use_navigate();
    Effect::new(move |before: Option<()>| {
        let parts: Vec<String> = asked
            .iter()
            .map(|(name, value)| (name, value.get()))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", js_sys::encode_uri_component(&value)))
            .collect();
        if before.is_none() {
            return;
        }
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&format!("{page}?{}", parts.join("&")), options);
    });
}

/// Values with the keys of their words, as choices in the page's language.
pub fn choices(known: &'static [(&'static str, &'static str)]) -> Signal<Vec<Choice>> {
    let i18n = crate::i18n::I18n::here();
    Signal::derive(move || {
        let choice =
            |(value, key): &(&'static str, &'static str)| Choice::new(*value, i18n.text(key));
        known.iter().map(choice).collect()
    })
}
