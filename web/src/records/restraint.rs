//! Before somebody is called or written to who had rather not be: why, and for what reason all the same.

use chrono::Utc;
use guanxi_client::ListQuery;
use guanxi_domain::customers::consents::{ConsentPurpose, ConsentStatus};
use guanxi_domain::customers::contacting::{
    Attempt, Rule, Said, Verdict, Wishes, may_contact, minute_of,
};
use guanxi_domain::customers::contacts::Channel;
use leptos::prelude::*;
use serde_json::{Value as Json, json};
use wasm_bindgen::JsCast;
use wasm_split_helpers::wasm_split;

use super::api::fresh_id;
use super::calls::{Subject, begin};
use super::desk::{Change, Desk};
use super::live::Live;
use super::record::Record;
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::ui::{
    Banner, Button, ButtonKind, Dialog, DialogActions, DialogSize, Field, TextArea, Tone, day_in,
    minute_in,
};

/// What somebody was about to do.
#[derive(Clone)]
struct Asked {
    live: Live,
    href: String,
    channel: Channel,
    rule: Rule,
}

/// The page of a person: links that dial or write ask first when the person had rather not be contacted so.
pub fn restrained(live: &Live, page: AnyView) -> AnyView {
    let desk = Desk::here();
    let readable = desk.entity("consent").is_some();
    if live.entity.name != "contact" || !readable {
        return page;
    }
    let said = followed(desk, live.id());
    let asked = RwSignal::new(None::<Asked>);
    let open = RwSignal::new(false);
    let own = live.clone();
    let pressed = move |event: web_sys::MouseEvent| {
        let Some((href, channel)) = reaching(&event) else {
            return;
        };
        let record = own.record.get_untracked();
        let verdict = said.with_untracked(|said| verdict(&record, said, &href, &channel));
        if let Verdict::NeedsReason(rule) | Verdict::Refused(rule) = verdict {
            event.prevent_default();
            event.stop_propagation();
            asked.set(Some(Asked {
                live: own.clone(),
                href,
                channel,
                rule,
            }));
            open.set(true);
        }
    };
    view! {
        <div class="restrained" on:click:capture=pressed>{page}</div>
        <Dialog open title=t("ui-contact-title") size=DialogSize::Small>
            {move || asked.get().map(|asked| {
                later(fetch_reason, move || reason_part(asked.clone(), open))
            })}
        </Dialog>
    }
    .into_any()
}

/// What the person said, as it is now.
fn followed(desk: Desk, id: String) -> RwSignal<Vec<Said>> {
    let said = RwSignal::new(Vec::new());
    let fetch = move || {
        let filter = json!({ "field": "contact_id", "op": "eq", "value": id });
        leptos::task::spawn_local(async move {
            let query = ListQuery::new().filter(filter).limit(100);
            if let Ok(page) = desk.api.list("consents", query).await {
                said.try_set(page.rows.iter().map(said_in).collect());
            }
        });
    };
    fetch();
    desk.follow(["consent"], fetch);
    said
}

fn said_in(row: &Record) -> Said {
    Said {
        channel: Channel::named(row.text("channel")),
        purpose: ConsentPurpose::named(row.text("purpose")),
        status: ConsentStatus::named(row.text("status")),
        expires_on: row.text("expires_on").parse().ok(),
    }
}

/// The address that a click leads to, when it dials or writes.
fn reaching(event: &web_sys::MouseEvent) -> Option<(String, Channel)> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let channel = match href.split_once(':')?.0 {
        "tel" => Channel::Phone,
        "sms" => Channel::Mobile,
        "mailto" => Channel::Email,
        _ => return None,
    };
    Some((href, channel))
}

fn verdict(record: &Record, said: &[Said], href: &str, channel: &Channel) -> Verdict {
    let quiet = minute_of(record.text("quiet_from")).zip(minute_of(record.text("quiet_until")));
    let zone = record.text("time_zone");
    let minute = (!zone.is_empty()).then(|| minute_in(zone)).flatten();
    let today = (!zone.is_empty()).then(|| day_in(zone).parse().ok());
    let wishes = Wishes {
        said: said.to_vec(),
        address_closed: is_closed(record, href),
        quiet,
    };
    let attempt = Attempt {
        channel: channel.clone(),
        purpose: ConsentPurpose::Personal,
        automatic: false,
        today: today.flatten().unwrap_or_else(|| Utc::now().date_naive()),
        minute,
    };
    may_contact(&wishes, &attempt)
}

