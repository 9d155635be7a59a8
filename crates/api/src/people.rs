//! Making users outside the generic routes: at first start, and from the command line.

use guanxi_domain::access::Actor;
use guanxi_domain::people::users::USER;
use guanxi_persistence::{Error, Expect, How, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

/// A user to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: Option<String>,
    /// Which part comes first; told by the script when nobody says.
    pub name_order: Option<String>,
    /// The e-mail address used to sign in.
    pub login: String,
    /// Language of the screens.
    pub language: String,
    /// Zone in which days begin.
    pub time_zone: String,
    /// The role held.
    pub role: Uuid,
}

/// Makes a user who may sign in.
pub fn create_active(tx: &mut Tx, actor: &Actor, new: &NewUser) -> Result<Uuid, Error> {
    let made = tx.create(actor, &USER, &new.body(), How::Plain)?;
    tx.verb(
        actor,
        &USER,
        made.id(),
        Expect::Any,
        "activate",
        &Map::new(),
    )?;
    Ok(made.id())
}

impl NewUser {
    fn body(&self) -> Map<String, Json> {
        let order = self
            .name_order
            .clone()
            .unwrap_or_else(|| self.usual_order().to_owned());
        let json = json!({
            "family_name": self.family_name,
            "given_name": self.given_name,
            "name_order": order,
            "login": self.login,
            "language": self.language,
            "time_zone": self.time_zone,
            "roles": [{ "role_id": self.role }],
        });
        match json {
            Json::Object(map) => map,
            _ => Map::new(),
        }
    }

    /// Names in Han characters, kana or Hangul begin with the family.
    fn usual_order(&self) -> &'static str {
        let eastern = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
        if self.family_name.chars().any(eastern) {
            "family_first"
        } else {
            "given_first"
        }
    }
}
