package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Actor;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.ApiDocument;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class PermissionGateTest {
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static String organization;

  @BeforeAll
  static void start() throws ReflectiveOperationException {
    gateway = GatewayUnderTest.with("").bean(ActorSource.class, ACTORS).start();
    organization = gateway.bean(Installation.class).organization();
    map("/api/test/silent", "silent");
    map("/api/test/own", "own");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** Endpoints that nobody could have annotated wrongly but a test. */
  static final class Endpoints {
    @ResponseBody
    public Map<String, String> silent() {
      return Map.of("served", "yes");
    }

    @SignedIn
    @ResponseBody
    public Map<String, String> own() {
      return Map.of("served", "yes");
    }
  }

  private static void map(String path, String method) throws ReflectiveOperationException {
    RequestMappingHandlerMapping mapping = endpoints();
    mapping.registerMapping(
        RequestMappingInfo.paths(path).options(mapping.getBuilderConfiguration()).build(),
        new Endpoints(),
        Endpoints.class.getMethod(method));
  }

  private static RequestMappingHandlerMapping endpoints() {
    return gateway.bean(RequestMappingHandlerMapping.class);
  }

  private static AdminCalls as(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  private static AdminCalls admin(String id) {
    return as(ACTORS.user(id, organization, Actor.system(organization).grants().grants().get(0)));
  }

  private static List<Map<String, Object>> rowsOf(String actor) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select action, resource, resource_id, outcome, actor_kind, surface,
              details ->> 'endpoint' as endpoint, details ->> 'code' as code
            from audit_log where actor_id = ? order by number
            """)
        .param(actor)
        .query()
        .listOfRows();
  }

  @Test
  void everyEndpointNamesWhatItTakes() {
    List<String> silent =
        endpoints().getHandlerMethods().entrySet().stream()
            .filter(endpoint -> ours(endpoint.getValue().getBeanType()))
            .filter(
                endpoint ->
                    endpoint.getKey().getPatternValues().stream()
                        .anyMatch(path -> !TokenFilter.open(path)))
            .filter(
                endpoint ->
                    endpoint.getValue().hasMethodAnnotation(Requires.class)
                        == endpoint.getValue().hasMethodAnnotation(SignedIn.class))
            .map(Object::toString)
            .toList();

    assertThat(silent).as("each needs either @Requires or @SignedIn").isEmpty();
  }

  /** Those of a library name nothing, so they are closed. */
  private static boolean ours(Class<?> api) {
    return api != Endpoints.class && api.getPackageName().startsWith("dev.serai");
  }

  @Test
  void anEndpointThatNamesNothingIsClosedToEverybody() {
    Reply reply = admin("closed").get("/api/test/silent");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo("forbidden");
    assertThat(reply.text("/detail")).contains("closed");
  }

  @Test
  void whoLacksThePermissionIsToldWhichAndItIsWrittenDownOnce() {
    AdminCalls auditor =
        as(
            ACTORS.user(
                "reader",
                organization,
                Grant.everywhere(organization, Set.of(Permission.VIRTUAL_KEYS_VIEW))));

    Reply refused = auditor.post("/api/keys", "{\"name\": \"mine\"}");
    auditor.post("/api/keys", "{\"name\": \"mine\"}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(refused.text("/detail")).contains("virtualKeys:create");
    assertThat(rowsOf("reader"))
        .containsExactly(
            Map.of(
                "action", "access.denied",
                "resource", "key",
                "resource_id", "",
                "outcome", "refused",
                "actor_kind", "user",
                "surface", "api",
                "endpoint", "POST /api/keys",
                "code", "forbidden"));
    assertThat(auditor.get("/api/keys").status()).isEqualTo(200);
  }

  @Test
  void whatIsDeniedIsCalledAsChangesCallIt() {
    assertThat(ApiDocument.of(gateway))
        .filteredOn(operation -> !operation.path().matches("/api/(test.*|sign-in)"))
        .isNotEmpty()
        .allSatisfy(operation -> assertThat(Resources.of(operation.path())).isNotEmpty());
    assertThat(Resources.of("/api/providers/{provider}/credentials/{name}"))
        .isEqualTo("credential");
    assertThat(Resources.of("/api/me/keys/{id}/rotate")).isEqualTo("key");
    assertThat(Resources.of("/api/users/{id}/devices/{device}/revoke")).isEqualTo("user");
  }

  @Test
  void aPermissionAtOneTeamOpensTheEndpoint() {
    Grant ofTeam = new Grant(Place.Kind.TEAM, "t1", Set.of(Permission.VIRTUAL_KEYS_MANAGE));

    Reply reply = as(ACTORS.user("team", organization, ofTeam)).get("/api/keys");

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void aPermissionInAnotherOrganizationOpensNothing() {
    Grant elsewhere = Grant.everywhere("elsewhere", Set.of(Permission.VIRTUAL_KEYS_MANAGE));

    Reply reply = as(ACTORS.user("stranger", organization, elsewhere)).get("/api/keys");

    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void onesOwnThingsAreForUsersAlone() {
    Grants everything = Actor.system(organization).grants();
    String key = ACTORS.add(new Actor(Actor.Kind.API_KEY, "k", "k", "", everything));
    String token = ACTORS.add(new Actor(Actor.Kind.BREAK_GLASS, "b", "b", "", everything));
    String user = ACTORS.user("plain", organization);

    assertThat(as(key).get("/api/test/own").status()).isEqualTo(403);
    assertThat(as(token).get("/api/test/own").status()).isEqualTo(403);
    assertThat(as(user).get("/api/test/own").status()).isEqualTo(200);
  }

  @Test
  void anIdThatIsNoneOfTheActorsIsWrittenDown() {
    Reply missed = admin("prober").get("/api/keys/somebody-elses");

    assertThat(missed.status()).isEqualTo(404);
    assertThat(rowsOf("prober"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("resource_id", "somebody-elses")
                    .containsEntry("endpoint", "GET /api/keys/{id}")
                    .containsEntry("outcome", "refused")
                    .containsEntry("code", "not_found"));
  }

  @Test
  void anAnswerIsNotReplayedToSomebodyElse() {
    String body = "{\"name\": \"shared name\"}";
    Reply mine = admin("first").post("/api/keys", body, "Idempotency-Key", "one");

    Reply theirs = admin("second").post("/api/keys", body, "Idempotency-Key", "one");

    assertThat(mine.status()).isEqualTo(201);
    assertThat(theirs.status()).isEqualTo(409);
    assertThat(theirs.raw().body()).doesNotContain(mine.text("/secret"));
  }
}
