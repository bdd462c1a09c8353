# One image for all roles and commands: `docker run latchkey`, or with `start --role worker` behind it. See docs/operate.md.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No package's own scripts run, and nothing of it needs to be compiled.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    LATCHKEY_DATA=/data \
    LATCHKEY_POLICY=/etc/latchkey/latchkey.yaml \
    METRICS_HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json latchkey.example.yaml latchkey.schema.json LICENSE ./
COPY adapters ./adapters
COPY manifest ./manifest
COPY skills ./skills
COPY src ./src
RUN mkdir /data && chown 10001:10001 /data && chmod 700 /data
# By number, so that whoever runs it can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT || 9464}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/cli/latchkey.js"]
CMD ["start"]
