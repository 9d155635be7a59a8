//! The story as it is written down, turned into deeds in the order of their days.

use std::collections::BTreeMap;

use guanxi_i18n::Language;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

/// The story.
const STORY: &str = include_str!("story.toml");

/// A text in English, Traditional and Simplified Chinese.
type Text = [String; 3];

/// Something that happens on a day.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Days from now; not after today.
    pub day: i64,
    /// What it is about, such as `sale.pumps`.
    pub about: String,
    /// What happens.
    pub what: What,
}

/// What happens.
#[derive(Debug, Clone)]
pub enum What {
    /// A record comes to be.
    Made(Map<String, Json>),
    /// A verb is used.
    Used(&'static str, Map<String, Json>),
    /// An opportunity goes on to the next stage.
    Advanced,
}

#[derive(Deserialize)]
struct Story {
    products: Vec<Product>,
    accounts: Vec<Account>,
    people: Vec<Person>,
    sales: Vec<Sale>,
    leads: Vec<Lead>,
    activities: Vec<Activity>,
}

#[derive(Deserialize)]
struct Product {
    key: String,
    name: Text,
    price: i64,
}

#[derive(Deserialize)]
struct Account {
    key: String,
    day: i64,
    parent: Option<String>,
    name: Text,
    types: Vec<String>,
    industry: Text,
    city: Text,
    country: String,
    site: String,
}

#[derive(Deserialize)]
struct Person {
    key: String,
    account: String,
    family: Text,
    given: Text,
    title: Text,
    channel: String,
}

#[derive(Deserialize)]
struct Sale {
    key: String,
    account: String,
    person: String,
    name: Text,
    amount: i64,
    day: i64,
    moves: Vec<i64>,
    won: Option<i64>,
    lost: Option<i64>,
    reason: Option<String>,
    close: Option<i64>,
    next: Option<Text>,
    next_day: Option<i64>,
}

#[derive(Deserialize)]
struct Lead {
    key: String,
    family: Text,
    given: Text,
    company: Text,
    source: String,
    rating: Option<String>,
    value: Option<i64>,
    day: i64,
    #[serde(default)]
    steps: Vec<(String, i64)>,
}

#[derive(Deserialize)]
struct Activity {
    on: String,
    kind: String,
    day: i64,
    #[serde(default)]
    open: bool,
    subject: Text,
}

/// Everything that happens, the earliest first.
pub fn deeds(language: Language, owners: &[Uuid]) -> Result<Vec<Deed>, String> {
    let story: Story = toml::from_str(STORY).map_err(|error| error.to_string())?;
    let mut teller = Teller {
        language,
        owners,
        began: BTreeMap::new(),
        owner_of: BTreeMap::new(),
        deeds: Vec::new(),
    };
    story.products.iter().for_each(|one| teller.product(one));
    for (place, one) in story.accounts.iter().enumerate() {
        teller.account(place, one);
    }
    story.people.iter().for_each(|one| teller.person(one));
    story.sales.iter().for_each(|one| teller.sale(one));
    for (place, one) in story.leads.iter().enumerate() {
        teller.lead(place, one);
    }
    for (place, one) in story.activities.iter().enumerate() {
        teller.activity(place, one);
    }
    teller.deeds.sort_by_key(|deed| deed.day);
    Ok(teller.deeds)
}

struct Teller<'a> {
    language: Language,
    owners: &'a [Uuid],
    began: BTreeMap<String, i64>,
    owner_of: BTreeMap<String, Json>,
    deeds: Vec<Deed>,
}

/// Stands for the id of another record of the story.
fn of(name: String) -> Json {
    json!({ "of": name })
}

/// Stands for an amount of the company's currency, in whole units.
fn worth(units: i64) -> Json {
    json!({ "worth": units })
}

/// Stands for the day so many days from now.
fn day(days: i64) -> Json {
    json!({ "day": days })
}

