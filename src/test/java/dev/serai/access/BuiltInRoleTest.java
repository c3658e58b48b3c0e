package dev.serai.access;

import static dev.serai.access.BuiltInRole.*;
import static dev.serai.access.Permission.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInRoleTest {
  private static Set<Permission> spelledOut(BuiltInRole role) {
    return Grant.everywhere("acme", role.permissions()).spelledOut();
  }

  @Test
  void theAdminMayDoEverything() {
    assertThat(ADMIN.permissions()).containsExactlyInAnyOrder(Permission.values());
  }

  @Test
  void theAuditorSeesEverythingAndChangesNothing() {
    assertThat(spelledOut(AUDITOR))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Permission.values()).filter(p -> p.text().contains(":view")).toList());
  }

  @Test
  void theViewerSeesNothingOfSinglePeople() {
    assertThat(spelledOut(AUDITOR)).containsAll(spelledOut(VIEWER));
    assertThat(spelledOut(VIEWER))
        .contains(GATEWAY_USAGE_VIEW, GATEWAY_PROVIDERS_VIEW)
        .doesNotContain(
            VIRTUAL_KEYS_VIEW_OTHER_PERSONAL,
            USERS_VIEW,
            SESSIONS_VIEW,
            GATEWAY_LOGS_VIEW,
            ACTIVITY_MONITOR_VIEW,
            AUDIT_LOG_VIEW,
            ROLES_VIEW);
  }

  @Test
  void aTeamAdminCanHandOnWhatAMemberMayDo() {
    assertThat(spelledOut(TEAM_ADMIN)).containsAll(spelledOut(MEMBER));
  }

  @Test
  void aTeamAdminRunsHisTeamAndNotTheGateway() {
    assertThat(spelledOut(TEAM_ADMIN))
        .contains(TEAMS_MANAGE, VIRTUAL_KEYS_DELETE, GATEWAY_BUDGETS_CREATE, ROLES_MANAGE)
        .doesNotContain(
            ORGANIZATION_MANAGE,
            API_KEYS_VIEW,
            GATEWAY_PROVIDERS_UPDATE,
            ROUTING_POLICIES_MANAGE,
            AUDIT_LOG_VIEW,
            VIRTUAL_KEYS_VIEW_OTHER_PERSONAL);
  }

  @Test
  void aMemberWorksWithKeysButEndsNoneForGood() {
    assertThat(spelledOut(MEMBER))
        .contains(VIRTUAL_KEYS_CREATE, VIRTUAL_KEYS_ROTATE)
        .doesNotContain(VIRTUAL_KEYS_DELETE, GATEWAY_BUDGETS_UPDATE, ROLES_VIEW, USERS_VIEW);
  }

  @Test
  void toHaveSignedInIsLessThanAnyRole() {
    for (BuiltInRole role : BuiltInRole.values())
      assertThat(spelledOut(role)).containsAll(SIGNED_IN);
    assertThat(EnumSet.copyOf(SIGNED_IN)).allMatch(p -> p.text().endsWith(":view"));
  }

  @ParameterizedTest
  @EnumSource(BuiltInRole.class)
  void isFoundByItsName(BuiltInRole role) {
    assertThat(BuiltInRole.of(role.text())).contains(role);
    assertThat(BuiltInRole.of(role.text().toUpperCase(java.util.Locale.ROOT))).isEmpty();
  }
}
