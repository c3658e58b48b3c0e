#!/bin/sh
# Serai's command line @version@, written by `serai install`: install again rather than edit.
set -eu
java_home=@java@
jar=@jar@
cache=@cache@

@launch@
if [ ! -x "$java_home/bin/java" ]; then find_java bin/java; fi
[ -f "$jar" ] || fail "the command line's jar is missing" "expected: $jar" "try: java -jar serai-VERSION-cli.jar install"
case $0 in /*) launcher=$0 ;; *) launcher=$PWD/$0 ;; esac
run_client "$jar" "$cache" "$@"