impl Teller<'_> {
    fn say(&self, text: &Text) -> String {
        let [english, traditional, simplified] = text;
        match self.language {
            Language::En => english,
            Language::ZhHant => traditional,
            Language::ZhHans => simplified,
        }
        .clone()
    }

    fn owner(&self, place: usize) -> Json {
        let owner = self.owners.get(place % self.owners.len().max(1));
        owner.map_or(Json::Null, |owner| json!(owner))
    }

    fn made(&mut self, day: i64, about: String, body: Json) {
        let Json::Object(mut body) = body else { return };
        body.retain(|_, value| !value.is_null());
        self.deeds.push(Deed {
            day,
            about,
            what: What::Made(body),
        });
    }

    fn used(&mut self, day: i64, about: &str, verb: &'static str, body: Json) {
        let Json::Object(body) = body else { return };
        self.deeds.push(Deed {
            day,
            about: about.to_owned(),
            what: What::Used(verb, body),
        });
    }

    fn product(&mut self, product: &Product) {
        let body = json!({ "name": self.say(&product.name), "list_price": worth(product.price) });
        self.made(-360, format!("product.{}", product.key), body);
    }

    fn account(&mut self, place: usize, account: &Account) {
        let owner = self.owner(place);
        self.began.insert(account.key.clone(), account.day);
        self.owner_of.insert(account.key.clone(), owner.clone());
        let parent = account
            .parent
            .as_ref()
            .map(|key| of(format!("account.{key}")));
        let body = json!({
            "name": self.say(&account.name), "types": account.types, "industry": self.say(&account.industry),
            "parent_id": parent, "owner_id": owner, "website": format!("https://{}.example", account.site),
            "addresses": [{ "city": self.say(&account.city), "country": account.country }],
            "contact_points": [{ "kind": "email", "value": format!("office@{}.example", account.site) }],
        });
        self.made(account.day, format!("account.{}", account.key), body);
    }

    fn person(&mut self, person: &Person) {
        let began = self.began.get(&person.account).copied().unwrap_or(-300);
        let order = if self.language == Language::En {
            "given_first"
        } else {
            "family_first"
        };
        let place = self.deeds.len();
        let body = json!({
            "family_name": self.say(&person.family), "given_name": self.say(&person.given), "name_order": order,
            "job_title": self.say(&person.title), "preferred_channel": person.channel,
            "account_id": of(format!("account.{}", person.account)), "owner_id": self.owner_of.get(&person.account),
            "contact_points": [
                { "kind": "email", "value": format!("{}@{}.example", person.key, person.account.replace('_', "-")) },
                { "kind": "phone", "value": format!("+44 20 7946 {:04}", 100 + place) },
            ],
        });
        self.made(began, format!("person.{}", person.key), body);
    }

    fn sale(&mut self, sale: &Sale) {
        let about = format!("sale.{}", sale.key);
        let ended = sale.won.or(sale.lost);
        let body = json!({
            "name": self.say(&sale.name), "account_id": of(format!("account.{}", sale.account)),
            "primary_contact_id": of(format!("person.{}", sale.person)), "amount": worth(sale.amount),
            "close_on": day(sale.close.or(ended).unwrap_or(30)), "owner_id": self.owner_of.get(&sale.account),
            "next_step": sale.next.as_ref().map(|next| self.say(next)), "next_step_on": sale.next_day.map(day),
        });
        self.made(sale.day, about.clone(), body);
        for day in &sale.moves {
            self.deeds.push(Deed {
                day: *day,
                about: about.clone(),
                what: What::Advanced,
            });
        }
        if let Some(won) = sale.won {
            self.used(won, &about, "win", json!({}));
        }
        if let Some(lost) = sale.lost {
            let reason = sale.reason.as_deref().unwrap_or("other");
            self.used(lost, &about, "lose", json!({ "lost_reason": reason }));
        }
    }

    fn lead(&mut self, place: usize, lead: &Lead) {
        let about = format!("lead.{}", lead.key);
        let body = json!({
            "family_name": self.say(&lead.family), "given_name": self.say(&lead.given), "company": self.say(&lead.company),
            "name_order": if self.language == Language::En { "given_first" } else { "family_first" },
            "lead_source": lead.source, "rating": lead.rating, "estimated_value": lead.value.map(worth),
            "owner_id": self.owner(place),
            "contact_points": [{ "kind": "email", "value": format!("{0}@{0}-lead.example", lead.key) }],
        });
        self.made(lead.day, about.clone(), body);
        let company = self.say(&lead.company);
        for (step, on) in &lead.steps {
            let (verb, body) = match step.as_str() {
                "accept" => ("accept", json!({})),
                "qualify" => ("qualify", json!({})),
                "disqualify" => ("disqualify", json!({ "unqualified_reason": "no_budget" })),
                "recycle" => ("recycle", json!({ "recycle_on": day(20) })),
                "convert" => ("convert", json!({ "opportunity_name": company })),
                _ => continue,
            };
            self.used(*on, &about, verb, body);
        }
    }

    fn activity(&mut self, place: usize, activity: &Activity) {
        let mut body = json!({
            "kind": activity.kind, "subject": self.say(&activity.subject), "owner_id": self.owner(place),
            "anchor_entity": { "kind_of": activity.on }, "anchor_id": of(activity.on.clone()),
        });
        let dated = activity.kind != "note";
        if activity.open {
            body["due_on"] = day(activity.day);
        } else if dated {
            body["done_at"] = json!({ "moment": activity.day });
        }
        let written = if activity.open {
            (activity.day - 5).min(-1)
        } else {
            activity.day
        };
        self.made(written, format!("activity.{place}"), body);
    }
}
