//! What became of a lead.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::ui::{Button, DialogActions, Formats, spoken};

/// Links to what became of it; the first one has the focus.
const BECAME: [&str; 3] = [
    "converted_opportunity_id",
    "converted_account_id",
    "converted_contact_id",
];

/// The records that the lead became, each a link.
pub fn became(desk: Desk, live: &Live, open: RwSignal<bool>) -> AnyView {
    let record = live.record.get_untracked();
    let fields = BECAME.iter().filter_map(|name| live.entity.field(name));
    let links = fields.enumerate().filter_map(|(at, field)| {
        let id = record.text(field.path()).to_owned();
        let target = desk.entity(field.target.as_deref()?)?;
        (!id.is_empty()).then(|| link(desk, target, id, at == 0, open))
    });
    view! {
        <p role="status">{t("ui-convert-done")}</p>
        <ul class="convert-became">{links.collect_view()}</ul>
        <DialogActions>
            <Button on_press=move |()| open.set(false)>{t("ui-close")}</Button>
        </DialogActions>
    }
    .into_any()
}

fn link(
    desk: Desk,
    target: crate::records::catalogue::Entity,
    id: String,
    first: bool,
    open: RwSignal<bool>,
) -> AnyView {
    let (i18n, formats) = (I18n::here(), Formats::here());
    let href = format!("/{}/{id}", target.plural);
    let named = target.clone();
    let label = move || named.label(&i18n.texts());
    let name = move || spoken(formats, desk.names.name(&target, &id));
    view! {
        <li>
            <span class="muted">{label}</span>
            <a href=href autofocus=first on:click=move |_| open.set(false)>{name}</a>
        </li>
    }
    .into_any()
}
