"""A plugin whose actions take their time, for the browser test."""

import os
import threading
import time

EXPORTS = "/data/exports"


class Plugin:
    name = "Countdown"
    version = "1.0.0"
    description = "Takes its time, and tells how far it is."
    author = "Pluggarr"

    def run(self, action, params, context):
        log = context["logger"]
        if action == "count":
            return count(int(params.get("steps", 10)), float(params.get("pause", 0.5)), context)
        if action == "stumble":
            try:
                1 / 0
            except ZeroDivisionError:
                log.exception("The first try went wrong")
            raise RuntimeError("and so did the second")
        if action == "orbit":
            threading.Thread(target=orbit, args=(log,), name="orbit", daemon=True).start()
            return {"status": "started", "message": "In orbit"}
        if action == "flood":
            for second in range(10):
                for line in range(1000):
                    log.info("second %d, line %d", second, line)
                time.sleep(1)
            return {"status": "success", "message": "Flooded"}
        return {"status": "success", "message": f"Done: {action}"}


def count(steps, pause, context):
    word = context["settings"].get("word") or "left"
    rows = []
    for step in range(1, steps + 1):
        if context["cancelled"]():
            context["logger"].warning("Stopped at %d", step)
            return {"status": "warning", "message": f"Stopped at {step} of {steps}"}
        context["logger"].info("%d of %d, %d %s", step, steps, steps - step, word)
        context["report_progress"](100 * step / steps, f"{steps - step} {word}")
        rows.append({"step": step, "left": steps - step})
        time.sleep(pause)
    os.makedirs(EXPORTS, exist_ok=True)
    path = f"{EXPORTS}/countdown.txt"
    with open(path, "w") as file:
        file.writelines(f"{row['left']} {word}\n" for row in rows)
    return {
        "status": "success",
        "message": f"Counted {steps} steps",
        "file": path,
        "steps": steps,
        "data": rows,
    }


def orbit(log):
    for lap in range(1, 21):
        log.info("Lap %d", lap)
        time.sleep(1)
