//! Ways to reach somebody: addresses of mail, telephone and places as links that the device knows what to do with.

use leptos::prelude::*;

use super::calls::{self, Subject};
use crate::i18n::{I18n, t, t_with};
use crate::ui::{Icon, on_android, on_apple};

/// Words before the number of an extension, as people write them.
const EXTENSION: [&str; 8] = ["ext", "extn", "x", "#", "durchwahl", "轉", "转", "分機"];

/// A telephone number that is dialled at a tap. Whoever comes back from a call about a record is asked how it went.
pub fn telephone(
    number: &str,
    subject: Option<Subject>,
    tabindex: Option<&'static str>,
) -> AnyView {
    let href = format!("tel:{}", dialled(number));
    let begin = move |_| {
        if let Some(subject) = &subject {
            calls::begin(subject);
        }
    };
    view! { <a class="words" href=href tabindex=tabindex on:click=begin>{number.to_owned()}</a> }
        .into_any()
}

/// Writes a short message to a number.
pub fn message(number: &str) -> AnyView {
    let href = format!("sms:{}", dialled(number));
    let told = number.to_owned();
    let label = t_with("ui-message-to", move |args| args.set("name", told.clone()));
    view! {
        <a class="icon-button icon-button-small" href=href aria-label=label data-tip=label><Icon name="message-square" /></a>
    }
    .into_any()
}

/// Shows a postal address on the device's map.
pub fn on_the_map(address: &str) -> AnyView {
    let (href, away) = map_address(address);
    let i18n = I18n::here();
    let label = t("ui-on-the-map");
    view! {
        <a
            class="icon-button icon-button-small"
            href=href
            target=away.then_some("_blank")
            rel=away.then_some("noopener noreferrer")
            aria-label=move || i18n.text("ui-on-the-map")
            data-tip=label
        >
            <Icon name="map-pin" />
        </a>
    }
    .into_any()
}

/// The device's own map where it has one, else a free one; whether that is another site.
fn map_address(address: &str) -> (String, bool) {
    let query: String = js_sys::encode_uri_component(address).into();
    if on_android() {
        (format!("geo:0,0?q={query}"), false)
    } else if on_apple() {
        (format!("https://maps.apple.com/?q={query}"), true)
    } else {
        (
            format!("https://www.openstreetmap.org/search?query={query}"),
            true,
        )
    }
}

/// What is dialled for a number as people write it: digits and a leading plus, an extension after a pause.
fn dialled(written: &str) -> String {
    let folded = written.to_lowercase();
    let cut = EXTENSION
        .iter()
        .filter_map(|word| folded.find(word))
        .filter(|at| *at > 0)
        .min();
    let (number, extension) = match cut {
        Some(at) => folded.split_at(at),
        None => (folded.as_str(), ""),
    };
    let (number, extension) = (digits(number), digits(extension));
    let plus = matches!(folded.trim_start().chars().next(), Some('+' | '＋'));
    let plus = if plus { "+" } else { "" };
    if extension.is_empty() {
        format!("{plus}{number}")
    } else {
        format!("{plus}{number},{extension}")
    }
}

/// The digits of a text, full-width ones too. A trunk zero in brackets is not dialled from abroad.
fn digits(text: &str) -> String {
    let abroad = matches!(text.trim_start().chars().next(), Some('+' | '＋'));
    let text = if abroad {
        text.replace("(0)", "").replace("（0）", "")
    } else {
        text.to_owned()
    };
    let digit = |letter: char| match letter {
        '0'..='9' => Some(letter),
        '０'..='９' => char::from_u32(u32::from(letter) - 0xFEE0),
        _ => None,
    };
    text.chars().filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn numbers_are_dialled_the_way_people_write_them() {
        for (written, expected) in [
            ("(171) 555-7788", "1715557788"),
            ("+49 (0)30 0074321", "+49300074321"),
            ("030-0074321", "0300074321"),
            ("＋８８６ ２ ２７２０", "+88622720"),
            ("(206) 555-9857 ext. 5467", "2065559857,5467"),
            ("02-2720-8889 分機 12", "0227208889,12"),
            ("02-2720-8889#12", "0227208889,12"),
        ] {
            assert_eq!(dialled(written), expected, "{written}");
        }
    }
}
