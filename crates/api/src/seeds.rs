//! What a new workspace begins with: roles, and a first pipeline in its language. Fixed ids, so
//! that planting twice changes nothing.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::people::roles::ROLE;
use guanxi_domain::people::seeds::roles;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_i18n::{Language, Texts, dashed, embedded};
use guanxi_persistence::infra::seeds;
use guanxi_persistence::{Error, Expect, How, Tx};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

/// Id of the first pipeline.
pub const PIPELINE_ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0101);
/// Id of the first stage; the others follow it.
const FIRST_STAGE_ID: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0201;

/// A stage of the first pipeline: key of its name, category, probability in percent, days after
/// which an opportunity in it is stuck.
type StageSeed = (&'static str, &'static str, u32, Option<u32>);

const STAGES: [StageSeed; 7] = [
    ("seed-stage-qualification", "open", 10, Some(14)),
    ("seed-stage-needs", "open", 25, Some(21)),
    ("seed-stage-proposal", "open", 50, Some(21)),
    ("seed-stage-negotiation", "open", 75, Some(14)),
    ("seed-stage-commitment", "open", 90, Some(7)),
    ("seed-stage-won", "won", 100, None),
    ("seed-stage-lost", "lost", 0, None),
];

/// Plants what is not there yet. What an import before the first start planted in another language, and nobody changed
/// since, gets its name in this one.
pub fn plant(tx: &mut Tx, language: Language) -> Result<(), Error> {
    let texts = embedded(language);
    for (id, code, rights) in roles() {
        let name = texts.text(&format!("role-{}", dashed(code)));
        let rights =
            serde_json::to_value(rights).map_err(|error| Error::Internal(error.to_string()))?;
        if place(
            tx,
            &ROLE,
            json!({ "id": id, "name": name, "rights": rights }),
        )? {
            seeds::name_role(tx.conn(), id, code)?;
        }
    }
    plant_pipeline(tx, texts)
}

fn plant_pipeline(tx: &mut Tx, texts: &Texts) -> Result<(), Error> {
    let name = texts.text("seed-pipeline");
    let pipeline = json!({ "id": PIPELINE_ID, "name": name, "is_default": true });
    place(tx, &PIPELINE, pipeline)?;
    for (i, (key, category, percent, days)) in (0_u32..).zip(STAGES) {
        let stage = json!({
            "id": Uuid::from_u128(FIRST_STAGE_ID + u128::from(i)),
            "pipeline_id": PIPELINE_ID,
            "name": texts.text(key),
            "position": i,
            "category": category,
            "probability": percent.to_string(),
            "target_days": days,
        });
        place(tx, &STAGE, stage)?;
    }
    Ok(())
}

fn rename(
    tx: &mut Tx,
    entity: &'static Entity,
    id: Uuid,
    mut body: Map<String, Json>,
) -> Result<(), Error> {
    body.retain(|member, _| member == "name");
    if seeds::is_untouched(tx.conn(), entity, id)? {
        tx.patch(&Actor::system(), entity, id, Expect::Any, &body, How::Plain)?;
    }
    Ok(())
}

/// Makes a record unless it is there; says whether it did.
fn place(tx: &mut Tx, entity: &'static Entity, seed: Json) -> Result<bool, Error> {
    let body = match seed {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    let id = body.get("id").and_then(Json::as_str);
    let id = id
        .and_then(guanxi_domain::kernel::wire::id)
        .unwrap_or_default();
    if seeds::is_planted(tx.conn(), entity, id)? {
        rename(tx, entity, id, body)?;
        return Ok(false);
    }
    tx.create(&Actor::system(), entity, &body, How::Plain)?;
    Ok(true)
}
