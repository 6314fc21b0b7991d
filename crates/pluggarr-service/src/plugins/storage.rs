//! What plugins keep with `context["storage"]`: values under names, within a quota.

use pluggarr_plugin_protocol::{CallError, ErrorKind, PluginKey};
use pluggarr_store::Store;
use serde_json::{Value, json};

/// Bytes that a plugin may keep, names included.
pub(super) const QUOTA: i64 = 4 * 1024 * 1024;
/// Characters of a name.
const LONGEST_NAME: usize = 255;

/// What a plugin asks of its storage.
pub(super) enum Asked {
    Get(String),
    Set(String, Value),
    Delete(String),
    List,
}

/// Do it.
pub(super) async fn answer(
    store: &Store,
    key: &PluginKey,
    asked: Asked,
) -> Result<Value, CallError> {
    let (storage, key) = (store.plugin_storage(), key.as_str());
    let done = match asked {
        Asked::Get(name) => storage.get(key, &name).await.map(|value| {
            let is_found = value.is_some();
            json!({"found": is_found, "value": value})
        }),
        Asked::Set(name, value) => {
            if name.is_empty() || name.chars().count() > LONGEST_NAME {
                let message = format!("a name in storage has 1 to {LONGEST_NAME} characters");
                return Err(CallError::new(ErrorKind::Raised, message));
            }
            match storage.set(key, &name, &value.to_string(), QUOTA).await {
                Ok(true) => Ok(Value::Null),
                Ok(false) => {
                    let message = format!(
                        "the storage is full: a plugin may keep {QUOTA} bytes; write files to context[\"data_dir\"]"
                    );
                    return Err(CallError::new(ErrorKind::Raised, message));
                }
                Err(error) => Err(error),
            }
        }
        Asked::Delete(name) => storage.delete(key, &name).await.map(Value::from),
        Asked::List => storage.names(key).await.map(Value::from),
    };
    done.map_err(|error| CallError::new(ErrorKind::Raised, error.to_string()))
}
