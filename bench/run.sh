#!/usr/bin/env bash
# Measures the gateway against nginx and against the upstream itself, interleaved, after warm-up.
# Needs nginx, wrk, curl and a JDK 25. Everything listens on 127.0.0.1 and ends with this script.
set -euo pipefail
cd "$(dirname "$0")/.."
. src/main/resources/dev/serai/cli/install/launch.sh # find_java

usage() {
  cat <<'TEXT'
usage: bash bench/run.sh [options]
  --quick               2 rounds of 1 s, little warm-up: shows that it runs, not how fast
  --rounds N            8
  --seconds N           of one measurement: 5
  --streams "N N"       that are open at once: 500 2000; 10000 is reported as well
  --gateway-url URL     measure a gateway that runs already with bench/serai.yaml (no start-up times)
  --gateway-key KEY     virtual key for it
  --no-gateway          only nginx and the upstream
  --report FILE         docs/performance.md; with --quick target/bench/performance.md
TEXT
}

ROUNDS=8 SECONDS_EACH=5 WARM_UP=200000 STREAM_ROUNDS=2 STREAMS='500 2000' QUICK=false GATEWAY=start
GATEWAY_URL='' KEY='vk-lw-BENCH0BENCH0BENCH0BENCH0BE' REPORT=''
while [ $# -gt 0 ]; do
  case $1 in
    --quick) QUICK=true ROUNDS=2 SECONDS_EACH=1 WARM_UP=2000 STREAM_ROUNDS=1 ;;
    --rounds) ROUNDS=$2; shift ;;
    --seconds) SECONDS_EACH=$2; shift ;;
    --streams) STREAMS=$2; shift ;;
    --gateway-url) GATEWAY=running GATEWAY_URL=${2%/}; shift ;;
    --gateway-key) KEY=$2; shift ;;
    --no-gateway) GATEWAY=none ;;
    --report) REPORT=$2; shift ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

# 10,000 streams are 20,000 sockets of a gateway, and more to one provider than it opens by itself
ulimit -n 65536 2>/dev/null || true
export SERAI_GATEWAY_CONNECTIONSPERHOST=8192

RUN=$PWD/target/bench
[ -n "$REPORT" ] || REPORT=$($QUICK && echo "$RUN/performance.md" || echo docs/performance.md)
BASE=${BENCH_PORT:-18200}
PLAIN=$BASE EVENTS=$((BASE + 1)) PROXY_PLAIN=$((BASE + 2)) PROXY_EVENTS=$((BASE + 3))
GATEWAY_PORT=$((BASE + 4)) ADMIN_PORT=$((BASE + 5))
TICK_MICROS=$((1000000 / $(getconf CLK_TCK)))
STARTED=()
RESULTS=$RUN/results.tsv

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
fail() { say "$*"; exit 1; }

# ---- processes ----------------------------------------------------------------------------------

born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

ours() { STARTED+=("$1:$(born "$1")"); }

end_process() { # PID:BORN: asks, waits 30 s, then insists; never a stranger that got the number later
  local pid=${1%:*} since=${1#*:}
  [ -n "$since" ] && [ "$(born "$pid")" = "$since" ] && kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 300); do
    [ "$(born "$pid")" = "$since" ] || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
}

end_all() {
  for process in "${STARTED[@]}"; do end_process "$process"; done
}
trap end_all EXIT
trap 'exit 130' INT TERM

listener() { ss -ltnpH "sport = :$1" | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -1; }

await_port() { # PORT WHAT
  for _ in $(seq 300); do
    [ -n "$(ss -ltnH "sport = :$1")" ] && return 0
    sleep 0.1
  done
  fail "$2 does not listen on port $1 after 30 s; see $RUN/*.log"
}

workers() { pgrep -P "$1" | tr '\n' ' '; }

cpu_ticks() { # PIDS: user and system time
  local pid sum=0
  for pid in "$@"; do
    [ -r "/proc/$pid/stat" ] || continue
    # the command's name may hold spaces: count from the bracket that ends it
    set -- $(sed 's/.*) //' "/proc/$pid/stat")
    sum=$((sum + ${12} + ${13}))
  done
  echo $sum
}

