package dev.serai.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class FlagsTest {
  private static final String MENU = "/api/feature-flags/release_ui_ai_gateway_menu_enabled";

  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static String one;
  private static String other;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with("")
            .bean(ActorSource.class, ACTORS)
            .property(Flags.FORCE, "release_ui_ai_governance_enabled, release_no_such_flag")
            .start();
    one = gateway.bean(Tenants.class).organization("one").id();
    other = gateway.bean(Tenants.class).organization("other").id();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void areOnUntilAnOrganizationTurnsThemOffForItself() {
    AdminCalls manager = actor("manager", one, Permission.FEATURE_FLAGS_MANAGE);
    Flags flags = gateway.bean(Flags.class);
    assertThat(flags.enabled(one, Flag.AI_GATEWAY_MENU)).isTrue();

    Reply off = manager.put(MENU, "{\"enabled\": false}");

    assertThat(off.status()).isEqualTo(200);
    assertThat(off.body().at("/enabled").asBoolean()).isFalse();
    assertThat(flags.enabled(one, Flag.AI_GATEWAY_MENU)).isFalse();
    assertThat(flags.enabled(other, Flag.AI_GATEWAY_MENU)).isTrue();
    assertThat(rows("release_ui_ai_gateway_menu_enabled")).isEqualTo(1);

    manager.put(MENU, "{\"enabled\": true}");
    assertThat(flags.enabled(one, Flag.AI_GATEWAY_MENU)).isTrue();
  }

  @Test
  void oneThatTheEnvironmentForcesStaysOnAndSaysSo() {
    AdminCalls manager = actor("forcer", one, Permission.FEATURE_FLAGS_MANAGE);

    Reply off =
        manager.put("/api/feature-flags/release_ui_ai_governance_enabled", "{\"enabled\": false}");

    assertThat(off.body().at("/enabled").asBoolean()).isTrue();
    assertThat(off.body().at("/forced").asBoolean()).isTrue();
    assertThat(gateway.bean(Flags.class).enabled(one, Flag.AI_GOVERNANCE)).isTrue();
  }

  @Test
  void everybodySeesThemAndOnlyWhoManagesChangesThem() {
    AdminCalls viewer = actor("viewer", one, Permission.FEATURE_FLAGS_VIEW);

    assertThat(viewer.get("/api/feature-flags").body().findValuesAsText("name"))
        .containsExactly("release_ui_ai_gateway_menu_enabled", "release_ui_ai_governance_enabled");
    assertThat(viewer.put(MENU, "{\"enabled\": false}").status()).isEqualTo(403);
  }

  @Test
  void whatIsNoFlagOrNoSettingIsRefused() {
    AdminCalls manager = actor("wrong", one, Permission.FEATURE_FLAGS_MANAGE);

    assertThat(manager.put("/api/feature-flags/no_such", "{\"enabled\": true}").status())
        .isEqualTo(404);
    assertThat(manager.put(MENU, "{}").status()).isEqualTo(422);
  }

  private static AdminCalls actor(String name, String organization, Permission permission) {
    String bearer =
        ACTORS.user(name, organization, Grant.everywhere(organization, Set.of(permission)));
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  private static int rows(String flag) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select count(*) from audit_log where action = 'feature-flag.set' and resource_id = ?")
        .param(flag)
        .query(Integer.class)
        .single();
  }
}
