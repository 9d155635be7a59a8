//! A list of acts that hangs on a button.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::dom::all;
use super::{ButtonKind, Icon, Kbd, Popover, focus, is_composing};

/// Items a person can move to.
const ITEMS: &str = "[role^='menuitem']:not([aria-disabled='true'])";

/// How an item closes the menu it stands in.
#[derive(Clone, Copy)]
struct OpenMenu(RwSignal<bool>);

/// A button that opens a menu of [`MenuItem`], [`MenuLink`], [`MenuChoice`] and [`MenuDivider`]. Arrow keys, Home,
/// End and first letters move; Enter acts; Tab and Escape close.
#[component]
pub fn Menu(
    /// The button's words, or its name when it shows only an icon.
    #[prop(into)]
    label: Signal<String>,
    /// An icon on the button.
    #[prop(optional)]
    icon: &'static str,
    /// Only the icon; the label becomes name and tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// Instead of icon and words.
    #[prop(optional, into)]
    trigger: Option<ViewFn>,
    /// How the button looks.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// 24 px instead of 32 px, for rows.
    #[prop(optional)]
    small: bool,
    /// Right edges in line instead of left edges.
    #[prop(optional)]
    end: bool,
    /// Opens upwards, for bars at the bottom.
    #[prop(optional)]
    above: bool,
    /// Whether it is open, for those who open it by a key.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let open = open.unwrap_or_else(|| RwSignal::new(false));
    let on_key = Callback::new(move |event: KeyboardEvent| keyed(&event, open));
    view! {
        <Popover label icon icon_only trigger kind small end above role="menu" open on_key>
            {provide_context(OpenMenu(open))}
            {children()}
        </Popover>
    }
}

/// An act.
#[component]
pub fn MenuItem(
    /// An icon before the words.
    #[prop(optional)]
    icon: &'static str,
    /// The keys that do the same, such as `c a`.
    #[prop(optional)]
    keys: &'static str,
    /// Takes something away.
    #[prop(optional)]
    danger: bool,
    /// Cannot be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    let press = move |_| {
        if !disabled.get_untracked() {
            close(menu);
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            class="menu-item"
            class:menu-item-danger=danger
            aria-disabled=move || disabled.get().then_some("true")
            on:click=press
        >
            <span class="menu-icon">{(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}</span>
            <span class="menu-words">{children()}</span>
            {(!keys.is_empty()).then(|| view! { <Kbd keys=keys /> })}
        </button>
    }
}

/// A place.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// An icon before the words.
    #[prop(optional)]
    icon: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    view! {
        <a role="menuitem" tabindex="-1" class="menu-item" href=move || href.get() on:click=move |_| close(menu)>
            <span class="menu-icon">{(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}</span>
            <span class="menu-words">{children()}</span>
        </a>
    }
}

/// One of several settings, marked when it holds.
#[component]
pub fn MenuChoice(
    /// Whether it holds.
    #[prop(into)]
    chosen: Signal<bool>,
    /// The language of the words, when it is not the page's.
    #[prop(optional)]
    lang: Option<&'static str>,
    /// Makes it hold.
    #[prop(into)]
    on_press: Callback<()>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    view! {
        <button
            type="button"
            role="menuitemradio"
            tabindex="-1"
            class="menu-item"
            lang=lang
            aria-checked=move || if chosen.get() { "true" } else { "false" }
            on:click=move |_| {
                close(menu);
                on_press.run(());
            }
        >
            <span class="menu-icon">{move || chosen.get().then(|| view! { <Icon name="check" /> })}</span>
            <span class="menu-words">{children()}</span>
        </button>
    }
}

/// A line between groups of items, with the words of the group below it.
#[component]
pub fn MenuDivider(
    /// What the items below have in common.
    #[prop(optional, into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div role="separator" class="menu-divider"></div>
        {move || Some(label.get()).filter(|label| !label.is_empty()).map(|label| {
            view! { <div class="menu-heading" role="presentation">{label}</div> }
        })}
    }
}

fn close(menu: Option<OpenMenu>) {
    if let Some(OpenMenu(open)) = menu {
        open.set(false);
    }
}

fn keyed(event: &KeyboardEvent, open: RwSignal<bool>) {
    let menu = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(menu) = menu.filter(|_| !is_composing(event)) else {
        return;
    };
    let items = all(&menu, ITEMS);
    let active = document().active_element();
    let at = items
        .iter()
        .position(|item| active.as_ref() == Some(item.as_ref()));
    let next = match event.key().as_str() {
        "ArrowDown" => at.map_or(0, |at| (at + 1) % items.len().max(1)),
        "ArrowUp" => at
            .unwrap_or(0)
            .checked_sub(1)
            .unwrap_or(items.len().saturating_sub(1)),
        "Home" => 0,
        "End" => items.len().saturating_sub(1),
        "Tab" => {
            event.prevent_default();
            return open.set(false);
        }
        key => match starting_with(&items, key, at) {
            Some(found) => found,
            None => return,
        },
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(item) = items.get(next) {
        focus(item);
    }
}

/// The next item whose words begin with the letter typed.
fn starting_with(items: &[HtmlElement], key: &str, at: Option<usize>) -> Option<usize> {
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let begins = |item: &HtmlElement| {
        let words = item.text_content().unwrap_or_default();
        let first = words.trim_start().chars().next();
        first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
    };
    let from = at.map_or(0, |at| at + 1);
    let found = (0..items.len())
        .map(|step| (from + step) % items.len())
        .find(|index| begins(&items[*index]));
    found.filter(|_| letter != ' ')
}
