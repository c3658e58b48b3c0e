package dev.serai.models;

import dev.serai.call.Refusal;
import dev.serai.call.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How step 2 comes to its answer.
 *
 * @param policy that holds; empty where none is configured
 * @param means the names that the asked one stands for, in order; itself when it is no alias
 * @param considered every provider there is, in the order in which they were looked at
 * @param targets empty when it is refused
 */
public record RouteChoice(
    String policy,
    List<String> means,
    List<Considered> considered,
    List<Target> targets,
    @Nullable Refusal refusal) {
  public RouteChoice {
    means = List.copyOf(means);
    considered = List.copyOf(considered);
    targets = List.copyOf(targets);
  }

  /** One provider, under one of the names. */
  public record Considered(String provider, String model, Verdict verdict) {}

  /** What became of a provider. */
  public enum Verdict {
    KEPT,
    /** The policy does not list it. */
    NOT_IN_POLICY,
    /** The policy lists it, but there is no such provider, or no route file for its type. */
    OUT_OF_SERVICE,
    /** The name says which provider is meant, and it is another. */
    PINNED_ELSEWHERE,
    NOT_SERVED,
    /** By the policy's list of denied models. */
    DENIED,
    /** Not on the policy's list of allowed models. */
    NOT_ALLOWED,
    OTHER_DIALECT
  }
}
