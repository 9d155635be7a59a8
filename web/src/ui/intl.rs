//! The browser's own formatters, made once per locale and options.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static FORMATTERS: RefCell<HashMap<String, Object>> = RefCell::default();
}

/// A number in plain form, formatted exactly; as given when the browser cannot.
pub(super) fn number(locale: &str, options: &[(&str, &str)], plain: &str) -> String {
    // A string keeps all digits, where a float would lose some.
    call("NumberFormat", locale, options, "format", &[plain.into()])
        .unwrap_or_else(|| plain.to_owned())
}

/// A moment in milliseconds since the epoch.
pub(super) fn date(locale: &str, options: &[(&str, &str)], millis: f64) -> String {
    call(
        "DateTimeFormat",
        locale,
        options,
        "format",
        &[millis.into()],
    )
    .unwrap_or_default()
}

/// An amount of a unit of time from now, such as "3 days ago".
pub(super) fn relative(locale: &str, amount: f64, unit: &str) -> String {
    let options = [("numeric", "auto")];
    call(
        "RelativeTimeFormat",
        locale,
        &options,
        "format",
        &[amount.into(), unit.into()],
    )
    .unwrap_or_default()
}

/// With which day weeks begin, 1 for Monday to 7 for Sunday; nothing where the browser does not tell.
pub(super) fn first_weekday(locale: &str) -> Option<i64> {
    let class: Function = get(&intl()?, "Locale")?.dyn_into().ok()?;
    let made = Reflect::construct(&class, &Array::of1(&locale.into())).ok()?;
    let made: Object = made.dyn_into().ok()?;
    // A method in newer browsers, a property in older ones.
    let info = match get(&made, "getWeekInfo").and_then(|ask| ask.dyn_into::<Function>().ok()) {
        Some(ask) => ask.call0(&made).ok()?,
        None => get(&made, "weekInfo")?,
    };
    let first = Reflect::get(&info, &"firstDay".into()).ok()?.as_f64()?;
    Some(first as i64)
}

/// The name of a region, currency or language; the code when there is none.
pub(super) fn display_name(locale: &str, kind: &str, code: &str) -> String {
    call(
        "DisplayNames",
        locale,
        &[("type", kind)],
        "of",
        &[code.into()],
    )
    .unwrap_or_else(|| code.to_owned())
}

/// All codes the browser knows of a kind: `currency`, `timeZone`.
pub fn supported(kind: &str) -> Vec<String> {
    let values = intl().and_then(|intl| {
        let list: Function = get(&intl, "supportedValuesOf")?.dyn_into().ok()?;
        list.call1(&intl, &kind.into())
            .ok()?
            .dyn_into::<Array>()
            .ok()
    });
    values
        .map(|values| {
            values
                .iter()
                .filter_map(|value| value.as_string())
                .collect()
        })
        .unwrap_or_default()
}

/// Whether the browser has forms of its own for a locale, instead of falling back to a wider one.
pub(super) fn knows(locale: &str) -> bool {
    resolved("DateTimeFormat", locale, "locale").is_some_and(|found| found == locale)
}

/// `h23` or `h12`, as the locale writes times of day.
pub(super) fn hour_cycle(locale: &str) -> String {
    let options = [("hour", "numeric")];
    let formatter = formatter("DateTimeFormat", locale, &options);
    formatter
        .and_then(|formatter| resolved_option(&formatter, "hourCycle"))
        .unwrap_or_else(|| "h23".to_owned())
}

/// The locale most people of a region use, such as `zh-Hant-TW` for `TW`.
pub(super) fn main_locale(region: &str) -> String {
    let maximized = intl().and_then(|intl| {
        let constructor: Function = get(&intl, "Locale")?.dyn_into().ok()?;
        let locale =
            Reflect::construct(&constructor, &Array::of1(&format!("und-{region}").into())).ok()?;
        let maximize: Function = get(&locale, "maximize")?.dyn_into().ok()?;
        let full = maximize.call0(&locale).ok()?;
        get(&full, "baseName")?.as_string()
    });
    maximized
        .filter(|_| region.len() == 2)
        .unwrap_or_else(|| "en-GB".to_owned())
}

/// The region of the browser's first language that names one.
pub(super) fn browser_region() -> String {
    let languages = leptos::prelude::window().navigator().languages();
    let regions = languages.iter().filter_map(|tag| {
        let tag = tag.as_string()?;
        tag.split('-')
            .find(|part| part.len() == 2 && part.chars().all(|l| l.is_ascii_uppercase()))
            .map(str::to_owned)
    });
    regions.into_iter().next().unwrap_or_default()
}

/// The browser's time zone.
pub fn browser_zone() -> String {
    resolved("DateTimeFormat", "en", "timeZone").unwrap_or_else(|| "UTC".to_owned())
}

fn resolved(kind: &str, locale: &str, option: &str) -> Option<String> {
    resolved_option(&formatter(kind, locale, &[])?, option)
}

fn resolved_option(formatter: &Object, option: &str) -> Option<String> {
    let resolve: Function = get(formatter, "resolvedOptions")?.dyn_into().ok()?;
    get(&resolve.call0(formatter).ok()?, option)?.as_string()
}

fn call(
    kind: &str,
    locale: &str,
    options: &[(&str, &str)],
    method: &str,
    args: &[JsValue],
) -> Option<String> {
    let formatter = formatter(kind, locale, options)?;
    let act: Function = get(&formatter, method)?.dyn_into().ok()?;
    act.apply(&formatter, &args.iter().collect::<Array>())
        .ok()?
        .as_string()
}

/// A formatter; `None` when the browser refuses locale or options, for an unknown time zone for instance.
fn formatter(kind: &str, locale: &str, options: &[(&str, &str)]) -> Option<Object> {
    let key = format!("{kind} {locale} {options:?}");
    if let Some(found) = FORMATTERS.with_borrow(|formatters| formatters.get(&key).cloned()) {
        return Some(found);
    }
    let given = Object::new();
    for (name, value) in options {
        Reflect::set(&given, &(*name).into(), &(*value).into()).ok()?;
    }
    let constructor: Function = get(&intl()?, kind)?.dyn_into().ok()?;
    let args = Array::of2(&locale.into(), &given);
    let made: Object = Reflect::construct(&constructor, &args)
        .ok()?
        .dyn_into()
        .ok()?;
    FORMATTERS.with_borrow_mut(|formatters| formatters.insert(key, made.clone()));
    Some(made)
}

fn intl() -> Option<JsValue> {
    get(&js_sys::global(), "Intl")
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_undefined())
}
