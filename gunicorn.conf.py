"""Read by gunicorn itself from where it is started: requests are logged without secret addresses."""

logger_class = "ranking_portal.logs.AccessLog"
