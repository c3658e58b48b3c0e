package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Attempt;
import dev.serai.call.Charge;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Reservation;
import dev.serai.call.Usage;
import dev.serai.testing.EndedCalls;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  /** As the first release wrote it. */
  private static final String VERSION_ONE =
      "011a30314a41424344454647484a4b4d4e5051525354565758595a3081c8fbba869a9803e0ef8dbb869a"
          + "9803c0ccb8bb869a9803046f7267310470726a31047573723101046b657931047365733104636861740b"
          + "6f70656e61692d6368617409616e7468726f70696306636c617564650563726564310466617374076d6f"
          + "64c3a86c65096d6f64c3a86c652d3102066f70656e6169056372656430056770742d35f7030673746174"
          + "7573e8cffbba869a9803d00f103030303030303030303030303030613106636c61756465056372656431"
          + "076d6f64c3a86c65c80100b8dffbba869a9803a0f7361030303030303030303030303030306132096162"
          + "616e646f6e65640b636c69656e74206c656674c801640128020703321404050187ad4b0b616e7468726f"
          + "7069633a3105636f64657805616c69636520346266393266333537376233346461366133636539323964"
          + "3065306534373336";

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
  void readsTheBytesOfVersionOne() {
    UsageRecord record = RecordCodec.read(new Bytes(HexFormat.of().parseHex(VERSION_ONE)));

    assertThat(record)
        .isEqualTo(
            new UsageRecord(
                "01JABCDEFGHJKMNPQRSTVWXYZ0",
                1_795_298_064_000_001L,
                1_795_298_064_300_000L,
                1_795_298_065_000_000L,
                "org1",
                "prj1",
                "usr1",
                true,
                "key1",
                "ses1",
                "chat",
                "openai-chat",
                "anthropic",
                "claude",
                "cred1",
                "fast",
                "modèle",
                "modèle-1",
                List.of(
                    new Attempt(
                        "openai",
                        "cred0",
                        "gpt-5",
                        503,
                        "status",
                        1_795_298_064_001_000L,
                        2000,
                        "00000000000000a1"),
                    new Attempt(
                        "claude",
                        "cred1",
                        "modèle",
                        200,
                        "",
                        1_795_298_064_003_000L,
                        900_000,
                        "00000000000000a2")),
                "abandoned",
                "client left",
                200,
                new Usage(100, 1, 40, 2, 7, 3, 50, 20, 4, 5, true),
                1_234_567L,
                "anthropic:1",
                "codex",
                "alice",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "",
                List.of()));
  }

  @Test
  void keepsTheTeamAndWhatWasTakenFromLeases() {
    EndedCall served = EndedCalls.served();
    List<Charge> taken =
        IntStream.range(0, 70).mapToObj(i -> new Charge(Long.MAX_VALUE - i, i * 7L)).toList();
    Reservation settled =
        new Reservation() {
          @Override
          public List<Charge> charges() {
            return taken;
          }
        };

    UsageRecord record =
        UsageRecord.of(
            EndedCalls.with(served, served.call().withReservation(settled), served.outcome()));

    assertThat(record.team()).isEqualTo("team1");
    assertThat(record.charges()).isEqualTo(taken.subList(0, UsageRecord.MOST_CHARGES));
    assertThat(RecordCodec.read(new Bytes(encoded(record)))).isEqualTo(record);
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
