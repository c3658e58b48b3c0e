# How the command line is started on Linux and macOS: read by ./serai of a source tree, and the end of
# the script that `serai install` writes. For any POSIX shell.
# SERAI_JVM_FOLDER: where JDKs are installed, instead of /usr/lib/jvm. SERAI_NO_CACHE=1: keep no file of
# prepared classes.

fail() { # what, why, what to do
  printf 'error: %s\n' "$1" >&2
  shift
  while [ $# -gt 0 ]; do
    printf '  %s\n' "$1" >&2
    shift
  done
  exit 1
}

# The file behind a chain of symbolic links (readlink -f is not everywhere).
real_path() {
  path=$1
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
    /*) path=$link ;;
    *) path=${path%/*}/$link ;;
    esac
  done
  printf '%s\n' "$path"
}

# Major version of the Java in folder $1, from its release file, to $version; 0 when there is none.
java_version() {
  version=0
  if [ -x "$1/bin/java" ] && [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
      JAVA_VERSION=*)
        version=${line#*\"}
        version=${version%%[!0-9]*}
        ;;
      esac
    done <"$1/release"
  fi
  version=${version:-0}
}

# Candidates in the order of preference, one a line.
java_folders() {
  if [ -n "${JAVA_HOME:-}" ]; then printf '%s\n' "$JAVA_HOME"; fi
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(real_path "$on_path")
    printf '%s\n' "${on_path%/bin/java}"
  fi
  printf '%s\n' "${SERAI_JVM_FOLDER:-/usr/lib/jvm}"/*25* "${HOME:-}"/.sdkman/candidates/java/25* \
    "${HOME:-}"/.jdks/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home
}

# Sets java_home; JAVA_HOME is what the tools that we start see. $1: file that must be there too.
find_java() {
  seen=""
  java_version "${JAVA_HOME:-}"
  if [ "$version" -ge 25 ] && [ -x "$JAVA_HOME/$1" ]; then # without a fork
    java_home=$JAVA_HOME
    return
  fi
  while IFS= read -r folder; do
    java_version "$folder"
    if [ "$version" -ge 25 ] && [ -x "$folder/$1" ]; then
      java_home=$folder
      return
    fi
    if [ "$version" -gt 0 ] && [ -z "$seen" ]; then seen="Java $version in $folder"; fi
  done <<EOF
$(java_folders)
EOF
  fail "no JDK 25 or newer found" \
    "seen: ${seen:-no Java at all} (in JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /Library/Java)" \
    "get one: apt install temurin-25-jdk | brew install temurin@25 | sdk install java 25-tem | https://adoptium.net, or set JAVA_HOME"
}

# Becomes the command line of jar $1, whose prepared classes are in file $2; then its arguments.
# Forks nothing when there are prepared classes and the output is no terminal.
run_client() {
  jar=$1 cache=$2
  shift 2
  options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx64m"
  # Java cannot tell which of the three streams is a terminal, nor how wide it is.
  tty="" columns=""
  if [ -t 0 ]; then tty=0; fi
  if [ -t 1 ]; then
    tty=${tty}1
    columns=$(stty size <&1 2>/dev/null) || columns=""
    columns=${columns#* }
  fi
  if [ -t 2 ]; then tty=${tty}2; fi
  # The JVM starts faster with its classes prepared: made once for each jar and JDK, in the background.
  # A cache that does not fit any more is left unused by the JVM.
  aot=""
  if [ -f "$cache" ] && [ "$cache" -nt "$jar" ] && [ "$cache" -nt "$java_home/release" ]; then
    aot=-XX:AOTCache=$cache
  elif [ -z "${SERAI_NO_CACHE:-}" ] && mkdir -p "${cache%/*}" 2>/dev/null; then
    # one at a time; where it fails, again after an hour
    find "${cache%/*}" -name "${cache##*/}.trying" -mmin +60 -exec rm -f {} + 2>/dev/null || true
    if (set -C && : >"$cache.trying") 2>/dev/null; then
      prepare "$jar" "$cache" </dev/null >/dev/null 2>&1 &
    fi
  fi
  # shellcheck disable=SC2086 # options are words
  exec "$java_home/bin/java" $options ${aot:+"$aot" -Xlog:all=off} \
    "-Dserai.tty=$tty" "-Dserai.columns=$columns" "-Dserai.launcher=${launcher:-}" \
    -cp "$jar" dev.serai.cli.Main "$@"
}

# Runs the jar's own exercise, and keeps what the JVM learns from it.
prepare() {
  # shellcheck disable=SC2086 # options are words
  "$java_home/bin/java" $options "-XX:AOTCacheOutput=$2.new" -cp "$1" dev.serai.cli.Exercise || true
  if [ -s "$2.new" ]; then mv -f "$2.new" "$2" && rm -f "$2.trying"; fi
}
