//! Lists: the Rust side of a `Paged` object of JavaScript.

use super::destination::Destination;
use super::row::{List, Row, json_body};
use crate::advice;
use crate::js::arguments::rejected;
use crate::js::convert::{member, present_member, put, record, string};
use crate::js::drive::{Success, drive};
use crate::js::errors::CallError;
use crate::policy::paging::{CursorTrail, NextPage, PageInfo, PagePosition, Paging};
use crate::session::Call;
use crate::wire::error::{Code, Error, ErrorKind};
use crate::wire::request::with_parameters;
use js_sys::{Array, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./paged.js")]
extern "C" {
    pub(crate) fn paged(loader: &JsValue) -> JsValue;
}

/// The list of a row that defines none.
static SINGLE_PAGE: List = List { paging: Paging::Single, items: "" };

/// Loads the pages of one list, each when JavaScript requests it.
#[wasm_bindgen(skip_typescript)]
pub struct PageLoader {
    destination: Rc<dyn Destination>,
    row: &'static Row,
    list_call: Result<ListCall, JsValue>,
}

/// The checked arguments of a list method.
struct ListCall {
    call: Call,
    /// The completed document, if `limit`, `offset` and cursor are members of a document instead of query parameters.
    document: Option<Object>,
    /// The caller's own page size, if any.
    limit: Option<f64>,
    /// The offset of the first page.
    offset: f64,
}

impl std::fmt::Debug for PageLoader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.row.path)
    }
}

impl Row {
    /// Returns the list of a row, as the row's method does. No request is sent before the list is awaited or iterated,
    /// and wrong arguments are reported then.
    pub(crate) fn list(
        &'static self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> JsValue {
        let list_call = self.prepare_list(destination, arguments, document, query, options).map_err(CallError::into_js);
        paged(&PageLoader { destination: Rc::clone(destination), row: self, list_call }.into())
    }

    fn prepare_list(
        &self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Result<ListCall, CallError> {
        let call = self.prepare_call(destination, arguments, document, query, options)?;
        let (argument_name, argument) = document.map_or(("query", query), |document| ("document", Some(document)));
        let count = |name| argument.map_or(Ok(None), |argument| read_count(argument_name, argument, name));
        let (limit, offset) = (count("limit")?, count("offset")?.unwrap_or_default());
        let document = document.map(|document| self.complete_document(document)).transpose()?;
        Ok(ListCall { call, document: document.map(JsCast::unchecked_into), limit, offset })
    }
}

/// Reads a count from the members of an argument: a number, or a number as text. An invalid count is an error, because
/// a default in its place would request another page.
fn read_count(argument_name: &str, argument: &JsValue, name: &str) -> Result<Option<f64>, Error> {
    let Some(value) = present_member(argument, name) else { return Ok(None) };
    let number = value.as_f64().or_else(|| Some(f64::from(value.as_string()?.parse::<u32>().ok()?)));
    let count = number.filter(|number| *number >= 0.0 && number.fract() == 0.0);
    let problem = "must be a whole number, 0 or more";
    count.map(Some).ok_or_else(|| Error::argument(&format!("{argument_name}.{name}"), problem))
}

#[wasm_bindgen]
impl PageLoader {
    /// The caller's signal. It also ends an iteration between two items of one page.
    #[wasm_bindgen(getter)]
    pub fn signal(&self) -> JsValue {
        let signal = self.list_call.as_ref().ok().and_then(|list_call| list_call.call.options.signal.clone());
        signal.map(JsValue::from).unwrap_or_default()
    }

    /// Loads the page at a position; without a position, the first page.
    pub fn load(&self, position: &JsValue) -> Promise {
        let position = read_position(position);
        let prepared = match &self.list_call {
            Ok(list_call) => self.page_call(list_call, position.as_ref()).map(|call| (call, list_call.offset)),
            Err(error) => Err(CallError::Js(error.clone())),
        };
        let (call, offset) = match prepared {
            Ok(prepared) => prepared,
            Err(failure) => return rejected(failure),
        };
        let page = Rc::clone(&self.destination).call(call);
        let (list, service) = (self.list(), self.destination.name());
        let (offset, trail) = match position {
            None => (offset, CursorTrail::default()),
            Some(PagePosition::Offset(offset)) => (offset, CursorTrail::default()),
            Some(PagePosition::Cursor(_, trail)) => (0.0, trail),
        };
        drive(async move { Ok(page_to_js(list, service, offset, trail, Success::of_call(page).await?)) })
    }
}

impl PageLoader {
    fn list(&self) -> &'static List {
        self.row.list.unwrap_or(&SINGLE_PAGE)
    }

