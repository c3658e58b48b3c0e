package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Operation;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.ReplyReaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UnzipTest {
  private static final String REPLY =
      """
      {"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":11,"completion_tokens":7}}""";

  private final Unzip gzip = Unzip.of("gzip");
  private final ReplyReader reader = ReplyReaders.of(Operation.CHAT, false);

  private static byte[] zipped(byte[] plain) throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    }
    return zipped.toByteArray();
  }

  private static void inPieces(Unzip unzip, byte[] bytes, int length, ReplyReader reader) {
    for (int from = 0; from < bytes.length; from += length)
      unzip.read(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)), reader);
  }

  @Test
  void readsWhatComesByteByByte() throws IOException {
    inPieces(gzip, zipped(REPLY.getBytes()), 1, reader);
    reader.end();

    assertThat(reader.usage().input()).isEqualTo(11);
    assertThat(reader.usage().estimated()).isFalse();
    assertThat(gzip.unreadable()).isFalse();
  }

  @Test
  void stopsAtWhatUnfoldsWithoutEnd() throws IOException {
    byte[] bomb = zipped(new byte[80 * 1024 * 1024]);
    assertThat(bomb.length).isLessThan(100 * 1024);

    gzip.read(bomb, reader);

    assertThat(gzip.unreadable()).isTrue();
    gzip.read(bomb, reader);
  }

  @Test
  void readsNothingOnceItIsClosedWhichMayBeTwice() throws IOException {
    byte[] zipped = zipped(REPLY.getBytes());
    gzip.read(Arrays.copyOf(zipped, 30), reader);

    gzip.close();
    gzip.close();
    gzip.read(Arrays.copyOfRange(zipped, 30, zipped.length), reader);
    reader.end();

    assertThat(reader.usage().estimated()).isTrue();
    assertThat(gzip.unreadable()).isFalse();
  }

  @Test
  void stopsAtAHeadWithoutEnd() {
    byte[] named = new byte[12];
    named[0] = 0x1f;
    named[1] = (byte) 0x8b;
    named[3] = 8; // a file name follows
    Arrays.fill(named, 10, 12, (byte) 'x');
    gzip.read(named, reader);
    assertThat(gzip.unreadable()).isFalse();

    byte[] more = new byte[80 * 1024];
    Arrays.fill(more, (byte) 'x');
    gzip.read(more, reader);

    assertThat(gzip.unreadable()).isTrue();
    gzip.read(new byte[] {0, 1, 2}, reader);
  }

  @Test
  void knowsWhatSaysGzipAndIsNone() {
    gzip.read(new byte[0], reader);
    assertThat(gzip.damaged()).isFalse();

    gzip.read(REPLY.getBytes(), reader);

    assertThat(gzip.damaged()).isTrue();
  }

  @Test
  void knowsWhetherItHasComeWhole() throws IOException {
    byte[] all = zipped(REPLY.getBytes());

    gzip.read(Arrays.copyOf(all, all.length / 2), reader);
    assertThat(gzip.whole()).isFalse();
    gzip.read(Arrays.copyOfRange(all, all.length / 2, all.length), reader);

    assertThat(gzip.whole()).isTrue();
    assertThat(gzip.damaged()).isFalse();
  }

  @Test
  void leavesAloneWhatIsNotWhatItSays() {
    Unzip deflate = Unzip.of("deflate");
    Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    raw.setInput(REPLY.getBytes());
    raw.finish();
    byte[] bytes = new byte[1024];
    int length = raw.deflate(bytes);
    raw.end();

    deflate.read(Arrays.copyOf(bytes, length), reader);

    assertThat(deflate.unreadable()).isTrue();
    assertThat(deflate.damaged()).isFalse();
    assertThat(reader.phase()).isEqualTo(ReplyReader.Phase.PRELUDE);
  }
}
