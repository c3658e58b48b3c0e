#!/usr/bin/env bash
# Many calls through a gateway, a tenth of them left by their clients, in all dialects, with ten keys and
# limits: what it holds after each tenth of them, and whether every call has its record. Then how long
# after a client's leave the provider knows. Needs a JDK 25; everything listens on 127.0.0.1 and ends with
# this script. The exit code tells.
set -euo pipefail
cd "$(dirname "$0")/.."
. src/main/resources/dev/serai/cli/install/launch.sh # find_java

usage() {
  cat <<'TEXT'
usage: bash bench/soak.sh [options]
  --requests N      not streamed: 200000
  --streams N       20000
  --connections N   of clients: 64
  --leaves N        a row of the second table, 0 = none: 200
TEXT
}

REQUESTS=200000 STREAMS=20000 CONNECTIONS=64 LEAVES=200
while [ $# -gt 0 ]; do
  case $1 in
    --requests) REQUESTS=$2; shift ;;
    --streams) STREAMS=$2; shift ;;
    --connections) CONNECTIONS=$2; shift ;;
    --leaves) LEAVES=$2; shift ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

RUN=$PWD/target/bench-soak
BASE=${BENCH_PORT:-18500}
PROVIDER=$BASE PORT=$((BASE + 1)) ADMIN_PORT=$((BASE + 2))
KEYS=10
GATEWAY=''

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "$*"; exit 1; }

stop() {
  if [ -n "$GATEWAY" ] && kill "$GATEWAY" 2>/dev/null; then wait "$GATEWAY" 2>/dev/null || true; fi
}
trap stop EXIT
trap 'exit 130' INT TERM

key() { printf 'vk-lw-S0AK0S0AK0S0AK0S0AK0S0AK%02d' "$1"; }

provider() { # TYPE VERSION
  printf '  - { name: %s, type: %s, base-url: "http://127.0.0.1:%s%s", models: [ m ], credentials: [ { name: main, secret: sk-soak } ] }\n' \
    "$1" "$1" "$PROVIDER" "$2"
}

yaml() {
  local n
  printf 'organization: soak\nprojects: [ { name: soak } ]\nproviders:\n'
  provider openai /v1
  provider anthropic /v1
  provider gemini /v1beta
  printf 'policies: [ { name: soak, default: true, providers: [ openai, anthropic, gemini ] } ]\nkeys:\n'
  for n in $(seq "$KEYS"); do
    printf '  - { name: soak%s, project: soak, policy: soak, secret: "%s" }\n' "$n" "$(key "$n")"
  done
  printf 'prices:\n'
  for n in openai anthropic gemini; do
    printf '  - { provider: %s, match: m, usd-per-mtok: { input: 1, output: 4 } }\n' "$n"
  done
  printf 'limits:\n'
  printf '  - { scope: organization, measure: usd, window: month, cap: 1000000 }\n'
  printf '  - { scope: project, target: soak, measure: total-tokens, window: day, cap: 1000000000000 }\n'
  for n in $(seq "$KEYS"); do
    printf '  - { scope: key, target: soak%s, measure: requests, window: rolling 5h, cap: 1000000000 }\n' "$n"
    printf '  - { scope: key, target: soak%s, measure: usd, window: total, cap: 1000000 }\n' "$n"
  done
}

find_java bin/java
export JAVA_HOME=$java_home
./serai help >/dev/null # builds when something changed
if [ ! -d target/test-classes/dev/serai/features ] ||
  [ -n "$(find src/test/java/dev/serai/features src/test/java/dev/serai/testing -newer target/test-classes -name '*.java')" ]; then
  say "building the tests"
  ./mvnw -B -q -Dspotless.check.skip=true test-compile >&2
  touch target/test-classes
fi
rm -rf "$RUN"
mkdir -p "$RUN"
yaml >"$RUN/serai.yaml"
# its own classes prepared behind the start would be work that is not the calls'
SERAI_NO_CACHE=1 ./serai up --no-keycloak --config "$RUN/serai.yaml" --data "$RUN/data" --port "$PORT" --admin-port "$ADMIN_PORT" \
  >"$RUN/gateway.log" 2>&1 &
GATEWAY=$!
token=''
for _ in $(seq 1800); do
  kill -0 "$GATEWAY" 2>/dev/null || fail "the gateway ended: $(tail -5 "$RUN/gateway.log")"
  token=$(grep -o 'serai-admin-[0-9A-Z]*' "$RUN/gateway.log" | head -1 || true)
  [ -n "$token" ] && curl -sf -o /dev/null "http://127.0.0.1:$ADMIN_PORT/readyz" && break
  sleep 0.1
done
[ -n "$token" ] || fail "no admin token in $RUN/gateway.log"
keys=$(for n in $(seq "$KEYS"); do key "$n"; echo; done | paste -sd, -)

"$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "target/test-classes:target/classes:target/lib/*" bench/Soak.java \
  "http://127.0.0.1:$PORT" "$keys" "$PROVIDER" "http://127.0.0.1:$ADMIN_PORT" "$token" "$GATEWAY" \
  "$REQUESTS" "$STREAMS" "$CONNECTIONS" "$LEAVES"
