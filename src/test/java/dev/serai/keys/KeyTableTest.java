package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.KeyHash;
import dev.serai.keys.VirtualKey.Status;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  private final KeyTable table = new KeyTable();

  @Test
  void findsEveryKeyThatWasPutAndNoOther() {
    for (int i = 1; i <= 5000; i++) assertThat(table.put(key(hash(i), "k" + i))).isNull();

    assertThat(table.size()).isEqualTo(5000);
    for (int i = 1; i <= 5000; i++)
      assertThat(PackedKey.id(table.find(hash(i)))).isEqualTo("k" + i);
    for (int i = 5001; i <= 10_000; i++) assertThat(table.find(hash(i))).isNull();
  }

  @Test
  void tellsHashesApartThatDifferInOneBitAnywhere() {
    KeyHash hash = hash(1);
    table.put(key(hash, "k"));

    byte[] bytes = hash.bytes();
    for (int bit = 0; bit < 256; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(table.find(KeyHash.of(bytes))).as("bit %d", bit).isNull();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(table.find(KeyHash.of(bytes))).isNotNull();
  }

  @Test
  void keysThatWantTheSamePlaceAreAllFound() {
    for (int i = 1; i <= 300; i++) table.put(key(new KeyHash(-1, i, 0, 0), "k" + i));

    for (int i = 1; i <= 300; i++)
      assertThat(PackedKey.id(table.find(new KeyHash(-1, i, 0, 0)))).isEqualTo("k" + i);
    assertThat(table.find(new KeyHash(-1, 301, 0, 0))).isNull();
  }

  @Test
  void aKeyThatIsPutAgainReplacesTheOneBefore() {
    byte[] first = key(hash(1), "k");
    byte[] second = key(hash(1), "k");
    table.put(first);

    assertThat(table.put(second)).isSameAs(first);

    assertThat(table.find(hash(1))).isSameAs(second);
    assertThat(table.size()).isOne();
  }

  @Test
  void aReaderFindsWhatIsThereWhileTheTableGrows() throws ExecutionException, InterruptedException {
    int count = 100_000;
    AtomicInteger put = new AtomicInteger();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              int missed = 0;
              for (int there = 0; there < count; there = put.get())
                for (int i = there; i > Math.max(0, there - 100); i--)
                  if (table.find(hash(i)) == null) missed++;
              return missed;
            });

    for (int i = 1; i <= count; i++) {
      table.put(key(hash(i), "k"));
      put.set(i);
    }

    assertThat(reader.get()).isZero();
  }

  private static KeyHash hash(int number) {
    Random random = new Random(number);
    return new KeyHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static byte[] key(KeyHash hash, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] key = PackedKey.named(bytes, 0, bytes.length, 0, 0);
    PackedKey.describe(key, 0, Status.ACTIVE, 0, KeyEntry.NEVER);
    return PackedKey.withSecret(key, hash, KeyEntry.NEVER);
  }
}
