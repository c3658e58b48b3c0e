package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway says no to, and what is asked for before it is. */
class VerbErrorsTest {
  private static final String ID = "01JD0000000000000000000000";
  private static final String TEAM = "{\"id\":\"" + ID + "\",\"name\":\"payments\"}";

  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void aChangeThatCameTooLateIsToldAsSuch() {
    admin
        .on("GET /api/teams/" + ID, TEAM)
        .on(
            "PATCH /api/teams/" + ID,
            412,
            "{\"title\":\"Precondition Failed\",\"detail\":\"This was changed since you read it."
                + " Read it again, then repeat your change.\"}");

    assertThat(pipe.run("team", "update", ID, "--name", "x"))
        .isEqualTo(
            new Ended(
                "",
                """
                error: This was changed since you read it. Read it again, then repeat your change.
                  the gateway answered 412 Precondition Failed
                """,
                1));
  }

  @Test
  void aChangeNamesTheVersionThatItIsAbout() {
    admin.tagged("\"v1\"").on("GET /api/teams/" + ID, TEAM).on("PATCH /api/teams/" + ID, TEAM);

    assertThat(pipe.run("team", "update", ID, "--name", "x").exitCode()).isZero();

    assertThat(admin.asked().getLast().match()).isEqualTo("\"v1\"");
  }

  @Test
  void nothingToChangeIsWrongUsage() {
    admin.on("GET /api/teams/" + ID, TEAM);

    Ended ended = pipe.run("team", "update", ID);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("nothing to change", "try: serai team update --help");
  }

  @Test
  void twoOfTheSameNameAreTakenForNeither() {
    admin.on(
        "GET /api/users?limit=500&q=ann",
        "{\"items\":[{\"id\":\"u1\",\"name\":\"ann\"},{\"id\":\"u2\",\"name\":\"Ann\"}],\"next\":\"\"}");

    assertThat(pipe.run("user", "show", "ann"))
        .isEqualTo(
            new Ended(
                "",
                "error: user \"ann\" is not the only one of that name\n"
                    + "  give its id: u1 or u2\n",
                2));
  }

  @Test
  void aNoLeavesEverythingAsItIs() {
    admin.on("GET /api/teams/" + ID, TEAM);

    Ended ended = CommandLineRun.atTerminal(admin, "n\n").run("team", "delete", ID);

    assertThat(ended.err())
        .isEqualTo("Delete team payments? This cannot be undone. [y/N] error: nothing done\n");
    assertThat(admin.asked()).hasSize(1);
  }

  @Test
  void optionsThatExcludeEachOtherAreWrongUsage() {
    for (String command :
        new String[] {
          "role bind x", "role bind x --user a --team b", "session list --user ann",
          "key list --mine --project p", "key create", "key create n --tool cursor",
          "key create n --replace", "usage --every 0", "user devices ann --revoke d --yes"
        }) assertThat(pipe.run(command.split(" ")).exitCode()).as(command).isEqualTo(2);
    assertThat(admin.asked()).isEmpty();
  }

  @Test
  void everyCommandHasAnExampleAndKnowsJson() {
    picocli.CommandLine root =
        new picocli.CommandLine(new Main(Terminal.system(), java.util.Map.of()));
    Commands.addAllTo(root);
    assertThat(root.getSubcommands()).containsKeys("key", "launch", "claude", "help");
    root.getSubcommands()
        .forEach(
            (word, command) ->
                assertThat(command.getCommandSpec().names()).as(word).contains(word));
    check(root);
  }

  /** What prints no data of ours: the server's own commands, and texts. */
  private static final java.util.Set<Class<?>> WITHOUT_JSON =
      java.util.Set.of(
          UpCommand.class,
          JournalCommand.class,
          KeycloakCommand.class,
          AuditVerifyCommand.class, // reads the database: the launcher starts the server's part
          CompletionCommand.class,
          HelpCommand.class);

  private static void check(picocli.CommandLine line) {
    if (line.getSubcommands().isEmpty() && !WITHOUT_JSON.contains(line.getCommand().getClass())) {
      String name = line.getCommandSpec().qualifiedName();
      assertThat(line.getCommandSpec().optionsMap()).as(name).containsKey("--json");
      String footer = String.join("\n", line.getCommandSpec().usageMessage().footer());
      assertThat(footer).as(name).contains("serai ");
    }
    line.getSubcommands().values().forEach(VerbErrorsTest::check);
  }
}
