//! URLs as they may be shown: provider URLs carry passwords, in the user part, in the query and in
//! Xtream's path (`/live/USER/PASS/1.ts`).

/// `url` without anything that could be a login: scheme, host and the last path segment's name stay.
///
/// Text that is no URL comes back as `…`: better too little than a password in a log.
pub fn url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "…".to_owned();
    };
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority_end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let file = path.rsplit('/').next().unwrap_or("");
    let has_more = rest.len() > authority.len() + 1;
    match (file.contains('.') && path.matches('/').count() == 1, has_more) {
        (true, _) => format!("{scheme}://{host}/{file}"),
        (false, true) => format!("{scheme}://{host}/…"),
        (false, false) => format!("{scheme}://{host}"),
    }
}

/// `text` with every URL in it redacted, for error messages that quote one.
pub fn text(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let trimmed = word.trim_end();
            match trimmed.find("://") {
                Some(at) => {
                    let start = trimmed[..at]
                        .rfind(|c: char| !c.is_ascii_alphanumeric())
                        .map_or(0, |before| before + 1);
                    let (before, address) = trimmed.split_at(start);
                    format!("{before}{}{}", url(address), &word[trimmed.len()..])
                }
                None => word.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_login_survives_wherever_it_stands() {
        for (given, shown) in [
            ("http://user:pass@host:8080/list.m3u?x=1", "http://host:8080/list.m3u"),
            ("http://host/get.php?username=u&password=p", "http://host/get.php"),
            ("http://host/live/user/pass/1.ts", "http://host/…"),
            ("http://host/user/pass/1", "http://host/…"),
            ("https://host", "https://host"),
            ("no url, maybe a password", "…"),
        ] {
            assert_eq!(url(given), shown);
        }
    }

    #[test]
    fn a_message_keeps_its_words() {
        assert_eq!(
            text("GET http://u:p@host/get.php?password=x failed: timeout"),
            "GET http://host/get.php failed: timeout"
        );
        assert_eq!(text("(http://h/a/b/c)"), "(http://h/…");
    }
}
