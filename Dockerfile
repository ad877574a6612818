# The image of web, worker and beat: the same code, another command.
FROM node:22-slim AS extras
WORKDIR /extras
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DYAD_VAR=/var/lib/dyad \
    DYAD_HOST=0.0.0.0

RUN useradd --system --uid 10001 --home-dir /srv/dyad --shell /usr/sbin/nologin dyad \
 && install -d -o dyad -g dyad -m 0700 /var/lib/dyad /var/lib/dyad/beat /var/lib/dyad/exports \
    /var/lib/dyad/imports

WORKDIR /srv/dyad
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt

COPY . .
COPY --from=extras /extras/node_modules node_modules
USER dyad

# The names of static files carry their hash. Address and key are for this line only.
RUN DATABASE_URL=postgres://nobody@nowhere/nothing \
    DYAD_SECRET_KEY=for-this-line-only-0000000000000000000000000000000000 \
    DYAD_ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input -v0

EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", \
     "config.wsgi:application"]
