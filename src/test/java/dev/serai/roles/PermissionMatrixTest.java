package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Actor;
import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.ApiDocument;
import dev.serai.testing.ApiDocument.Operation;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every endpoint, called by everybody, against {@code docs/permissions.md}. {@code ./mvnw test
 * -Dtest=PermissionMatrixTest -Dserai.permissions.write=true} makes the tables of that page anew.
 */
class PermissionMatrixTest {
  private static final Path PAGE = Path.of("docs/permissions.md");
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static List<Operation> operations;
  private static String organization;

  @BeforeAll
  static void start() throws IOException {
    gateway =
        GatewayUnderTest.with("")
            .bean(ActorSource.class, ACTORS)
            .property("serai.admin.requests-per-minute", 0)
            .start();
    operations = ApiDocument.of(gateway);
    organization = gateway.bean(dev.serai.admin.Installation.class).organization();
    if (Boolean.getBoolean("serai.permissions.write")) Files.writeString(PAGE, renewed());
  }

  private static String renewed() throws IOException {
    return PermissionsPage.renewed(Files.readString(PAGE), operations);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** A user of the database who signed in and was granted this beside what everybody has. */
  private static AdminCalls user(String name, Set<Permission> granted) {
    String id =
        gateway
            .bean(Users.class)
            .signed(
                new SignedUser("subject-" + name, name, "", "", List.of(), Set.of(), Instant.now()))
            .id();
    gateway
        .bean(JdbcClient.class)
        .sql("insert into sign_ins (sid, principal_id) values (?, ?)")
        .params("sid-" + id, id)
        .update();
    return calls(
        ACTORS.user(
            id,
            organization,
            Grant.everywhere(organization, BuiltInRole.SIGNED_IN),
            Grant.everywhere(organization, granted)));
  }

  private static AdminCalls calls(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  /** Of a call whose id and body are nobody's: only who calls decides whether it is refused. */
  private static int status(AdminCalls caller, Operation operation) {
    int status =
        caller
            .send(
                operation.method(),
                operation.pathTo(_ -> "none-such"),
                operation.body() ? "{}" : "")
            .status();
    assertThat(status).as(operation.toString()).isLessThan(500);
    return status;
  }

  private static List<String> documented(Operation operation) throws IOException {
    return Files.readString(PAGE)
        .lines()
        .filter(line -> line.startsWith("| `" + operation + "` |"))
        .map(line -> line.substring(line.lastIndexOf('|', line.length() - 3) + 1))
        .map(cell -> cell.replace("|", "").strip())
        .flatMap(cell -> List.of(cell.split(", ")).stream())
        .toList();
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    assertThat(renewed())
        .as("docs/permissions.md is stale: run this test with -Dserai.permissions.write=true")
        .isEqualTo(Files.readString(PAGE));
  }

  @Test
  void everyOperationSaysWhatItTakes() {
    assertThat(operations)
        .isNotEmpty()
        .allSatisfy(
            operation ->
                assertThat(
                        operation.permission().equals(PermissionsPage.SIGNED_IN)
                            || operation.permission().equals(PermissionsPage.NONE)
                            || Permission.of(operation.permission()).isPresent())
                    .as(operation + " takes \"" + operation.permission() + "\"")
                    .isTrue());
  }

  @Test
  void nobodyGetsInWithoutATokenButToAskWhereToSignIn() {
    AdminCalls nobody = calls("");

    for (Operation operation : operations)
      if (!operation.permission().equals(PermissionsPage.NONE))
        assertThat(status(nobody, operation)).as(operation.toString()).isEqualTo(UNAUTHORIZED);
    assertThat(operations)
        .filteredOn(operation -> operation.permission().equals(PermissionsPage.NONE))
        .extracting(Operation::toString)
        .containsExactly("GET /api/sign-in");
  }

  @Test
  void everyRoleIsLetInWhereThePageSaysSoAndNowhereElse() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (BuiltInRole role : BuiltInRole.values())
      wrong.addAll(unlike(role.text(), user(role.text(), role.permissions())));
    wrong.addAll(unlike(PermissionsPage.SIGNED_IN, user("plain", Set.of())));

    assertThat(wrong).isEmpty();
  }

  /** What the page says otherwise; whoever has a role signed in, too. */
  private static List<String> unlike(String role, AdminCalls caller) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : operations) {
      List<String> letIn = documented(operation);
      boolean expected =
          letIn.contains(role)
              || letIn.contains(PermissionsPage.SIGNED_IN)
              || letIn.contains(PermissionsPage.ANYBODY);
      int status = status(caller, operation);
      boolean actual = status != FORBIDDEN && status != UNAUTHORIZED;
      if (actual != expected)
        wrong.add(role + ": " + operation + " answers " + status + ", the page lets in " + letIn);
    }
    return wrong;
  }

  @Test
  void aProgramHasNothingOfItsOwn() {
    Grants all = Actor.system(organization).grants();
    AdminCalls key = calls(ACTORS.add(new Actor(Actor.Kind.API_KEY, "key", "key", "", all)));

    for (Operation operation : operations)
      if (operation.permission().equals(PermissionsPage.SIGNED_IN))
        assertThat(status(key, operation)).as(operation.toString()).isEqualTo(FORBIDDEN);
  }
}
