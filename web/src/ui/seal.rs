//! The mark of the product.

use leptos::prelude::*;

/// The character 關 ("pass, gate, tie") in strokes bold enough for 20 px.
const CHARACTER: &str = "M14.1 30.2C14.6 29.9 15.6 29.7 21.1 29L21.4 30H19.6V33.8V34.1H17.2V30.7H14.3V36.8H18.8C18.2 37.8 17 38.6 14.9 39.2C15.6 39.8 16.6 41 17 41.8C22.1 40 22.9 37.1 22.9 33.9V30H22.3L23.9 29.5C23.6 28.4 22.8 26.5 22.2 25L19.9 25.7L20.4 27L17.9 27.2C19.7 25.8 21.5 24.2 23.1 22.5L20.8 20.9C20.3 21.5 19.8 22.1 19.3 22.7L17.2 22.8C18.2 21.9 19.1 20.9 20 19.8L18.5 19H22.5V6H7V42H11.6V19H16.9C16.1 20.4 15 21.6 14.6 21.9C14.2 22.3 13.7 22.5 13.2 22.6C13.6 23.4 14 24.8 14.2 25.4V25.4C14.6 25.3 15.1 25.1 17 25C16.3 25.7 15.6 26.2 15.3 26.4C14.5 27 13.8 27.4 13.2 27.5C13.5 28.2 13.9 29.6 14.1 30.2ZM24.9 25.5C25.3 25.3 25.9 25.1 27.8 25C27 25.7 26.4 26.2 26.1 26.4C25.3 27.1 24.6 27.5 23.9 27.6C24.2 28.2 24.6 29.4 24.8 30H24.7V41.5H28V36.8H30.5V37.9H32.4C32.9 39.1 33.3 40.8 33.4 41.8C36.1 41.8 37.9 41.7 39.3 40.9C40.6 40.1 41 38.8 41 36.5V6H25.2V19H27.7C26.8 20.4 25.6 21.6 25.3 22C24.9 22.4 24.4 22.6 23.9 22.7C24.3 23.4 24.7 24.8 24.9 25.5ZM30.5 30.7V34.1H28V30H25.4C26.2 29.8 27.8 29.6 31.9 29.1L32.4 30.3L34.7 29.4C34.4 28.3 33.6 26.4 32.9 25L30.6 25.7L31.2 27L28.7 27.3C30.5 25.9 32.3 24.2 33.9 22.5L31.6 20.8C31.1 21.5 30.5 22.1 30 22.7L28 22.8C28.9 22 29.9 20.9 30.7 19.9L29 19H36.4V36.4C36.4 37 36.2 37.2 35.7 37.2H33.5V30.7ZM18.1 14V15.8H11.6V14ZM18.1 11.1H11.6V9.2H18.1ZM36.4 14V15.8H29.7V14ZM36.4 11.1H29.7V9.2H36.4Z";

/// The seal: a small red square with rounded corners and 關 in white. Stands beside the word Guanxi.
#[component]
pub fn Seal(
    /// 48 px instead of 20 px.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <svg class=if large { "seal seal-large" } else { "seal" } viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <rect class="seal-ground" width="48" height="48" rx="9"></rect>
            <path class="seal-character" d=CHARACTER></path>
        </svg>
    }
}
