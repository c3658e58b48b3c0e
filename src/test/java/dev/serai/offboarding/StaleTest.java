package dev.serai.offboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.tenants.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaleTest {
  private final Stale stale = new Stale();

  private static User user(String id, String... teams) {
    return new User(
        id, "acme", id, "", "s", User.Status.ACTIVE, List.of(teams), Set.of(), "", null);
  }

  private List<String> all() {
    List<String> ids = new ArrayList<>();
    for (User next = stale.first(); next != null; next = stale.first()) {
      ids.add(next.id());
      stale.done(next);
    }
    return ids;
  }

  @Test
  void whoWaitsIsNotForgottenForOthers() {
    stale.add(List.of(user("ada"), user("bob", "sre")));

    stale.add(List.of(user("bob", "sre"), user("carl", "sre")));

    assertThat(all()).containsExactly("ada", "bob", "carl");
  }

  @Test
  void whoIsNotDoneIsNextAgain() {
    stale.add(List.of(user("ada"), user("bob")));

    assertThat(stale.first()).isEqualTo(stale.first());
    assertThat(all()).containsExactly("ada", "bob");
  }
}
