package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditCommandsTest {
  private static final String ROW =
      """
      {"number":%d,"at":"2030-01-31T12:00:00.000001Z","actorName":"ann","action":"key.revoke",\
      "resource":"key","resourceId":"k1","outcome":"done","surface":"cli","address":"10.0.0.7"}""";

  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  private static String page(String next, int... numbers) {
    StringBuilder rows = new StringBuilder();
    for (int number : numbers) rows.append(rows.isEmpty() ? "" : ",").append(ROW.formatted(number));
    return "{\"items\":[" + rows + "],\"next\":\"" + next + "\"}";
  }

  @Test
  void listPrintsWhoDidWhat() {
    admin.on("GET /api/audit?limit=50", page("", 7));

    assertThat(pipe.run("audit", "list").out())
        .isEqualTo(
            "7\t2030-01-31T12:00:00.000001Z\tann\tkey.revoke\tkey k1\tdone\tcli\t10.0.0.7\n");
    assertThat(CommandLineRun.atTerminal(admin, "").run("audit", "list").out())
        .startsWith("NUMBER  WHEN")
        .contains("ann", "key.revoke", "key k1");
  }

  @Test
  void listPassesItsFiltersOnAndReadsOn() {
    String filters = "action=key.*&actor=ann&from=2030-01-01T00%3A00%3A00Z&limit=";
    String rest =
        "&outcome=done&q=a%20b&resource=key&resourceId=k1&surface=cli&to=2031-01-01T12%3A00%3A00Z";
    admin.on("GET /api/audit?" + filters + "500" + rest, page("8", 9, 8));
    admin.on(
        "GET /api/audit?" + filters.replace("&actor=ann", "&actor=ann&after=8") + "500" + rest,
        page("", 7));

    Ended ended =
        pipe.run(
            "audit",
            "list",
            "--action",
            "key.*",
            "--actor",
            "ann",
            "--from",
            "2030-01-01",
            "--to",
            "2031-01-01T12:00:00Z",
            "--outcome",
            "done",
            "--text",
            "a b",
            "--resource",
            "key",
            "--id",
            "k1",
            "--surface",
            "cli",
            "--limit",
            "502",
            "--json");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("\"number\":9", "\"number\":8", "\"number\":7");
  }

  @Test
  void listSaysWhenThereIsNothing() {
    admin.on("GET /api/audit?limit=50", page(""));

    Ended ended = pipe.run("audit", "list");

    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).isEqualTo("No rows.\n");
  }

  @Test
  void wrongTimesAreWrongUsage() {
    assertThat(pipe.run("audit", "list", "--last", "soon").exitCode()).isEqualTo(2);
    assertThat(pipe.run("audit", "list", "--from", "2030-13-01").exitCode()).isEqualTo(2);
    assertThat(pipe.run("audit", "list", "--last", "1d", "--from", "2030-01-01").exitCode())
        .isEqualTo(2);
  }

  @Test
  void exportPrintsLinesAsTheyAre() {
    String lines = "{\"number\":1,\"after\":\"\u2028\"}\n{\"number\":2}\n";
    admin.on("GET /api/audit/export?actor=ann", lines);

    Ended ended = pipe.run("audit", "export", "--actor", "ann");

    assertThat(ended.out()).isEqualTo(lines);
    assertThat(ended.err()).isEqualTo("2 rows\n");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void anExportThatBrokeOffIsAFailure() {
    admin.on("GET /api/audit/export", "{\"number\":1}\n{\"error\":\"broke off\"}\n");

    Ended ended = pipe.run("audit", "export");

    assertThat(ended.out()).isEqualTo("{\"number\":1}\n");
    assertThat(ended.err()).startsWith("error: the export is not whole");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void anExportThatIsRefusedSaysWhy() {
    admin.on("GET /api/audit/export", 403, "{\"title\":\"Forbidden\",\"detail\":\"not yours\"}");

    Ended ended = pipe.run("audit", "export");

    assertThat(ended.err()).startsWith("error: not yours");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void verifyIsTheLaunchers() {
    Ended ended = pipe.run("audit", "verify", "--organization", "acme");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("./serai audit verify");
  }
}
