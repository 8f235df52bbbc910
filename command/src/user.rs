//! `sekisho user`: asks the appliance to let one more person in, to shut one out, or to let them in again. Whoever asks
//! never learns a password: what is told is a code with which the person chooses their own.

use serde_json::{Value, json};

use crate::Ended;
use crate::arguments::Person;
use crate::ask::{Role, Town, text};
use crate::output::Output;

pub(crate) async fn add(town: &Town, output: &Output, person: Person) -> miette::Result<Ended> {
    let question = json!({
        "do": "user-add",
        "login": person.login,
        "name": person.name,
        "yomi": person.yomi,
        "address": person.address,
        "unit": person.unit,
        "post": person.post,
        "days": person.days,
    });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || slip(&answer, output, output.words.user_added));
    Ok(Ended::Well)
}

pub(crate) async fn recover(
    town: &Town,
    output: &Output,
    login: &str,
    reset_second: bool,
    days: Option<u32>,
) -> miette::Result<Ended> {
    let second = if reset_second { "reset" } else { "keep" };
    let question = json!({ "do": "user-recover", "login": login, "second": second, "days": days });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        slip(&answer, output, output.words.user_recovered)
    });
    Ok(Ended::Well)
}

/// What is told or handed to the person: the code, until when it is good, and where to go with it.
fn slip(answer: &Value, output: &Output, done: &str) -> String {
    let words = output.words;
    let until: String = text(answer, "until").chars().take(16).collect();
    let until = until.replace('T', " ");
    format!(
        "{done}: {}\n{}: {}\n{}: {}\n{}: {}",
        text(answer, "login"),
        words.enrolment_code,
        text(answer, "code"),
        words.good_until,
        until,
        words.enrol_at,
        text(answer, "page"),
    )
}

pub(crate) async fn suspend(town: &Town, output: &Output, login: &str) -> miette::Result<Ended> {
    let question = json!({ "do": "user-suspend", "login": login });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        let login = text(&answer, "login");
        format!("{}: {login}", output.words.user_suspended)
    });
    Ok(Ended::Well)
}

pub(crate) async fn restore(town: &Town, output: &Output, login: &str) -> miette::Result<Ended> {
    let question = json!({ "do": "user-restore", "login": login });
    let answer = town.ask(Role::Appliance, &question).await?;
    output.answer(&answer, || {
        let login = text(&answer, "login");
        format!("{}: {login}", output.words.user_restored)
    });
    Ok(Ended::Well)
}
