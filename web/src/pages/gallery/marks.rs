//! Small marks.

use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;

use super::Part;
use crate::ui::{
    Avatar, AvatarSize, Badge, Chip, Disclosure, Formats, MoneyText, Seal, StageDot, TimeText, Tone,
};

#[component]
pub(super) fn Marks() -> impl IntoView {
    let hues = [
        "New",
        "Qualified",
        "Proposal",
        "Won",
        "客戶",
        "经销商",
        "Supplier",
        "Competitor",
    ];
    let chip =
        |(at, name): (usize, &'static str)| view! { <Chip label=name hue=u8::try_from(at).ok() /> };
    view! {
        <Part name="Chip, StageDot">
            <div class="gallery-row">{hues.into_iter().enumerate().map(chip).collect_view()}</div>
            <div class="gallery-row">
                <Chip label="Berlin" />
                <Chip label="Key account" hue=Some(1) on_remove=|()| {} />
                <Chip label="Linked" hue=Some(6) href="/gallery" />
                <span class="gallery-row"><StageDot hue=Some(4) />"Planned"</span>
                <span class="gallery-row"><StageDot hue=None hollow=true />"None"</span>
            </div>
        </Part>
        <Part name="Badge">
            <div class="gallery-row">
                <Badge>"12"</Badge>
                <Badge tone=Tone::Accent>"3"</Badge>
                <Badge tone=Tone::Success>"Won"</Badge>
                <Badge tone=Tone::Warning>"Today"</Badge>
                <Badge tone=Tone::Danger>"Overdue"</Badge>
            </div>
        </Part>
        <Part name="Avatar">
            <div class="gallery-row">
                <Avatar name="Maria Anders" size=AvatarSize::Small />
                <Avatar name="王小明" size=AvatarSize::Small />
                <Avatar name="Maria Anders" />
                <Avatar name="林雅婷" />
                <Avatar name="Nancy Davolio" />
                <Avatar name="Maria Anders" size=AvatarSize::Large />
                <Avatar name="王小明" size=AvatarSize::Large />
                <Avatar name="Alfreds Futterkiste" size=AvatarSize::Large square=true />
            </div>
        </Part>
        <Part name="MoneyText, TimeText, Formats"><Written /></Part>
        <Part name="Disclosure">
            <Disclosure label="More">"What few people need."</Disclosure>
        </Part>
        <Part name="Seal"><div class="gallery-row"><Seal /><Seal large=true /></div></Part>
    }
}

#[component]
fn Written() -> impl IntoView {
    let formats = Formats::here();
    let money = |minor, code: &str| code.parse().ok().map(|currency| Money { minor, currency });
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let stored = StoredValue::new(now.clone());
    view! {
        <div class="gallery-row">
            <MoneyText money=money(125_000_000, "TWD") />
            <MoneyText money=money(-9_990, "EUR") />
            <MoneyText money=money(1_234_567, "JPY") />
            <MoneyText money=money(123_456_789, "KWD") />
        </div>
        <div class="gallery-row">
            <span>{move || formats.day("2026-11-30")}</span>
            <span>{move || formats.instant("2026-11-30T06:30:00Z")}</span>
            <TimeText instant=now />
            <span>{move || formats.relative_day(&stored.with_value(|now| now[..10].to_owned()))}</span>
            <span>{move || formats.relative("2020-02-01T10:00:00Z")}</span>
            <span>{move || formats.number("1234567.891")}</span>
            <span>{move || formats.percent("12.5")}</span>
        </div>
    }
}
