//! Access tokens: JSON web tokens that say whose session a request belongs to, for ten minutes.

use std::sync::LazyLock;

use guanxi_domain::kernel::time::Instant;
use jsonwebtoken::{Algorithm, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::Keys;

/// Seconds that an access token lives.
pub const LIFETIME: u64 = 600;
/// Seconds by which clocks may differ.
const LEEWAY: u64 = 5;
const ISSUER: &str = "guanxi";
const AUDIENCE: &str = "guanxi-api";
const PURPOSE: &str = "access";

/// What a token claims. All of it is required and typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: String,
    purpose: String,
    /// The user.
    pub sub: Uuid,
    /// The session.
    pub sid: Uuid,
    iat: u64,
    nbf: u64,
    exp: u64,
}

/// What every token must claim.
static RULES: LazyLock<Validation> = LazyLock::new(|| {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.leeway = LEEWAY;
    rules.validate_nbf = true;
    rules.set_audience(&[AUDIENCE]);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    rules
});

impl Claims {
    /// Whether the token counts at this moment, as far as clocks agree.
    pub fn is_in_time(&self, now: Instant) -> bool {
        let now = seconds(now);
        self.nbf <= now + LEEWAY && now < self.exp + LEEWAY
    }
}

/// A token for a session.
pub fn issue(keys: &Keys, user: Uuid, session: Uuid, now: Instant) -> Option<String> {
    let now = seconds(now);
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        purpose: PURPOSE.to_owned(),
        sub: user,
        sid: session,
        iat: now,
        nbf: now,
        exp: now + LIFETIME,
    };
    encode(&Header::new(Algorithm::HS256), &claims, &keys.sign).ok()
}

/// The claims of a token that we signed for this purpose and that is in its time.
pub fn verify(keys: &Keys, token: &str) -> Option<Claims> {
    if !has_our_header(token) {
        return None;
    }
    let claims = decode::<Claims>(token, &keys.verify, &RULES).ok()?.claims;
    let lifetime = claims.exp.checked_sub(claims.iat)?;
    let ours = claims.purpose == PURPOSE && lifetime == LIFETIME && claims.nbf == claims.iat;
    ours.then_some(claims)
}

/// Our tokens all have the same header, so anything else in it (other algorithms, embedded or
/// linked keys) is not worth reading.
fn has_our_header(token: &str) -> bool {
    const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";
    token.split('.').next() == Some(HEADER) && token.len() < 2_048
}

fn seconds(at: Instant) -> u64 {
    u64::try_from(at.micros() / 1_000_000).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value as Json, json};

    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::from_secret(&[byte; 32]).unwrap()
    }

    fn now() -> u64 {
        seconds(guanxi_persistence::database::now())
    }

    fn good() -> Json {
        json!({
            "iss": ISSUER, "aud": AUDIENCE, "purpose": PURPOSE,
            "sub": Uuid::nil(), "sid": Uuid::nil(),
            "iat": now(), "nbf": now(), "exp": now() + LIFETIME,
        })
    }

    fn signed(claims: &Json) -> String {
        encode(&Header::new(Algorithm::HS256), claims, &keys(1).sign).unwrap()
    }

    #[test]
    fn what_we_issue_we_accept() {
        let token = issue(
            &keys(1),
            Uuid::nil(),
            Uuid::max(),
            guanxi_persistence::database::now(),
        );
        let claims = verify(&keys(1), &token.unwrap()).unwrap();
        assert_eq!(claims.sid, Uuid::max());
        assert!(verify(&keys(1), &signed(&good())).is_some());
        assert!(verify(&keys(2), &signed(&good())).is_none());
    }

    #[test]
    fn claims_are_typed_and_required() {
        let odd = [
            json!(null),
            json!("9999999999"),
            json!(9999999999.5),
            json!(-1),
            json!(9.3e18),
            json!([1]),
        ];
        for name in ["exp", "nbf", "iat", "sub", "sid", "iss", "aud", "purpose"] {
            let mut claims = good();
            claims.as_object_mut().unwrap().remove(name);
            assert!(
                verify(&keys(1), &signed(&claims)).is_none(),
                "without {name}"
            );
            for value in &odd {
                let mut claims = good();
                claims[name] = value.clone();
                assert!(
                    verify(&keys(1), &signed(&claims)).is_none(),
                    "{name} = {value}"
                );
            }
        }
    }

    #[test]
    fn a_token_serves_one_purpose_in_its_time() {
        for (name, value) in [
            ("purpose", json!("refresh")),
            ("aud", json!("other")),
            ("aud", json!([AUDIENCE, "other"])),
            ("iss", json!("other")),
            ("exp", json!(now() - 60)),
            ("exp", json!(now() + 10 * LIFETIME)),
            ("nbf", json!(now() + 60)),
            ("extra", json!(true)),
        ] {
            let mut claims = good();
            claims[name] = value.clone();
            assert!(
                verify(&keys(1), &signed(&claims)).is_none(),
                "{name} = {value}"
            );
        }
    }

    #[test]
    fn only_our_header_and_signature_count() {
        let token = signed(&good());
        let (head, rest) = token.split_once('.').unwrap();
        let (body, signature) = rest.split_once('.').unwrap();
        let header = |json: Json| URL_SAFE_NO_PAD.encode(json.to_string());
        for forged in [
            format!("{}.{body}.", header(json!({"alg": "none", "typ": "JWT"}))),
            format!(
                "{}.{body}.{signature}",
                header(json!({"alg": "None", "typ": "JWT"}))
            ),
            format!(
                "{}.{body}.{signature}",
                header(json!({"alg": "HS256", "typ": "JWT", "kid": "../../dev/null"}))
            ),
            format!(
                "{}.{body}.{signature}",
                header(json!({"alg": "HS256", "jku": "https://evil.example.com"}))
            ),
            format!("{head}.{body}"),
            format!("{head}.{body}."),
            format!("{head}.{body}.{}", &signature[..signature.len() - 2]),
            format!("{head}.{body}.{signature}{signature}"),
            format!("{head}.{body}.{signature}.{signature}"),
            format!("{head}.{body}.{signature}="),
            format!(" {token}"),
            String::new(),
        ] {
            assert!(verify(&keys(1), &forged).is_none(), "{forged}");
        }
    }
}
