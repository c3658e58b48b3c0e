package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.AdminServer;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatesTest {
  @TempDir Path secrets;

  @Test
  void whoAsksTooOftenWaitsAndNobodyElseDoes() {
    try (TestDatabase database = TestDatabase.migrated();
        AdminServer server =
            AdminServer.on(database, secrets, "serai.admin.requests-per-minute=2")) {
      String organization = server.bean(Installation.class).organization();
      AdminCalls busy = server.as(someone(server, "busy", organization));
      AdminCalls other = server.as(someone(server, "other", organization));

      List<Reply> replies = new ArrayList<>();
      for (int i = 0; i < 3; i++) replies.add(busy.get("/api/keys"));

      assertThat(replies).extracting(Reply::status).containsExactly(200, 200, 429);
      Reply refused = replies.getLast();
      assertThat(refused.code()).isEqualTo("rate_limited");
      assertThat(refused.header("Retry-After")).matches("[1-9][0-9]?");
      assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
      assertThat(other.get("/api/keys").status()).isEqualTo(200);
      for (int i = 0; i < 2; i++) assertThat(server.get("/api/keys").status()).isEqualTo(200);
      assertThat(server.get("/api/keys").status())
          .as("whoever runs the gateway waits too")
          .isEqualTo(429);
    }
  }

  @Test
  void anAddressThatKeepsGuessingIsNotListenedToForAWhile() {
    try (TestDatabase database = TestDatabase.migrated();
        AdminServer server = AdminServer.on(database, secrets)) {
      AdminCalls guessing = server.as("serai-admin-WRONG");

      for (int i = 0; i < Rates.FAILURES; i++)
        assertThat(guessing.get("/api/keys").status()).isEqualTo(401);
      Reply refused = refusal(guessing);

      assertThat(refused.code()).isEqualTo("too_many_failures");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(server.as("").get("/healthz").status()).isEqualTo(200);
    }
  }

  /** It fills by one a second, also while the test runs. */
  private static Reply refusal(AdminCalls guessing) {
    Reply reply = guessing.get("/api/keys");
    for (int i = 0; reply.status() == 401 && i < 1000; i++) reply = guessing.get("/api/keys");
    assertThat(reply.status()).isEqualTo(429);
    return reply;
  }

  private static String someone(AdminServer server, String id, String organization) {
    return server.actors().allowed(id, organization, Permission.VIRTUAL_KEYS_VIEW);
  }
}
