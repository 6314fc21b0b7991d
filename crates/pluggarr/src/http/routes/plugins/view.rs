//! A plugin in the shape that clients know.

use pluggarr_plugin_protocol::{Capability, Field, Problem};
use pluggarr_service::plugins::{Plugin, WorkerState};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A plugin, as the incumbent shows it, and what we know of it besides.
#[derive(Debug, Serialize, ToSchema)]
pub struct PluginView {
    key: String,
    name: String,
    version: String,
    description: String,
    author: String,
    help_url: String,
    /// May run.
    pub enabled: bool,
    /// Was enabled once: its code is trusted.
    pub ever_enabled: bool,
    #[schema(value_type = Vec<FieldView>)]
    fields: Value,
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// Ids of the secret settings that are stored; `settings` has the mask for them.
    secrets_set: Vec<String>,
    #[schema(value_type = Vec<ActionView>)]
    actions: Value,
    missing: bool,
    trusted: bool,
    loaded: bool,
    legacy: bool,
    logo_url: Option<String>,
    source_repo: Option<i64>,
    source_repo_name: Option<String>,
    is_official_repo: bool,
    slug: String,
    is_managed: bool,
    installed_version_is_prerelease: bool,
    update_available: bool,
    latest_version: Option<String>,
    deprecated: bool,
    navigation: bool,
    /// The name of its folder in the plugins folder; empty where that is missing.
    folder: String,
    license: String,
    repo_url: String,
    manifest_version: u32,
    #[schema(value_type = Vec<CapabilityView>)]
    capabilities: Vec<Capability>,
    /// Those of its capabilities that nobody has accepted yet.
    new_capabilities: Vec<String>,
    /// Enabling it needs somebody's consent: it never ran, or asks for something new.
    needs_trust: bool,
    has_readme: bool,
    /// What is wrong with its plugin.json or its class.
    #[schema(value_type = Vec<ProblemView>)]
    problems: Vec<Problem>,
    /// Its files have changed since they were loaded.
    reload_offered: bool,
    load_error: Option<String>,
    load_traceback: Option<String>,
    state: StateView,
    /// What a roll-back would bring back.
    previous: Option<PreviousView>,
}

/// The version that was replaced last.
#[derive(Debug, Serialize, ToSchema)]
struct PreviousView {
    version: String,
    replaced_at: String,
}

impl PluginView {
    /// The plugin for users below admin: settings may hold keys and passwords under any name, and a
    /// traceback may quote them.
    pub fn without_secrets(self) -> Self {
        Self { settings: Map::new(), secrets_set: Vec::new(), load_traceback: None, ..self }
    }
}

/// What became of the plugin's worker.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StateView {
    Stopped,
    Starting,
    Running,
    Crashed,
}

/// Something that a plugin asks to be allowed; for the API's description.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct CapabilityView {
    id: String,
    label: String,
    description: String,
    requires_restart: bool,
}

/// Something that a plugin's author should mend; for the API's description.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct ProblemView {
    /// `plugin.json: fields[2].type`.
    path: String,
    message: String,
    line: Option<u32>,
    hint: Option<String>,
    /// `warning` where nothing is left out; absent otherwise.
    severity: Option<String>,
}

/// One field of a plugin's settings; for the API's description.
#[derive(ToSchema)]
#[allow(dead_code)] // Only its shape is used.
pub struct FieldView {
    id: String,
    label: Option<String>,
    /// `string`, `number`, `boolean`, `select`, `multiselect`, `text`, `info`, `section`, `table` or `file`.
    r#type: String,
    default: Option<Value>,
    help_text: Option<String>,
    description: Option<String>,
    placeholder: Option<String>,
    input_type: Option<String>,
    value: Option<String>,
    min: Option<f64>,
    max: Option<f64>,
    step: Option<f64>,
    options: Option<Vec<OptionView>>,
    section: Option<String>,
    required: Option<bool>,
    pattern: Option<String>,
    pattern_message: Option<String>,
    columns: Option<Vec<ColumnView>>,
    /// Endings of a file, with their dot.
    accept: Option<Vec<String>>,
    /// Bytes of a file.
    max_size: Option<u64>,
    collapsed: Option<bool>,
    /// Its value is never shown; absent where it is.
    secret: Option<bool>,
}