rss_kb() {
  local pid sum=0
  for pid in "$@"; do
    sum=$((sum + $(awk '/^VmRSS/ {print $2}' "/proc/$pid/status" 2>/dev/null || echo 0)))
  done
  echo $sum
}

# ---- measuring ----------------------------------------------------------------------------------

record() { # ROUND MEASURE TARGET METRIC VALUE
  printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$RESULTS"
}

url_of() { # TARGET plain|events
  case $1-$2 in
    upstream-plain) echo "http://127.0.0.1:$PLAIN" ;;
    upstream-events) echo "http://127.0.0.1:$EVENTS" ;;
    nginx-plain) echo "http://127.0.0.1:$PROXY_PLAIN" ;;
    nginx-events) echo "http://127.0.0.1:$PROXY_EVENTS" ;;
    serai-*) echo "$GATEWAY_URL" ;;
  esac
}

pids_of() { # TARGET plain|events
  case $1-$2 in
    upstream-plain) workers "$UPSTREAM_PID" ;;
    upstream-events) echo "$EVENTS_PID" ;;
    nginx-*) workers "$PROXY_PID" ;;
    serai-*) echo "$GATEWAY_PID" ;;
  esac
}

plain() { # ROUND MEASURE TARGET CONNECTIONS PROMPT_BYTES SECONDS
  local pids before after out requests
  pids=$(pids_of "$3" plain)
  before=$(cpu_ticks $pids)
  out=$(KEY=$KEY PROMPT_BYTES=$5 timeout $(($6 + 30)) wrk -t1 -c"$4" -d"$6s" --timeout 10s \
    -s bench/chat.lua "$(url_of "$3" plain)/v1/chat/completions" | sed -n 's/^RESULT //p')
  after=$(cpu_ticks $pids)
  set -- "$1" "$2" "$3" $out
  requests=$4
  [ "$requests" -gt 0 ] || fail "$3: no request was answered ($2)"
  [ "$1" = warm-up ] && { echo "$requests"; return; }
  record "$1" "$2" "$3" requests_per_s $((requests * 1000000 / $5))
  record "$1" "$2" "$3" p50_us "$6"
  record "$1" "$2" "$3" p99_us "$7"
  record "$1" "$2" "$3" errors "$8"
  record "$1" "$2" "$3" cpu_ns $(((after - before) * TICK_MICROS * 1000 / requests))
}

one_by_one() { # ROUND TARGET SECONDS
  local out
  out=$("$JAVA" -XX:+UseSerialGC bench/OneByOne.java "$(url_of "$2" plain)" "$KEY" "$3" \
    2>"$RUN/one-by-one.log" | sed -n 's/^RESULT //p')
  set -- "$1" "$2" $out
  [ "${3:-0}" -gt 0 ] || fail "$2: no request was answered (c1): $(tail -3 "$RUN/one-by-one.log")"
  record "$1" c1 "$2" p50_us "$5"
  record "$1" c1 "$2" p99_us "$6"
  record "$1" c1 "$2" errors "$7"
}

streams() { # ROUND MEASURE TARGET STREAMS EVERY_MILLIS EVENTS
  local pids before after out peak=0 now client
  pids=$(pids_of "$3" events)
  before=$(cpu_ticks $pids)
  timeout $(($5 * $6 / 1000 + 60)) "$JAVA" -XX:TieredStopAtLevel=4 -cp "target/lib/*" \
    bench/EventLoad.java "$(url_of "$3" events)" "$KEY" "$4" "$5" "$6" \
    >"$RUN/event-load.out" 2>"$RUN/event-load.log" &
  client=$!
  while kill -0 $client 2>/dev/null; do
    now=$(rss_kb $pids)
    [ "$now" -gt "$peak" ] && peak=$now
    sleep 0.2
  done
  wait $client || fail "$3: the stream client failed ($2): $(tail -3 "$RUN/event-load.log")"
  after=$(cpu_ticks $pids)
  out=$(sed -n 's/^RESULT //p' "$RUN/event-load.out")
  [ "$1" = warm-up ] && return
  set -- "$1" "$2" "$3" $out
  [ "${4:-0}" -gt 0 ] || fail "$3: no event came ($2): $(tail -3 "$RUN/event-load.log")"
  record "$1" "$2" "$3" p50_us "$5"
  record "$1" "$2" "$3" p99_us "$6"
  record "$1" "$2" "$3" max_us "$7"
  record "$1" "$2" "$3" errors "$8"
  record "$1" "$2" "$3" rss_kb "$peak"
  record "$1" "$2" "$3" cpu_ns $(((after - before) * TICK_MICROS * 1000 / $4))
}

