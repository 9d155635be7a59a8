//! Keys as they stand on the keyboard.

use leptos::prelude::*;

use super::on_apple;

/// Keys to press: strokes of a sequence parted by spaces, keys of a stroke by `+`, such as `g a` or `mod+k`. `mod` is ⌘
/// on Apple machines and Ctrl elsewhere.
#[component]
pub fn Kbd(
    /// The keys.
    #[prop(into)]
    keys: Signal<String>,
) -> impl IntoView {
    view! {
        <kbd class="keys">
            {move || {
                let keys = keys.get();
                let strokes = keys.split(' ').map(|stroke| {
                    let shown = stroke.split('+').map(|key| shown_key(key, on_apple())).collect::<Vec<_>>().join(" ");
                    view! { <kbd class="key">{shown}</kbd> }
                });
                strokes.collect_view()
            }}
        </kbd>
    }
}

fn shown_key(key: &str, apple: bool) -> String {
    match (key, apple) {
        ("mod", true) => "⌘".to_owned(),
        ("mod", false) => "Ctrl".to_owned(),
        ("alt", true) => "⌥".to_owned(),
        ("alt", false) => "Alt".to_owned(),
        ("shift", _) => "⇧".to_owned(),
        ("enter", _) => "↵".to_owned(),
        ("escape", _) => "Esc".to_owned(),
        ("arrowup", _) => "↑".to_owned(),
        ("arrowdown", _) => "↓".to_owned(),
        ("space", _) => "␣".to_owned(),
        (key, _) => key.to_uppercase(),
    }
}
