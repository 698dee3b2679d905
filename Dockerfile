# The portal: one image for the web service, the workers and the scheduler.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-liberation2 fonts-paratype \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /portal
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

COPY . .
# The portal runs as nobody in particular and writes to its data directory only.
RUN python -m compileall -q . \
    && useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin portal
ENV PORTAL_DATA_DIR=/data
VOLUME /data
USER portal

EXPOSE 8000
CMD ["gunicorn", "ranking_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
