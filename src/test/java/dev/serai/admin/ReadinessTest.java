package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ReadinessTest {
  private record Fixed(String name, boolean ready) implements ReadinessCheck {}

  @Test
  void isReadyWhenEveryPartIs() {
    assertThat(readiness(new Fixed("routes", true), new Fixed("snapshots", true)).ready()).isTrue();
  }

  @Test
  void namesThePartThatIsNot() {
    Readiness readiness = readiness(new Fixed("routes", false), new Fixed("snapshots", true));

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.answers())
        .containsExactly(Map.entry("routes", false), Map.entry("snapshots", true));
  }

  private static Readiness readiness(ReadinessCheck one, ReadinessCheck two) {
    return new Readiness(
        new StaticListableBeanFactory(Map.of("one", one, "two", two))
            .getBeanProvider(ReadinessCheck.class));
  }
}
