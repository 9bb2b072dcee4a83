# The image that docker-compose.yml runs. No image was built where this was written: tests/house/test_image.py reads this
# file as data, and whoever builds it first should tell us how it went.
# The base is pinned by its tag, which others move. To pin it by digest, put `@sha256:…` behind the tag in both lines below,
# as `docker buildx imagetools inspect python:3.11-slim` prints it, and look for a newer one each month.
FROM python:3.11-slim AS libraries
RUN python -m venv /libraries
COPY requirements-run.lock /
RUN /libraries/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary :all: -r /requirements-run.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin avisa \
    && install --directory --owner avisa --group avisa --mode 0700 /data /keys /backups
COPY --from=libraries /libraries /libraries
WORKDIR /avisa
COPY LICENSE ./
COPY bot bot/
COPY handlers handlers/
COPY db db/
COPY locales locales/
COPY cities cities/
ENV PATH=/libraries/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AVISA_DATABASE_URL=sqlite+aiosqlite:////data/avisa.db \
    AVISA_KEYS=/keys \
    AVISA_BACKUPS=/backups \
    MPLCONFIGDIR=/tmp
USER avisa
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