recorded() { # NAME COMMAND...: runs it while the gateway's CPU is sampled
  local file=$RUN/$1.jfr
  shift
  rm -f "$file"
  "$JAVA_HOME/bin/jcmd" "$GATEWAY_PID" JFR.start name=bench settings="$PWD/bench/profile.jfc" \
    filename="$file" >/dev/null
  "$@" >/dev/null
  "$JAVA_HOME/bin/jcmd" "$GATEWAY_PID" JFR.stop name=bench >/dev/null
}

profile() {
  recorded plain plain warm-up c64 serai 64 1000 $((SECONDS_EACH * 3))
  recorded events streams warm-up events serai 100 10 $((SECONDS_EACH * 300))
  "$JAVA" bench/Profile.java "$RUN/plain.jfr" "$RUN/events.jfr" >"$RUN/profile.md" ||
    fail "no profile; see $RUN/*.jfr"
}

warm_up() { # TARGET
  local done=0
  for _ in $(seq 60); do
    [ "$done" -ge "$WARM_UP" ] && break
    done=$((done + $(plain warm-up c64 "$1" 64 1000 1)))
  done
  plain warm-up big "$1" 16 102400 1 >/dev/null
  streams warm-up events "$1" 100 10 200
  say "$1: warm after $done requests"
}

# ---- the parts ----------------------------------------------------------------------------------

fill() { # TEMPLATE OUTPUT
  local reply filler
  filler=$(printf 'All work is done. %.0s' $(seq 58))
  reply='{"id":"chatcmpl-bench","object":"chat.completion","created":1790000000,"model":"plain-1","choices":[{"index":0,"message":{"role":"assistant","content":"'$filler'","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":260,"completion_tokens":232,"total_tokens":492,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default","system_fingerprint":"fp_bench"}'
  sed -e "s|@RUN@|$RUN|g" -e "s|@PLAIN@|$PLAIN|g" -e "s|@EVENTS@|$EVENTS|g" \
    -e "s|@PROXY_PLAIN@|$PROXY_PLAIN|g" -e "s|@PROXY_EVENTS@|$PROXY_EVENTS|g" \
    -e "s|@REPLY@|$reply|g" "bench/$1" >"$2"
}

start_upstreams() {
  fill nginx-upstream.conf "$RUN/nginx-upstream.conf"
  fill nginx-proxy.conf "$RUN/nginx-proxy.conf"
  nginx -p "$RUN" -c "$RUN/nginx-upstream.conf" 2>"$RUN/nginx-upstream.log" &
  UPSTREAM_PID=$!
  nginx -p "$RUN" -c "$RUN/nginx-proxy.conf" 2>"$RUN/nginx-proxy.log" &
  PROXY_PID=$!
  "$JAVA" -cp "target/lib/*" bench/EventUpstream.java "$EVENTS" >"$RUN/events.log" 2>&1 &
  EVENTS_PID=$!
  for pid in "$UPSTREAM_PID" "$PROXY_PID" "$EVENTS_PID"; do ours "$pid"; done
  await_port "$PLAIN" "the plain upstream"
  await_port "$PROXY_EVENTS" "nginx"
  await_port "$EVENTS" "the event upstream"
}

first_200() { # gives milliseconds from SINCE (ms) to the first answered call
  local code
  for _ in $(seq 9000); do
    code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$GATEWAY_URL/v1/chat/completions" \
      -H "authorization: Bearer $KEY" -H 'content-type: application/json' \
      -d '{"model":"plain-1","messages":[{"role":"user","content":"hi"}]}' || true)
    [ "$code" = 200 ] && { echo $(($(date +%s%3N) - $1)); return; }
    kill -0 "$LAUNCHER_PID" 2>/dev/null || fail "the gateway ended: $(tail -5 "$RUN/gateway.log")"
    sleep 0.02
  done
  fail "the gateway answers $code after 3 minutes; see $RUN/gateway.log"
}

