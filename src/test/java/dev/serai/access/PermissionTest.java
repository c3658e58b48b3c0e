package dev.serai.access;

import static dev.serai.access.Permission.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionTest {
  @ParameterizedTest
  @EnumSource(Permission.class)
  void readsLikeAResourceAndAnAction(Permission permission) {
    assertThat(permission.text()).matches("[a-z][A-Za-z]*:[a-z][A-Za-z]*");
    assertThat(permission.allows()).endsWith(".");
    assertThat(permission.text()).startsWith(permission.resource() + ":");
    assertThat(Permission.of(permission.text())).contains(permission);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "keys", "virtualKeys:", "virtualkeys:view", " roles:view", "*", "roles:*"})
  void whatIsNotWrittenLetterByLetterIsNoPermission(String text) {
    assertThat(Permission.of(text)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void everyResourceCanBeSeen(Permission permission) {
    assertThat(Permission.of(permission.resource() + ":view")).isPresent();
  }

  @Test
  void manageStandsForTheOtherActionsOfItsResource() {
    assertThat(VIRTUAL_KEYS_MANAGE.implies(VIRTUAL_KEYS_ROTATE)).isTrue();
    assertThat(VIRTUAL_KEYS_MANAGE.implies(VIRTUAL_KEYS_MANAGE)).isTrue();
    assertThat(VIRTUAL_KEYS_MANAGE.implies(GATEWAY_BUDGETS_VIEW)).isFalse();
    assertThat(API_KEYS_MANAGE.implies(VIRTUAL_KEYS_VIEW)).isFalse();
  }

  @Test
  void noOtherActionStandsForAnything() {
    assertThat(VIRTUAL_KEYS_UPDATE.implies(VIRTUAL_KEYS_VIEW)).isFalse();
    assertThat(VIRTUAL_KEYS_VIEW.implies(VIRTUAL_KEYS_MANAGE)).isFalse();
  }

  @Test
  void otherPeoplesKeysHaveToBeGrantedByName() {
    assertThat(VIRTUAL_KEYS_MANAGE.implies(VIRTUAL_KEYS_VIEW_OTHER_PERSONAL)).isFalse();
    assertThat(VIRTUAL_KEYS_VIEW_OTHER_PERSONAL.implies(VIRTUAL_KEYS_VIEW_OTHER_PERSONAL)).isTrue();
  }
}
