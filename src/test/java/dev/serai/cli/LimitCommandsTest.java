package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.AdminStandIn.Asked;
import dev.serai.cli.CommandLineRun.Ended;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitCommandsTest {
  private static final String ID = "01JD0000000000000000000000";
  private static final String ONE = "/api/limits/" + ID;
  private static final String LIST = "GET /api/limits?limit=500";
  private static final String LIMIT =
      """
      {"id":"01JD0000000000000000000000","scope":"key","target":"01JK","targetName":"ci",
       "measure":"usd","window":"month","timeZone":"UTC","cap":1500,"provider":"","models":[],
       "onBreach":"block","thresholds":[80,95],"paused":false,"since":"2020-01-01T00:00:00Z",
       "standing":{"spent":1234.567891,"reserved":0.05,"left":265.382109,"usedPercent":99.9,
       "startsAt":"2020-01-01T00:00:00Z","resetsAt":null}}""";
  private static final String TEAM =
      LIMIT
          .replace("\"key\"", "\"team\"")
          .replace("\"ci\"", "\"payments\"")
          .replace("\"provider\":\"\",\"models\":[]", "\"provider\":\"echo\",\"models\":[\"a*\"]")
          .replace("\"paused\":false", "\"paused\":true");

  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  private static String page(String next, String... limits) {
    return "{\"items\":[" + String.join(",", limits) + "],\"next\":\"" + next + "\"}";
  }

  @Test
  void listIsExactInAPipe() {
    admin.on(LIST, page("", LIMIT, TEAM));

    assertThat(pipe.run("limit", "ls").out())
        .isEqualTo(
            ID
                + "\tkey\tci\tusd\tmonth\t1500\t1234.567891\t0.05\t265.382109\t99.9\t\tblocks\t\n"
                + ID
                + "\tteam\tpayments\tusd\tmonth\t1500\t1234.567891\t0.05\t265.382109\t99.9\t"
                + "\tpaused\techo a*\n");
  }

  @Test
  void listRoundsAtATerminalAndNeverUpToFull() {
    admin.on(LIST, page("", LIMIT));

    assertThat(CommandLineRun.atTerminal(admin, "").run("limit", "list").out())
        .isEqualTo(
            """
            ID                          SCOPE  TARGET  MEASURE  WINDOW       CAP     SPENT  \
            RESERVED    LEFT  USED              RESETS
            01JD0000000000000000000000  key    ci      usd      month   1,500.00  1,234.57  \
              0.0500  265.38   99%  █████████░  never
            """);
  }

  @Test
  void aNarrowTerminalShowsTheFiguresAndWhatTheyAreAbout() {
    admin.on(LIST, page("", LIMIT, TEAM));

    assertThat(CommandLineRun.atTerminal(admin, "").wide(81).run("limit", "list").out())
        .isEqualTo(
            """
            ID                          TARGET    MEASURE  WINDOW       CAP     SPENT  USED
            01JD0000000000000000000000  ci        usd      month   1,500.00  1,234.57   99%
            01JD0000000000000000000000  payments  usd      month   1,500.00  1,234.57   99%
            """);
  }

  @Test
  void whatIsNotKnownIsEmptyAndNotZero() {
    String each = LIMIT.replaceAll("\"standing\":\\{[^}]*}", "\"standing\":null");
    admin.on(LIST, page("", each, LIMIT.replace("\"left\":265.382109", "\"left\":null")));

    assertThat(pipe.run("limit", "list").out())
        .isEqualTo(
            ID
                + "\tkey\tci\tusd\tmonth\t1500\t\t\t\t\t\tblocks\t\n"
                + ID
                + "\tkey\tci\tusd\tmonth\t1500\t1234.567891\t0.05\t\t99.9\t\tblocks\t\n");
  }

  @Test
  void listAsksForWhatWasNamedAndFollowsEveryPage() {
    admin
        .on(LIST + "&scope=key&target=ci", page("c1", LIMIT))
        .on("GET /api/limits?after=c1&limit=500&scope=key&target=ci", page("", LIMIT));

    assertThat(pipe.run("limit", "list", "--scope", "key", "--target", "ci").out()).hasLineCount(2);
  }

  @Test
  void listSaysWhatToDoWhenThereIsNone() {
    admin.on(LIST, page("")).on(LIST + "&scope=team", page(""));

    assertThat(pipe.run("limit", "list"))
        .isEqualTo(new Ended("", "No limits. Next: serai limit create --help\n", 0));
    assertThat(pipe.run("limit", "list", "--scope", "team").err())
        .isEqualTo("No such limits. All of them: serai limit list\n");
  }

  @Test
  void getShowsEveryFieldAndTheFiguresAmongThem() {
    admin.on("GET " + ONE, LIMIT);

    assertThat(pipe.run("limit", "get", ID).out())
        .contains("cap\t1500\n", "spent\t1234.567891\n", "thresholds\t80, 95\n", "resetsAt\t\n");
    assertThat(pipe.run("limit", "get", ID, "--json").out())
        .contains("\"usedPercent\":99.9", "\"cap\":1500");
  }

  @Test
  void createSendsWhatWasSaidAndNoMore() {
    admin.on("POST /api/limits", 201, LIMIT);

    Ended ended =
        pipe.run(
            "limit",
            "create",
            "--scope",
            "key",
            "--target",
            "ci",
            "--measure",
            "usd",
            "--window",
            "month",
            "--cap",
            "1500.000000001");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                ID + "\n",
                """
                ✓ created limit %s (key ci: 1500.00 USD a month)
                Next: serai limit get %s
                """
                    .formatted(ID, ID),
                0));
    Asked asked = admin.asked().getFirst();
    assertThat(asked.body())
        .isEqualTo(
            "{\"scope\":\"key\",\"target\":\"ci\",\"measure\":\"usd\",\"window\":\"month\","
                + "\"cap\":1500.000000001}");
    assertThat(asked.idempotencyKey()).isNotEmpty();
  }

  @Test
  void createKnowsEveryTerm() {
    admin.on("POST /api/limits", 201, TEAM);

    Ended ended =
        CommandLineRun.atTerminal(admin, "")
            .run(
                ("limit create --scope team --target payments --measure usd --window month"
                        + " --cap 1500 --time-zone Europe/Berlin --anchor 2030-01-15"
                        + " --provider echo --model a*,b --model c --on-breach warn"
                        + " --estimate hard --unknown-price tokens-only --when-blind allow"
                        + " --threshold 50 --threshold 90 --contact ops --allow-unreachable")
                    .split(" "));

    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith(
            "✓ created limit " + ID + " (team payments: 1,500.00 USD a month, only echo a*)");
    assertThat(admin.asked().getFirst().body())
        .endsWith(
            "\"cap\":1500,\"timeZone\":\"Europe/Berlin\",\"anchor\":\"2030-01-15\","
                + "\"provider\":\"echo\",\"models\":[\"a*\",\"b\",\"c\"],\"onBreach\":\"warn\","
                + "\"estimate\":\"hard\",\"unknownPrice\":\"tokens-only\",\"whenBlind\":\"allow\","
                + "\"thresholds\":[50,90],\"contact\":\"ops\",\"allowUnreachable\":true}");
  }

  @Test
  void createTellsWhyNothingCouldMatch() {
    admin.on(
        "POST /api/limits",
        422,
        "{\"title\":\"Unprocessable\",\"detail\":\"No call can match: there is no key c1.\"}");

    Ended ended =
        pipe.run(
            "limit create --scope key --target c1 --measure usd --window day --cap 1".split(" "));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).startsWith("error: No call can match: there is no key c1.\n");
  }

  @Test
  void anAmountThatIsNoneIsWrongUsage() {
    for (String cap : List.of("12x", "1,000", "-1", "1e9", ".")) {
      Ended ended = pipe.run("limit", "update", ID, "--cap=" + cap);
      assertThat(ended)
          .isEqualTo(
              new Ended(
                  "",
                  "error: \"" + cap + "\" is not an amount\n  expected: 100 or 0.25\n",
                  ExitCode.USAGE));
    }
    assertThat(admin.asked()).isEmpty();
  }

  @Test
  void updateSendsOnlyWhatWasNamed() {
    admin.on("PATCH " + ONE, LIMIT);

    Ended ended = pipe.run("limit", "update", ID, "--when-blind", "allow", "--threshold", "50,90");

    assertThat(ended.err())
        .isEqualTo(
            "✓ updated limit "
                + ID
                + " (key ci: 1500.00 USD a month)\nNext: serai limit get "
                + ID
                + "\n");
    assertThat(admin.asked().getFirst().body())
        .isEqualTo("{\"whenBlind\":\"allow\",\"thresholds\":[50,90]}");
  }

  @Test
  void updateOfNothingIsWrongUsage() {
    Ended ended = pipe.run("limit", "update", ID);

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(admin.asked()).isEmpty();
  }

  @Test
  void raiseSaysWhatItWas() {
    admin
        .on("GET " + ONE, LIMIT)
        .on("PATCH " + ONE, LIMIT.replace("\"cap\":1500", "\"cap\":2000.5"));

    Ended ended = pipe.run("limit", "raise", ID, "2000.5");

    assertThat(ended.err())
        .contains("raised limit " + ID + " (key ci: 2000.50 USD a month)\nBefore: 1500.00 USD.");
    assertThat(admin.asked().getLast().body()).isEqualTo("{\"cap\":2000.5}");
  }

  @Test
  void raiseNeverLowers() {
    admin.on("GET " + ONE, LIMIT);

    Ended ended = pipe.run("limit", "raise", ID, "1500");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                "",
                """
                error: 1500 is not more than the 1500.00 USD it has
                  limit %s (key ci: 1500.00 USD a month)
                  to lower it: serai limit update %s --cap 1500
                """
                    .formatted(ID, ID),
                2));
  }

  @Test
  void pauseResumeAndResetSayWhatComesNext() {
    admin.on("PATCH " + ONE, LIMIT).on("POST " + ONE + "/reset", LIMIT);

    assertThat(pipe.run("limit", "pause", ID).err())
        .contains("✓ paused limit", "Back on: serai limit resume " + ID);
    assertThat(pipe.run("limit", "resume", ID).err()).contains("✓ resumed limit");
    assertThat(pipe.run("limit", "reset", ID).err())
        .contains("✓ reset limit", "Nothing before now counts");
    assertThat(admin.asked())
        .extracting(Asked::body)
        .containsExactly("{\"paused\":true}", "{\"paused\":false}", "{}");
  }

  @Test
  void deleteDoesNothingWithoutAYes() {
    admin.on("GET " + ONE, LIMIT).on("DELETE " + ONE, 204, "");

    assertThat(pipe.run("limit", "delete", ID).exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.atTerminal(admin, "n\n").run("limit", "rm", ID).exitCode())
        .isEqualTo(1);
    assertThat(admin.asked()).allMatch(asked -> asked.line().startsWith("GET"));
  }

  @Test
  void deleteGoesOnAfterAYesTypedOrGiven() {
    admin.on("GET " + ONE, LIMIT).on("DELETE " + ONE, 204, "");

    Ended typed = CommandLineRun.atTerminal(admin, "y\n").run("limit", "delete", ID);
    Ended given = pipe.run("limit", "delete", ID, "--yes");

    assertThat(typed.err()).contains("(key ci: 1,500.00 USD a month)?", "[y/N] ✓ deleted limit");
    assertThat(given.err()).startsWith("✓ deleted limit " + ID);
    assertThat(admin.asked()).extracting(Asked::line).contains("DELETE " + ONE);
  }

  @Test
  void explainShowsTheLimitsOfAKeyAndWhichOfThemSaysNo() {
    String asked =
        "GET /api/limits/explain?endUser=ann&key=checkout%2Fci&model=gpt%2F5%20mini&provider=echo";
    admin.on(
        asked,
        "{\"key\":\"01JK\",\"keyName\":\"checkout/ci\",\"requestsPerMinute\":60,\"refusing\":[\""
            + ID
            + "\"],\"limits\":["
            + TEAM
            + ","
            + LIMIT
            + "]}");

    Ended ended =
        pipe.run(
            "limit",
            "explain",
            "--key=ci",
            "--project=checkout",
            "--model=gpt/5 mini",
            "--provider=echo",
            "--end-user=ann");

    assertThat(ended.out().lines().map(line -> line.split("\t")[1])).containsExactly("team", "key");
    assertThat(ended.err())
        .isEqualTo(
            """
            The key itself: at most 60 requests in any minute.
            A call of key checkout/ci is refused now: by %s.
            """
                .formatted(ID));
  }

  @Test
  void membersShowHowEachStands() {
    String standing = LIMIT.substring(LIMIT.indexOf("\"standing\""));
    admin
        .on("GET " + ONE, LIMIT.replace("\"scope\":\"key\"", "\"scope\":\"end-user\""))
        .on("GET " + ONE + "/members", "{\"members\":[{\"member\":\"ann\"," + standing + "]}");

    assertThat(pipe.run("limit", "members", ID).out())
        .isEqualTo("ann\t1234.567891\t0.05\t265.382109\t99.9\t\n");
    assertThat(CommandLineRun.atTerminal(admin, "").run("limit", "members", ID).out())
        .startsWith("MEMBER     SPENT  RESERVED    LEFT  USED");
  }

  @Test
  void membersOfALimitThatIsSharedIsWrongUsage() {
    admin.on("GET " + ONE, LIMIT);

    assertThat(pipe.run("limit", "members", ID).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aChangeOfWhatAFileSaysIsToldToBeUndoneByIt() {
    String ofFile = LIMIT.replace("\"paused\":false", "\"paused\":false,\"managedBy\":\"file\"");
    admin.on("GET " + ONE, ofFile).on("PATCH " + ONE, ofFile);

    assertThat(pipe.run("limit", "raise", ID, "2000").err()).contains("It comes from serai.yaml");
    assertThat(pipe.run("limit", "update", ID, "--cap", "1").err())
        .contains("It comes from serai.yaml");
  }

  @Test
  void anIdOfOthersCannotLeaveItsPlaceInThePath() {
    Ended ended = pipe.run("limit", "get", "../keys?x");

    assertThat(ended.err()).contains("nothing at GET /api/limits/..%2Fkeys%3Fx");
  }
}
