package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.database.Changes;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.models.PolicyStore;
import dev.serai.models.RoutingPolicy;
import dev.serai.providers.Owner;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.TestUsers;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Teams, their members and what they hand down, as calls meet them. */
class TeamLimitsTest {
  private final Fleet fleet = new Fleet("");
  private final GatewayUnderTest gateway = fleet.gateway;
  private final AdminCalls admin =
      new AdminCalls(gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("test").reveal());

  @BeforeEach
  void serve() {
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "ok"));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void aMembersCallsCountForTheUserAndForEachOfTheTeams() throws Exception {
    User ada = gateway.bean(Users.class).signed(TestUsers.named("ada", "/red", "/blue"));
    TestUsers.give(gateway, Keys.idOf(gateway, "ci"), ada);
    String member = limit(Scope.GROUP_MEMBER, "blue", 2);
    limit(Scope.GROUP_MEMBER, "red", 5);
    limit(Scope.USER, "ada", 5);

    assertThat(ask(fleet.client).status()).isEqualTo(200);
    assertThat(ask(fleet.client).status()).isEqualTo(200);
    Client.Got refused = ask(fleet.client);

    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.text()).contains(member).contains("this member of team blue");
    assertThat(fleet.client.get("/v1/budget").text())
        .contains("\"scope\":\"group-member\"", "\"scope\":\"user\"");
  }

  @Test
  void whoLeavesATeamLeavesItsLimit() throws Exception {
    User ada = gateway.bean(Users.class).signed(TestUsers.named("ada", "/red"));
    TestUsers.give(gateway, Keys.idOf(gateway, "ci"), ada);
    limit(Scope.GROUP_MEMBER, "red", 1);
    ask(fleet.client);
    assertThat(ask(fleet.client).status()).isEqualTo(402);

    gateway.bean(Users.class).signed(TestUsers.named("ada"));

    assertThat(ask(fleet.client).status()).isEqualTo(200);
  }

  @Test
  void aProjectThatMovesTakesItsRunningKeysAlongOnEveryReplica() throws Exception {
    try (GatewayUnderTest replica = fleet.replica()) {
      Client there = new Client(replica.url(), GatewayUnderTest.KEY);
      assertThat(admin.post("/api/teams", "{\"name\":\"full\"}").status()).isEqualTo(201);
      limit(Scope.TEAM, "full", 0);
      assertThat(ask(there).status()).isEqualTo(200);

      Instant before = Instant.now();
      assertThat(move("full")).isEqualTo(200);
      assertThat(ask(fleet.client).text()).contains("team full");
      await(there, "team full", before);

      before = Instant.now();
      assertThat(admin.patch("/api/teams/" + team("full"), "{\"name\":\"empty\"}").status())
          .isEqualTo(200);
      await(there, "team empty", before);

      before = Instant.now();
      assertThat(move("")).isEqualTo(200);
      await(there, "\"choices\"", before);
    }
  }

  @Test
  void aDefaultPolicyHoldsForRunningKeysOnEveryReplica() throws Exception {
    String key = admin.post("/api/keys", "{\"name\":\"plain\"}").text("/secret");
    Client here = new Client(gateway.url(), key);
    gateway
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            _ ->
                gateway
                    .bean(PolicyStore.class)
                    .put(
                        new PolicyStore.Row(
                            new RoutingPolicy(
                                "closed",
                                false,
                                List.of("openai-first"),
                                Map.of(),
                                List.of(),
                                List.of("m")),
                            Owner.API),
                        gateway.bean(Changes.class).bump()));
    String organization = "/api/organizations/" + gateway.bean(Tenants.class).organization();
    try (GatewayUnderTest replica = fleet.replica()) {
      Client there = new Client(replica.url(), key);
      assertThat(ask(there).status()).isEqualTo(200);

      Instant before = Instant.now();
      assertThat(admin.patch(organization, "{\"defaultPolicy\":\"closed\"}").status())
          .isEqualTo(200);
      assertThat(ask(here).text()).contains("closed");
      await(there, "closed", before);

      before = Instant.now();
      assertThat(admin.patch(organization, "{\"defaultPolicy\":\"\"}").status()).isEqualTo(200);
      await(there, "\"choices\"", before);
    }
  }

  private int move(String team) {
    Tenants tenants = gateway.bean(Tenants.class);
    String project = tenants.findProject(tenants.organization(), "checkout").orElseThrow().id();
    return admin.patch("/api/projects/" + project, "{\"team\":\"" + team + "\"}").status();
  }

  private String team(String name) {
    Tenants tenants = gateway.bean(Tenants.class);
    return tenants.findTeam(tenants.organization(), name).orElseThrow();
  }

  /** Within a second, and a little for the answers themselves. */
  private static void await(Client client, String text, Instant since) throws IOException {
    String got = "";
    do got = ask(client).text();
    while (!got.contains(text)
        && Duration.between(since, Instant.now()).compareTo(Duration.ofSeconds(10)) < 0);
    assertThat(got).contains(text);
  }

  private static Client.Got ask(Client client) throws IOException {
    return client.ask(Dialects.OPENAI_CHAT, "m", false);
  }

  private String limit(Scope scope, String target, int cap) {
    return gateway
        .bean(ManagedLimits.class)
        .create(NewLimit.of(scope, target, Measure.REQUESTS, "total", Integer.toString(cap)))
        .limit()
        .id();
  }
}
