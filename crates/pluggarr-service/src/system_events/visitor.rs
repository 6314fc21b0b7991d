//! Who asks, as events tell it.

use std::net::IpAddr;

/// Characters of a user agent that are kept; whoever asks chooses it.
const USER_AGENT: usize = 200;

/// Who asks: an address, and what runs there by its own account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// Where the request comes from.
    pub address: IpAddr,
    user_agent: String,
}

impl Visitor {
    /// Somebody at `address`, with the `User-Agent` of the request.
    pub fn new(address: IpAddr, user_agent: Option<&str>) -> Self {
        let user_agent = user_agent.filter(|text| !text.is_empty()).unwrap_or("unknown");
        Self { address, user_agent: user_agent.chars().take(USER_AGENT).collect() }
    }

    /// The address as it is shown.
    pub fn client_ip(&self) -> String {
        self.address.to_canonical().to_string()
    }

    /// The program that asks; `unknown` if it does not say.
    pub fn user_agent(&self) -> &str {
        &self.user_agent
    }
}

impl From<[u8; 4]> for Visitor {
    fn from(address: [u8; 4]) -> Self {
        Self::new(address.into(), None)
    }
}
