package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.serai.call.KeyHash;
import dev.serai.call.Operation;
import dev.serai.call.Outcome;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Secret;
import dev.serai.call.TraceContext;
import dev.serai.call.Usage;
import dev.serai.leases.MemoryQuotas;
import dev.serai.prices.Catalogue;
import dev.serai.prices.PriceContext;
import dev.serai.prices.PriceRow;
import dev.serai.prices.Prices;
import dev.serai.prices.Rates;
import dev.serai.testing.TestCalls;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An engine with quotas in memory, and calls to send through it. Model {@code m} costs 1 USD per
 * million tokens of input and 10 of output: 1,000 and 10,000 nano-dollars a token.
 */
final class Scene {
  static final String FAMILY = "test";

  final Ticking clock = new Ticking(Given.DAY_ONE + 3_600_000);
  final MemoryQuotas quotas;
  final Catalogue catalogue = new Catalogue();
  final Prices prices = new Prices(catalogue);
  final Limits limits;

  private Caller caller =
      new Caller("o", "red", "p", "u", false, List.of("g1", "g2"), "k", "ci", "s", "standard", 0);
  private Operation operation = Operation.CHAT;
  private int bodyBytes = 350;
  private boolean stream;
  private long maxOutput;
  private long choices = 1;
  private String endUser = "";
  private List<Candidate> candidates = List.of(candidate("acme", "m"));

  Scene(Given... limits) {
    this(LimitSettings.defaults(), limits);
  }

  Scene(LimitSettings settings, Given... given) {
    this(settings, 1, given);
  }

  Scene(LimitSettings settings, long piece, Given... given) {
    quotas = new MemoryQuotas(piece);
    prices.overrideWith(
        List.of(PriceRow.flat(FAMILY, "m", Rates.of(Map.of("input", "1", "output", "10")))));
    limits = new Limits(quotas, prices, catalogue, settings, clock);
    hold(given);
  }

  void hold(Given... given) {
    limits.replace(Arrays.stream(given).map(Given::limit).toList());
  }

  Scene caller(Caller now) {
    caller = now;
    return this;
  }

  Scene operation(Operation now) {
    operation = now;
    return this;
  }

  Scene body(int bytes) {
    bodyBytes = bytes;
    return this;
  }

  Scene streamed() {
    stream = true;
    return this;
  }

  Scene maxOutput(long tokens) {
    maxOutput = tokens;
    return this;
  }

  Scene choices(long answers) {
    choices = answers;
    return this;
  }

  Scene endUser(String id) {
    endUser = id;
    return this;
  }

  Scene candidates(Candidate... now) {
    candidates = List.of(now);
    return this;
  }

  static Candidate candidate(String provider, String model) {
    return new Candidate(
        new Provider(
            provider,
            "openai",
            "http://127.0.0.1",
            Set.of(Dialect.OPENAI_CHAT),
            List.of(),
            Provider.Auth.BEARER,
            true,
            FAMILY,
            Provider.Timeouts.DEFAULT),
        model,
        new Credential("c", "c", provider, Secret.of("secret")));
  }

  Call call() {
    ClientRequest sample = TestCalls.call(operation, "m", caller).request();
    return Call.read(
            operation,
            operation.dialect(),
            new ClientRequest(
                "POST", "/", "", sample.headers(), Body.of(new byte[bodyBytes]), "127.0.0.1"),
            new Asked(
                "m",
                List.of(),
                stream,
                maxOutput,
                choices,
                Asked.UsageOption.NOT_NEEDED,
                endUser,
                "",
                "",
                ""),
            KeyHash.NONE,
            TraceContext.from(null, null),
            new Cancellation())
        .withCaller(caller)
        .withCandidates(candidates);
  }

  /** As the pipeline does, when answers come at once. */
  Call pass() {
    return pass(call());
  }

  Call pass(Call call) {
    for (int i = 0; i < 100; i++) {
      if (limits.enforce(call) instanceof Enforcement.Passed passed) return passed.call();
      Thread.onSpinWait();
    }
    return limits.decide(call);
  }

  Refusal refused() {
    return refused(call());
  }

  Refusal refused(Call call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> pass(call));
    assertThat(refusal).as("refused").isNotNull();
    return refusal;
  }

  /** Served by its first candidate, which used so many tokens. */
  EndedCall served(Call call, long input, long output) {
    return served(call, new Usage(input, 0, 0, 0, 0, 0, output, 0, 0, 0, false));
  }

  EndedCall served(Call call, Usage usage) {
    Candidate by = call.candidates().getFirst();
    return ended(call, by, new Outcome.Served(200), usage);
  }

  EndedCall ended(Call call, Candidate by, Outcome outcome, Usage usage) {
    Cost cost =
        usage.equals(Usage.NONE)
            ? Cost.FREE
            : prices.cost(
                by.provider().prices(), by.model(), usage, PriceContext.standard(Instant.now()));
    Attempt attempt = new Attempt(by.provider().name(), "c", by.model(), 200, "", 0, 0, "span");
    return new EndedCall(
        call.withAttempts(List.of(attempt)), outcome, 200, usage, cost, 1, 2, "", "stop");
  }

  /** Through, and served with so many tokens. */
  EndedCall use(long input, long output) {
    EndedCall ended = served(pass(), input, output);
    ended.call().reservation().settle(ended);
    return ended;
  }
}
