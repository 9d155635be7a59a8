//! How the map is read: which tone a state of health has, and where sales get stuck on their way.

use super::Health;

/// Sales that must have left a stage before its conversion says anything.
const ENOUGH: i64 = 3;

/// What something on the map means for whoever looks after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nobody knows.
    Neutral,
    /// As it should be.
    Success,
    /// Soon not any more.
    Warning,
    /// Not as it should be.
    Danger,
}

impl Tone {
    /// Its name in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

impl Health {
    /// What it means. Where nothing is planned nobody knows how it is.
    pub const fn tone(self) -> Tone {
        match self {
            Self::NoNextStep => Tone::Neutral,
            Self::Stuck => Tone::Danger,
            Self::Slowing => Tone::Warning,
            Self::Moving => Tone::Success,
        }
    }
}

/// How many sales left a stage, and where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// On, or won.
    pub forward: i64,
    /// Back.
    pub back: i64,
    /// Lost.
    pub lost: i64,
}

impl Left {
    /// The share that went on, in thousandths: whole numbers compare exactly. Nothing when too few left to say.
    fn conversion(self) -> Option<i64> {
        let all = self.forward + self.back + self.lost;
        (all >= ENOUGH).then(|| self.forward * 1_000 / all)
    }
}

/// The place of the stage from which the smallest share goes on, among stages that enough sales have left; the first of
/// several. One stage alone is no way on which anything could get stuck.
pub fn choke_point(stages: &[Left]) -> Option<usize> {
    if stages.len() < 2 {
        return None;
    }
    let known = stages
        .iter()
        .enumerate()
        .filter_map(|(place, left)| Some((left.conversion()?, place)));
    known.min().map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::super::HEALTHS;
    use super::*;

    fn left(forward: i64, back: i64, lost: i64) -> Left {
        Left {
            forward,
            back,
            lost,
        }
    }

    #[test]
    fn the_smallest_share_of_enough_is_the_choke_point() {
        assert_eq!(choke_point(&[]), None);
        assert_eq!(choke_point(&[left(0, 0, 9)]), None, "one stage is no way");
        let few = left(0, 1, 1);
        assert_eq!(choke_point(&[few, few]), None, "two are too few to say");
        assert_eq!(choke_point(&[left(3, 0, 0), few, left(2, 0, 1)]), Some(2));
        assert_eq!(
            choke_point(&[left(1, 1, 1), left(2, 2, 2)]),
            Some(0),
            "the first of two"
        );
        assert_eq!(
            choke_point(&[left(1, 0, 2), left(0, 3, 0)]),
            Some(1),
            "going back is not going on"
        );
    }

    #[test]
    fn each_state_of_health_has_a_tone_of_its_own() {
        let tones = HEALTHS.map(|health| health.tone().name());
        assert_eq!(tones, ["neutral", "danger", "warning", "success"]);
        for health in HEALTHS {
            assert_eq!(Health::named(health.name()), Some(health));
        }
        assert_eq!(Health::named("sleeping"), None);
    }
}
