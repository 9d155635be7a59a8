//! A person or a company as a small disc.

use leptos::prelude::*;

use super::Formats;

/// How large an avatar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    /// 20 px, in rows and cards.
    Small,
    /// 28 px, in bars.
    #[default]
    Medium,
    /// 40 px, at the head of a page.
    Large,
}

/// The first letters of a name on one of the eight hues, always the same for the same name.
#[component]
pub fn Avatar(
    /// Whose.
    #[prop(into)]
    name: Signal<String>,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
    /// Square with rounded corners, for companies.
    #[prop(optional)]
    square: bool,
) -> impl IntoView {
    let class = match size {
        AvatarSize::Small => "avatar avatar-small",
        AvatarSize::Medium => "avatar",
        AvatarSize::Large => "avatar avatar-large",
    };
    let formats = Formats::here();
    view! {
        // The letters are drawn by the stylesheet: as text they would belong to the name of the button around.
        <span
            class=class
            class:avatar-square=square
            data-hue=move || name.with(|name| hue_of(name).to_string())
            lang=move || name.with(|name| formats.lang_of(name))
            data-initials=move || name.with(|name| initials(name))
            aria-hidden="true"
        ></span>
    }
}

/// One Han character, or the first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let Some(first) = words.next() else {
        return String::new();
    };
    if is_han(first) {
        return first.to_string();
    }
    let last = words.next_back().filter(|letter| !is_han(*letter));
    first
        .to_uppercase()
        .chain(last.into_iter().flat_map(char::to_uppercase))
        .collect()
}

fn is_han(letter: char) -> bool {
    matches!(u32::from(letter), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// One of the eight hues, by the name's characters (FNV-1a).
fn hue_of(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 8) % 8
}

#[cfg(test)]
mod tests {
    use super::{hue_of, initials};

    #[test]
    fn initials_fit_the_script() {
        for (name, expected) in [
            ("Maria Anders", "MA"),
            ("王小明", "王"),
            ("Ana", "A"),
            ("Jean Luc van Dam", "JD"),
            ("", ""),
            ("(x)", "X"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue_of("王小明"), hue_of("王小明"));
        assert!((0..8).contains(&hue_of("")));
    }
}
