package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Problem;
import dev.serai.database.Changes;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** What holds for every change to the tenant tree that an admin makes. */
@Component
final class TenantRules {
  private final Changes changes;
  private final ObjectProvider<PolicyNames> policies;
  private final ObjectProvider<Renamed> renamed;

  /** Until something knows policies, every name is taken. */
  TenantRules(
      Changes changes, ObjectProvider<PolicyNames> policies, ObjectProvider<Renamed> renamed) {
    this.changes = changes;
    this.policies = policies;
    this.renamed = renamed;
  }

  /** Of the transaction; from here on no other writer is in between. */
  long revision() {
    return changes.bump();
  }

  /**
   * @param value null when the body has none
   */
  static String name(@Nullable String value) {
    return NameRules.checked("name", value);
  }

  String policy(String organization, String name) {
    String wanted = name.strip();
    PolicyNames known = policies.getIfAvailable();
    if (!wanted.isEmpty() && known != null && !known.exists(organization, wanted))
      throw Problem.invalid(
          "defaultPolicy", "the name of a routing policy, or empty to inherit one");
    return wanted;
  }

  void renamed(Renamed.Kind kind, String id, String name, long revision) {
    renamed.orderedStream().forEach(each -> each.renamed(kind, id, name, revision));
  }

  /**
   * @throws Problem 409 when the name is taken
   */
  static <T> T unlessTaken(String what, String name, Supplier<T> write) {
    try {
      return write.get();
    } catch (DuplicateKeyException _) {
      throw Problem.conflict("name_taken", "There is a " + what + " named " + name + " already.");
    }
  }

  /**
   * @throws Problem 404 when the actor may not even see it, 403 when only that
   */
  static void check(Permission needed, Permission view, Place place, Supplier<Problem> absent) {
    if (Acting.may(needed, place)) return;
    if (!Acting.may(view, place)) throw absent.get();
    throw Problem.forbidden(needed);
  }

  /** Principal that acts, empty when it is no user. */
  static String me() {
    return Acting.actor()
        .filter(actor -> actor.kind() == Actor.Kind.USER)
        .map(Actor::id)
        .orElse("");
  }
}
