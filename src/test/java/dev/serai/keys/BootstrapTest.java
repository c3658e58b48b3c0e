package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.admin.AdminTokens;
import dev.serai.call.Secret;
import dev.serai.secrets.Pepper;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminServer;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {
  @TempDir Path secrets;
  @TempDir Path otherSecrets;
  private final TestDatabase database = TestDatabase.empty();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theFirstStartMakesAKeyAndATokenThatWork() {
    try (AdminServer server = AdminServer.on(database, secrets)) {
      FirstRun made = server.firstRun();

      assertThat(made.organization()).isEqualTo("default");
      assertThat(made.project()).isEqualTo("default");
      assertThat(server.get("/api/keys").body().at("/items/0/name").textValue()).isEqualTo("first");
      Pepper pepper = server.bean(Pepper.class);
      assertThat(
              KeysFixture.authenticate(server.bean(Keys.class), pepper.hash(made.key().reveal()))
                  .caller()
                  .keyName())
          .isEqualTo("first");
    }
  }

  @Test
  void theSecondStartMakesNothing() {
    AdminServer.on(database, secrets).close();

    try (AdminServer second = AdminServer.on(database, secrets)) {
      assertThat(second.hadFirstRun()).isFalse();
    }
  }

  @Test
  void aResetTokenReplacesTheOneBefore() {
    try (AdminServer server = AdminServer.on(database, secrets)) {
      Secret token = server.bean(AdminTokens.class).reset(AdminTokens.FIRST);

      assertThat(server.get("/api/keys").status()).isEqualTo(401);
      assertThat(
              server
                  .send(
                      server
                          .request("/api/keys")
                          .header("Authorization", "Bearer " + token.reveal()))
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void makesNoSecretThatNobodyWouldSee() {
    try (AdminServer server = AdminServer.unattended(database, secrets)) {
      assertThat(server.bean(Tenants.class).current().name()).isEqualTo("default");
      assertThat(server.bean(VirtualKeys.class).list(KeyQuery.all()).items()).isEmpty();
    }
  }

  @Test
  void doesNotStartWithAnotherPepper() {
    AdminServer.on(database, secrets).close();

    assertThatThrownBy(() -> AdminServer.on(database, otherSecrets))
        .hasStackTraceContaining("the pepper is not the one");
  }

  @Test
  void whatTheFirstStartMakesIsWrittenDown() {
    try (AdminServer server = AdminServer.on(database, secrets)) {
      assertThat(server.hadFirstRun()).isTrue();
      assertThat(
              database
                  .jdbc()
                  .sql("select action || ' ' || surface from audit_log order by number")
                  .query(String.class)
                  .list())
          .containsExactly(
              "service-account.create bootstrap",
              "key.create bootstrap",
              "admin-token.reset bootstrap");
    }
  }
}
