package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.testing.EndedCalls;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  @Test
  void readsBackWhatItWrote() {
    for (var ended :
        new dev.serai.call.EndedCall[] {
          EndedCalls.served(),
          EndedCalls.failed(),
          EndedCalls.abandoned(),
          EndedCalls.refused(Refusal.Reason.KEY_INVALID)
        }) {
      UsageRecord record = UsageRecord.of(ended);
      assertThat(RecordCodec.read(new Bytes(encoded(record)))).isEqualTo(record);
    }
  }

  @Test
  void takesWhatTheCallKnows() {
    UsageRecord record = UsageRecord.of(EndedCalls.served());

    assertThat(record.key()).isEqualTo("key1");
    assertThat(record.provider()).isEqualTo("openai");
    assertThat(record.credential()).isEqualTo("cred2");
    assertThat(record.providerDialect()).isEqualTo("openai-chat");
    assertThat(record.servedModel()).isEqualTo("gpt-5-2025-08-07");
    assertThat(record.clientTool()).isEqualTo("codex");
    assertThat(record.attempts()).hasSize(2);
    assertThat(record.costNanos()).isEqualTo(1_234_567);
    assertThat(record.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(record.toString()).doesNotContain(EndedCalls.SECRET);
  }

  @Test
  void cutsAndCleansTextsThatTheClientChose() {
    var call = EndedCalls.read("a\u0000b\n" + "é".repeat(1000));
    var ended =
        EndedCalls.with(
            EndedCalls.served(), call, new Outcome.Refused(Refusal.Reason.MODEL_UNKNOWN));

    UsageRecord record = UsageRecord.of(ended);

    assertThat(record.requestedModel()).hasSize(256).startsWith("a?b?é");
    assertThat(RecordCodec.read(new Bytes(encoded(record)))).isEqualTo(record);
  }

  @Test
  void refusesBytesThatEndTooEarlyOrAreOfAnotherVersion() {
    byte[] bytes = encoded(UsageRecord.of(EndedCalls.served()));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RecordCodec.read(new Bytes(cut)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    bytes[0] = 99;
    assertThatThrownBy(() -> RecordCodec.read(new Bytes(bytes))).hasMessageContaining("99");
  }

  private static byte[] encoded(UsageRecord record) {
    Bytes bytes = new Bytes(16);
    RecordCodec.write(record, bytes);
    return bytes.copy();
  }
}
