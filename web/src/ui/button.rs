//! A button with a word on it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Icon;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do here; at most one a screen.
    Primary,
    /// Bordered, for everything beside it.
    #[default]
    Plain,
    /// Without border until touched, for bars and rows.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button button-plain",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button. While busy or disabled it keeps its place in the tab order and says why, but does nothing.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Work is under way: a ring turns and presses do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Presses do nothing; give `why`.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Why it is disabled, shown as tooltip.
    #[prop(optional, into)]
    why: Signal<String>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// 28 px high instead of 32 px.
    #[prop(optional)]
    small: bool,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let idle = move || !busy.get_untracked() && !disabled.get_untracked();
    let press = move |event: MouseEvent| match on_press {
        _ if !idle() => event.prevent_default(),
        Some(act) => act.run(()),
        None => {}
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:button-small=small
            autofocus=autofocus
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || disabled.get().then_some("true")
            data-tip=move || Some(why.get()).filter(|why| disabled.get() && !why.is_empty())
            on:click=press
        >
            {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {icon.map(|name| view! { <Icon name=name /> })}
            <span class="button-words">{children()}</span>
        </button>
    }
}
