//! Pages in the shape of Django REST framework: `count`, `next`, `previous`, `results`.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::HOST;
use axum::http::request::Parts;
use pluggarr_service::store::{Page, Paging};
use serde_json::{Value, json};

const USUAL_SIZE: u32 = 50;
const LARGEST_SIZE: u32 = 10_000;

/// The page that is asked for; `None` where neither parameter is given.
pub fn page_of(page: Option<u32>, size: Option<u32>) -> Option<Paging> {
    if page.is_none() && size.is_none() {
        return None;
    }
    let size = size.filter(|size| *size > 0).unwrap_or(USUAL_SIZE).min(LARGEST_SIZE);
    Some(Paging { page: page.unwrap_or(1).max(1), size })
}

/// The address a list was asked for at, as the client wrote it: links to other pages go there.
pub struct ListAddress {
    origin: String,
    path: String,
    query: String,
}

impl<S: Send + Sync> FromRequestParts<S> for ListAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        Ok(Self {
            origin: host.map(|host| format!("http://{host}")).unwrap_or_default(),
            // Clients compare it with the path they asked for, which has the incumbent's slash.
            path: format!("{}/", uri.path().trim_end_matches('/')),
            query: uri.query().unwrap_or_default().to_owned(),
        })
    }
}

/// One page and the way to its neighbours.
pub fn paged(address: &ListAddress, paging: Paging, page: &Page<Value>) -> Value {
    let pages = page.total.max(0).unsigned_abs().div_ceil(u64::from(paging.size));
    let next = (u64::from(paging.page) < pages).then(|| link(address, paging.page + 1));
    let previous = (paging.page > 1).then(|| link(address, paging.page - 1));
    json!({"count": page.total, "next": next, "previous": previous, "results": page.rows})
}

fn link(address: &ListAddress, page: u32) -> String {
    let others = address.query.split('&');
    let mut query: Vec<_> = others
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some("page"))
        .map(str::to_owned)
        .collect();
    query.push(format!("page={page}"));
    format!("{}{}?{}", address.origin, address.path, query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_the_other_parameters() {
        let address = ListAddress {
            origin: "http://tv:9191".into(),
            path: "/api/channels/channels/".into(),
            query: "page=2&search=a%26b&page_size=10".into(),
        };
        let at = |page| {
            paged(
                &address,
                page_of(Some(page), Some(10)).unwrap(),
                &Page { rows: vec![], total: 21 },
            )
        };
        let base = "http://tv:9191/api/channels/channels/?search=a%26b&page_size=10";
        assert_eq!(at(2)["next"], format!("{base}&page=3"));
        assert_eq!(at(2)["previous"], format!("{base}&page=1"));
        assert_eq!(at(3)["next"], Value::Null);
    }

    #[test]
    fn sizes_have_a_limit_and_zero_is_no_size() {
        assert_eq!(page_of(None, None), None);
        assert_eq!(page_of(None, Some(99_999)).unwrap().size, LARGEST_SIZE);
        assert_eq!(page_of(Some(0), Some(0)).unwrap(), Paging { page: 1, size: USUAL_SIZE });
    }
}
