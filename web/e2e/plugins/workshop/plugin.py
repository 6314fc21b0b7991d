"""A plugin with a setting of every type and an action of every kind, for the browser test."""


class Plugin:
    name = "Workshop"
    version = "1.2.0"
    description = "Has a setting of every type and an action of every kind."
    author = "Pluggarr"

    def run(self, action, params, context):
        if action == "build":
            owner = context["settings"]["owner"]
            return {
                "status": "success",
                "message": f"Built {params['pieces']} x {params['what']} for {owner}",
                "data": params,
            }
        return {"status": "success", "message": f"Done: {action}"}
