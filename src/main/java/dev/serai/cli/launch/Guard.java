package dev.serai.cli.launch;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      read -r child || exit 0
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
      all="$child $(tree "$child")"
      kill -s TERM $all 2>/dev/null
      i=0
      while [ $i -lt 20 ] && kill -0 $all 2>/dev/null; do sleep 0.1; i=$((i + 1)); done
      kill -s KILL $all 2>/dev/null
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

  /** Before the child, so that there is no moment without one. Nothing where there is no shell. */
  static Guard start() throws IOException {
    if (!Files.isExecutable(SHELL)) return new Guard(null);
    ProcessBuilder builder =
        new ProcessBuilder(SHELL.toString(), "-c", SCRIPT)
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
