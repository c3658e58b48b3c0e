package dev.serai.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where everything that has to be told later is written down, for good. */
public interface AuditTrail {
  /**
   * In the caller's transaction, so that a change and its row are there together or not at all; in
   * one of its own where there is none. Actor, organization and origin are those of {@link Acting},
   * or of the entry where it names them.
   *
   * @throws RuntimeException when it cannot be written: then what it tells of must not happen
   */
  void append(Entry entry);

  /**
   * @param action {@code resource.verb}, such as {@code key.revoke}
   * @param resource kind of thing, such as {@code key}; empty when it is about none
   * @param id of the thing
   * @param before any record that JSON can be made of, without secrets; null when it was not there
   * @param after likewise; null when it is gone
   * @param details words beside it, such as a reason
   * @param actor null = the one of the request, else the gateway itself in the current organization
   */
  record Entry(
      String action,
      String resource,
      String id,
      Outcome outcome,
      @Nullable Object before,
      @Nullable Object after,
      Map<String, String> details,
      @Nullable Actor actor) {
    public Entry {
      details = Map.copyOf(details);
    }

    public static Entry of(String action, String resource, String id) {
      return new Entry(action, resource, id, Outcome.DONE, null, null, Map.of(), null);
    }

    public Entry change(@Nullable Object was, @Nullable Object is) {
      return new Entry(action, resource, id, outcome, was, is, details, actor);
    }

    public Entry with(Map<String, String> words) {
      return new Entry(action, resource, id, outcome, before, after, words, actor);
    }

    public Entry by(Actor who) {
      return new Entry(action, resource, id, outcome, before, after, details, who);
    }

    public Entry refused() {
      return new Entry(action, resource, id, Outcome.REFUSED, before, after, details, actor);
    }
  }

  /** What became of it. */
  enum Outcome {
    DONE,
    REFUSED
  }
}
