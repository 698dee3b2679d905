"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from ranking_portal.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
application = get_wsgi_application()
collect_seldom()
