//! Several panels of which one is shown.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dom::all;
use super::{Badge, focus, is_composing};

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What stands for it, in the address for instance.
    pub id: String,
    /// The words.
    pub label: String,
    /// How many things are inside.
    pub count: Option<String>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            count: None,
        }
    }
}

/// A row of tabs. Arrow keys, Home and End move; the panel follows at once.
#[component]
pub fn Tabs(
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// Which one is shown.
    selected: RwSignal<String>,
    /// What the tabs are about, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let keyed = move |event: KeyboardEvent| {
        let (Some(list), false) = (list.get_untracked(), is_composing(&event)) else {
            return;
        };
        let all_tabs = tabs.get_untracked();
        let last = all_tabs.len().saturating_sub(1);
        let at = selected
            .with_untracked(|id| all_tabs.iter().position(|tab| tab.id == *id))
            .unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let (Some(tab), Some(element)) =
            (all_tabs.get(next), all(&list, "[role='tab']").get(next))
        {
            selected.set(tab.id.clone());
            focus(element);
        }
    };
    let button = move |tab: Tab| {
        let (id, shown, own, chosen) = (tab.id.clone(), tab.id.clone(), tab.id.clone(), tab.id);
        let is_shown = Signal::derive(move || selected.with(|selected| *selected == shown));
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                id=format!("tab-{id}")
                aria-controls=move || is_shown.get().then(|| format!("panel-{own}"))
                aria-selected=move || if is_shown.get() { "true" } else { "false" }
                tabindex=move || if is_shown.get() { "0" } else { "-1" }
                on:click=move |_| selected.set(chosen.clone())
            >
                {tab.label}
                {tab.count.map(|count| view! { <Badge>{count}</Badge> })}
            </button>
        }
    };
    view! {
        <div node_ref=list role="tablist" class="tabs" aria-label=move || label.get() on:keydown=keyed>
            {move || tabs.get().into_iter().map(button).collect_view()}
        </div>
    }
}

/// What belongs to a tab; exists only while its tab is shown.
#[component]
pub fn TabPanel(
    /// The tab's id.
    #[prop(into)]
    id: String,
    /// Which tab is shown.
    #[prop(into)]
    selected: Signal<String>,
    /// The contents.
    children: ChildrenFn,
) -> impl IntoView {
    let own = id.clone();
    let is_shown = Memo::new(move |_| selected.with(|selected| *selected == own));
    view! {
        <Show when=move || is_shown.get()>
            <div role="tabpanel" class="tab-panel" id=format!("panel-{id}") aria-labelledby=format!("tab-{id}") tabindex="0">
                {children()}
            </div>
        </Show>
    }
}
