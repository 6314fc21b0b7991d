//! Makes both databases below a folder: `cargo run -p pluggarr-store --example migrate -- DIR`.

use pluggarr_store::{Paths, Store};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: migrate DIR")?;
    let paths = Paths::new(std::path::PathBuf::from(folder));
    Store::open(&paths).await?.close().await;
    #[expect(clippy::print_stdout, reason = "a program, not the library")]
    {
        println!("{}\n{}", paths.shared().display(), paths.host().display());
    }
    Ok(())
}
