package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of admins on every resource, against the whole server. */
class RealVerbsTest {
  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  @TempDir Path folder;
  private static TokenIssuer issuer;
  private static GatewayUnderTest gateway;
  private static CommandLineRun admin;

  @BeforeAll
  static void start() {
    issuer = TokenIssuer.start();
    gateway =
        GatewayUnderTest.with(
                """
                organization: acme
                providers: [ { name: echo, type: echo } ]
                """)
            .property("serai.keycloak.url", issuer.url())
            .start();
    admin = as(gateway.bean(AdminTokens.class).reset("test").reveal());
    user("root", "sid-root").run("status"); // whoever comes first becomes administrator
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static CommandLineRun as(String token) {
    return new CommandLineRun("", "", java.util.Map.of())
        .with("SERAI_ADMIN_URL", gateway.adminUrl())
        .with("SERAI_ADMIN_TOKEN", token)
        .with("SERAI_URL", gateway.url());
  }

  private static CommandLineRun user(String name, String sid) {
    return as(issuer.token(name, sid, claims -> {}));
  }

  private static Ended done(CommandLineRun line, String... args) {
    Ended ended = line.run(args);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  private static String out(String command) {
    return done(admin, command.split(" ")).out();
  }

  private static CommandLineRun typed(CommandLineRun line, String text) {
    return new CommandLineRun(line.ttys(), text, line.env(), line.columns());
  }

  @Test
  void aTeamAndItsProjectAreMadeChangedMovedAndTheTeamDeleted() {
    String team = out("team create billing").strip();
    assertThat(team).matches(ID);
    assertThat(out("team list")).contains("billing\t\t\tapi\t" + team);
    String project = out("project create invoices --team billing").strip();
    assertThat(out("project list --team billing"))
        .isEqualTo("invoices\tbilling\t\tapi\t" + project + "\n");
    assertThat(out("project show invoices")).contains("name\tinvoices\n", "teamName\tbilling\n");
    assertThat(done(admin, "team", "update", "billing", "--name", "money").err())
        .isEqualTo("✓ updated team money\n");

    Ended inUse = admin.run("team", "delete", "money", "--yes");
    assertThat(inUse.exitCode()).isEqualTo(1);
    assertThat(inUse.err()).contains("the gateway answered 409");
    assertThat(done(admin, "project", "update", "invoices", "--team", "").err())
        .isEqualTo("✓ updated project invoices\n");
    assertThat(done(admin, "project", "update", project, "--name", "bills").err())
        .isEqualTo("✓ updated project bills\n");
    assertThat(done(admin, "team", "delete", "money", "--yes").err())
        .isEqualTo("✓ deleted team money\n");
    assertThat(out("team show " + out("team create again").strip() + " --json"))
        .contains("\"name\":\"again\"");
  }

  @Test
  void aServiceAccountIsMadeAndRenamed() {
    String id = out("service-account create robot").strip();

    assertThat(out("service-account list --search robot")).isEqualTo("robot\t" + id + "\n");
    out("service-account update robot --name android");
    assertThat(out("service-account show android")).contains("id\t" + id);
  }

  @Test
  void aProjectAndAServiceAccountInUseAreDeletedByForce() {
    out("project create shop");
    out("key create till --project shop");

    Ended inUse = admin.run("project", "delete", "shop", "--yes");
    assertThat(inUse.exitCode()).isEqualTo(1);
    assertThat(inUse.err())
        .isEqualTo(
            """
            error: This project has 1 key: end them first, or let them end with it (--force).
              the gateway answered 409 Conflict
            """);
    assertThat(done(admin, "project", "delete", "shop", "--force", "--yes").err())
        .isEqualTo("✓ deleted project shop\n");
    assertThat(out("key list --status active")).doesNotContain("\tshop\t");
    assertThat(done(admin, "service-account", "rm", "till", "--yes").err())
        .isEqualTo("✓ deleted service account till\n");
    assertThat(admin.run("service-account", "show", "till").err()).contains("not found");
    assertThat(done(admin, "project", "create", "shop").err()).startsWith("✓ created");
  }

  @Test
  void theOrganizationIsSeenAndChanged() {
    assertThat(out("organization list")).startsWith("acme\t");
    assertThat(done(admin, "organization", "update", "acme", "--default-policy", "").err())
        .isEqualTo("✓ updated organization acme\n");
    assertThat(out("organization show acme")).contains("name\tacme\n");
    String made = out("organization create umbrella").strip();
    assertThat(made).matches(ID);
  }

  @Test
  void aKeyIsChangedAndItsRowInTheAuditLogShown() {
    out("key create changing");
    done(admin, "key update changing --requests-per-minute 7 --expires 1d".split(" "));

    assertThat(out("key get changing")).contains("requestsPerMinute\t7\n");
    done(admin, "key update changing --expires never".split(" "));
    assertThat(out("key get changing")).contains("expiresAt\t\n");
    assertThat(admin.run("key", "update", "changing").exitCode()).isEqualTo(2);
    String row = out("audit list --action key.update --limit 1").split("\t")[0];
    assertThat(out("audit show " + row)).contains("action\tkey.update\n");
  }

  @Test
  void permissionsPricesAndSingleCallsAreListed() {
    assertThat(out("role permissions")).contains("virtualKeys:view\t");
    assertThat(done(admin, "price", "list").err()).startsWith("No prices of your own");
    assertThat(done(admin, "usage records --outcome failed".split(" ")).err())
        .isEqualTo("No calls.\n");
    out("api-key create shown --permission teams:view");
    assertThat(out("api-key show shown")).contains("permissions\tteams:view\n");
    assertThat(done(admin, "provider", "credential", "renew").err()).startsWith("✓ sealed ");
  }

  @Test
  void oneHasKeysOfOnesOwnAndEndsThemWithoutAPermission() {
    CommandLineRun dan = user("dan", "sid-dan");
    done(dan, "key", "create", "--tool", "cursor", "--device", "desk");
    assertThat(done(dan, "key", "get", "desk", "--mine").out())
        .contains("name\tdevice-desk\n")
        .containsPattern("expiresAt\t2");
    assertThat(done(dan, "key", "rotate", "desk", "--mine", "--yes").out()).startsWith("vk-lw-");
    assertThat(dan.run("key", "disable", "desk", "--mine").exitCode()).isEqualTo(2);
    assertThat(done(dan, "key", "revoke", "desk", "--mine", "--yes").err())
        .startsWith("✓ revoked key device-desk ");
    assertThat(dan.run("key", "get", "01AAAAAAAAAAAAAAAAAAAAAAAA", "--mine").exitCode())
        .isEqualTo(1);
    done(dan, "key", "create", "--tool", "cursor", "--device", "desk", "--expires", "never");
    assertThat(done(dan, "key", "get", "desk", "--mine").out()).contains("expiresAt\t\n");
    assertThat(dan.run("user", "revoke", "--yes").exitCode()).isEqualTo(2);
    assertThat(done(dan, "user", "revoke", "--mine", "--yes").err())
        .startsWith("✓ ended all of yours: 1 key, ");
  }

  @Test
  void aRoleIsMadeGivenSeenTakenAndDeleted() {
    user("bea", "sid-bea").run("status");
    out("team create crew");
    out("role create on-call --permission sessions:view,sessions:manage");
    out("role update on-call --add virtualKeys:view --remove sessions:manage");
    assertThat(out("role show on-call")).contains("permissions\tvirtualKeys:view, sessions:view");
    assertThat(out("role list")).contains("admin\tbuilt-in\t", "on-call\town\t");

    String binding = out("role bind on-call --user bea@example.com --at-team crew").strip();
    assertThat(out("role bindings --user bea")).startsWith("on-call\tuser bea\tteam crew\t");
    assertThat(admin.run("role", "delete", "on-call", "--yes").exitCode()).isEqualTo(1);
    assertThat(done(admin, "role", "unbind", binding, "--yes").err())
        .isEqualTo("✓ took away role on-call of user bea at team crew\n");
    assertThat(done(admin, "role", "bindings", "--user", "bea").err()).startsWith("No role");
    assertThat(done(admin, "role", "delete", "on-call", "--yes").err())
        .isEqualTo("✓ deleted role on-call\n");
  }

  @Test
  void anApiKeyWorksUntilItIsRevoked() {
    String secret = out("api-key create backup --permission teams:view --expires 1d").strip();
    assertThat(done(as(secret), "team", "list").exitCode()).isZero();
    assertThat(out("api-key list")).contains("backup\t", "\tactive\t", "\tteams:view\n");
    Ended refused = as(secret).run("user", "list");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("users:view", "the gateway answered 403");

    assertThat(done(admin, "api-key", "revoke", "backup", "--yes").err())
        .isEqualTo("✓ revoked API key backup\n");
    assertThat(out("api-key list")).contains("\trevoked\t");
    assertThat(as(secret).run("team", "list").exitCode()).isEqualTo(4);
  }

  @Test
  void aProviderItsCredentialAndAPolicyAreMadeChangedAndDeleted() throws Exception {
    out("provider create spare --type openai --url http://127.0.0.1:9/v1");
    out("provider update spare --model gpt-*");
    CommandLineRun piped = typed(admin, "sk-secret-1\n");
    done(piped, "provider", "credential", "add", "spare", "main");
    done(
        admin.with("MORE", "sk-2"), "provider credential add spare b --secret-env MORE".split(" "));
    done(
        admin.with("MORE", "sk-3"),
        "provider credential update spare b --secret-env MORE --model gpt-5* --weight 3"
            .split(" "));
    assertThat(admin.run("provider credential update spare b".split(" ")).exitCode()).isEqualTo(2);
    String credentials = out("provider credential list spare");
    assertThat(credentials).contains("\tgpt-5*\t").contains("\tapi\t1\n").endsWith("\tapi\t3\n");
    assertThat(credentials).startsWith("main\t").contains("\nb\t").doesNotContain("sk-");
    assertThat(out("provider get spare")).contains("\"gpt-*\"").doesNotContain("sk-secret-1");
    assertThat(admin.run("provider credential add spare c --secret-env NONE".split(" ")).err())
        .startsWith("error: there is no secret\n  NONE is not set");

    Path file = folder.resolve("policy.json");
    Files.writeString(file, "{\"providers\": [\"spare\"], \"aliases\": {\"fast\": [\"gpt-5\"]}}");
    assertThat(out("policy create strict -f " + file)).isEqualTo("strict\n");
    done(typed(admin, "{\"denyModels\": [\"gpt-4*\"]}"), "policy update strict -f -".split(" "));
    assertThat(out("policy list")).contains("strict\t\tspare\tfast\t\tgpt-4*\tapi\n");
    String copied = out("policy get strict");
    assertThat(done(typed(admin, copied), "policy create copy -f -".split(" ")).out())
        .isEqualTo("copy\n");
    Ended broken = typed(admin, "{\n\"a\"").run("policy", "update", "strict", "-f", "-");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err())
        .startsWith("error: standard input is no JSON object\n  Expected COLON");

    for (String name : List.of("strict", "copy")) out("policy delete " + name + " --yes");
    out("provider credential remove spare b --yes");
    out("provider delete spare --yes");
    assertThat(out("provider list")).doesNotContain("spare");
  }

  @Test
  void aFlagIsSetAndSeen() {
    String name = out("flag list").split("\t")[0];

    assertThat(done(admin, "flag", "set", name, "on").err())
        .isEqualTo("✓ flag " + name + " is on\n");
    assertThat(out("flag list")).contains(name + "\ton\t");
    out("flag set " + name + " off");
    assertThat(admin.run("flag", "set", name, "maybe").exitCode()).isEqualTo(2);
  }

  @Test
  void usersAreSeenAndAllTheyHaveIsEnded() {
    CommandLineRun carl = user("carl", "sid-carl");
    done(carl, "key", "create", "--tool", "cursor", "--device", "desk");

    assertThat(out("user list --search carl")).contains("carl\tcarl@example.com\tactive\t");
    assertThat(out("user show carl@example.com")).contains("status\tactive");
    assertThat(out("user devices carl")).startsWith("desk\t1\t0\t");
    assertThat(done(admin, "user revoke carl --device desk --yes".split(" ")).err())
        .startsWith("✓ ended device desk of user carl: 1 key, 0 sessions");
    assertThat(done(admin, "user revoke carl --yes".split(" ")).err())
        .startsWith("✓ ended all of user carl: 0 keys");
    assertThat(carl.run("user", "devices").exitCode()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session list --all", "user list", "team list", "project list", "service-account list",
        "role list", "role bindings", "api-key list", "flag list", "provider list",
        "provider credential list echo", "policy list", "key list", "organization list",
            "price list",
        "role permissions", "usage records"
      })
  void everyListIsATableForPeopleAndItemsForPrograms(String list) {
    out("service-account create x" + Math.abs(list.hashCode()));
    CommandLineRun terminal = new CommandLineRun("012", "", admin.env(), 80).with("NO_COLOR", "1");

    assertThat(out(list + " --json")).startsWith("{\n").contains("\"items\"");
    Ended seen = done(terminal, list.split(" "));
    assertThat(seen.out() + seen.err()).isNotEmpty();
    assertThat(seen.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "team show nobody", "project update nobody --name x", "user revoke nobody --yes",
        "role delete nobody --yes", "api-key revoke nobody --yes", "provider update nobody --url x",
        "policy delete nobody --yes", "session show nobody --all", "flag set nobody on",
        "role unbind nobody --yes", "provider credential remove echo nobody --yes"
      })
  void whatIsNotThereIsNamed(String command) {
    Ended ended = admin.run(command.split(" "));

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err()).startsWith("error: ").contains("nobody");
  }

  @Test
  void nothingIsDeletedWithoutAYes() {
    out("team create kept");

    Ended ended = admin.run("team", "delete", "kept");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("try: --yes");
    assertThat(out("team list")).contains("kept\t");
  }
}
