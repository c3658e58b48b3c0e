package dev.serai.testing;

import dev.serai.call.Asked;
import dev.serai.call.Attempt;
import dev.serai.call.Body;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Cancellation;
import dev.serai.call.Candidate;
import dev.serai.call.ClientRequest;
import dev.serai.call.Cost;
import dev.serai.call.Credential;
import dev.serai.call.Dialect;
import dev.serai.call.EndedCall;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Operation;
import dev.serai.call.Outcome;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Secret;
import dev.serai.call.Target;
import dev.serai.call.TraceContext;
import dev.serai.call.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Calls that have ended, with a secret in every place that may hold one. */
public final class EndedCalls {
  public static final String SECRET = "vk-lw-0123456789ABCDEFGHJKMNPQRS";
  public static final String CLIENT_TRACE =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  public static final Usage USAGE = new Usage(100, 0, 40, 0, 7, 3, 50, 20, 0, 0, false);

  private static final Caller CALLER =
      new Caller(
          "org1", "team1", "prj1", "usr1", true, List.of(), "key1", "ci", "ses1", "standard", 0);

  private EndedCalls() {}

  /** Failed at the first credential, served by the second. */
  public static EndedCall served() {
    Call call = resolved(read("gpt-5"));
    List<Attempt> attempts =
        List.of(
            attempt(call, "cred1", 503, "status", "00000000000000a1"),
            attempt(call, "cred2", 200, "", "00000000000000a2"));
    return new EndedCall(
        call.withAttempts(attempts),
        new Outcome.Served(200),
        200,
        USAGE,
        new Cost(1_234_567, "openai:1"),
        call.startedAt() + 300_000,
        call.startedAt() + 1_000_000,
        "gpt-5-2025-08-07",
        "stop");
  }

  /** Refused in step 1. */
  public static EndedCall refused(Refusal.Reason reason) {
    return new EndedCall(
        read("gpt-5"),
        new Outcome.Refused(reason),
        401,
        Usage.NONE,
        Cost.FREE,
        0,
        System.currentTimeMillis() * 1000,
        "",
        "");
  }

  /** Refused after step 1, so that its key is known. */
  public static EndedCall refusedKnown(Refusal.Reason reason) {
    EndedCall ended = refused(reason);
    return with(ended, ended.call().withCaller(CALLER), ended.outcome());
  }

  public static EndedCall failed() {
    Call call = resolved(read("gpt-5"));
    call = call.withAttempts(List.of(attempt(call, "cred1", 0, "connect", "00000000000000b1")));
    return new EndedCall(
        call,
        new Outcome.Failed(502, "connect"),
        502,
        Usage.NONE,
        Cost.FREE,
        0,
        call.startedAt() + 5_000,
        "",
        "");
  }

  public static EndedCall abandoned() {
    EndedCall served = served();
    return with(served, served.call(), new Outcome.Abandoned("client left"));
  }

  public static EndedCall with(EndedCall ended, Call call, Outcome outcome) {
    return new EndedCall(
        call,
        outcome,
        ended.status(),
        ended.usage(),
        ended.cost(),
        ended.firstByteAt(),
        ended.endedAt(),
        ended.servedModel(),
        ended.finish());
  }

  /** A call just read, whose trace the client began. */
  public static Call read(String model) {
    return Call.read(
        Operation.CHAT,
        Dialect.OPENAI_CHAT,
        new ClientRequest(
            "POST",
            "/v1/chat/completions",
            "key=" + SECRET,
            headers(
                Map.of("user-agent", "codex_exec/0.169.0", "authorization", "Bearer " + SECRET)),
            Body.of(("{\"prompt\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8)),
            "127.0.0.1"),
        new Asked(model, List.of(), true, 0, 1, Asked.UsageOption.NOT_NEEDED, "alice", "", "", ""),
        KeyHash.NONE,
        TraceContext.from(CLIENT_TRACE, null),
        new Cancellation());
  }

  private static Call resolved(Call call) {
    Provider provider =
        new Provider(
            "openai",
            "openai",
            "https://api.openai.example/v1",
            Set.of(Dialect.OPENAI_CHAT),
            List.of(),
            Provider.Auth.BEARER,
            true,
            "openai",
            Provider.Timeouts.DEFAULT);
    return call.withCaller(CALLER)
        .withTargets(List.of(new Target(provider, "gpt-5")))
        .withCandidates(
            List.of(
                new Candidate(provider, "gpt-5", credential("cred1")),
                new Candidate(provider, "gpt-5", credential("cred2"))));
  }

  private static Credential credential(String id) {
    return new Credential(id, id, "openai", Secret.of(SECRET));
  }

  private static Attempt attempt(
      Call call, String credential, int status, String failure, String spanId) {
    return new Attempt(
        "openai", credential, "gpt-5", status, failure, call.startedAt() + 1_000, 2_000, spanId);
  }

  private static Headers headers(Map<String, String> values) {
    Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.putAll(values);
    return new Headers() {
      @Override
      public String get(String name) {
        return map.get(name);
      }

      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return map.entrySet().iterator();
      }
    };
  }
}
