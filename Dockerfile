# The study in a container, from the locks. docs/cluster.md says how it is built, run, and used on Kubernetes.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}

COPY requirements.lock requirements-cloud.lock /opt/
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes -r /opt/requirements.lock \
    && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r /opt/requirements-cloud.lock
ENV PATH=/opt/venv/bin:$PATH

COPY . /study
WORKDIR /study
ENTRYPOINT ["python", "-EP", "-m", "snakemake"]
CMD ["--cores", "all"]
