//! 検索: one box in the bar finds everything a person may open. What can be found is told by the modules; here stand
//! only the question and the page of results.

mod page;
mod text;
mod web;

pub(crate) use web::routes;

#[cfg(test)]
mod tests;
