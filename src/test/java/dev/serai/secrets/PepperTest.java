package dev.serai.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PepperTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Pepper pepper = new Pepper(KEY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vk-lw-0123456789ABCDEFGHJKMNPQRS",
        "kéy",
        "ascii first, then ✓",
        "a text that is quite a bit longer than the sixty-four characters which are kept at hand"
      })
  void isHmacSha256OfTheText(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));

    assertThat(pepper.hash(text).bytes())
        .isEqualTo(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsAnyCharSequence() {
    assertThat(pepper.hash(new StringBuilder("vk-lw-1"))).isEqualTo(pepper.hash("vk-lw-1"));
  }

  @Test
  void anotherPepperGivesAnotherHash() {
    assertThat(new Pepper(new byte[32]).hash("vk-lw-1")).isNotEqualTo(pepper.hash("vk-lw-1"));
  }

  @Test
  void givesEachThreadItsOwnAnswer() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        String text = "key-" + i % 7;
        var expected = pepper.hash(text);
        tasks.add(() -> pepper.hash(text).equals(expected));
      }
      for (Future<Boolean> right : threads.invokeAll(tasks)) assertThat(right.get()).isTrue();
    }
  }
}
