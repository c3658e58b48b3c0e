package dev.serai.cli;

import dev.serai.cli.signin.Prompts;
import dev.serai.cli.signin.QrCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What somebody at a terminal is told who signs in; all of it on standard error. */
record SignInPrompts(Terminal terminal) implements Prompts {
  @Override
  public void browser(URI address, boolean opened) {
    terminal.note(
        opened
            ? "Your browser shows where to sign in. If it does not, open:"
            : "No browser could be started. Open this address on this machine:");
    terminal.note("");
    terminal.note("  " + address);
    terminal.note("");
    terminal.note("Waiting for you to sign in (Ctrl-C to give up)…");
  }

  @Override
  public void refused(String why, List<String> advice) {
    terminal.note("");
    terminal.note("Not signed in: " + why + ".");
    advice.forEach(line -> terminal.note("  " + line));
    terminal.note("Still waiting; the address above is good for another try (Ctrl-C to give up)…");
  }

  /** The picture may be longer than the window: what has to be typed comes after it. */
  @Override
  public void device(String code, URI address, URI complete, Duration life) {
    boolean picture = terminal.showsPictures() && picture(complete);
    terminal.note("");
    terminal.note((picture ? "  or open   " : "  Open   ") + address);
    terminal.note((picture ? "  and type  " : "  Code   ") + code);
    terminal.note("");
    terminal.note(
        "Waiting for you to sign in; the code is good for " + life.toMinutes() + " minutes…");
  }

  private boolean picture(URI complete) {
    List<String> lines =
        QrCode.of(complete.toString()).map(code -> code.lines(terminal.paints())).orElse(List.of());
    if (lines.isEmpty()) return false;
    terminal.note("Scan this, or sign in on any device:");
    lines.forEach(line -> terminal.picture("  " + line));
    return true;
  }
}
