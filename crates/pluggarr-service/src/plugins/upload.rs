//! Files for `file` fields: uploaded, put into the plugin's folder, and their path saved as the setting.

use std::io;

use pluggarr_plugin_host::uploads;
use pluggarr_plugin_protocol::settings::{self, Change, NotAccepted};
use pluggarr_plugin_protocol::{Field, FieldType};
use serde_json::{Map, Value};

use super::Plugins;
use crate::Error;
use crate::error::{blocking, to_its_end};

impl Plugins {
    /// How many bytes a file for this field may have; fails where the field takes none.
    pub async fn upload_limit(&self, key: &str, field: &str) -> Result<u64, Error> {
        Ok(settings::upload_limit(&self.file_field(key, field).await?))
    }

    /// Put a file that was called `name` in its place and save where that is. Replaces the one before.
    pub async fn upload(
        &self,
        key: &str,
        field: &str,
        name: &str,
        content: Vec<u8>,
        by: Option<&str>,
    ) -> Result<String, Error> {
        let field = self.file_field(key, field).await?;
        let name = settings::upload_name(&field, name).map_err(not_accepted)?;
        let limit = settings::upload_limit(&field);
        if content.len() as u64 > limit {
            return Err(not_accepted(NotAccepted::TooLarge { limit }));
        }
        let (plugins, key, by) = (self.clone(), key.to_owned(), by.map(str::to_owned));
        to_its_end(async move { plugins.place(&key, field.id, name, content, by).await }).await
    }

    async fn file_field(&self, key: &str, id: &str) -> Result<Field, Error> {
        if self.known(key).await.is_none() {
            return Err(Error::not_found("plugin", key));
        }
        let fields = self.fields(key).await;
        let field = fields.into_iter().find(|field| field.id == id);
        let field = field.ok_or_else(|| Error::not_found("field", id))?;
        if field.field_type != FieldType::File {
            return Err(Error::invalid(format!("the field `{id}` takes no file")));
        }
        settings::upload_folder(&field).map_err(not_accepted)?;
        Ok(field)
    }

    async fn place(
        &self,
        key: &str,
        field: String,
        name: String,
        content: Vec<u8>,
        by: Option<String>,
    ) -> Result<String, Error> {
        // Nobody replaces or deletes the plugin meanwhile, and two uploads do not remove each other's file.
        let _turn = self.0.turns.of(key).await;
        let _saving = self.0.saving.lock().await;
        let folder = self.0.catalogue.read().await.get(key).map(|entry| entry.found.folder.clone());
        let folder = folder.ok_or_else(|| Error::not_found("plugin", key))?;
        let (plugin, id, file) = (folder.clone(), field.clone(), name.clone());
        let placed = blocking(move || {
            uploads::place(&plugin, &id, &file, &content).map_err(|error| failed(plugin, error))
        });
        let path = placed.await?.to_string_lossy().into_owned();
        let new = Map::from_iter([(field.clone(), Value::from(path.clone()))]);
        self.save_now(key, new, Change::Merge, by).await?;
        // Last: until the setting is saved, it names the file before.
        blocking(move || {
            uploads::keep_only(&folder, &field, &name).map_err(|error| failed(folder, error))
        })
        .await?;
        Ok(path)
    }
}

fn not_accepted(why: NotAccepted) -> Error {
    Error::invalid(why.to_string())
}

fn failed(plugin: std::path::PathBuf, error: io::Error) -> Error {
    if uploads::is_blocked(&error) {
        return Error::invalid(format!(
            "the file cannot be kept: something in the plugin's folder `{}` is no folder or no file, but a link or the other",
            uploads::FOLDER
        ));
    }
    Error::File { path: plugin.join(uploads::FOLDER), source: error }
}