start_gateway() { # METRIC
  local since millis
  since=$(date +%s%3N)
  BENCH_KEY=$KEY BENCH_PROVIDER_SECRET=sk-bench JAVA_HOME=$JAVA_HOME ./serai up --no-keycloak \
    --config "$RUN/serai.yaml" --data "$RUN/data" \
    --port "$GATEWAY_PORT" --admin-port "$ADMIN_PORT" >"$RUN/gateway.log" 2>&1 &
  LAUNCHER_PID=$!
  ours "$LAUNCHER_PID"
  millis=$(first_200 "$since")
  GATEWAY_PID=$(listener "$GATEWAY_PORT")
  [ "$GATEWAY_PID" = "$LAUNCHER_PID" ] || ours "$GATEWAY_PID"
  record 1 start serai "$1" "$millis"
  record 1 start serai rss_kb "$(rss_kb "$GATEWAY_PID")"
}

gateway() {
  case $GATEWAY in
    none) return ;;
    running)
      GATEWAY_PID=$(listener "${GATEWAY_URL##*:}")
      [ -n "$GATEWAY_PID" ] || fail "nobody listens at $GATEWAY_URL"
      ;;
    start)
      [ -x serai ] || fail "no ./serai here yet: use --gateway-url or --no-gateway"
      GATEWAY_URL=http://127.0.0.1:$GATEWAY_PORT
      fill serai.yaml "$RUN/serai.yaml"
      rm -rf "$RUN/data"
      ./serai prepare # else the first start does it, behind what is measured
      start_gateway first_ms
      for _ in 1 2 3; do
        end_process "$LAUNCHER_PID:$(born "$LAUNCHER_PID")"
        end_process "$GATEWAY_PID:$(born "$GATEWAY_PID")"
        start_gateway again_ms
      done
      ;;
  esac
  TARGETS+=(serai)
}

# ---- the run ------------------------------------------------------------------------------------

for tool in nginx wrk curl ss pgrep; do
  command -v $tool >/dev/null || fail "$tool is missing (Debian: apt-get install nginx wrk curl iproute2 procps)"
done
find_java bin/java
export JAVA_HOME=$java_home JAVA=$java_home/bin/java
mkdir -p "$RUN"
: >"$RESULTS"
if [ ! -d target/lib ] || { [ $GATEWAY = start ] && ! ls target/serai-*.jar >/dev/null 2>&1; }; then
  say "building"
  ./mvnw -B -q -DskipTests package
fi
TARGETS=(upstream nginx)
start_upstreams
gateway
for target in "${TARGETS[@]}"; do warm_up "$target"; done

for round in $(seq "$ROUNDS"); do
  for target in "${TARGETS[@]}"; do plain "$round" c64 "$target" 64 1000 "$SECONDS_EACH"; done
  for target in "${TARGETS[@]}"; do one_by_one "$round" "$target" "$SECONDS_EACH"; done
  for target in "${TARGETS[@]}"; do plain "$round" big "$target" 16 102400 "$SECONDS_EACH"; done
  for target in "${TARGETS[@]}"; do
    streams "$round" events "$target" 100 10 $((SECONDS_EACH * 100))
  done
  say "round $round of $ROUNDS"
done
rm -f "$RUN/profile.md"
[ $GATEWAY != start ] || profile
for round in $(seq "$STREAM_ROUNDS"); do
  for count in $STREAMS; do
    for target in "${TARGETS[@]}"; do
      streams "$round" "streams$count" "$target" "$count" 1000 $((SECONDS_EACH * 2))
    done
    say "$count streams, round $round of $STREAM_ROUNDS"
  done
done

"$JAVA" bench/Report.java "$RESULTS" "$REPORT" "$ROUNDS" "$SECONDS_EACH" "$WARM_UP" \
  "$(nginx -v 2>&1 | sed 's/.*: //')" "$(wrk -v 2>&1 | sed -n '1s/.*wrk \([^ ]*\).*/wrk \1/p')" \
  "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)"
say "written to $REPORT"
