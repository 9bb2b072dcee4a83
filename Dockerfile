# The image that docker-compose.yml runs. No image was built where this was written: tests/house/test_image.py reads this
# file as data, and whoever builds it first should tell us how it went.
FROM python:3.11-slim AS libraries
RUN python -m venv /libraries
COPY requirements-run.lock /
RUN /libraries/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary :all: -r /requirements-run.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin avisa \
    && install --directory --owner avisa --group avisa --mode 0700 /data /keys
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
    AVISA_KEYS=/keys
USER avisa
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
