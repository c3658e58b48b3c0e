package dev.serai.cli.launch;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A small shell process beside the child that ends it when the launcher is gone, even with {@code
 * kill -9}: it reads from a pipe that only the launcher holds, and its end is the launcher's. It
 * sends the child signals too, which Java cannot.
 */
final class Guard implements AutoCloseable {
  /** Wants: the child's pid in the first line, then names of signals, then "done" or the end. */
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM QUIT TSTP TTIN TTOU
      if ! read -r child; then
        # killed before it could say which: the child itself has written it down, or is about to
        i=0
        while [ ! -s "$0" ] && [ $i -lt 20 ]; do sleep 0.1; i=$((i + 1)); done
        read -r child <"$0" || exit 0
      fi
      if [ "$child" = done ]; then exit 0; fi
      tree() {
        ps -A -o pid= -o ppid= 2>/dev/null | awk -v root="$1" '
          { parent[$1] = $2 }
          END { for (pid in parent) { p = pid; n = 0
                  while (p in parent && p != root && n++ < 64) p = parent[p]
                  if (p == root) print pid } }'
      }
      while read -r word; do
        case $word in
        done) exit 0 ;;
        *) kill -s "$word" "$child" 2>/dev/null ;;
        esac
      done
      alive() {
        # each by itself: for a list kill fails when one of them is gone
        for pid in $all; do kill -0 "$pid" 2>/dev/null && return 0; done
        return 1
      }
      # it itself is in it; twice told to end, some programs end without their goodbyes
      all=$(tree "$child")
      all=${all:-$child}
      kill -s TERM $all 2>/dev/null
      i=0
      while [ $i -lt 20 ] && alive; do sleep 0.1; i=$((i + 1)); done
      kill -s KILL $all 2>/dev/null
      # a daemon has left the family: it is known by data that it has in the launch's folder (Linux)
      for each in /proc/[0-9]*/environ; do
        if grep -qsa "_DATA_DIR=${0%/*}/" "$each"; then
          pid=${each#/proc/}
          kill -s KILL "${pid%/environ}" 2>/dev/null
        fi
      done
      exit 0
      """;

  private static final Path SHELL = Path.of("/bin/sh");

  private final @Nullable Process process;
  private final Writer pipe;

  private Guard(@Nullable Process process) {
    this.process = process;
    this.pipe =
        process == null ? Writer.nullWriter() : process.outputWriter(StandardCharsets.US_ASCII);
  }

  /**
   * What starts the child: it writes down its pid before it is the tool, which keeps that.
   *
   * @param pidFile an empty file
   */
  static List<String> noted(List<String> command, Path pidFile) {
    if (!Files.isExecutable(SHELL)) return command;
    List<String> all = new ArrayList<>(List.of(SHELL.toString(), "-c"));
    all.addAll(List.of("echo $$ >\"$0\" && exec \"$@\"", pidFile.toString()));
    all.addAll(command);
    return all;
  }

  /** Before the child, so that there is no moment without one. Nothing where there is no shell. */
  static Guard start(Path pidFile) throws IOException {
    if (!Files.isExecutable(SHELL)) return new Guard(null);
    ProcessBuilder builder =
        new ProcessBuilder(SHELL.toString(), "-c", SCRIPT, pidFile.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    return new Guard(builder.start());
  }

  void watch(long pid) {
    say(String.valueOf(pid));
  }

  /**
   * @param name as kill knows it, "HUP" for instance
   */
  void signal(String name) {
    say(name);
  }

  /** The child has ended. */
  @Override
  public void close() {
    say("done");
    try {
      pipe.close();
    } catch (IOException e) {
      // it is gone
    }
    Process started = process;
    if (started != null) started.onExit().completeOnTimeout(started, 2, TimeUnit.SECONDS).join();
  }

  private synchronized void say(String word) {
    try {
      pipe.write(word + "\n");
      pipe.flush();
    } catch (IOException e) {
      // it is gone; the child is still ours to wait for
    }
  }
}
