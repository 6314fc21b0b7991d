//! Which addresses are of this network, as the incumbent's default policies count them.

use std::net::IpAddr;

/// Whether `address` is loopback, private, link-local or unique-local: not the open internet.
pub fn is_local(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_local_and_the_internet_is_not() {
        for local in ["127.0.0.1", "192.168.1.9", "10.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"] {
            assert!(is_local(local.parse().unwrap()), "{local}");
        }
        for far in ["8.8.8.8", "2001:4860::1", "::ffff:8.8.8.8", "100.64.0.1"] {
            assert!(!is_local(far.parse().unwrap()), "{far}");
        }
    }
}