/// One column of a table field.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct ColumnView {
    id: String,
    label: String,
    /// `string`, `number`, `boolean` or `select`.
    r#type: String,
    options: Option<Vec<OptionView>>,
}

/// One choice of a select field.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct OptionView {
    value: String,
    label: String,
}

/// One action of a plugin; for the API's description.
#[derive(ToSchema)]
#[allow(dead_code)]
pub struct ActionView {
    id: String,
    label: String,
    description: Option<String>,
    confirm: Option<Value>,
    button_label: Option<String>,
    button_variant: Option<String>,
    button_color: Option<String>,
    events: Option<Vec<String>>,
    /// Asked for before it runs.
    params: Option<Vec<FieldView>>,
    r#async: Option<bool>,
}

/// `plugin` as clients see it; `base` is this host's address for its logo.
pub fn plugin_view(plugin: &Plugin, base: &str) -> PluginView {
    let about = &plugin.about;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let row = plugin.row.as_ref();
    PluginView {
        key: plugin.key.clone(),
        name: plugin.name().to_owned(),
        version: text(&about.version),
        description: text(&about.description),
        author: text(&about.author),
        help_url: text(&about.help_url),
        enabled: plugin.enabled(),
        ever_enabled: row.is_some_and(|row| row.ever_enabled),
        fields: about.fields.iter().map(field_view).collect(),
        settings: plugin.shown_settings(),
        secrets_set: plugin.secrets_set(),
        actions: as_json(&about.actions),
        missing: plugin.missing,
        trusted: plugin.trusted(),
        loaded: plugin.loaded,
        legacy: plugin.legacy,
        logo_url: plugin
            .has_logo
            .then(|| format!("{base}/api/plugins/plugins/{}/logo/", plugin.key)),
        source_repo: row.and_then(|row| row.source_repo_id),
        source_repo_name: None,
        is_official_repo: false,
        slug: row.map(|row| row.slug.clone()).unwrap_or_default(),
        is_managed: row.is_some_and(|row| row.source_repo_id.is_some()),
        installed_version_is_prerelease: row.is_some_and(|row| row.installed_version_is_prerelease),
        update_available: false,
        latest_version: None,
        deprecated: row.is_some_and(|row| row.deprecated),
        navigation: about.navigation.unwrap_or(false),
        folder: plugin.folder.clone(),
        license: text(&about.license),
        repo_url: text(&about.repo_url),
        manifest_version: about.manifest_version,
        capabilities: about.capabilities.iter().map(|id| Capability::of(id)).collect(),
        new_capabilities: plugin.new_capabilities.clone(),
        needs_trust: plugin.needs_trust(),
        has_readme: plugin.has_readme,
        problems: plugin.problems.clone(),
        reload_offered: plugin.reload_offered,
        load_error: plugin.load_error.as_ref().map(|error| error.message.clone()),
        load_traceback: plugin.load_error.as_ref().and_then(|error| error.traceback.clone()),
        state: match plugin.state {
            WorkerState::Stopped => StateView::Stopped,
            WorkerState::Starting => StateView::Starting,
            WorkerState::Running => StateView::Running,
            WorkerState::Crashed => StateView::Crashed,
        },
        previous: plugin.previous.clone().map(|previous| PreviousView {
            version: previous.version,
            replaced_at: previous.replaced_at,
        }),
    }
}

/// A field as the plugin declares it, and whether its value is never shown.
fn field_view(field: &Field) -> Value {
    let mut view = as_json(field);
    if field.is_secret() {
        view["secret"] = true.into();
    }
    view
}

/// Fields and actions are plain data that came from JSON.
fn as_json(items: &impl Serialize) -> Value {
    serde_json::to_value(items).unwrap_or_else(|_| Value::Array(Vec::new()))
}
