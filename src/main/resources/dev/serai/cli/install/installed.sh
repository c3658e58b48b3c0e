#!/bin/sh
# Serai's command line @version@, written by `serai install`: install again rather than edit.
set -eu
java_home=@java@
jar=@jar@
cache=@cache@

@launch@
if [ ! -x "$java_home/bin/java" ]; then find_java bin/java; fi
[ -f "$jar" ] || fail "the command line's jar is missing" "expected: $jar" "try: java -jar serai-VERSION-cli.jar install"
run_client "$jar" "$cache" "$@"
