//! The routes that the router really has, read from what it says of itself: a route that a new module brings is here
//! without anybody having written it down.

use axum::Router;
use std::collections::BTreeMap;

/// A route: `GET`, `POST` or `PUT` and the address with its `{parameters}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Route {
    pub method: String,
    pub path: String,
}

/// What every router says in its `Debug`: its routes by number with what each answers to, and the address of each number.
pub(super) fn routes(router: &Router) -> Vec<Route> {
    let told = format!("{router:?}");
    // What answers to whatever leads nowhere is counted anew.
    let told = told.split("fallback_router").next().expect("routes");
    let (methods, paths) = (methods(told), paths(told));
    assert!(!methods.is_empty(), "the router tells its routes: {told}");
    assert_eq!(
        methods.keys().collect::<Vec<_>>(),
        paths.keys().collect::<Vec<_>>(),
        "every route has an address"
    );
    let mut out: Vec<Route> = methods
        .iter()
        .flat_map(|(number, methods)| {
            let path = paths[number].clone();
            methods.iter().map(move |method| Route {
                method: method.clone(),
                path: path.clone(),
            })
        })
        .collect();
    out.sort();
    out
}

/// `RouteId(8): MethodRouter(… allow_header: Bytes(b"GET,HEAD") …)`, without HEAD, which is GET without its end.
fn methods(told: &str) -> BTreeMap<u32, Vec<String>> {
    let mut out = BTreeMap::new();
    for piece in told.split("RouteId(").skip(1) {
        let Some((number, rest)) = piece.split_once("): MethodRouter(") else {
            continue;
        };
        let allowed = rest.split("allow_header: Bytes(b\"").nth(1);
        let allowed = allowed.and_then(|rest| rest.split('"').next());
        let allowed = allowed.expect("what it answers to").split(',');
        let allowed = allowed.filter(|method| *method != "HEAD");
        let number = number.parse().expect("a number");
        out.insert(number, allowed.map(str::to_owned).collect());
    }
    out
}

/// `RouteId(8): "/mail"`.
fn paths(told: &str) -> BTreeMap<u32, String> {
    let mut out = BTreeMap::new();
    for piece in told.split("RouteId(").skip(1) {
        if let Some((number, rest)) = piece.split_once("): \"")
            && let Ok(number) = number.parse()
        {
            let path = rest.split('"').next().expect("an address");
            out.insert(number, path.to_owned());
        }
    }
    out
}

/// The route that an address leads to: as many steps as possible by their word.
pub(super) fn leads<'a>(routes: &'a [Route], method: &str, address: &str) -> Option<&'a Route> {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |route: &&Route| route.method == method && by_word(&route.path, path).is_some();
    let all = routes.iter().filter(fits);
    all.max_by_key(|route| by_word(&route.path, path))
}

/// How many steps of a path are the route's own words; none where it leads elsewhere.
fn by_word(route: &str, path: &str) -> Option<usize> {
    let (mut steps, mut words) = (path.split('/'), 0);
    for wanted in route.split('/') {
        let step = steps.next()?;
        if wanted.starts_with("{*") {
            return Some(words);
        }
        if wanted == step {
            words += 1;
        } else if !wanted.starts_with('{') {
            return None;
        }
    }
    steps.next().is_none().then_some(words)
}
