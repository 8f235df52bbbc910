//! Says clearly what is missing when the files of the pages were not fetched yet.
//!
//! The pages take a few files from npm (see `package.json`). They are not committed; `vendor.sh` fetches, checks and
//! lays them out in `vendor/`, and `web::assets` embeds them. Without the folder the build stops here, with the way on.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=vendor");
    println!("cargo::rerun-if-changed=vendor.sha256");
    if !Path::new("vendor").is_dir() {
        println!(
            "cargo::error=appliance/vendor/ is missing: it holds the script library of the pages"
        );
        println!(
            "cargo::error=run `sh appliance/vendor.sh` once (it needs npm and the package registry), then build again"
        );
    }
}
