//! Who is signed in, how the page looks, and the way out.

use guanxi_i18n::Language;
use leptos::prelude::*;

use super::frame::Panels;
use crate::i18n::{I18n, t};
use crate::session::Session;
use crate::theme::{Look, Theme};
use crate::ui::{Avatar, Menu, MenuChoice, MenuDivider, MenuItem, MenuLink};

/// The menu behind the person's disc.
#[component]
pub fn MeMenu() -> impl IntoView {
    let session = Session::here();
    let panels = expect_context::<Panels>();
    let (look, i18n) = (Look::here(), I18n::here());
    let name = Signal::derive(move || session.me().map(|me| me.name).unwrap_or_default());
    let login = move || session.me().map(|me| me.login).unwrap_or_default();
    let theme = move |theme: Theme| {
        view! {
            <MenuChoice
                chosen=Signal::derive(move || look.theme.get() == theme)
                on_press=move |()| session.choose_theme(theme)
            >
                {t(theme.label())}
            </MenuChoice>
        }
    };
    let language = move |language: Language| {
        view! {
            <MenuChoice
                lang=language.tag()
                chosen=Signal::derive(move || i18n.chosen() == language)
                on_press=move |()| session.choose_language(language)
            >
                {language.own_name()}
            </MenuChoice>
        }
    };
    view! {
        <Menu label=t("ui-me") end=true trigger=move || view! { <Avatar name /> }>
            <div class="menu-person" role="presentation">
                <strong>{move || name.get()}</strong>
                <span>{login}</span>
            </div>
            <MenuDivider />
            <MenuLink href="/settings" icon="settings">{t("ui-settings")}</MenuLink>
            <MenuItem icon="keyboard" keys="?" on_press=move |()| panels.help.set(true)>{t("ui-keys")}</MenuItem>
            <MenuDivider label=t("ui-theme") />
            {Theme::ALL.map(theme).collect_view()}
            <MenuDivider label=t("ui-language") />
            {Language::ALL.map(language).collect_view()}
            <MenuDivider />
            <MenuItem icon="log-out" on_press=move |()| session.sign_out()>{t("ui-sign-out")}</MenuItem>
        </Menu>
    }
}
