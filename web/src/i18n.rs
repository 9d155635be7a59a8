//! The page's language: its texts, and switching them without a reload.

use std::sync::Arc;

use guanxi_i18n::{Args, Language, Texts};
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::ui::asset;

/// Where the browser keeps the language of a person who has not signed in yet.
const STORED: &str = "guanxi.language";

/// The texts of the page. Reading through it follows every change of language.
#[derive(Clone, Copy)]
pub struct I18n {
    texts: RwSignal<Arc<Texts>>,
    chosen: RwSignal<Language>,
}

impl I18n {
    /// Makes it for the page, in the language chosen here last, else in the browser's.
    pub fn provide() -> Self {
        let language = stored().unwrap_or_else(of_browser);
        let i18n = Self {
            texts: RwSignal::new(Arc::new(Texts::none(language))),
            chosen: RwSignal::new(language),
        };
        provide_context(i18n);
        i18n
    }

    /// That of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The language of the texts shown.
    pub fn language(self) -> Language {
        self.texts().language()
    }

    /// The language of the texts shown, without following it.
    pub fn language_now(self) -> Language {
        self.texts.with_untracked(|texts| texts.language())
    }

    /// The texts, for names from the catalogue: `i18n.texts().field("account", "name")`.
    ///
    /// Followed where something follows; handlers read it once, which is what they want.
    pub fn texts(self) -> Arc<Texts> {
        match Observer::get() {
            Some(_) => self.texts.get(),
            None => self.texts.get_untracked(),
        }
    }

    /// The text of a key.
    pub fn text(self, key: &str) -> String {
        self.texts().text(key)
    }

    /// The text of a key with its places filled.
    pub fn format(self, key: &str, fill: impl FnOnce(&mut Args)) -> String {
        let mut args = Args::new();
        fill(&mut args);
        self.texts().format(key, &args)
    }

    /// Changes the language: fetches its texts, then shows them. The old ones stay when that fails.
    pub async fn switch(self, language: Language) -> bool {
        self.chosen.set(language);
        let Some(texts) = fetch(language).await else {
            self.chosen.set(self.language_now());
            return false;
        };
        // Somebody may have chosen again while the texts travelled.
        if self.chosen.get_untracked() == language {
            if let Some(root) = document().document_element() {
                // An attribute of an element that exists can be set.
                let _ = root.set_attribute("lang", language.tag());
            }
            self.texts.set(Arc::new(texts));
            store(language);
        }
        true
    }

    /// The language asked for, whether its texts have arrived or not.
    pub fn chosen(self) -> Language {
        self.chosen.get()
    }

    /// Fetches the texts the page starts with; English ones when those of the language cannot be had.
    pub async fn start(self) {
        let language = self.chosen.get_untracked();
        if !self.switch(language).await && language != Language::En {
            self.switch(Language::En).await;
        }
    }
}

/// The text of a key, following the language.
pub fn t(key: &'static str) -> Signal<String> {
    let i18n = I18n::here();
    Signal::derive(move || i18n.text(key))
}

/// The text of a key with its places filled, following the language and all that `fill` reads.
pub fn t_with(
    key: &'static str,
    fill: impl Fn(&mut Args) + Send + Sync + 'static,
) -> Signal<String> {
    let i18n = I18n::here();
    Signal::derive(move || i18n.format(key, &fill))
}

async fn fetch(language: Language) -> Option<Texts> {
    let address = asset(&format!("texts/{}", language.tag()))?;
    let answer = JsFuture::from(window().fetch_with_str(&address))
        .await
        .ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let source = JsFuture::from(answer.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    Texts::parse(language, source).ok()
}

fn of_browser() -> Language {
    let tags: Vec<String> = window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect();
    Language::negotiate(tags.iter().map(String::as_str))
}

fn stored() -> Option<Language> {
    Language::from_tag(&crate::stored::read(STORED)?)
}

fn store(language: Language) {
    crate::stored::write(STORED, language.tag());
}
