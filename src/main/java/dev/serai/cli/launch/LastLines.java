package dev.serai.cli.launch;

import dev.serai.cli.launch.LaunchSessions.Session;
import dev.serai.cli.launch.LaunchSessions.Spent;
import dev.serai.cli.launch.LaunchSessions.Unknown;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/** What is said when the tool has ended. */
final class LastLines {
  private static final int SIGNALLED = 128;
  private static final BigDecimal LITTLE = new BigDecimal("0.0001");

  /** That a program does not end on by itself, nor because of a key. */
  private static final Map<Integer, String> CRASHES =
      Map.of(6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV");

  private LastLines() {}

  /** Whether it stopped amid a line of its own, most likely. */
  static boolean cutOff(int exitCode) {
    return exitCode > SIGNALLED;
  }

  /** Empty when the tool ended by itself, or as it was told. */
  static String crash(String title, int exitCode) {
    String signal = CRASHES.getOrDefault(exitCode - SIGNALLED, "");
    if (signal.isEmpty()) return "";
    return title
        + " was ended by "
        + signal
        + ", not by serai. If the terminal looks odd now, run: reset";
  }

  /** On one line: what was used, and where to read more. */
  static String of(Session session, LaunchSessions.End end) {
    String show = "serai session show " + session.id();
    String start = "session " + session.id() + " · ";
    return switch (end) {
      case Spent spent -> start + spent(spent) + " · " + show;
      case Unknown(boolean signedOut) when signedOut ->
          start + "for what it used, sign in again: serai login, then " + show;
      case Unknown _ -> start + "its usage is not known yet · " + show;
    };
  }

  /** What is to be done where nothing says that the session has ended. */
  static String maybeOpen(Session session, RuntimeException why) {
    return "session %s may still be open: %s · serai session revoke %s"
        .formatted(session.id(), why.getMessage(), session.id());
  }

  private static String spent(Spent spent) {
    String text = counted(spent.requests(), "request") + " · " + counted(spent.tokens(), "token");
    if (spent.costUsd() == null) return text;
    return text + " · " + usd(spent.costUsd());
  }

  /** What is too little to be seen is not said to be nothing. */
  static String usd(BigDecimal cost) {
    boolean little = cost.signum() > 0 && cost.compareTo(LITTLE) < 0;
    return little ? "<0.0001 USD" : String.format(Locale.ROOT, "%,.4f USD", cost);
  }

  private static String counted(long count, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", count, unit, count == 1 ? "" : "s");
  }
}
