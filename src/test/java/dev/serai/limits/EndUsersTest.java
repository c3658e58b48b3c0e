package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Reservation;
import dev.serai.leases.MemoryQuotas;
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
  void whoInventsEndUsersDoesNotFillTheMemory() {
    Level level = new Level(Given.limit("L").on(Scope.END_USER, "k").cap(2).limit());
    LiveQuotas quotas = new LiveQuotas(new MemoryQuotas(1));
    for (int i = 0; i < Level.MOST_MEMBERS; i++) level.at("user-" + i, 1, quotas);

    assertThatThrownBy(() -> level.at("one more", 1, quotas))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED));
    assertThat(level.at("user-7", 1, quotas)).isNotNull();
  }

  @Test
  void aLimitThatOnlyWarnsPassesItBy() {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k").warns()).endUser("a\u0000b");

    assertThat(scene.pass().reservation()).isSameAs(Reservation.NONE);
  }
}
