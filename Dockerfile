# One file, three targets: api (serves the portal too), collector, practice.
#   docker build --target api -t linewatch-api .

FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY api/package.json api/
COPY collectors/package.json collectors/
COPY portal/package.json portal/
COPY e2e/package.json e2e/

# Everything that building needs.
FROM manifests AS build
RUN npm ci --ignore-scripts
COPY tsconfig.base.json angular.json ./
COPY shared/ shared/
COPY api/ api/
COPY collectors/ collectors/
COPY portal/ portal/
RUN node_modules/.bin/tsc -b api collectors && NG_CLI_ANALYTICS=false node_modules/.bin/ng build

# Only what running needs. The image brings its Node, so the packages that would bring another stay out.
FROM manifests AS packages
RUN npm ci --ignore-scripts --omit=dev --omit=optional \
      --workspace=shared --workspace=api --workspace=collectors \
    && mkdir -p api/node_modules collectors/node_modules shared/node_modules

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
# A named volume takes over owner and mode of the folder it is mounted on.
RUN install -d -o node -g node -m 0750 /data
COPY --from=packages /app/node_modules/ node_modules/
COPY --from=packages /app/shared/node_modules/ shared/node_modules/
COPY --from=build /app/package.json ./
COPY --from=build /app/shared/package.json shared/
COPY --from=build /app/shared/dist/ shared/dist/
USER node
VOLUME /data

FROM runtime AS api
COPY --from=packages /app/api/node_modules/ api/node_modules/
COPY --from=build /app/api/package.json api/
COPY --from=build /app/api/dist/ api/dist/
COPY --from=build /app/portal/dist/ portal/dist/
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000/tcp
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health/ready').then((answer) => process.exit(Number(!answer.ok)), () => process.exit(1))"]
CMD ["node", "api/dist/main.js"]

FROM runtime AS collectors
COPY --from=packages /app/collectors/node_modules/ collectors/node_modules/
COPY --from=build /app/collectors/package.json collectors/
COPY --from=build /app/collectors/dist/ collectors/dist/

FROM collectors AS collector
EXPOSE 1162/udp
# It is of use while it reaches the API; what it reads meanwhile waits in its spool.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(process.env.API_URL + '/api/health/live').then((answer) => process.exit(Number(!answer.ok)), () => process.exit(1))"]
CMD ["node", "collectors/dist/main.js"]

FROM collectors AS practice
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PRACTICE_CONTROL_PORT || 20160) + '/health').then((answer) => process.exit(Number(!answer.ok)), () => process.exit(1))"]
CMD ["node", "collectors/dist/practice-network/main.js"]
