//! A wrong configuration file is shown with file, line and caret, and nothing starts half.

use std::process::Command;

use tests::world::{Role, World, binary};

#[test]
fn a_wrong_line_is_pointed_at_and_nothing_starts() {
    let world = World::prepare();
    for role in Role::ALL {
        let folder = role.folder();
        let file = world.var().join(folder).join(format!("{folder}.toml"));
        let good = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("no_such_setting = 42\n{good}")).unwrap();
        let (program, verb) = match role {
            Role::Appliance => ("sekisho-appliance", "serve"),
            _ => ("sekisho-gateway", folder),
        };
        let output = Command::new(binary(program))
            .args([verb, "--config"])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success(),
            "{folder} started with a wrong configuration"
        );
        assert!(
            said.contains(&format!("{folder}.toml")),
            "{folder} names the file: {said}"
        );
        assert!(
            said.contains("no_such_setting"),
            "{folder} shows the line: {said}"
        );
        assert!(
            said.contains('^') || said.contains('─') || said.contains('┬'),
            "caret: {said}"
        );
        assert!(
            !world.control(role).exists(),
            "{folder} left a control socket"
        );
    }
}
