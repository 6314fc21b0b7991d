"""Start the zygote. The host does this; nobody else has the control socket it needs."""

from pluggarr_worker import zygote

if __name__ == "__main__":
    zygote.main()
