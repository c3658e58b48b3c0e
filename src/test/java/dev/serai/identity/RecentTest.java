package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  private final Recent<Integer, String> recent = new Recent<>(10);

  @Test
  void keepsWhatIsUsedAndForgetsWhatIsNot() {
    recent.put(0, "used");
    recent.put(1, "unused");
    for (int i = 2; i < 100; i++) {
      recent.put(i, "other");
      assertThat(recent.get(0)).isEqualTo("used");
    }

    assertThat(recent.get(1)).isNull();
    assertThat(recent.values()).hasSizeLessThanOrEqualTo(22);
  }

  @Test
  void whatWasRemovedDoesNotComeBack() {
    for (int i = 0; i < 15; i++) recent.put(i, "v" + i);

    recent.remove(0);
    recent.removeIf(value -> value.equals("v1") || value.equals("v14"));

    assertThat(recent.get(0)).isNull();
    assertThat(recent.get(1)).isNull();
    assertThat(recent.get(14)).isNull();
    assertThat(recent.get(2)).isEqualTo("v2");
  }
}
