#!/usr/bin/env bash
# Measures what many keys and many limits cost, in memory and on a call's path. Needs a JDK 25;
# everything it starts ends with it. The figures are told in docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. src/main/resources/dev/serai/cli/install/launch.sh # find_java

usage() {
  cat <<'TEXT'
usage: bash bench/scale.sh keys [ROUNDS]       1,000,000 keys: start, heap, lookup
       bash bench/scale.sh slots [JMH OPTIONS]   taking from and settling with one quota
       bash bench/scale.sh limits [JMH OPTIONS]  step 4 and settlement: levels, 100,000 limits, a hot one
       bash bench/scale.sh ranking [JMH OPTIONS] ordering a call's candidates
TEXT
}

case ${1:-} in
  keys | slots | limits | ranking) WHAT=$1; shift ;;
  *) usage >&2; exit 2 ;;
esac

find_java bin/javac
export JAVA_HOME=$java_home
OUT=$PWD/target/scale
./mvnw -B -q -Pbench -Dspotless.check.skip=true test-compile \
  dependency:build-classpath -Dmdep.outputFile="$OUT/class-path" -Dmdep.includeScope=test >&2
CLASS_PATH=$OUT/test-classes:$OUT/classes:$(cat "$OUT/class-path")

# as the launcher starts the gateway
OPTIONS='-XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED'
case $WHAT in
  keys) exec "$JAVA_HOME/bin/java" -cp "$CLASS_PATH" dev.serai.keys.KeysBench "$@" ;;
  slots) BENCHES=dev.serai.leases ;;
  ranking) BENCHES=dev.serai.dispatch ;;
  limits)
    BENCHES=dev.serai.limits
    "$JAVA_HOME/bin/java" $OPTIONS -cp "$CLASS_PATH" dev.serai.limits.LimitsHeap
    ;;
esac
exec "$JAVA_HOME/bin/java" -cp "$CLASS_PATH" org.openjdk.jmh.Main "$BENCHES" \
  -jvmArgs "$OPTIONS" "$@"
