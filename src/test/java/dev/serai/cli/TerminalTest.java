package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Words of servers and of other people do not steer the terminal. */
class TerminalTest {
  private static final String NASTY =
      "a\u001b[2J\u001b]0;t\u0007b\u009b31mc\r\u0008d\u202ee\u2066f\u007f\nfake";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Terminal terminal(String ttys) {
    return new Terminal(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        new BufferedReader(new StringReader("")),
        ttys,
        0,
        Map.of());
  }

  @Test
  void whatIsSaidHasNothingThatSteers() {
    Terminal terminal = terminal("");
    terminal.note(NASTY);
    terminal.done(NASTY);
    terminal.fail(Failure.of(NASTY, NASTY));
    terminal.confirm(NASTY);

    assertThat(err.toString().replace("\n", "")).doesNotContainPattern("[\\p{Cc}\u202e\u2066]");
    assertThat(err.toString().lines()).hasSize(5).allMatch(line -> line.contains("fake"));
  }

  @Test
  void dataAtATerminalKeepsOurColoursAndLineEndsAlone() {
    Terminal terminal = terminal("012");

    terminal.data(terminal.state(Finding.State.fail) + "\u001b[2J\u001b[35mx\n\ty");

    assertThat(out.toString()).isEqualTo("\u001b[31mfail\u001b[0m?[2J?[35mx\n\ty\n");
  }

  @Test
  void aPipeGetsWhatItIs() {
    terminal("").data(NASTY);

    assertThat(out.toString()).isEqualTo(NASTY + "\n");
  }

  @Test
  void aCellHasNoControlCharacterOfEitherKind() {
    assertThat(Table.safe("a\u009b31mb\tc\nd\u202e")).isEqualTo("a?31mb?c?d?");
    assertThat(Table.safe("Zoë 漢")).isEqualTo("Zoë 漢");
  }
}
