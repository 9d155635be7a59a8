//! The previous and the next record of the list somebody came from.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::i18n::t;
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::shell::{KeyGroup, Keys};
use crate::ui::IconButton;

/// Two buttons, and `[` `]`.
pub fn neighbours(entity: &Entity, id: &str) -> AnyView {
    let desk = Desk::here();
    let (plural, id) = (entity.plural.clone(), id.to_owned());
    let around = Memo::new(move |_| {
        desk.trail.with(|trail| {
            if trail.plural != plural {
                return (None, None);
            }
            let Some(at) = trail.ids.iter().position(|own| *own == id) else {
                return (None, None);
            };
            let previous = at.checked_sub(1).and_then(|at| trail.ids.get(at)).cloned();
            (previous, trail.ids.get(at + 1).cloned())
        })
    });
    let navigate = StoredValue::new_local(use_navigate());
    let plural = entity.plural.clone();
    let go = Callback::new(move |id: Option<String>| {
        if let Some(id) = id {
            navigate
                .with_value(|navigate| navigate(&format!("/{plural}/{id}"), Default::default()));
        }
    });
    let keys = Keys::here();
    keys.bind(KeyGroup::Record, "[", t("ui-previous-record"), move || {
        go.run(around.get_untracked().0)
    });
    keys.bind(KeyGroup::Record, "]", t("ui-next-record"), move || {
        go.run(around.get_untracked().1)
    });
    let any =
        Memo::new(move |_| around.with(|(previous, next)| previous.is_some() || next.is_some()));
    view! {
        <Show when=move || any.get()>
            <span class="neighbours">
                <IconButton
                    icon="chevron-up"
                    label=t("ui-previous-record")
                    keys="["
                    disabled=Signal::derive(move || around.with(|around| around.0.is_none()))
                    on_press=move |()| go.run(around.get_untracked().0)
                />
                <IconButton
                    icon="chevron-down"
                    label=t("ui-next-record")
                    keys="]"
                    disabled=Signal::derive(move || around.with(|around| around.1.is_none()))
                    on_press=move |()| go.run(around.get_untracked().1)
                />
            </span>
        </Show>
    }
    .into_any()
}
