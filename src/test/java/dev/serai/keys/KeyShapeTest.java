package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Secret;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyShapeTest {
  @Test
  void makesKeysThatFitAndDiffer() {
    Set<String> made = new HashSet<>();

    for (int i = 0; i < 1000; i++) made.add(KeyShape.generate().reveal());

    assertThat(made).hasSize(1000).allMatch(KeyShape::fits).allMatch(key -> key.length() == 32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vk-lw-",
        "vk-lw-0123456789ABCDEFGHJKMNPQR",
        "vk-lw-0123456789ABCDEFGHJKMNPQRST",
        "vk-lw-0123456789abcdefghjkmnpqrs",
        "vk-lw-0123456789ABCDEFGHJKMNPQRI",
        "sk-lw-0123456789ABCDEFGHJKMNPQRS",
        "vk-lw-0123456789ABCDEFGHJKMNPQR "
      })
  void refusesAnotherShape(String text) {
    assertThat(KeyShape.fits(text)).isFalse();
  }

  @Test
  void showsThirteenCharactersInFrontAndFourAtTheEnd() {
    Secret key = Secret.of("vk-lw-0123456789ABCDEFGHJKMNPQRS");

    assertThat(KeyShape.prefix(key)).isEqualTo("vk-lw-0123456");
    assertThat(KeyShape.lastFour(key)).isEqualTo("PQRS");
  }
}
