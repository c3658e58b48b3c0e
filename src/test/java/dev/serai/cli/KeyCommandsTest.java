package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {
  private static final String ID = "01JD0000000000000000000000";
  private static final String KEY =
      """
      {"id":"01JD0000000000000000000000","name":"ci","project":"checkout","status":"%s",
       "prefix":"vk-lw-ABC1234","lastFour":"9F2C","policy":"standard","requestsPerMinute":60,
       "expiresAt":null,"previousSecretUntil":null,"metadata":{"team":"payments"},
       "createdAt":"2020-01-01T00:00:00Z"}""";
  private static final String ACTIVE = KEY.formatted("active");
  private static final String LIST = "GET /api/keys?limit=500";

  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  private static String page(String next, String... keys) {
    return "{\"items\":[" + String.join(",", keys) + "],\"next\":\"" + next + "\"}";
  }

  @Test
  void createPrintsTheSecretAloneOnStandardOutput() {
    admin.on("POST /api/keys", 201, "{\"key\":" + ACTIVE + ",\"secret\":\"vk-lw-SECRET\"}");

    Ended ended =
        pipe.run("key", "create", "ci", "--project", "checkout", "--requests-per-minute", "60");

    assertThat(ended.out()).isEqualTo("vk-lw-SECRET\n");
    assertThat(ended.err())
        .isEqualTo(
            """
            ✓ created key ci (vk-lw-ABC1234…9F2C) in project checkout
            This secret is not shown again. Next: serai usage --by key
            """);
    assertThat(ended.exitCode()).isZero();
    assertThat(admin.asked().getFirst().body())
        .isEqualTo("{\"name\":\"ci\",\"project\":\"checkout\",\"requestsPerMinute\":60}");
    assertThat(admin.asked().getFirst().idempotencyKey()).isNotEmpty();
  }

  @Test
  void createTellsWhyTheGatewayRefused() {
    admin.on(
        "POST /api/keys",
        409,
        "{\"title\":\"Conflict\",\"detail\":\"There is a key ci already.\"}");

    Ended ended = pipe.run("key", "create", "ci");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                "", "error: There is a key ci already.\n  the gateway answered 409 Conflict\n", 1));
  }

  @Test
  void createRefusesAnExpiryThatIsNone() {
    Ended ended = pipe.run("key", "create", "ci", "--expires", "soon");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                "",
                "error: \"soon\" is not an expiry\n"
                    + "  expected: 90m, 12h, 30d, 2027-01-31 or 2027-01-31T12:00:00Z\n",
                2));
    assertThat(admin.asked()).isEmpty();
  }

  @Test
  void listIsTabSeparatedWithoutHeaderInAPipe() {
    admin.on(LIST, page("", ACTIVE));

    Ended ended = pipe.run("key", "ls");

    assertThat(ended.out())
        .isEqualTo(
            "ci\tcheckout\tstandard\tactive\tvk-lw-ABC1234…9F2C\t2020-01-01T00:00:00Z\t\t"
                + ID
                + "\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void listIsAnAlignedTableAtATerminal() {
    admin.on(LIST, page("", ACTIVE, KEY.formatted("disabled").replace("\"ci\"", "\"laptop\"")));

    Ended ended = CommandLineRun.atTerminal(admin, "").run("key", "list");

    assertThat(ended.out().lines().map(line -> line.replaceAll("[0-9]+ d ago", "N d ago")))
        .containsExactly(
            "NAME    PROJECT   POLICY    STATUS    KEY                 CREATED     ID",
            "ci      checkout  standard  active    vk-lw-ABC1234…9F2C  N d ago  " + ID,
            "laptop  checkout  standard  disabled  vk-lw-ABC1234…9F2C  N d ago  " + ID);
  }

  @Test
  void listFollowsEveryPage() {
    admin.on(LIST, page("c1", ACTIVE)).on("GET /api/keys?after=c1&limit=500", page("", ACTIVE));

    assertThat(pipe.run("key", "list").out()).hasLineCount(2);
  }

  @Test
  void listSaysWhatToDoWhenThereIsNone() {
    admin.on(LIST, page(""));

    assertThat(pipe.run("key", "list"))
        .isEqualTo(new Ended("", "No keys. Next: serai key create <name>\n", 0));
  }

  @Test
  void getPrintsTheRecordOfTheApiAsJson() {
    admin.on("GET /api/keys/" + ID, ACTIVE);

    Ended ended = pipe.run("key", "get", ID, "--json");

    assertThat(ended.out()).contains("\"id\":\"" + ID + "\"", "\"requestsPerMinute\":60");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void aNameThatIsNotThereIsToldInThreeLines() {
    admin.on(LIST, page("", ACTIVE));

    assertThat(pipe.run("key", "get", "ci-bot"))
        .isEqualTo(
            new Ended(
                "",
                """
                error: key "ci-bot" not found
                  looked in every project
                  try: serai key list
                """,
                1));
  }

  @Test
  void aNameOfTwoKeysAsksForTheProject() {
    admin.on(LIST, page("", ACTIVE, ACTIVE.replace("\"checkout\"", "\"search\"")));

    Ended ended = pipe.run("key", "disable", "ci");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("try: --project checkout");
  }

  @Test
  void aRevokedKeyDoesNotHideTheLivingOneOfItsName() {
    String revoked = KEY.formatted("revoked").replace(ID, "01JD0000000000000000000001");
    admin.on(LIST, page("", revoked, ACTIVE)).on("POST /api/keys/" + ID + "/disable", ACTIVE);

    assertThat(pipe.run("key", "disable", "ci").err())
        .isEqualTo("✓ disabled key ci (vk-lw-ABC1234…9F2C). Back on: serai key enable ci\n");
  }

  @Test
  void revokeDoesNothingWithoutAYes() {
    admin.on(LIST, page("", ACTIVE)).on("POST /api/keys/" + ID + "/revoke", ACTIVE);

    assertThat(pipe.run("key", "revoke", "ci").exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.atTerminal(admin, "n\n").run("key", "revoke", "ci").exitCode())
        .isEqualTo(1);
    assertThat(admin.asked()).allMatch(asked -> asked.line().startsWith("GET"));
  }

  @Test
  void revokeGoesOnAfterAYesTypedOrGiven() {
    admin.on(LIST, page("", ACTIVE)).on("POST /api/keys/" + ID + "/revoke", ACTIVE);

    Ended typed = CommandLineRun.atTerminal(admin, "y\n").run("key", "revoke", "ci");
    Ended given = pipe.run("key", "revoke", "ci", "--yes");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).contains("This cannot be undone. [y/N] ", "✓ revoked key ci");
    assertThat(given.err()).isEqualTo("✓ revoked key ci (vk-lw-ABC1234…9F2C)\n");
  }

  @Test
  void rotatePrintsTheNewSecretAndWhenTheOldOneEnds() {
    String rotated = ACTIVE.replace("Until\":null", "Until\":\"2030-01-01T00:00:00Z\"");
    admin
        .on(LIST, page("", ACTIVE))
        .on("POST /api/keys/" + ID + "/rotate", "{\"key\":" + rotated + ",\"secret\":\"vk-lw-N\"}");

    Ended ended = pipe.run("key", "rotate", "ci", "--grace", "2h", "--yes");

    assertThat(ended.out()).isEqualTo("vk-lw-N\n");
    assertThat(ended.err()).contains("the old secret ends 2030-01-01T00:00:00Z");
    assertThat(admin.asked().getLast().body()).isEqualTo("{\"grace\":\"PT2H\"}");
  }
}
