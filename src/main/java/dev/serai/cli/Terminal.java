package dev.serai.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of a command, and what they are. Data goes to standard output, words to
 * standard error. Who reads at a terminal gets aligned tables, colour and relative times; a pipe
 * gets tab-separated rows and exact values.
 */
final class Terminal {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final PrintWriter err;
  private final BufferedReader in;
  private final String ttys;
  private final int columns;
  private final boolean colour;
  private final boolean own;

  /**
   * @param ttys which of the streams "0", "1" and "2" are terminals
   * @param columns width of the terminal, 0 = not known
   */
  Terminal(
      PrintWriter out,
      PrintWriter err,
      BufferedReader in,
      String ttys,
      int columns,
      Map<String, String> env) {
    this(out, err, in, ttys, columns, env, false);
  }

  private Terminal(
      PrintWriter out,
      PrintWriter err,
      BufferedReader in,
      String ttys,
      int columns,
      Map<String, String> env,
      boolean own) {
    this.own = own;
    this.out = out;
    this.err = err;
    this.in = in;
    this.ttys = ttys;
    this.columns = columns;
    this.colour =
        env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.getOrDefault("TERM", ""));
  }

  /**
   * The process's own streams; the launcher script says which are terminals, where there is one.
   */
  static Terminal system() {
    return new Terminal(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        ttys(),
        Integer.getInteger("serai.columns", 0),
        System.getenv(),
        true);
  }

  /** Without the script, as on Windows, Java only knows whether all are. */
  private static String ttys() {
    @Nullable String told = System.getProperty("serai.tty");
    if (told != null) return told;
    @Nullable Console console = System.console();
    return console != null && console.isTerminal() ? "012" : "";
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  boolean showsTables() {
    return ttys.contains("1");
  }

  boolean asks() {
    return ttys.contains("0") && ttys.contains("2");
  }

  boolean colours() {
    return colour && showsTables();
  }

  /** Whether there is somebody who sees what is drawn beside the data. */
  boolean showsPictures() {
    return ttys.contains("2");
  }

  /** Whether such a drawing may have colours. */
  boolean paints() {
    return colour && showsPictures();
  }

  /** Width to cut tables to; 0 = do not cut. */
  int columns() {
    return showsTables() ? columns : 0;
  }

  /** As it is now: people change it while something is drawn. */
  WindowSize size() {
    WindowSize usual = new WindowSize(columns(), WindowSize.USUAL_ROWS);
    return own && showsTables() ? WindowSize.now().orElse(usual) : usual;
  }

  /** What has changed, where there is colour. */
  String bold(String text) {
    return colours() ? BOLD + text + PLAIN : text;
  }

  void data(String line) {
    out.println(line);
  }

  /** The id of what was made, for a script; people read it in the sentence that follows. */
  void made(String id) {
    if (!showsTables()) data(id);
  }

  void note(String line) {
    err.println(line);
  }

  void done(String line) {
    err.println(paint(GREEN, "✓") + " " + line);
  }

  void fail(Failure failure) {
    err.println(paint(RED, "error:") + " " + failure.getMessage());
    failure.details().forEach(detail -> err.println("  " + detail));
  }

  boolean confirm(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer = in.readLine();
      return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is typed is not shown; empty when nothing was. */
  String secret(String question) {
    @Nullable Console console = System.console();
    if (console != null) {
      char @Nullable [] typed = console.readPassword("%s", question);
      return typed == null ? "" : new String(typed);
    }
    err.print(question);
    err.flush();
    try {
      return Objects.requireNonNullElse(in.readLine(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is piped in. */
  String input() {
    return String.join("\n", in.lines().toList()) + "\n";
  }

  /** A time for its reader: "3 h ago" at a terminal, unchanged in a pipe. */
  String time(String iso, Instant now) {
    if (iso.isEmpty() || !showsTables()) return iso;
    try {
      Duration ago = Duration.between(Instant.parse(iso), now);
      return ago.isNegative() ? "in " + span(ago.negated()) : span(ago) + " ago";
    } catch (DateTimeParseException e) {
      return iso;
    }
  }

  private static String span(Duration span) {
    if (span.toDays() > 1) return span.toDays() + " d";
    if (span.toHours() > 0) return span.toHours() + " h";
    if (span.toMinutes() > 0) return span.toMinutes() + " min";
    return span.toSeconds() + " s";
  }

  /** As a word of four letters, coloured where there is colour. */
  String state(Finding.State state) {
    String code =
        switch (state) {
          case ok -> GREEN;
          case warn -> YELLOW;
          case fail -> RED;
        };
    String word = "%-4s".formatted(state);
    return colours() ? code + word + PLAIN : word;
  }

  private String paint(String code, String text) {
    return paints() ? code + text + PLAIN : text;
  }
}
