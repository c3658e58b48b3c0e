package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal.Reason;
import dev.serai.call.Reservation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of end users are the caller's word: not every one can be counted for. */
class EndUsersTest {
  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\tb", "a\nb", "a\u0085b", "a\ud800", "\udc00a", "\ud800b"})
  void anIdThatNoDatabaseKeepsIsRefusedBeforeAnybodyIsAsked(String id) {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k")).endUser(id);

    assertThat(scene.refused().reason()).isEqualTo(Reason.END_USER_MISSING);
    assertThat(scene.quotas.asks()).isZero();
    assertThat(scene.quotas.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann@acme.example", "Zo\u00eb \ud83d\ude00", "\u5f20\u4f1f"})
  void anyOtherTextIsAnId(String id) {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k").cap(1)).endUser(id);

    scene.pass();

    assertThat(scene.refused().details()).containsEntry("limit_id", "L");
  }

  @Test
  void aLimitThatOnlyWarnsPassesItBy() {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k").warns()).endUser("a\u0000b");

    assertThat(scene.pass().reservation()).isSameAs(Reservation.NONE);
  }
}
