//! What a password must be: long enough and hard to guess; nothing else.

use guanxi_domain::kernel::problem::Violation;
use zxcvbn::{Score, zxcvbn};

use super::passwords::normal;

const LEAST: usize = 8;
const MOST: usize = 1_024;

/// Why a password will not do; `known` are words that an attacker would try first (name, login).
/// `pointer` says where it was given.
pub fn weaknesses(password: &str, known: &[&str], pointer: &str) -> Option<Violation> {
    if is_too_long(password) {
        return Some(Violation::at(pointer, "too_long").with("most", MOST));
    }
    let password = normal(password);
    if password.chars().count() < LEAST {
        return Some(Violation::at(pointer, "password_too_short").with("least", LEAST));
    }
    let known: Vec<_> = known.iter().copied().chain(["guanxi"]).collect();
    let easy = zxcvbn(&password, &known).score() < Score::Three;
    easy.then(|| Violation::at(pointer, "password_too_easy"))
}

/// Refused before anything is done with it.
pub fn is_too_long(password: &str) -> bool {
    password.len() > MOST * 4 || password.chars().count() > MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        weaknesses(password, &["maria.anders@example.com"], "/password").map(|one| one.code)
    }

    #[test]
    fn length_and_strength_decide_and_no_composition() {
        assert_eq!(code("7 chars"), Some("password_too_short"));
        assert_eq!(code(&"long enough ".repeat(100)), Some("too_long"));
        for fine in [
            "correct horse battery staple",
            "穿過長長的隧道就是雪國",
            "xK9$mQ2vLp",
            "🐙🦑🪼 im tiefen Meer 🌊",
        ] {
            assert_eq!(code(fine), None, "{fine}");
        }
        assert_eq!(code(&"four words make sense ".repeat(3)), None);
    }

    #[test]
    fn common_ones_are_refused() {
        for common in [
            "password",
            "12345678",
            "qwertyuiop",
            "iloveyou",
            "football",
            "sunshine1",
            "princess",
            "trustno1",
            "password123",
            "11111111",
            "letmein1",
            "superman",
            "baseball1",
            "welcome1",
            "asdfghjkl",
            "guanxi2026",
            "maria.anders@example.com",
        ] {
            assert_eq!(code(common), Some("password_too_easy"), "{common}");
        }
    }
}
