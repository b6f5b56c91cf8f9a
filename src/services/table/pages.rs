//! Lists: what stands behind a `Paged` in JavaScript.

use super::destination::Destination;
use super::row::{List, Row, json_body};
use crate::advice;
use crate::js::arguments::rejected;
use crate::js::convert::{given, member, put, record, string};
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
    pub(crate) fn paged(source: &JsValue) -> JsValue;
}

/// For a row that says nothing of a list.
static UNPAGED: List = List { style: Paging::Single, items: "" };

/// Loads the pages of one list, one at a time, when JavaScript asks for them.
#[wasm_bindgen(skip_typescript)]
pub struct PageSource {
    destination: Rc<dyn Destination>,
    row: &'static Row,
    opening: Result<ListCall, JsValue>,
}

/// What a caller has said of a list.
struct ListCall {
    call: Call,
    /// The document, if that says which page is wanted.
    document: Option<Object>,
    limit: Option<f64>,
    offset: f64,
}

impl std::fmt::Debug for PageSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.row.path)
    }
}

impl Row {
    /// The method of a row that gives a list. Nothing is sent until the list is awaited or iterated; wrong arguments show
    /// then, too.
    pub(crate) fn pages(
        &'static self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> JsValue {
        let opening = self.opening(destination, arguments, document, query, options).map_err(CallError::into_js);
        paged(&PageSource { destination: Rc::clone(destination), row: self, opening }.into())
    }

    fn opening(
        &self,
        destination: &Rc<dyn Destination>,
        arguments: &[&JsValue],
        document: Option<&JsValue>,
        query: Option<&JsValue>,
        options: Option<&JsValue>,
    ) -> Result<ListCall, CallError> {
        let call = self.call(destination, arguments, document, query, options)?;
        let (slot, said) = document.map_or(("query", query), |document| ("document", Some(document)));
        let count = |name| said.map_or(Ok(None), |said| count_in(slot, said, name));
        let (limit, offset) = (count("limit")?, count("offset")?.unwrap_or_default());
        let document = document.map(|document| self.document(document)).transpose()?;
        Ok(ListCall { call, document: document.map(JsCast::unchecked_into), limit, offset })
    }
}

/// A count among the members of an argument, as number or text. Another one would be asked for in the place of one that is none.
fn count_in(slot: &str, argument: &JsValue, name: &str) -> Result<Option<f64>, Error> {
    let Some(value) = given(argument, name) else { return Ok(None) };
    let number = value.as_f64().or_else(|| Some(f64::from(value.as_string()?.parse::<u32>().ok()?)));
    let count = number.filter(|number| *number >= 0.0 && number.fract() == 0.0);
    let problem = "must be a whole number, 0 or more";
    count.map(Some).ok_or_else(|| Error::argument(&format!("{slot}.{name}"), problem))
}

#[wasm_bindgen]
impl PageSource {
    /// The caller's signal, which ends an iteration also between two items.
    #[wasm_bindgen(getter)]
    pub fn signal(&self) -> JsValue {
        let signal = self.opening.as_ref().ok().and_then(|opening| opening.call.options.signal.clone());
        signal.map(JsValue::from).unwrap_or_default()
    }

    /// Loads the page at a position; the first one without.
    pub fn load(&self, position: &JsValue) -> Promise {
        let position = position_of(position);
        let prepared = match &self.opening {
            Ok(opening) => self.page_call(opening, position.as_ref()).map(|call| (call, opening.offset)),
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
        drive(async move { Ok(page_value(list, service, offset, trail, Success::of_call(page).await?)) })
    }
}

impl PageSource {
    fn list(&self) -> &'static List {
        self.row.list.unwrap_or(&UNPAGED)
    }

