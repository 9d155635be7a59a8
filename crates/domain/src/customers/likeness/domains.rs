//! Web domains that tell firms apart.

/// Everybody may have an address or a page there.
const SHARED: &[&str] = &[
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "aol.com",
    "facebook.com",
    "fastmail.com",
    "foxmail.com",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hinet.net",
    "hotmail.com",
    "icloud.com",
    "instagram.com",
    "libero.it",
    "line.me",
    "linkedin.com",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "pchome.com.tw",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "t-online.de",
    "twitter.com",
    "vip.qq.com",
    "wanadoo.fr",
    "web.de",
    "weibo.com",
    "x.com",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.com.hk",
    "yahoo.com.tw",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "yeah.net",
    "youtube.com",
    "zoho.com",
];

/// The domain of an e-mail address.
pub fn of_email(address: &str) -> Option<String> {
    own(address.trim().rsplit_once('@')?.1)
}

/// The domain of a web address, with or without its scheme.
pub fn of_url(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    own(host.split_once(':').map_or(host, |(host, _)| host))
}

fn own(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_domain = host.contains('.')
        && host
            .split('.')
            .all(|label| !label.is_empty() && !label.contains(char::is_whitespace));
    (is_domain && !SHARED.contains(&host)).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{of_email, of_url};

    #[test]
    fn firms_are_told_apart_by_domains_of_their_own() {
        let own = Some("harbour.com".to_owned());
        assert_eq!(of_url("https://www.Harbour.com/about?x=1"), own);
        assert_eq!(of_url("harbour.com:8080"), own);
        assert_eq!(of_email(" Max@harbour.com "), own);
        for shared in ["max@gmail.com", "max@qq.com", "max", "max@local"] {
            assert_eq!(of_email(shared), None, "{shared}");
        }
        assert_eq!(of_url("https://facebook.com/harbour"), None);
        assert_eq!(of_url("half typed"), None);
    }
}