/// Whether the number or address is marked as not to be used; a number counts by its digits.
fn is_closed(record: &Record, href: &str) -> bool {
    let told = href.split_once(':').map_or(href, |(_, rest)| rest);
    let bare = |text: &str| {
        let kept = text
            .chars()
            .filter(|c| c.is_alphanumeric() || "@.".contains(*c));
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    let same = |row: &&Json| bare(row["value"].as_str().unwrap_or_default()) == bare(told);
    let point = record.rows("contact_points").iter().find(same);
    point.is_some_and(|row| row["status"] == "do_not_use")
}

#[wasm_split(forms, fallible, preload(fetch_reason))]
fn reason_part(asked: Asked, open: RwSignal<bool>) -> Part {
    Ok(reason(asked, open))
}

fn reason(asked: Asked, open: RwSignal<bool>) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let (text, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let wrong = RwSignal::new(None::<String>);
    let why = rule_words(asked.rule);
    let go_on = Callback::new(move |()| {
        let given = text.get_untracked().trim().to_owned();
        if given.is_empty() {
            return wrong.set(Some(untrack(|| i18n.text("problem-required"))));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = asked.clone();
        let usual = untrack(|| mail_words(desk, i18n));
        leptos::task::spawn_local(async move {
            let kept = keep(desk, &asked, given, usual).await;
            busy.try_set(false);
            match kept {
                Ok(()) => {
                    open.try_set(false);
                    // A scheme that the device does not know leaves the page as it is.
                    let _ = window().location().set_href(&asked.href);
                }
                Err(failure) => {
                    wrong.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
        });
    });
    view! {
        <form class="form" data-draft="" novalidate on:submit=move |event| {
            event.prevent_default();
            go_on.run(());
        }>
            <Banner tone=Tone::Warning>{why}</Banner>
            <Field label=t("ui-contact-reason") help=Signal::derive(move || Some(i18n.text("ui-contact-kept"))) error=wrong required=true>
                <TextArea value=text rows=2 on_submit=go_on />
            </Field>
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary busy submit=true>{t("ui-contact-go-on")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

/// A call keeps the reason until somebody says how it went; anything written is written down at once.
async fn keep(
    desk: Desk,
    asked: &Asked,
    reason: String,
    usual: String,
) -> Result<(), super::failure::Failure> {
    let record = asked.live.record.get_untracked();
    let Some(mut subject) = Subject::of(&asked.live.entity, &record) else {
        return Ok(());
    };
    subject.hung_on.insert("despite".to_owned(), json!(reason));
    if asked.href.starts_with("tel:") {
        begin(&subject);
        return Ok(());
    }
    let mut body = subject.hung_on;
    let kind = if asked.channel == Channel::Email {
        "mail"
    } else {
        "chat"
    };
    body.insert("kind".to_owned(), json!(kind));
    body.insert("subject".to_owned(), json!(usual));
    body.insert("direction".to_owned(), json!("outgoing"));
    body.insert("done_at".to_owned(), json!(Utc::now().to_rfc3339()));
    let made = desk
        .api
        .create("activities", Json::Object(body), &fresh_id())
        .await?;
    desk.tell("activity", made.id(), Change::Created);
    Ok(())
}

/// What a message is called until somebody calls it otherwise.
fn mail_words(desk: Desk, i18n: I18n) -> String {
    let field = desk
        .entity("activity")
        .and_then(|entity| entity.field("kind"));
    field
        .map(|field| field.choice_label("mail", &i18n.texts()))
        .unwrap_or_default()
}

fn rule_words(rule: Rule) -> Signal<String> {
    match rule {
        Rule::DoNotUse => t("contact-rule-do-not-use"),
        Rule::Refused => t("contact-rule-refused"),
        Rule::Withdrawn => t("contact-rule-withdrawn"),
        Rule::Expired => t("contact-rule-expired"),
        Rule::NoConsent => t("contact-rule-no-consent"),
        Rule::QuietHours => t("contact-rule-quiet-hours"),
    }
}
