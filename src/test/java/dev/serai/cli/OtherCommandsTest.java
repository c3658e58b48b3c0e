package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
  private static final String ROW =
      """
      {"name":"%s","requests":1234,"refused":1,"failed":2,"inputTokens":1500000,\
      "cacheReadTokens":10,"cacheWriteTokens":0,"outputTokens":777,"costUsd":"0.000000001"}""";
  private static final String USAGE =
      "{\"by\":\"key\",\"rows\":[" + ROW.formatted("ci") + "],\"total\":" + ROW.formatted("") + "}";
  private static final String ASKED = "GET /api/usage?";

  @TempDir Path folder;
  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void usageIsExactInAPipeAndRoundedAtATerminal() {
    admin.on(ASKED + "by=key&last=7d", USAGE);

    Ended piped = pipe.run("usage", "--last", "7d", "--by", "key");
    Ended seen = CommandLineRun.atTerminal(admin, "").run("usage", "--last", "7d", "--by", "key");

    assertThat(piped.out()).isEqualTo("ci\t1234\t1\t2\t1500000\t10\t0\t777\t0.000000001\n");
    assertThat(seen.out())
        .isEqualTo(
            """
            KEY    REQUESTS  REFUSED  FAILED      INPUT  CACHE READ  CACHE WRITE  OUTPUT  COST USD
            ci        1,234        1       2  1,500,000          10            0     777    0.0000
            total     1,234        1       2  1,500,000          10            0     777    0.0000
            """);
  }

  @Test
  void aTokenThatIsTurnedOffIsToldAsTheGatewayTellsIt() {
    admin.on(
        ASKED + "by=key&last=7d",
        401,
        "{\"title\":\"Unauthorized\",\"code\":\"break_glass_off\","
            + "\"detail\":\"Admin tokens are turned off here.\"}");

    Ended ended = pipe.run("usage", "--last", "7d", "--by", "key");

    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.err())
        .contains("Admin tokens are turned off here.", "the token that was sent comes from")
        .doesNotContain("reset-admin-token");
  }

  @Test
  void usageAsJsonKeepsEveryDigitOfTheApi() {
    admin.on(ASKED + "by=model&last=24h", USAGE);

    assertThat(pipe.run("usage", "--json").out()).contains("\"costUsd\":\"0.000000001\"");
  }

  @Test
  void costsThatAreNotToldAreLeftEmpty() {
    admin.on(ASKED + "by=model&last=24h", USAGE.replace("\"0.000000001\"", "null"));

    assertThat(pipe.run("usage").out()).isEqualTo("ci\t1234\t1\t2\t1500000\t10\t0\t777\t\n");
  }

  @Test
  void usageKnowsEveryGroup() {
    for (String by : "session team tool organization".split(" ")) {
      admin.on(ASKED + "by=" + by + "&last=24h", USAGE);

      assertThat(pipe.run("usage", "--by", by).out()).startsWith("ci\t1234\t");
    }
  }

  @Test
  void usageOfAnUnknownGroupIsWrongUsage() {
    Ended ended = pipe.run("usage", "--by", "moon");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).startsWith("error: Invalid value for option '--by'").contains("try: ");
  }

  @Test
  void applySendsOnlyTheSecretsThatTheFileNames() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("serai.yaml"),
            "a: ${env:WANTED}\n# b: ${env:COMMENTED}\nc: ${file:key.txt}\nd: ${env:UNSET}\n");
    Files.writeString(folder.resolve("key.txt"), "from-file");
    admin.on(
        "POST /api/config",
        """
        {"dryRun":false,"kinds":[{"kind":"keys","created":["ci"],"updated":[],"removed":[],
         "unchanged":2}],"keys":[{"key":{"name":"ci"},"secret":"vk-lw-NEW"}]}""");

    Ended ended =
        pipe.with("WANTED", "yes")
            .with("COMMENTED", "no")
            .with("OTHER", "no")
            .run("apply", "-f", file.toString());

    assertThat(ended.out()).isEqualTo("ci\tvk-lw-NEW\n");
    assertThat(ended.err()).isEqualTo("  created keys: ci\n✓ applied " + file + ": 1 change\n");
    assertThat(admin.asked().getFirst().body())
        .contains("\"env\":{\"WANTED\":\"yes\"}", "\"files\":{\"key.txt\":\"from-file\"}")
        .doesNotContain("\"no\"");
  }

  @Test
  void applyShowsEveryFinding() throws Exception {
    Path file = Files.writeString(folder.resolve("serai.yaml"), "wrong: 1\n");
    admin.on(
        "POST /api/config?dry-run=true",
        422,
        "{\"title\":\"Unprocessable\",\"detail\":\"serai.yaml:1: one\\nserai.yaml:2: two\"}");

    assertThat(pipe.run("apply", "--dry-run", "-f", file.toString()))
        .isEqualTo(
            new Ended(
                "", "error: the gateway refused\n  serai.yaml:1: one\n  serai.yaml:2: two\n", 1));
  }

  @Test
  void applyOfAMissingFileIsWrongUsage() {
    assertThat(pipe.run("apply", "-f", "/nowhere/serai.yaml"))
        .isEqualTo(
            new Ended("", "error: cannot read /nowhere/serai.yaml\n  there is no such file\n", 2));
  }

  @Test
  void statusSaysWhereEachSettingComesFromAndNeverShowsTheToken() {
    admin.on("GET /readyz", "{\"ready\":true,\"checks\":{\"snapshots\":true}}");

    Ended ended = pipe.run("status");

    assertThat(ended.out())
        .contains("admin-url\t" + admin.url() + "\tSERAI_ADMIN_URL", "snapshots\tyes")
        .contains("token\t(hidden)\tSERAI_ADMIN_TOKEN", "key\t\tnot set")
        .contains("url\thttp://127.0.0.1:8080\tdefault")
        .doesNotContain(AdminStandIn.TOKEN);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void statusOfAGatewayThatIsNotReadyFails() {
    admin.on("GET /readyz", 503, "{\"ready\":false,\"checks\":{\"snapshots\":false}}");

    Ended ended = pipe.run("status");

    assertThat(ended.out()).contains("snapshots\tno", "all\tno");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    admin.on("GET /readyz", "{\"ready\":true,\"checks\":{}}");
    Path file = Files.createDirectories(folder.resolve("serai")).resolve("cli.properties");
    Files.writeString(file, "token=from-file\nadmin-url=http://127.0.0.1:1\n");

    Ended ended =
        pipe.with("XDG_CONFIG_HOME", folder.toString())
            .with("SERAI_ADMIN_TOKEN", "")
            .with("SERAI_ADMIN_URL", "http://127.0.0.1:2")
            .run("status", "--admin-url", admin.url());

    assertThat(ended.out())
        .contains("admin-url\t" + admin.url() + "\t--admin-url", "token\t(hidden)\t" + file);
  }

  @Test
  void withoutATokenTheExitCodeAsksForALogin() {
    Ended ended = pipe.with("SERAI_ADMIN_TOKEN", "").run("usage");

    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.err()).startsWith("error: not signed in, and no admin token\n");
    assertThat(admin.asked()).isEmpty();
  }

  @Test
  void aWrongTokenAsksForALoginAndIsNotRepeated() {
    Ended ended = pipe.with("SERAI_ADMIN_TOKEN", "stolen-token").run("usage");

    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.err())
        .contains("it comes from SERAI_ADMIN_TOKEN")
        .doesNotContain("stolen-token");
  }

  @Test
  void nobodyAtTheAddressIsToldWithTheAddress() {
    admin.close();

    assertThat(pipe.run("usage"))
        .isEqualTo(
            new Ended(
                "",
                """
                error: cannot reach the gateway at %s
                  nobody listens there (address from SERAI_ADMIN_URL)
                  try: ./serai up, or --admin-url <url>
                """
                    .formatted(admin.url()),
                1));
  }

  @Test
  void somethingElseAtTheAddressIsNotTakenForTheGateway() {
    admin.on(ASKED + "by=model&last=24h", "<html>hello</html>");

    assertThat(pipe.run("usage").err()).contains("does not answer like Serai's admin API");
  }

  @Test
  void helpKnowsTheExitCodes() {
    Ended ended = pipe.run("help", "exit-codes");

    assertThat(ended.out()).isEqualTo(ExitCode.HELP);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    Ended ended = pipe.run("kye");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("error: no command \"kye\"\n  did you mean: serai key\n");
    assertThat(pipe.run("xyzzy").err()).contains("no command \"xyzzy\"", "try: serai help");
    assertThat(pipe.run("key", "crate").exitCode()).isEqualTo(2);
  }

  @Test
  void namesOfOthersCannotWriteToTheScreen() {
    admin.on(ASKED + "by=model&last=24h", USAGE.replace("\"ci\"", "\"\\u001b[2J\\tx\""));

    assertThat(pipe.run("usage").out()).startsWith("?[2J?x\t");
  }
}
