//! Short messages at the lower left.

use std::time::Duration;

use leptos::prelude::*;

use super::{Button, ButtonKind, Icon, IconButton};
use crate::i18n::t;

/// How long a message stays, counted only while nobody points at it or has the focus in it: long when it offers to take
/// something back, else as long as it takes to read.
const STAY: u32 = 10_000;
const STAY_BRIEFLY: u32 = 5_000;
const TICK: u32 = 250;
/// More than this many at once is noise; the oldest go.
const MOST: usize = 4;

#[derive(Clone)]
struct Toast {
    id: u32,
    words: String,
    failed: bool,
    undo: Option<Callback<()>>,
    offers: Vec<Offer>,
}

/// Something to go on with, at one press.
#[derive(Clone)]
pub struct Offer {
    /// The words on it.
    pub label: Signal<String>,
    /// Does it.
    pub act: Callback<()>,
}

/// The messages of the page. Failures are announced at once and stay until closed, the rest waits its turn.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// The stack of the page; makes it when the page has none yet.
    pub fn provide() -> Self {
        let toasts = Self {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        provide_context(toasts);
        toasts
    }

    /// The stack of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Something was done.
    pub fn say(self, words: impl Into<String>) {
        self.push(words.into(), false, None, Vec::new());
    }

    /// Something was done that can be taken back.
    pub fn say_with_undo(self, words: impl Into<String>, undo: impl Into<Callback<()>>) {
        self.push(words.into(), false, Some(undo.into()), Vec::new());
    }

    /// Something was done that can be taken back, or gone on with.
    pub fn say_with_offers(
        self,
        words: impl Into<String>,
        undo: impl Into<Callback<()>>,
        offers: Vec<Offer>,
    ) {
        self.push(words.into(), false, Some(undo.into()), offers);
    }

    /// Something failed.
    pub fn fail(self, words: impl Into<String>) {
        self.push(words.into(), true, None, Vec::new());
    }

    /// Takes back the newest thing that can be taken back; false when there is none.
    pub fn undo_newest(self) -> bool {
        let newest = self
            .list
            .with_untracked(|list| list.iter().rfind(|toast| toast.undo.is_some()).cloned());
        let Some(toast) = newest else { return false };
        self.undo(&toast);
        true
    }

    fn undo(self, toast: &Toast) {
        self.close(toast.id);
        if let Some(act) = toast.undo {
            act.run(());
        }
    }

    fn push(self, words: String, failed: bool, undo: Option<Callback<()>>, offers: Vec<Offer>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| {
            list.push(Toast {
                id,
                words,
                failed,
                undo,
                offers,
            });
            let surplus = list.len().saturating_sub(MOST);
            list.drain(..surplus);
        });
    }

    fn close(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }

    fn of(self, failed: bool) -> Vec<Toast> {
        self.list.with(|list| {
            list.iter()
                .filter(|toast| toast.failed == failed)
                .cloned()
                .collect()
        })
    }
}

/// Where the messages appear. One for the whole page.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = Toasts::here();
    let listed = move |failed: bool| {
        view! {
            <For each=move || toasts.of(failed) key=|toast| toast.id let:toast>
                <ToastCard toast />
            </For>
        }
    };
    view! {
        <section class="toasts" aria-label=t("ui-messages")>
            <div aria-live="polite">{listed(false)}</div>
            <div aria-live="assertive">{listed(true)}</div>
        </section>
    }
}

#[component]
fn ToastCard(toast: Toast) -> impl IntoView {
    let toasts = Toasts::here();
    let held = RwSignal::new(false);
    let id = toast.id;
    if !toast.failed {
        let stay = if toast.undo.is_some() {
            STAY
        } else {
            STAY_BRIEFLY
        };
        leave_after_stay(toasts, id, held, stay);
    }
    let undo = toast.undo.map(|_| {
        let toast = toast.clone();
        view! {
            <Button kind=ButtonKind::Quiet small=true on_press=move |()| toasts.undo(&toast)>{t("ui-undo")}</Button>
        }
    });
    let offers = (!toast.offers.is_empty()).then(|| offered(toasts, id, &toast.offers));
    view! {
        <div
            class="toast"
            class:toast-offers=!toast.offers.is_empty()
            class:toast-failed=toast.failed
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Icon name=if toast.failed { "circle-alert" } else { "check" } />
            <span class="toast-words">{toast.words}</span>
            {undo}
            <IconButton small=true icon="x" label=t("ui-close") on_press=move |()| toasts.close(id) />
            {offers}
        </div>
    }
}

/// What to go on with; taking one of them closes the message.
fn offered(toasts: Toasts, id: u32, offers: &[Offer]) -> AnyView {
    let chip = |offer: &Offer| {
        let offer = offer.clone();
        let take = move |_| {
            toasts.close(id);
            offer.act.run(());
        };
        view! { <button type="button" class="quick" on:click=take>{offer.label}</button> }
    };
    let chips = offers.iter().map(chip).collect_view();
    view! {
        <span class="toast-next" role="group" aria-label=t("ui-follow")>
            <span>{t("ui-follow")}</span>
            {chips}
        </span>
    }
    .into_any()
}

/// Closes the message after its time, not counting the time in which somebody holds it.
fn leave_after_stay(toasts: Toasts, id: u32, held: RwSignal<bool>, stay: u32) {
    let spent = StoredValue::new(0);
    let tick = move || {
        if held.get_untracked() {
            return;
        }
        spent.update_value(|spent| *spent += TICK);
        if spent.get_value() >= stay {
            toasts.close(id);
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_millis(TICK.into())) {
        on_cleanup(move || handle.clear());
    }
}
