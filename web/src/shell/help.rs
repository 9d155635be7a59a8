//! The keys of this page.

use leptos::prelude::*;

use super::keys::{Binding, KeyGroup, Keys};
use crate::i18n::t;
use crate::ui::{Banner, Dialog, DialogSize, Kbd};

/// A dialog that lists every key with a meaning on this page.
#[component]
pub fn KeysHelp(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let keys = Keys::here();
    view! {
        <Dialog open title=t("ui-keys") size=DialogSize::Large>
            {move || (!keys.letters()).then(|| view! { <Banner>{t("ui-letters-off")}</Banner> })}
            <div class="key-groups">
                {move || {
                    let bindings = keys.bindings();
                    KeyGroup::ALL.into_iter().filter_map(|group| listed(group, &bindings)).collect_view()
                }}
            </div>
        </Dialog>
    }
}

/// The keys of one group, the newest meaning of each; nothing for an empty group.
fn listed(group: KeyGroup, bindings: &[Binding]) -> Option<impl IntoView + use<>> {
    let holds = |at: usize, binding: &Binding| {
        !bindings[at + 1..]
            .iter()
            .any(|later| later.keys == binding.keys)
    };
    let own: Vec<Binding> = bindings
        .iter()
        .enumerate()
        .filter(|(at, binding)| binding.group == group && holds(*at, binding))
        .map(|(_, binding)| binding.clone())
        .collect();
    let row = |binding: Binding| view! { <div><dt>{binding.label}</dt><dd><Kbd keys=binding.keys /></dd></div> };
    (!own.is_empty()).then(|| {
        view! {
            <section class="key-group">
                <h3>{t(group.label())}</h3>
                <dl>{own.into_iter().map(row).collect_view()}</dl>
            </section>
        }
    })
}
