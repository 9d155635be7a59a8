//! Buttons.

use leptos::prelude::*;

use super::Part;
use crate::i18n::t;
use crate::ui::{Button, ButtonKind, IconButton, Kbd, LinkButton};

#[component]
pub(super) fn Buttons() -> impl IntoView {
    let busy = RwSignal::new(true);
    let pressed = RwSignal::new(true);
    view! {
        <Part name="Button">
            <div class="gallery-row">
                <Button kind=ButtonKind::Primary>{t("ui-save")}</Button>
                <Button icon="plus">{t("ui-add")}</Button>
                <Button kind=ButtonKind::Quiet icon="pencil">{t("ui-edit")}</Button>
                <Button kind=ButtonKind::Danger icon="trash-2">{t("ui-delete")}</Button>
                <LinkButton href="/gallery" icon="external-link">{t("ui-more")}</LinkButton>
            </div>
            <div class="gallery-row">
                <Button kind=ButtonKind::Primary busy>{t("ui-saving")}</Button>
                <Button busy icon="plus">{t("ui-add")}</Button>
                <Button disabled=true why=t("ui-no-permission-text")>{t("ui-save")}</Button>
                <Button small=true>{t("ui-cancel")}</Button>
                <Button small=true kind=ButtonKind::Quiet icon="list-filter">{t("ui-narrow")}</Button>
            </div>
        </Part>
        <Part name="IconButton">
            <div class="gallery-row">
                <IconButton icon="pencil" label=t("ui-edit") keys="e" />
                <IconButton icon="star" label=t("ui-choose") pressed=Signal::from(pressed) on_press=move |()| pressed.update(|on| *on = !*on) />
                <IconButton icon="trash-2" label=t("ui-delete") disabled=true />
                <IconButton icon="x" label=t("ui-close") small=true />
            </div>
        </Part>
        <Part name="Kbd">
            <div class="gallery-row"><Kbd keys="mod+k" /><Kbd keys="g a" /><Kbd keys="shift+arrowdown" /><Kbd keys="?" /></div>
        </Part>
    }
}
