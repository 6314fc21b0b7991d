//! The incumbent's plugin contract, row by row: each row of a table here is one of its rules, and the name of the
//! row says which. Fields, actions and manifests have theirs in `routes/plugins`, archives in `routes/plugins/import`.

mod guide;
mod keys;
mod life_cycle;
mod loading;
mod rest;
mod running;

/// A plugin that does what it is told in Python, and answers with what that leaves in `answer`.
pub const DOES_AS_TOLD: &str = r#"
class Plugin:
    fields = [{"id": "greeting", "type": "string", "default": "Hello"}, {"id": "bare", "type": "string"}]
    actions = [{"id": "go", "label": "Go"}]

    def run(self, action, params, context):
        names = {"action": action, "params": params, "context": context, "plugin": self}
        exec(params["code"], names)
        return names["answer"]
"#;

impl crate::support::TestApp {
    /// Have the plugin `key`, which is [`DOES_AS_TOLD`], run some code.
    pub async fn told(&self, key: &str, code: &str) -> crate::support::Response {
        let body = serde_json::json!({"action": "go", "params": {"code": code}});
        self.admin.post(&format!("/api/plugins/plugins/{key}/run/"), body).await
    }
}
