//! A server that was upgraded while the page was open: its new app has other files, and those of this page are gone.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use crate::i18n::t;
use crate::stored::tab;
use crate::ui::{Button, Icon};

/// The list of files in the page; another list is another app.
const LIST: &str = "guanxi-assets";
/// Remembers for which app this tab was loaded anew, so that a server that lacks files of its own does not make the
/// tab turn in circles.
const TAKEN: &str = "guanxi.upgraded";

/// A newer app than this page's.
pub struct Newer(String);

/// Looks whether the server has another app than this page's; `None` too when it gives no answer.
pub async fn find() -> Option<Newer> {
    let own = document().get_element_by_id(LIST)?.text_content()?;
    let theirs = list_in(&front_page().await?)?;
    (theirs != own).then_some(Newer(theirs))
}

impl Newer {
    /// Loads the page anew, with the address it has. False when that was tried for this app before.
    pub fn take(&self) -> bool {
        let taken = tab::read(TAKEN).as_ref() == Some(&self.0);
        !taken && tab::write(TAKEN, &self.0) && window().location().reload().is_ok()
    }
}

/// Says that the page has to be loaded anew, and leaves the moment to whoever has something typed in it.
pub fn notice() -> AnyView {
    let reload = move |()| {
        // A page that cannot be loaded anew stays as it is.
        let _ = window().location().reload();
    };
    view! {
        <div class="state" role="alert">
            <Icon name="circle-alert" large=true />
            <p class="state-title">{t("ui-upgraded-title")}</p>
            <p class="state-text">{t("ui-upgraded-text")}</p>
            <div class="state-actions"><Button icon="rotate-cw" on_press=reload>{t("ui-reload")}</Button></div>
        </div>
    }
    .into_any()
}

/// The page as the server has it now, past every cache.
async fn front_page() -> Option<String> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoStore);
    let asked = window().fetch_with_str_and_init("/", &options);
    let answer: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

fn list_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("id=\"{LIST}\">"))?;
    Some(rest.split_once("</script>")?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::list_in;

    #[test]
    fn the_list_is_found_in_the_page() {
        let page = r#"<script type="application/json" id="guanxi-assets">{"a":1}</script><p></p>"#;
        assert_eq!(list_in(page).as_deref(), Some("{\"a\":1}"));
        assert_eq!(list_in("<html></html>"), None);
    }
}
