//! A panel that hangs on a button.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::ToggleEvent;

use super::dom::all;
use super::place::{Placement, place};
use super::{ButtonKind, Icon, focus, next_frame, unique_id};

/// What can take the focus inside a panel.
const FOCUSABLE: &str = "[autofocus], input:not([disabled]), select, textarea, button:not([tabindex='-1']), a[href], [tabindex='0']";

/// A button and a panel that opens beside it. The panel closes on Escape and on a press outside, and gives the
/// focus back. Its contents exist only while it is open.
#[component]
pub fn Popover(
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
    #[prop(optional_no_strip)]
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
    /// What the panel is: `dialog` for free contents, `menu`, `listbox`.
    #[prop(default = "dialog")]
    role: &'static str,
    /// Whether it is open; give one to close it from inside.
    #[prop(optional)]
    open: RwSignal<bool>,
    /// Runs for keys pressed inside the panel.
    #[prop(optional, into)]
    on_key: Option<Callback<web_sys::KeyboardEvent>>,
    /// The contents.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique_id("popover");
    let hung = Hung {
        open,
        showing: StoredValue::new(false),
        button: NodeRef::new(),
        panel: NodeRef::new(),
        placement: Placement {
            end,
            above,
            match_width: false,
        },
    };
    hung.follow();
    let named = icon_only || trigger.is_some();
    let class = match &trigger {
        Some(_) => "button-bare",
        None if icon_only => "icon-button",
        None => kind.class(),
    };
    view! {
        <button
            node_ref=hung.button
            type="button"
            class=class
            class:icon-button-small=small && icon_only
            class:button-small=small && !icon_only
            popovertarget=id.clone()
            aria-haspopup=role
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || named.then(|| label.get())
            data-tip=move || icon_only.then(|| label.get())
        >
            {face(trigger, icon, icon_only, label)}
        </button>
        <div
            node_ref=hung.panel
            id=id
            popover="auto"
            role=role
            tabindex="-1"
            class="popover"
            aria-label=move || label.get()
            on:beforetoggle=move |event| hung.before_toggle(&event)
            on:keydown=move |event| {
                if let Some(act) = on_key {
                    act.run(event);
                }
            }
        >
            <Show when=move || open.get()>{children()}</Show>
        </div>
    }
}

/// What stands on the button.
fn face(
    trigger: Option<ViewFn>,
    icon: &'static str,
    icon_only: bool,
    label: Signal<String>,
) -> AnyView {
    match trigger {
        Some(trigger) => trigger.run(),
        None if icon_only => view! { <Icon name=icon /> }.into_any(),
        None => view! {
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            <span class="button-words">{move || label.get()}</span>
            <Icon name="chevron-down" />
        }
        .into_any(),
    }
}

/// A panel and the button it hangs on.
#[derive(Clone, Copy)]
struct Hung {
    open: RwSignal<bool>,
    /// What the platform shows; it speaks first when a press outside or Escape closes the panel.
    showing: StoredValue<bool>,
    button: NodeRef<html::Button>,
    panel: NodeRef<html::Div>,
    placement: Placement,
}

impl Hung {
    /// Closing from inside: the signal falls while the platform still shows the panel. Opening by a key: it rises before.
    fn follow(self) {
        Effect::new(move |_| {
            let shown = (self.showing.get_value(), self.panel.get_untracked());
            match (self.open.get(), shown) {
                // It is shown, so it can be hidden; it is not, so it can be shown.
                (false, (true, Some(panel))) => drop(panel.hide_popover()),
                (true, (false, Some(panel))) => drop(panel.show_popover()),
                _ => {}
            }
        });
    }

    fn before_toggle(self, event: &web_sys::Event) {
        let opens = event.unchecked_ref::<ToggleEvent>().new_state() == "open";
        self.showing.set_value(opens);
        self.open.set(opens);
        if opens {
            next_frame(move || self.settle());
        } else if has_focus_inside(self.panel) {
            // Later: a focus moved while the platform is closing may open a tooltip in its way.
            next_frame(move || give_focus_back(self.button));
        }
    }

    /// Puts the panel beside its button and the focus into it.
    fn settle(self) {
        let elements = (self.panel.get_untracked(), self.button.get_untracked());
        if let (Some(panel), Some(button)) = elements {
            place(&panel, &button, self.placement);
            let first = all(&panel, FOCUSABLE).into_iter().next();
            focus(first.as_ref().unwrap_or(&panel));
        }
    }
}

fn has_focus_inside(panel: NodeRef<html::Div>) -> bool {
    let active = document().active_element();
    panel
        .get_untracked()
        .is_some_and(|panel| panel.contains(active.as_ref().map(AsRef::as_ref)))
}

fn give_focus_back(button: NodeRef<html::Button>) {
    if let Some(Some(button)) = button.try_get_untracked() {
        focus(&button);
    }
}
