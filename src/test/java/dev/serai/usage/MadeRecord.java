package dev.serai.usage;

import dev.serai.call.Charge;
import dev.serai.call.RequestId;
import dev.serai.call.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A usage record of a test, field by field; what is not said is that of a served call. */
final class MadeRecord {
  String id = RequestId.next();
  Instant at = Instant.now();
  String organization = "org1";
  String team = "team1";
  String project = "prj1";
  String principal = "usr1";
  String key = "key1";
  String session = "";
  String provider = "openai";
  String requestedModel = "fast";
  String model = "gpt-5";
  String outcome = "served";
  String reason = "";
  Usage usage = new Usage(100, 1, 40, 2, 7, 3, 50, 20, 4, 5, false);
  long costNanos = 1_000;
  String priceVersion = "openai:1";
  String tool = "codex";
  List<Charge> charges = List.of();

  static MadeRecord at(Instant at) {
    MadeRecord made = new MadeRecord();
    made.at = at;
    return made;
  }

  MadeRecord key(String id) {
    key = id;
    return this;
  }

  MadeRecord charges(Charge... taken) {
    charges = List.of(taken);
    return this;
  }

  UsageRecord record() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    return new UsageRecord(
        id,
        micros,
        0,
        micros + 1000,
        organization,
        project,
        principal,
        false,
        key,
        session,
        "chat",
        "openai-chat",
        "openai-chat",
        provider,
        "cred1",
        requestedModel,
        model,
        model,
        List.of(),
        outcome,
        reason,
        200,
        usage,
        costNanos,
        priceVersion,
        tool,
        "",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        team,
        charges);
  }
}
