//! Lists: what stands behind a `Paged` in JavaScript.

use super::Row;
use crate::environment::Service;
use crate::error::{Code, Error, Kind};
use crate::js::drive::drive;
use crate::js::errors::Failure;
use crate::js::values::{member, put, record, rejected};
use crate::paging::{Facts, Next, Style};
use crate::session::{Call, Session};
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "./paged.js")]
extern "C" {
    fn paged(source: PageSource) -> JsValue;
}

/// Loads the pages of one list, one at a time, when JavaScript asks for them.
#[wasm_bindgen(skip_typescript)]
pub struct PageSource {
    session: Rc<Session>,
    row: &'static Row,
    call: Result<Rc<Call>, JsValue>,
    /// Where the caller wants to begin.
    offset: f64,
}

impl std::fmt::Debug for PageSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.row.name)
    }
}

impl Row {
    /// The method of a row that gives a list. Nothing is sent until the list is awaited or iterated; wrong arguments show
    /// then, too.
    pub(crate) fn pages(
        &'static self,
        session: &Rc<Session>,
        arguments: &[&JsValue],
        body: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> JsValue {
        let call = self.call(session, arguments, body, query, options).map(Rc::new).map_err(Failure::into_js);
        let offset = query.map(|query| member(query, "offset"));
        let offset = offset
            .and_then(|offset| offset.as_f64().or_else(|| Some(f64::from(offset.as_string()?.parse::<u32>().ok()?))));
        paged(PageSource { session: Rc::clone(session), row: self, call, offset: offset.unwrap_or_default() })
    }
}

#[wasm_bindgen]
impl PageSource {
    /// Loads the page at a cursor; the first one without.
    pub fn load(&self, cursor: &JsValue) -> Promise {
        let call = match &self.call {
            Ok(call) => call,
            Err(error) => return rejected(Failure::Js(error.clone())),
        };
        let offset = cursor.as_f64();
        let url = page_url(&call.url, self.row.style, offset);
        let page = self.session.call(Call { url, ..Call::clone(call) });
        let (row, offset) = (self.row, offset.unwrap_or(self.offset));
        drive(async move { Ok(loaded(row, offset, JsFuture::from(page).await?)) })
    }
}

/// The URL of a page. A caller's own `limit` is the page size; without one the service's largest sensible page is asked for.
fn page_url(url: &str, style: Style, offset: Option<f64>) -> String {
    let Some(default) = style.default_limit() else { return url.to_owned() };
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let asked = query.split('&').find_map(|part| part.strip_prefix("limit="));
    let limit = match asked.map_or(Ok(default), str::parse) {
        Ok(asked) => format!("limit={}", style.page_size(asked, offset.unwrap_or_default())),
        // Not a number: the service will say so.
        Err(_) => format!("limit={}", asked.unwrap_or_default()),
    };
    let offset = offset.map(|offset| format!("offset={}", whole(offset)));
    let is_replaced = |part: &str| part.starts_with("limit=") || (offset.is_some() && part.starts_with("offset="));
    let is_kept = |part: &&str| !part.is_empty() && !is_replaced(part);
    let mut parts: Vec<&str> = query.split('&').filter(is_kept).collect();
    parts.push(&limit);
    parts.extend(offset.as_deref());
    [base, "?", &parts.join("&")].concat()
}

/// An offset as text. Offsets are counts of items, far below 2^53.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of items")]
fn whole(offset: f64) -> u64 {
    offset as u64
}

/// What JavaScript is told of a page.
fn loaded(row: &Row, offset: f64, page: JsValue) -> JsValue {
    let items = member(&page, row.items);
    let items = if Array::is_array(&items) { Array::unchecked_from_js(items) } else { Array::new() };
    let facts = Facts {
        items: f64::from(items.length()),
        offset,
        has_next_page: member(&page, "has_next_page").as_bool(),
        total: member(&page, "total").as_f64(),
    };
    let loaded = record(&[("page", page), ("items", items.into())]);
    match row.style.next(&facts) {
        Next::Offset(next) => put(&loaded, &[("next", next.into())]),
        Next::End => {}
        Next::More => put(&loaded, &[("error", truncated(row.service, &facts).into_js())]),
    }
    loaded.into()
}

fn truncated(service: Service, facts: &Facts) -> Failure {
    let message = format!("the server has more entries than the {} it returned", whole(facts.offset + facts.items));
    Error::new(Kind::Api, Code::ListingTruncated, message)
        .of_service(Some(service.name()))
        .with_advice("Narrow the request: another path, or a filter. Awaited instead of iterated, the call gives the page as it is.")
        .into()
}
