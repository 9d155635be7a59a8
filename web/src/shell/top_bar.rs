//! Search, create, help and me, above every page.

use leptos::prelude::*;

use super::create::CreateMenu;
use super::frame::Panels;
use super::me_menu::MeMenu;
use crate::i18n::t;
use crate::ui::{Icon, IconButton, Kbd, Seal};

/// The bar above every page.
#[component]
pub fn TopBar() -> impl IntoView {
    let panels = expect_context::<Panels>();
    view! {
        <header class="top-bar">
            <a class="brand top-brand" href="/"><Seal /><span>"Guanxi"</span></a>
            <button type="button" class="search-box" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| panels.palette.set(true)>
                <Icon name="search" />
                <span>{t("ui-search-everything")}</span>
                <Kbd keys="mod+k" />
            </button>
            <div class="top-actions">
                <CreateMenu />
                <IconButton icon="circle-help" label=t("ui-help") keys="?" on_press=move |()| panels.help.set(true) />
                <MeMenu />
            </div>
        </header>
    }
}
