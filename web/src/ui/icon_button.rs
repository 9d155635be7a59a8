//! A button that is only an icon.

use leptos::prelude::*;

use super::Icon;

/// A square button with an icon, a name for those who cannot see it, and a tooltip for those who wonder.
#[component]
pub fn IconButton(
    /// The icon's name in `web/icons.txt`.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// What it does, as name and tooltip.
    #[prop(into)]
    label: Signal<String>,
    /// The keys that do the same, shown in the tooltip, such as `c a`.
    #[prop(optional)]
    keys: &'static str,
    /// On or off, for buttons that switch something.
    #[prop(optional)]
    pressed: Option<Signal<bool>>,
    /// Presses do nothing.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// 24 px instead of 32 px, for rows.
    #[prop(optional)]
    small: bool,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |_| {
        if let (false, Some(act)) = (disabled.get_untracked(), on_press) {
            act.run(());
        }
    };
    view! {
        <button
            type="button"
            class="icon-button"
            class:icon-button-small=small
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|on| if on.get() { "true" } else { "false" })
            aria-disabled=move || disabled.get().then_some("true")
            data-tip=move || label.get()
            data-keys=keys
            on:click=press
        >
            <Icon name=icon />
        </button>
    }
}
