package dev.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.testing.EndedCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void oneLineForEachCallThatWentWrongAndNoneForOneThatWasServed() {
    EndedCall failed = EndedCalls.failed();

    List<ILoggingEvent> told = told(EndedCalls.served(), failed, EndedCalls.abandoned());

    assertThat(told)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("call failed", "call abandoned");
    ILoggingEvent line = told.getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(values(line))
        .containsEntry("request_id", failed.call().id())
        .containsEntry("reason", "connect")
        .containsEntry("status", 502)
        .containsEntry("key_id", "key1")
        .containsEntry("credential", "cred1")
        .containsEntry("provider_failure", "connect")
        .containsEntry("duration_ms", 5L)
        .containsEntry("trace_id", failed.call().trace().traceId());
  }

  @Test
  void refusalsThatRepeatAreTellingOnceAndThenACount() {
    EndedCall[] refused = new EndedCall[50];
    for (int i = 0; i < 50; i++) refused[i] = EndedCalls.refusedKnown(Refusal.Reason.RATE_LIMITED);

    List<ILoggingEvent> told = told(refused);

    assertThat(told)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("call refused", "calls refused again");
    assertThat(values(told.getLast()))
        .containsEntry("who", "key1")
        .containsEntry("reason", "rate_limit_exceeded")
        .containsEntry("count", 49L);
  }

  @Test
  void neverTellsASecret() {
    EndedCall refused = EndedCalls.refused(Refusal.Reason.MODEL_UNKNOWN);
    EndedCall keyAsModel =
        EndedCalls.with(
            EndedCalls.refused(Refusal.Reason.KEY_INVALID),
            EndedCalls.read(EndedCalls.SECRET),
            EndedCalls.refused(Refusal.Reason.KEY_INVALID).outcome());
    EndedCall forged =
        EndedCalls.with(
            EndedCalls.failed(), EndedCalls.read("a\nb"), EndedCalls.failed().outcome());

    List<ILoggingEvent> told =
        told(EndedCalls.failed(), EndedCalls.abandoned(), refused, keyAsModel, forged);

    assertThat(told).hasSize(5);
    assertThat(told)
        .allSatisfy(
            line ->
                assertThat(line + " " + line.getKeyValuePairs())
                    .doesNotContain(EndedCalls.SECRET, "\n", "key="));
    assertThat(values(told.get(2))).containsEntry("remote", "127.0.0.1");
  }

  private List<ILoggingEvent> told(EndedCall... calls) {
    try (FailureLog log = new FailureLog()) {
      for (EndedCall call : calls) log.ended(call);
    }
    return List.copyOf(lines.list);
  }

  private static Map<String, Object> values(ILoggingEvent line) {
    return line.getKeyValuePairs().stream().collect(Collectors.toMap(p -> p.key, p -> p.value));
  }
}
