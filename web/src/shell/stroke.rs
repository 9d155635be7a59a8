//! A key press as text, so that keys can be written down.

use web_sys::KeyboardEvent;

/// The keys held and pressed, such as `g`, `?`, `mod+k`, `shift+arrowdown`.
///
/// `mod` is ⌘ on Apple machines and Ctrl elsewhere. Shift counts for letters and named keys only: on every keyboard
/// `?` is `?`, however it is typed.
pub(super) fn stroke_of(event: &KeyboardEvent, apple: bool) -> String {
    let (modifier, other) = if apple {
        (event.meta_key(), event.ctrl_key())
    } else {
        (event.ctrl_key(), event.meta_key())
    };
    let held = Held {
        modifier,
        other,
        alt: event.alt_key(),
        shift: event.shift_key(),
    };
    written(&event.key(), held)
}

/// Whether a stroke is a single character, such as `g` or `?`, which people may switch off.
pub(super) fn is_single(stroke: &str) -> bool {
    stroke.chars().count() == 1
}

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    modifier: bool,
    other: bool,
    alt: bool,
    shift: bool,
}

fn written(key: &str, held: Held) -> String {
    let key = if key == " " {
        "space".to_owned()
    } else {
        key.to_lowercase()
    };
    let is_sign = key.chars().count() == 1 && !key.chars().all(char::is_alphabetic);
    let parts = [
        (held.modifier, "mod+"),
        (held.other, "other+"),
        (held.alt, "alt+"),
        (held.shift && !is_sign, "shift+"),
    ];
    let mut stroke: String = parts
        .into_iter()
        .filter(|(held, _)| *held)
        .map(|(_, name)| name)
        .collect();
    stroke.push_str(&key);
    stroke
}

#[cfg(test)]
mod tests {
    use super::{Held, is_single, written};

    #[test]
    fn strokes_are_written_one_way() {
        let none = Held::default();
        let shift = Held {
            shift: true,
            ..none
        };
        let modifier = Held {
            modifier: true,
            ..none
        };
        for (key, held, expected) in [
            ("g", none, "g"),
            ("G", shift, "shift+g"),
            ("?", shift, "?"),
            ("K", modifier, "mod+k"),
            (" ", none, "space"),
            ("ArrowDown", shift, "shift+arrowdown"),
            ("Enter", modifier, "mod+enter"),
        ] {
            assert_eq!(written(key, held), expected);
        }
    }

    #[test]
    fn only_characters_can_be_switched_off() {
        assert!(is_single("g") && is_single("?") && is_single("字"));
        assert!(!is_single("escape") && !is_single("mod+k"));
    }
}