    /// Returns the call for a page. The page size is the caller's `limit`, or the default of the service's paging.
    fn page_call(&self, list_call: &ListCall, position: Option<&PagePosition>) -> Result<Call, CallError> {
        let call = &list_call.call;
        let mut parameters: Vec<(&str, JsValue)> = Vec::new();
        let offset = match position {
            Some(PagePosition::Offset(offset)) => Some(*offset),
            _ => None,
        };
        if let Some(default) = self.list().paging.default_limit() {
            let limit = list_call.limit.map_or(default, to_page_limit);
            parameters.push(("limit", self.list().paging.page_size(limit, offset.unwrap_or(list_call.offset)).into()));
            parameters.extend(offset.map(|offset| ("offset", offset.into())));
        }
        if let (Some(PagePosition::Cursor(cursor, _)), Paging::Cursor { parameter, .. }) =
            (position, self.list().paging)
        {
            parameters.push((parameter, cursor.into()));
        }
        if parameters.is_empty() {
            return Ok(call.clone());
        }
        if let Some(document) = &list_call.document {
            let document = Object::assign(&record(&[]), document);
            put(&document, &parameters);
            return Ok(Call { body: Some(json_body(&document)?), ..call.clone() });
        }
        let texts: Vec<_> = parameters
            .iter()
            .map(|(name, value)| {
                (*name, value.as_string().unwrap_or_else(|| string(value.as_f64().unwrap_or_default())))
            })
            .collect();
        Ok(Call { url: with_parameters(&call.url, &texts), ..call.clone() })
    }
}

/// Converts a count of items to a page size. A count beyond `u32` becomes the largest `u32`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn to_page_limit(number: f64) -> u32 {
    number as u32
}

/// Reads a position that JavaScript stores: an offset, or a list of a cursor and its trail.
fn read_position(value: &JsValue) -> Option<PagePosition> {
    if let Some(offset) = value.as_f64() {
        return Some(PagePosition::Offset(offset));
    }
    let parts: &Array = value.dyn_ref()?;
    let number = |index| parts.get(index).as_f64().unwrap_or_default();
    let seen = parts.get(1).as_string().unwrap_or_default();
    let trail = CursorTrail { seen, steps: number(2), reach: number(3), empty: number(4) };
    Some(PagePosition::Cursor(parts.get(0).as_string()?, trail))
}

fn position_to_js(position: PagePosition) -> JsValue {
    match position {
        PagePosition::Offset(offset) => offset.into(),
        PagePosition::Cursor(cursor, CursorTrail { seen, steps, reach, empty }) => {
            Array::from_iter::<[JsValue; 5]>([cursor.into(), seen.into(), steps.into(), reach.into(), empty.into()])
                .into()
        }
    }
}

/// Returns a page for JavaScript: `page`, `items`, `response`, and `next` (a position) or `error` if more items exist.
fn page_to_js(list: &List, service: &'static str, offset: f64, trail: CursorTrail, reply: Success) -> JsValue {
    let Success { data: page, response } = reply;
    // The list exists: the form of the reply was checked before.
    let items = if list.items.is_empty() { page.clone() } else { member(&page, list.items) };
    let items: Array = items.unchecked_into();
    let cursor = match list.paging {
        Paging::Cursor { member: name, .. } => {
            let cursor = member(&page, name);
            cursor.as_string().or_else(|| cursor.as_f64().map(string)).filter(|cursor| !cursor.is_empty())
        }
        _ => None,
    };
    let info = PageInfo {
        items: f64::from(items.length()),
        offset,
        trail,
        has_next_page: member(&page, "has_next_page").as_bool(),
        total: member(&page, "total").as_f64(),
        cursor,
    };
    let result = record(&[("page", page), ("items", items.into()), ("response", response)]);
    match list.paging.next(&info) {
        NextPage::Page(position) => put(&result, &[("next", position_to_js(position))]),
        NextPage::End => {}
        NextPage::More => put(&result, &[("error", truncated_error(service, list.paging, &info).into_js())]),
    }
    result.into()
}

fn truncated_error(service: &'static str, paging: Paging, info: &PageInfo) -> CallError {
    let count = string(info.offset + info.items);
    let message = match info.cursor {
        None => format!("the server has more entries than the {count} it returned"),
        Some(_) => "the server reports more items, but its next pages repeat earlier ones or are empty".to_owned(),
    };
    let diagnosis_name = match paging {
        Paging::Cursor { .. } => "more_pages",
        Paging::HasNextPage { .. } if service == "search" => "more_hits",
        Paging::HasNextPage { .. } => "more_endpoints",
        _ => "more_entries",
    };
    let mut error = Error::new(ErrorKind::Api, Code::ListingTruncated, message).with_service(Some(service));
    error.diagnosis = Some(diagnosis_name);
    error.set_advice(
        advice::diagnosis_named(diagnosis_name).and_then(|diagnosis| diagnosis.advice(&advice::Facts::default())),
    );
    error.into()
}
