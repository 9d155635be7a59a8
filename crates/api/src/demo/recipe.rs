//! How each made-up record looks.

use guanxi_domain::kernel::catalogue::Entity;
use serde_json::{Map, Value as Json, json};

use super::chance::Chance;
use super::words;

/// One record to be made.
#[derive(Debug, Clone)]
pub struct Recipe {
    entity: &'static Entity,
    n: usize,
    chance: Chance,
}

const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Recipe {
    /// The `n`th record of an entity.
    pub fn new(entity: &'static Entity, n: usize) -> Self {
        Self {
            entity,
            n,
            chance: Chance::of(entity.name, n),
        }
    }

    /// Its fields, without references.
    pub fn body(mut self) -> Map<String, Json> {
        let json = match self.entity.name {
            "account" => self.account(),
            "contact" => self.contact(),
            "opportunity" => self.opportunity(),
            _ => self.activity(),
        };
        match json {
            Json::Object(map) => map,
            _ => Map::new(),
        }
    }

    fn is_chinese(&mut self) -> bool {
        self.chance.below(5) < 2
    }

    fn account(&mut self) -> Json {
        let (name, kind) = if self.is_chinese() {
            (words::HAN_FIRM, words::HAN_FIRM_KIND)
        } else {
            (words::FIRM, words::FIRM_KIND)
        };
        let blank = if kind == words::FIRM_KIND { " " } else { "" };
        let name = format!(
            "{}{blank}{}",
            self.chance.one_of(name),
            self.chance.one_of(kind)
        );
        let (city, country) = self.place();
        json!({
            "name": format!("{name} {}", self.n + 1),
            "types": [self.chance.one_of(&["prospect", "customer", "partner", "supplier"])],
            "industry": self.chance.one_of(words::INDUSTRY),
            "size_band": self.chance.one_of(&["2_9", "10_49", "50_249", "250_999"]),
            "website": format!("https://demo-{}.example.com", self.n),
            "contact_points": [{ "kind": "email", "value": format!("office@demo-{}.example.com", self.n) }],
            "addresses": [{ "city": city, "country": country }],
        })
    }

    fn contact(&mut self) -> Json {
        let chinese = self.is_chinese();
        let (family, given, order) = if chinese {
            (words::HAN_FAMILY, words::HAN_GIVEN, "family_first")
        } else {
            (words::FAMILY, words::GIVEN, "given_first")
        };
        json!({
            "family_name": self.chance.one_of(family),
            "given_name": self.chance.one_of(given),
            "name_order": order,
            "job_title": self.chance.one_of(words::JOB),
            "language": if chinese { "zh-Hant" } else { "en" },
            "contact_points": [
                { "kind": "email", "value": format!("person-{}@example.com", self.n) },
                { "kind": "phone", "value": format!("+49 30 {:07}", self.chance.below(10_000_000)) },
            ],
        })
    }

    fn opportunity(&mut self) -> Json {
        let amount = (self.chance.below(5_000) + 1) * 10_000;
        json!({
            "name": format!("{} {}", self.chance.one_of(words::DEAL), self.n + 1),
            "amount": { "amount_minor": amount, "currency": self.chance.one_of(&["EUR", "USD", "TWD"]) },
            "close_on": self.day(),
            "forecast_category": self.chance.one_of(&["pipeline", "best_case", "commit"]),
            "next_step": self.chance.one_of(&["Call back", "Send the contract", "拜訪客戶", "報價"]),
            "next_step_on": self.day(),
        })
    }

    fn activity(&mut self) -> Json {
        let place = self.chance.below(words::SUBJECT.len() as u64);
        let (kind, subject) = usize::try_from(place)
            .ok()
            .and_then(|place| words::SUBJECT.get(place))
            .copied()
            .unwrap_or(("task", "Call back"));
        let mut json = json!({ "kind": kind, "subject": subject });
        if kind != "note" {
            json["due_on"] = json!(self.day());
            json["priority"] = json!(self.chance.one_of(&["low", "normal", "high"]));
        }
        json
    }

    fn place(&mut self) -> (&'static str, &'static str) {
        let place = self.chance.below(words::CITY.len() as u64);
        let found = usize::try_from(place)
            .ok()
            .and_then(|place| words::CITY.get(place));
        found.copied().unwrap_or(("Berlin", "DE"))
    }

    fn day(&mut self) -> String {
        let year = 2026 + self.chance.below(2);
        let month = self.chance.below(12);
        let days = usize::try_from(month)
            .ok()
            .and_then(|month| DAYS.get(month))
            .copied();
        format!(
            "{year}-{:02}-{:02}",
            month + 1,
            self.chance.below(days.unwrap_or(28)) + 1
        )
    }
}