    /// The call for a page. A caller's own `limit` is the page size; without one the service's largest sensible page is
    /// asked for.
    fn page_call(&self, opening: &ListCall, position: Option<&PagePosition>) -> Result<Call, CallError> {
        let call = &opening.call;
        let mut parameters: Vec<(&str, JsValue)> = Vec::new();
        let offset = match position {
            Some(PagePosition::Offset(offset)) => Some(*offset),
            _ => None,
        };
        if let Some(default) = self.list().style.default_limit() {
            let asked = opening.limit.map_or(default, page_limit);
            parameters.push(("limit", self.list().style.page_size(asked, offset.unwrap_or(opening.offset)).into()));
            parameters.extend(offset.map(|offset| ("offset", offset.into())));
        }
        if let (Some(PagePosition::Cursor(cursor, _)), Paging::Cursor { parameter, .. }) = (position, self.list().style)
        {
            parameters.push((parameter, cursor.into()));
        }
        if parameters.is_empty() {
            return Ok(call.clone());
        }
        if let Some(document) = &opening.document {
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

/// A count of items, as far as it makes sense as a page size.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn page_limit(number: f64) -> u32 {
    number as u32
}

/// A position as JavaScript keeps it: an offset, or the parts of a cursor.
fn position_of(value: &JsValue) -> Option<PagePosition> {
    if let Some(offset) = value.as_f64() {
        return Some(PagePosition::Offset(offset));
    }
    let parts: &Array = value.dyn_ref()?;
    let number = |index| parts.get(index).as_f64().unwrap_or_default();
    let seen = parts.get(1).as_string().unwrap_or_default();
    let trail = CursorTrail { seen, steps: number(2), reach: number(3), empty: number(4) };
    Some(PagePosition::Cursor(parts.get(0).as_string()?, trail))
}

fn position_value(position: PagePosition) -> JsValue {
    match position {
        PagePosition::Offset(offset) => offset.into(),
        PagePosition::Cursor(cursor, CursorTrail { seen, steps, reach, empty }) => {
            Array::from_iter::<[JsValue; 5]>([cursor.into(), seen.into(), steps.into(), reach.into(), empty.into()])
                .into()
        }
    }
}

/// What JavaScript is told of a page.
fn page_value(list: &List, service: &'static str, offset: f64, trail: CursorTrail, answer: Success) -> JsValue {
    let Success { data: page, response } = answer;
    // The reply was held to having it.
    let items = if list.items.is_empty() { page.clone() } else { member(&page, list.items) };
    let items: Array = items.unchecked_into();
    let cursor = match list.style {
        Paging::Cursor { member: name, .. } => {
            let cursor = member(&page, name);
            cursor.as_string().or_else(|| cursor.as_f64().map(string)).filter(|cursor| !cursor.is_empty())
        }
        _ => None,
    };
    let facts = PageInfo {
        items: f64::from(items.length()),
        offset,
        trail,
        has_next_page: member(&page, "has_next_page").as_bool(),
        total: member(&page, "total").as_f64(),
        cursor,
    };
    let loaded = record(&[("page", page), ("items", items.into()), ("response", response)]);
    match list.style.next(&facts) {
        NextPage::Page(position) => put(&loaded, &[("next", position_value(position))]),
        NextPage::End => {}
        NextPage::More => put(&loaded, &[("error", truncated(service, list.style, &facts).into_js())]),
    }
    loaded.into()
}

fn truncated(service: &'static str, style: Paging, facts: &PageInfo) -> CallError {
    let count = string(facts.offset + facts.items);
    let message = match facts.cursor {
        None => format!("the server has more entries than the {count} it returned"),
        Some(_) => "the server says that there is more, and sends what it has sent before".to_owned(),
    };
    let cause = match style {
        Paging::Cursor { .. } => "more_pages",
        Paging::HasNextPage { .. } if service == "search" => "more_hits",
        Paging::HasNextPage { .. } => "more_endpoints",
        _ => "more_entries",
    };
    let mut error = Error::new(ErrorKind::Api, Code::ListingTruncated, message).with_service(Some(service));
    error.diagnosis = Some(cause);
    error.set_advice(advice::diagnosis_named(cause).and_then(|cause| cause.advice(&advice::Facts::default())));
    error.into()
}
