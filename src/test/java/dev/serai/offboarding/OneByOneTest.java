package dev.serai.offboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.tenants.User;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class OneByOneTest {
  private static final User ADA =
      new User("ada", "acme", "ada", "", "s", User.Status.ACTIVE, List.of(), Set.of(), "", null);

  private final OneByOne each = new OneByOne(() -> {});

  static List<RuntimeException> ofTheDatabase() {
    return List.of(
        new DataAccessResourceFailureException("away"),
        new CannotCreateTransactionException("away"));
  }

  @ParameterizedTest
  @MethodSource("ofTheDatabase")
  void aDatabaseThatIsAwayIsNoFaultOfTheUser(RuntimeException away) {
    assertThatThrownBy(() -> each.work(ADA, () -> fail(away))).isSameAs(away);
  }

  private static void fail(RuntimeException with) {
    throw with;
  }

  @Test
  void whoCannotBeDealtWithIsPassedOver() {
    assertThat(each.work(ADA, () -> fail(new IllegalStateException("no")))).isFalse();
    assertThat(each.work(ADA, () -> {})).isTrue();
  }
}
