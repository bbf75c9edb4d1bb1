# Not yet built: needs Docker. Linted with hadolint.
#
#   docker build --platform linux/amd64 --tag asymmetric-retrieval .
#   docker run --rm --interactive --tty --init --network host asymmetric-retrieval
#
# JupyterLab listens on 127.0.0.1 with a token. On the host's network, which Docker Desktop has to be allowed first, that
# is the host's own 127.0.0.1: open the address that is printed. From another machine: ssh -L 8888:127.0.0.1:8888 HOST.

# What the set-up asks of a machine; the development container works in this stage, on a mounted work tree.
FROM node:20.20.2-bookworm-slim AS machine
# Debian keeps only the newest fixes of a release, so a version named here would soon be gone.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates g++ git python3 python3-pip python3-venv \
  && rm -rf /var/lib/apt/lists/*
# The user "node".
USER 1000:1000

FROM machine AS lab
RUN mkdir /home/node/asymmetric-retrieval
WORKDIR /home/node/asymmetric-retrieval
COPY --chown=1000:1000 . .
# An image that lacks a part is worse than none, hence --strict.
RUN npm run setup -- --strict \
  && npm run setup -- --strict lab \
  && npm cache clean --force
CMD ["npm", "run", "lab", "--", "--no-browser"]
