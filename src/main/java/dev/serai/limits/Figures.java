package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Operation;
import dev.serai.limits.Estimates.Learned;
import dev.serai.prices.PriceContext;
import dev.serai.prices.Tariff;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a call may use at one model of one provider.
 *
 * @param input tokens that are likely
 * @param paidInput the same in tokens of the full price
 * @param output tokens that are likely
 * @param mostInput tokens that it cannot pass, likewise {@code mostOutput}
 * @param bounded whether {@code mostOutput} is certain
 */
record Figures(
    String provider,
    String model,
    long input,
    long paidInput,
    long output,
    long mostInput,
    long mostOutput,
    boolean bounded,
    @Nullable Tariff tariff) {

  /** What a provider may put before the prompt: its instructions for tools, and the like. */
  static final long ADDED_INPUT = 1_000;

  /** Where neither the client nor the catalogue names a maximum. */
  static final long UNNAMED_OUTPUT = 32_768;

  private static final long ABSURD = 1L << 24;

  static Figures of(Call call, Candidate candidate, Demand.Sources sources, PriceContext context) {
    Learned learned = sources.estimates().of(candidate.provider().name(), candidate.model());
    String family = candidate.provider().prices();
    String model = candidate.model();
    long bytes = call.request().body().length();
    long input = learned.input(bytes);
    long most = bytes + ADDED_INPUT;
    long named = named(call, sources.catalogue().maxOutput(family, model));
    long output = Math.min(named, streamed(call) ? learned.output() : learned.outputAtMost());
    boolean bounded = named < Long.MAX_VALUE;
    return new Figures(
        candidate.provider().name(),
        model,
        input,
        learned.paidInput(bytes),
        output,
        most,
        bounded ? named : UNNAMED_OUTPUT,
        bounded,
        sources.prices().tariff(family, model, context, input, most));
  }

  boolean of(Candidate candidate) {
    return model.equals(candidate.model()) && provider.equals(candidate.provider().name());
  }

  static boolean streamed(Call call) {
    return call.asked().stream() || call.operation() == Operation.STREAM_GENERATE_CONTENT;
  }

  private static long named(Call call, OptionalLong byCatalogue) {
    if (call.operation().kind().equals("embeddings")) return 0;
    long asked = call.asked().maxOutput();
    long own = asked > 0 ? Math.min(asked, ABSURD) : Long.MAX_VALUE;
    return byCatalogue.isPresent() ? Math.min(own, byCatalogue.getAsLong()) : own;
  }
}
