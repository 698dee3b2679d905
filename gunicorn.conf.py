"""Read by gunicorn itself from where it is started: the web service, alike in a container and under systemd."""

import os
import tempfile

wsgi_app = "ranking_portal.wsgi"
bind = os.environ.get("WEB_BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
# A big workbook is read by the background worker; a page that takes longer than this is lost anyway.
timeout = 120  # seconds
# A request in hand is answered before its process leaves.
graceful_timeout = 60  # seconds
# The heartbeat of processes stays in memory: a slow disk must not look like a dead process.
worker_tmp_dir = "/dev/shm"  # noqa: S108
# Nothing commands it but signals: a socket in the home directory would be shared by several web services.
control_socket_disable = True
# Requests are logged by the portal itself, with their ids and without secret addresses.
logger_class = "ranking_portal.logs.AccessLog"

# Figures of all processes together: they are shared through a folder that must be named before any of them starts.
if os.environ.get("METRICS_TOKEN") and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-figures.")
