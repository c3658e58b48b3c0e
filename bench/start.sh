#!/usr/bin/env bash
# How long `./serai up` takes to its first answer and what that costs, and what the calls after it cost until
# the gateway is warm: with prepared classes and without, in turn. Needs nginx, curl and a JDK 25.
# Everything listens on 127.0.0.1 and ends with this script.
set -euo pipefail
cd "$(dirname "$0")/.."
. src/main/resources/dev/serai/cli/install/launch.sh # find_java

usage() {
  cat <<'TEXT'
usage: bash bench/start.sh [options]
  --rounds N       starts of each kind: 5
  --warm-ups N     of those, how many are followed by calls: 3
TEXT
}

ROUNDS=5 WARM_UPS=3
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) ROUNDS=$2; shift ;;
    --warm-ups) WARM_UPS=$2; shift ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

RUN=$PWD/target/bench-start
BASE=${BENCH_PORT:-18400}
PLAIN=$BASE PORT=$((BASE + 1)) ADMIN_PORT=$((BASE + 2))
KEY='vk-lw-BENCH0BENCH0BENCH0BENCH0BE'
TICK_MILLIS=$((1000 / $(getconf CLK_TCK)))
UPSTREAM='' GATEWAY=''

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "$*"; exit 1; }

stop() { # PID
  if [ -n "$1" ] && kill "$1" 2>/dev/null; then wait "$1" 2>/dev/null || true; fi
}
trap 'stop "$GATEWAY"; stop "$UPSTREAM"' EXIT
trap 'exit 130' INT TERM

cpu_millis() { # PID: user and system time; the command's name may hold spaces
  set -- $(sed 's/.*) //' "/proc/$1/stat")
  echo $(((${12} + ${13}) * TICK_MILLIS))
}

fill() {
  sed -e "s|@RUN@|$RUN|g" -e "s|@PLAIN@|$PLAIN|g" -e "s|@EVENTS@|$((BASE + 3))|g" \
    -e 's|@REPLY@|{"id":"c","object":"chat.completion","created":1,"model":"plain-1","choices":[{"index":0,"message":{"role":"assistant","content":"All work is done."},"finish_reason":"stop"}],"usage":{"prompt_tokens":260,"completion_tokens":232,"total_tokens":492}}|g' \
    "bench/$1" >"$RUN/$1"
}

# First answered call: milliseconds since the command, CPU of the process in ms, resident MB.
start() { # prepared|plain DATA
  local since code='' cache=1
  [ "$1" = prepared ] && cache=''
  since=$(date +%s%3N)
  SERAI_NO_CACHE=$cache BENCH_KEY=$KEY BENCH_PROVIDER_SECRET=sk-bench ./serai up --no-keycloak \
    --config "$RUN/serai.yaml" --data "$2" --port "$PORT" --admin-port "$ADMIN_PORT" >"$RUN/gateway.log" 2>&1 &
  GATEWAY=$!
  for _ in $(seq 6000); do
    code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' "http://127.0.0.1:$PORT/v1/chat/completions" \
      -H "authorization: Bearer $KEY" -H 'content-type: application/json' \
      -d '{"model":"plain-1","messages":[{"role":"user","content":"hi"}]}' || true)
    [ "$code" = 200 ] && break
    kill -0 "$GATEWAY" 2>/dev/null || fail "the gateway ended: $(tail -5 "$RUN/gateway.log")"
    sleep 0.02
  done
  [ "$code" = 200 ] || fail "the gateway answers $code after 2 minutes"
  echo "$(($(date +%s%3N) - since)) $(cpu_millis "$GATEWAY") $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$GATEWAY/status")"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR ? (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) : "-" }'; }

column() { awk -v kind="$1" -v what="$2" -v c="$3" '$1 == kind && $2 == what { print $c }' "$RUN/results.txt" | median; }

for tool in nginx curl; do command -v $tool >/dev/null || fail "$tool is missing"; done
find_java bin/java
export JAVA_HOME=$java_home
mkdir -p "$RUN"
rm -rf "$RUN/data"
: >"$RUN/results.txt"
fill nginx-upstream.conf
fill serai.yaml
nginx -p "$RUN" -c "$RUN/nginx-upstream.conf" 2>"$RUN/nginx.log" &
UPSTREAM=$!

./serai prepare
say "prepared: $(du -m target/prepared/*.aot | cut -f1) MB"
for round in $(seq "$ROUNDS"); do
  for kind in plain prepared; do
    rm -rf "$RUN/fresh"
    if [ "$round" = 1 ]; then
      start "$kind" "$RUN/fresh" >"$RUN/start.txt"
      echo "$kind fresh $(cat "$RUN/start.txt")" | tee -a "$RUN/results.txt" >&2
      stop "$GATEWAY"
      [ -d "$RUN/data" ] || mv "$RUN/fresh" "$RUN/data"
    fi
    start "$kind" "$RUN/data" >"$RUN/start.txt"
    echo "$kind again $(cat "$RUN/start.txt")" | tee -a "$RUN/results.txt" >&2
    if [ "$round" -le "$WARM_UPS" ]; then
      figures=$("$JAVA_HOME/bin/java" bench/WarmUp.java "http://127.0.0.1:$PORT" "$KEY" "$GATEWAY" | sed -n 's/^RESULT //p')
      echo "$kind calls $figures" | tee -a "$RUN/results.txt" >&2
    fi
    stop "$GATEWAY"
    GATEWAY=''
  done
done

printf '\n| | plain | prepared |\n| --- | ---: | ---: |\n'
row() { printf '| %s | %s | %s |\n' "$1" "$(column plain "$2" "$3")" "$(column prepared "$2" "$3")"; }
row 'first 200, fresh data folder, ms' fresh 3
row 'first 200, started again, ms' again 3
row 'CPU until then, ms' again 4
row 'memory then, MB' again 5
for window in 1 2 3 4 5 6 7 8 9 10; do row "CPU per request, the ${window}th 1,000, µs" calls $((window + 2)); done
row 'CPU per request, settled, µs' calls 13
