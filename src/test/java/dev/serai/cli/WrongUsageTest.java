package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody reads who mistyped. */
class WrongUsageTest {
  private final CommandLineRun line = new CommandLineRun("", "", Map.of("HOME", "/nonexistent"), 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session lst | no command \"lst\" | did you mean: serai session list | try: serai session --help",
        "key create --tol x | no option \"--tol\" | did you mean: --tool | try: serai key create --help",
        "usage --watsch=vk-lw-secret | no option \"--watsch\" | did you mean: --watch | try: serai usage --help"
      })
  void whatIsMeantIsNamed(String typed, String what, String meant, String help) {
    Ended ended = line.run(typed.split(" "));

    assertThat(ended)
        .isEqualTo(
            new Ended("", "error: %s\n  %s\n  %s\n".formatted(what, meant, help), ExitCode.USAGE));
  }

  @Test
  void aFirstWordThatIsNoneIsAnsweredWithWhatIsMeant() {
    assertThat(line.run("sesion"))
        .isEqualTo(
            new Ended(
                "",
                "error: no command \"sesion\"\n  did you mean: serai session\n",
                ExitCode.USAGE));
    assertThat(line.run("moon").err()).endsWith("try: serai help\n");
  }

  @Test
  void aWordTooManyIsNamed() {
    assertThat(line.run("whoami", "extra").err())
        .isEqualTo("error: \"extra\" is one argument too many\n  try: serai whoami --help\n");
  }

  @ParameterizedTest
  @CsvSource({"--max-usd,x", "--max-requests,1.5", "--max-tokens,many"})
  void aNumberThatIsNoneIsToldWithoutTheNamesOfJava(String option, String value) {
    Ended ended = line.run("claude", option, value);

    assertThat(ended.err())
        .isEqualTo(
            "error: %s: \"%s\" is no number\n  try: serai claude --help\n"
                .formatted(option, value));
    assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void optionsThatExcludeEachOtherAreToldOnce() {
    assertThat(line.run("login", "--device", "--browser").err())
        .startsWith("error: --device, --browser are mutually exclusive");
  }

  @Test
  void aNounAloneShowsItsVerbs() {
    Ended ended = line.run("session");

    assertThat(ended.out()).contains("list", "revoke", "serai session list --open");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(line.run("help", "session").out()).isEqualTo(ended.out());
    assertThat(line.run("session", "--help").out()).isEqualTo(ended.out());
    assertThat(line.run("provider", "credential").out()).contains("add", "remove");
  }
}
