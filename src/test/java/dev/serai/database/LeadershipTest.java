package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final TestDatabase DATABASE = TestDatabase.empty();

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void oneAtATimeHasIt() {
    try (Leadership first = new Leadership(DATABASE.settings(), 1);
        Leadership second = new Leadership(DATABASE.settings(), 1);
        Leadership elsewhere = new Leadership(DATABASE.settings(), 2)) {
      assertThat(first.held()).isTrue();
      assertThat(second.held()).isFalse();
      assertThat(elsewhere.held()).isTrue();
      assertThat(first.held()).isTrue();

      first.close();

      assertThat(second.held()).isTrue();
      assertThat(first.held()).isFalse();
    }
  }

  @Test
  void whoLosesTheConnectionLosesIt() {
    try (Leadership first = new Leadership(DATABASE.settings(), 3);
        Leadership second = new Leadership(DATABASE.settings(), 3)) {
      assertThat(first.held()).isTrue();

      DATABASE.cutConnections();

      assertThat(first.held()).isFalse();
      assertThat(second.held()).isTrue();
      assertThat(first.held()).isFalse();
    }
  }

  @Test
  void nobodyHasItWhileTheDatabaseIsAway() {
    try (Leadership only = new Leadership(DATABASE.settings(), 4)) {
      assertThat(only.held()).isTrue();
      DATABASE.goAway();
      try {
        assertThat(only.held()).isFalse();
      } finally {
        DATABASE.comeBack();
      }
      assertThat(only.held()).isTrue();
    }
  }
}
