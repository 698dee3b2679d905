# The portal: one image for the web service, the workers and the scheduler.

# Packages are put together apart, so that pip and its leavings stay out of the image that runs.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.lock .
RUN /venv/bin/pip install --require-hashes -r requirements.lock && /venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-liberation2 fonts-paratype \
    && rm -rf /var/lib/apt/lists/* \
    # The portal runs as nobody in particular and writes to its data directory and to backups only.
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal --mode 750 /data /backups

COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_DATA_DIR=/data \
    # Fonts are indexed anew in memory: the file system is read only.
    XDG_CACHE_HOME=/tmp
WORKDIR /portal
COPY . .
RUN python -m compileall -q .

VOLUME /data
USER portal
EXPOSE 8000
ENV WEB_BIND=0.0.0.0:8000
CMD ["gunicorn"]
